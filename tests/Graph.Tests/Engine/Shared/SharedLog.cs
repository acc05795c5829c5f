using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;

namespace Graph.Tests.Engine.Shared;

/// <summary>One log to which several engines write, as several servers do to one database, and which a test may take away.</summary>
internal sealed class SharedLog(ILogStore records)
{
    private volatile bool isAway;
    private volatile string? whyClosed;
    private int lostAnswerCount;

    /// <summary>What is done just before each append.</summary>
    public Func<Task> BeforeAppend { get; set; } = () => Task.CompletedTask;

    public ILogStore Records => records;

    /// <summary>A store of its own for one server.</summary>
    public ILogStore NewStore() => new Store(this);

    public Task<GraphEngine> OpenAsync(EngineOptions? options = null) =>
        GraphEngine.OpenAsync(GraphModel.Default, NewStore(), options ?? new(), TimeProvider.System, null, CancellationToken.None);

    /// <summary>From now on nothing is answered.</summary>
    public void GoAway() => isAway = true;

    public void ComeBack() => isAway = false;

    /// <summary>From now on everything is answered, and nothing is kept.</summary>
    public void Close(string why) => whyClosed = why;

    public void Open() => whyClosed = null;

    /// <summary>The next append is kept, and nobody hears of it.</summary>
    public void LoseNextAnswer() => lostAnswerCount = 1;

    private sealed class Store(SharedLog log) : ILogStore
    {
        public string Name => "shared";

        public bool IsShared => true;

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken)
        {
            Answer();
            return log.Records.HeadAsync(cancellationToken);
        }

        public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Answer();
            await foreach (var record in log.Records.ReadAsync(after, cancellationToken))
            {
                yield return record;
            }
        }

        public async Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
        {
            await log.BeforeAppend();
            Answer();
            if (log.whyClosed is { } why)
            {
                throw new StoreException("closed", isTransient: true) { WhyClosed = why };
            }

            await log.Records.AppendAsync(expected, batch, cancellationToken);
            if (Interlocked.Exchange(ref log.lostAnswerCount, 0) > 0)
            {
                throw new StoreException("the answer was lost", isTransient: true);
            }
        }

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken)
        {
            Answer();
            return log.Records.ReadPersonalAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Answer()
        {
            if (log.isAway)
            {
                throw new StoreException("nobody is there", isTransient: true);
            }
        }
    }
}
