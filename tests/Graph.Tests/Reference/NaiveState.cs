namespace Graph.Tests.Reference;

/// <summary>Whether a cell is met, from worst to best; the names are the words of the design.</summary>
public enum NaiveState
{
    MISSING,
    PLANNED,
    NOT_OPERATING,
    UNPROVEN,
    UNAPPROVED,
    EXPIRED,
    SUSPECT,
    PARTIAL,
    COVERED,
}

internal static class NaiveStates
{
    public static NaiveState Weaker(NaiveState one, NaiveState other) => one < other ? one : other;

    /// <summary>The better of two answers of which each may be nothing.</summary>
    public static NaiveState? Better(NaiveState? one, NaiveState? other) =>
        one is null ? other : other is null ? one : one > other ? one : other;
}
