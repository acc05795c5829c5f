using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Engine.Views;

/// <summary>What a caller asks of time. Everything absent is head, today.</summary>
/// <param name="AsOfHead">Whether head is asked for by name, so that a past day is judged with what is known now.</param>
/// <param name="Revision">As of this revision.</param>
/// <param name="Instant">As of this instant.</param>
/// <param name="On">The day judged.</param>
/// <param name="Renewals">Whether proof valid today counts as renewed; only a forecast may assume it.</param>
/// <param name="MappingSets">The mapping sets that may give credit; null = all.</param>
public sealed record ViewRequest(
    bool AsOfHead = false,
    long? Revision = null,
    DateTimeOffset? Instant = null,
    DateOnly? On = null,
    Renewals Renewals = Renewals.AsRecorded,
    IReadOnlyCollection<string>? MappingSets = null)
{
    /// <summary>Finds the snapshot and the kind of view (design section 4, the table of Time).</summary>
    /// <exception cref="InvalidViewException">A revision or instant of the future, or one before the first change.</exception>
    public Task<View> OpenAsync(GraphEngine engine, CancellationToken cancellationToken)
    {
        var (current, today) = engine.Now();
        return OpenAsync(engine, current, today, cancellationToken);
    }

    /// <summary>The same for a request that has read the current snapshot and the day already, so that all its views agree.</summary>
    /// <exception cref="InvalidViewException">A revision or instant of the future, or one before the first change.</exception>
    public async Task<View> OpenAsync(GraphEngine engine, Snapshot current, DateOnly today, CancellationToken cancellationToken)
    {
        if (Revision is null && Instant is null)
        {
            if (On is { } past && past < today && !AsOfHead)
            {
                var then = await engine.AsOfAsync(Math.Min(engine.RevisionAtEndOf(past), current.Head.Revision), cancellationToken);
                return new(then, past, today, ViewKind.Past, Renewals.AsRecorded, MappingSets);
            }

            var on = On ?? today;
            return new(current, on, today, on < today ? ViewKind.Hindsight : on > today ? ViewKind.Forecast : ViewKind.Current, Renewals, MappingSets);
        }

        if (Instant > engine.Calendar.Now)
        {
            throw new InvalidViewException($"expected an instant not after now, found {Instant:O}");
        }

        var revision = Revision ?? Math.Min(engine.RevisionAt(Instant!.Value), current.Head.Revision);
        if (revision < 1 || revision > current.Head.Revision)
        {
            throw new InvalidViewException(Revision is null
                ? $"expected an instant not before the first change, found {Instant:O}"
                : $"expected a revision from 1 to {current.Head.Revision}, found {revision}");
        }

        var snapshot = await engine.AsOfAsync(revision, cancellationToken);
        var own = engine.Calendar.DayOf(Instant ?? snapshot.At);
        var day = On ?? own;
        return new(snapshot, day, own, day < own ? ViewKind.Hindsight : day > own ? ViewKind.Forecast : ViewKind.Past, Renewals, MappingSets);
    }
}

/// <summary>A moment was asked for that there is not.</summary>
public sealed class InvalidViewException(string message) : Exception(message);
