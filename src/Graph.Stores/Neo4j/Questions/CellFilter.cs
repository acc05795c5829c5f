namespace Graph.Stores.Neo4j.Questions;

/// <summary>Which cells are wanted, in the words of the API; what is null is not asked.</summary>
/// <param name="Verdicts">Cells with one of these verdicts.</param>
/// <param name="States">Cells in one of these states.</param>
/// <param name="Owed">Whether they count in the denominator of coverage.</param>
/// <param name="Shallow">Whether a link exists.</param>
/// <param name="Scope">ORGANISATION or SYSTEM.</param>
/// <param name="Defects">Cells with one of these defects.</param>
public sealed record CellFilter(
    IReadOnlyList<string>? Verdicts, IReadOnlyList<string>? States, bool? Owed, bool? Shallow, string? Scope, IReadOnlyList<string>? Defects);
