using Graph.Engine.Log;
using Graph.Stores.Memory;

namespace Graph.Tests.Engine;

/// <summary>The memory store behind a gate: appends wait until the test opens it, and may be told to fail.</summary>
internal sealed class GatedStore : ILogStore
{
    private readonly MemoryLogStore inner = new();
    private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatedStore() => gate.SetResult();

    /// <summary>The number of entries of each durable write.</summary>
    public List<int> BatchSizes { get; } = [];

    /// <summary>What the next append throws instead of keeping the batch.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Done once the writer stands at the gate.</summary>
    public TaskCompletionSource Arrived { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "gated";

    public void Close() => (gate, Arrived) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Open() => gate.SetResult();

    public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => inner.HeadAsync(cancellationToken);

    public IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken) => inner.ReadAsync(after, cancellationToken);

    public async Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
    {
        Arrived.TrySetResult();
        await gate.Task;
        BatchSizes.Add(batch.Count);
        await (Failure is { } failure ? throw failure : inner.AppendAsync(expected, batch, cancellationToken));
    }

    public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => inner.ReadPersonalAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
