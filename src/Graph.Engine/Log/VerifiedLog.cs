using System.Runtime.CompilerServices;

namespace Graph.Engine.Log;

/// <summary>Reads a log as one that nobody has altered, or not at all.</summary>
public static class VerifiedLog
{
    /// <summary>The entries of a whole log up to a revision, each verified against the chain and decoded, read a little ahead.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static IAsyncEnumerable<(LogRecord Record, Change Change)> ReadAsync(ILogStore store, long upTo, CancellationToken cancellationToken) =>
        ReadAsync(store, LogHead.Empty, DateTimeOffset.MinValue, upTo, cancellationToken);

    /// <summary>Checks that the entries end with the head.</summary>
    /// <param name="last">The last entry up to the revision of the head.</param>
    /// <param name="head">The head as the store says.</param>
    /// <exception cref="BrokenLogException">They end before it, or with another one.</exception>
    public static void CheckEnd(LogHead last, LogHead head)
    {
        if (last != head)
        {
            throw last.Revision < head.Revision
                ? new BrokenLogException(last.Revision + 1, $"the head is at revision {head.Revision}, and the entries end at {last.Revision}")
                : new BrokenLogException(last.Revision, $"the store's head says the hash {head.Hash}, and the entry has {last.Hash}");
        }
    }

    /// <summary>The entries after one of a known instant; up to a revision without their steps, for whoever knows already what came of them.</summary>
    internal static IAsyncEnumerable<(LogRecord Record, Change Change)> ReadAsync(
        ILogStore store, LogHead after, DateTimeOffset at, long upTo, CancellationToken cancellationToken, long withoutStepsUpTo = 0) =>
        ReadAhead.Of(VerifiedAsync(store, after, at, upTo, withoutStepsUpTo, cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<(LogRecord Record, Change Change)> VerifiedAsync(
        ILogStore store, LogHead last, DateTimeOffset at, long upTo, long withoutStepsUpTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (last.Revision >= upTo)
        {
            yield break;
        }

        await foreach (var record in store.ReadAsync(last.Revision, cancellationToken))
        {
            var expected = last.Next(record.Payload.Span);
            if (record.Head != expected)
            {
                throw new BrokenLogException(expected.Revision, record.Head.Revision != expected.Revision
                    ? $"expected revision {expected.Revision} next, found {record.Head.Revision}"
                    : $"expected the hash {expected.Hash} over the stored bytes, found {record.Head.Hash}");
            }

            Change change;
            try
            {
                change = ChangeReader.Read(record.Head.Revision, record.Payload.Span, withSteps: record.Head.Revision > withoutStepsUpTo);
            }
            catch (FormatException e)
            {
                throw new BrokenLogException(record.Head.Revision, e.Message, e);
            }

            if (change.At < at)
            {
                throw new BrokenLogException(record.Head.Revision, "its time lies before that of the entry before");
            }

            (last, at) = (record.Head, change.At);
            yield return (record, change);
            if (last.Revision == upTo)
            {
                yield break;
            }
        }
    }
}
