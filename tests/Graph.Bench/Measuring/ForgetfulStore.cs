using Graph.Engine.Log;

namespace Graph.Bench.Measuring;

/// <summary>A log that is read from another store and takes appends without keeping them: what remains of a write is the engine's own work.</summary>
internal sealed class ForgetfulStore(ILogStore inner) : ILogStore
{
    public string Name => "forgetful";

    public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => inner.HeadAsync(cancellationToken);

    public IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken) => inner.ReadAsync(after, cancellationToken);

    public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => inner.ReadPersonalAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
