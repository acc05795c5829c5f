using System.Runtime.CompilerServices;
using Graph.Engine.Log;

namespace Graph.Stores.Memory;

/// <summary>Keeps the log in memory: the reference for every other store. Nothing outlives the process.</summary>
public sealed class MemoryLogStore : ILogStore
{
    private readonly List<LogRecord> records = [];
    private List<PersonalValue> personal = [];
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task<LogHead> HeadAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(Head());
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var i = after; ; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogRecord record;
            lock (gate)
            {
                if (i >= records.Count)
                {
                    yield break;
                }

                record = records[(int)i];
            }

            yield return record;
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (Head() is var head && head != expected)
            {
                throw new RevisionConflictException(expected, head);
            }

            records.AddRange(batch.Select(r => r with { Payload = r.Payload.ToArray(), Personal = [], Erased = [] }));
            personal.AddRange(batch.SelectMany(r => r.Personal));
            var erased = batch.SelectMany(r => r.Erased).ToHashSet(StringComparer.Ordinal);
            if (erased.Count > 0)
            {
                personal = personal.ConvertAll(p => erased.Contains(p.Digest) ? p with { Salt = [], Value = null } : p);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<PersonalValue>>([.. personal]);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private LogHead Head() => records.Count == 0 ? LogHead.Empty : records[^1].Head;
}
