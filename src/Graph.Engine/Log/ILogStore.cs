namespace Graph.Engine.Log;

/// <summary>
/// Where the log is kept. A store never answers questions about the graph: it keeps bytes, in order, durably.
/// </summary>
/// <remarks>
/// Order: entries are read in the order of their revisions, from 1, without gaps.
/// Atomicity: a batch is kept whole or not at all, its personal values and what it erases of them with it.
/// Durability: when <see cref="AppendAsync"/> has returned, the batch survives the death of the process and of the machine.
/// Exceptions: a lost race is <see cref="RevisionConflictException"/>; everything else that the world does is <see cref="StoreException"/>,
/// after which a caller of AppendAsync does not know whether the batch was kept and must read the head again.
/// A store does not check hashes; whoever reads does.
/// </remarks>
public interface ILogStore : IAsyncDisposable
{
    /// <summary>A short name for people, such as <c>sqlite</c>.</summary>
    string Name { get; }

    /// <summary>Whether other processes may append to the same log. Then a lost race and a store that does not answer for a while are nothing unusual.</summary>
    bool IsShared => false;

    /// <summary>The head of the log. Every entry up to it can be read.</summary>
    Task<LogHead> HeadAsync(CancellationToken cancellationToken);

    /// <summary>The entries after a revision, in order, in bounded reads that hold no lock in between.</summary>
    IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken);

    /// <summary>Keeps a batch, if the head is still the expected one. A batch of nothing alters nothing and fails where any other would.</summary>
    Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken);

    /// <summary>Every personal value that lies beside the log.</summary>
    Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken);
}

/// <summary>The world failed: the disk, the file or the database.</summary>
public sealed class StoreException(string message, bool isTransient, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>Why a store that answers keeps nothing for the time being, as a sentence that any caller may read; null where that is not so.</summary>
    public string? WhyClosed { get; init; }

    /// <summary>Whether it is certain that nothing was written and the head is where it was: what was to be written is refused, and nothing else.</summary>
    public bool NothingWritten { get; init; }
}

/// <summary>Somebody else appended first, or, where the head is the expected one, it is somebody else's turn to append.</summary>
public sealed class RevisionConflictException(LogHead expected, LogHead actual)
    : Exception($"The log was expected at revision {expected.Revision}, and it is at {actual.Revision}.")
{
    /// <summary>The head that the caller expected.</summary>
    public LogHead Expected { get; } = expected;

    /// <summary>The head found.</summary>
    public LogHead Actual { get; } = actual;
}

/// <summary>The log is not what was written: a hash, an order or an entry is wrong. Nothing is served from such a log.</summary>
public sealed class BrokenLogException(long revision, string message, Exception? innerException = null)
    : Exception($"The log is broken at revision {revision}: {message}", innerException)
{
    /// <summary>The first bad revision.</summary>
    public long Revision { get; } = revision;
}
