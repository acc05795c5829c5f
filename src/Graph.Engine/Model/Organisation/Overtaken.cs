using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Organisation;

/// <summary>Something of a document is another one.</summary>
/// <param name="Of">The document.</param>
/// <param name="By">The document that was put, linked or approved.</param>
/// <param name="Aspects">What of it: words of <see cref="ManagementWords.ChangeAspect"/>.</param>
/// <param name="From">The day from which it is so.</param>
internal sealed record Move(Document Of, Document By, IReadOnlyList<string> Aspects, DateOnly From);

/// <summary>
/// Signed assessments whose ground has moved (ISO/IEC 42001 8.4; Regulation (EU) 2024/1689 Art. 27(2); GDPR 35(11)): what fields and edges declare that they move
/// (<see cref="Field.Moves"/>, <see cref="EdgeKind.Moves"/>), put against what each assessment watches. The change that moves it writes down that it is overtaken, so
/// that the log tells in which order things came, which days cannot.
/// </summary>
internal static class Overtaken
{
    /// <summary>What of a document is another one than before.</summary>
    public static IReadOnlyList<string> Aspects(Document before, Document after) =>
        [.. after.Kind.Fields.Where(f => f.Moves is not null && !SnapshotBuilder.SameValue(before[f], after[f])).SelectMany(f => f.Moves!(before, after)).Distinct()];

    /// <summary>What to write into which assessment: into each the first move that it watches and has not foreseen, unless an earlier one stands in it.</summary>
    public static IEnumerable<(Document Assessment, List<KeyValuePair<Field, object?>> Fields)> By(
        IReadOnlyList<Move> moves, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        var found = new Dictionary<int, (Document Assessment, Move Move, string Aspect)>();
        foreach (var move in moves.OrderBy(m => m.From))
        {
            foreach (var assessment in Assessing(move.Of, targets, sources).Where(a => a.Text(AssessmentKind.Approval.Status) == AssessmentKind.Approval.DoneWord))
            {
                if (!(assessment.Date(AssessmentKind.OvertakenOn) <= move.From) && !found.ContainsKey(assessment.Ordinal) && !IsForeseen(assessment, move, sources)
                    && move.Aspects.Intersect(AssessmentKind.WatchedBy(assessment, targets)).FirstOrDefault() is { } aspect)
                {
                    found.Add(assessment.Ordinal, (assessment, move, aspect));
                }
            }
        }

        return found.Values.OrderBy(f => f.Assessment.Ordinal).Select(f => (f.Assessment, (List<KeyValuePair<Field, object?>>)
            [new(AssessmentKind.OvertakenOn, f.Move.From), new(AssessmentKind.OvertakenBy, f.Move.By.Key), new(AssessmentKind.OvertakenAspect, f.Aspect)]));
    }

    /// <summary>The assessments that a document was going to overtake on a day that has not come.</summary>
    public static IEnumerable<Document> Awaiting(Document by, DateOnly day, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        targets(by, EdgeKinds.Supersedes).Append(by).SelectMany(d => Assessing(d, targets, sources)).DistinctBy(a => a.Ordinal)
            .Where(a => a.Date(AssessmentKind.OvertakenOn) > day && a.Text(AssessmentKind.OvertakenBy) == by.Key);

    // Of itself, of a system that uses it, or of one that it includes.
    private static IEnumerable<Document> Assessing(Document moved, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        sources(moved, EdgeKinds.Uses).Concat(targets(moved, ManagementEdges.Includes)).Append(moved).SelectMany(d => sources(d, EdgeKinds.Assesses));

    // By a planned change of what moved, which is done that day: one that is left open would foresee whatever comes.
    private static bool IsForeseen(Document assessment, Move move, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        assessment.List(AssessmentKind.Foresees) is { Length: > 0 } foreseen
        && sources(move.Of, ManagementEdges.Changes).Concat(sources(move.By, ManagementEdges.Changes)).Any(c =>
            foreseen.Contains(c.Key) && c.Date(PlannedChangeKind.DoneOn) == move.From
            && (c.List(PlannedChangeKind.Aspects) is not { } aspects || aspects.Intersect(move.Aspects).Any()));
}
