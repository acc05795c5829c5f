using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A change of the management system or of an AI system that is planned.</summary>
public static class PlannedChangeKind
{
    private static readonly Field Title = Field.Text("title", "What changes, in one line.", required: true, lengthMax: 300);
    private static readonly Field PlannedFor = Field.Date("plannedFor", "The day for which it is planned.");

    /// <summary>The day on which it was done.</summary>
    public static readonly Field DoneOn = Field.Date("doneOn", "The day on which it was done. From then on it sticks: the day is only moved to an earlier one, and not to before the signature of an assessment that it overtook, aspects and substantial are not made less, and what it CHANGES stays.");

    /// <summary>What of it changes.</summary>
    public static readonly Field Aspects = Field.WordsOf(
        "aspects", ManagementWords.ChangeAspect,
        "What changes, as far as assessments watch it: one that was signed before it was done and watches any of these is STALE. Absent = unknown, which counts as all; empty = nothing that any assessment watches.",
        meaning: true);

    /// <summary>Whether it is a substantial modification.</summary>
    public static readonly Field Substantial = Field.Boolean("substantial", "Of an AI system or its components: whether it is a substantial modification (Regulation (EU) 2024/1689 Art. 3(23)), after which the system is assessed again (43(4)): evidence of its conformity counts where it was made after doneOn. What was pre-determined and assessed at first is none. Absent = nobody has judged.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "PlannedChange", "plannedChanges", "change", KindGroup.ManagementSystem,
        "A change that is planned (ISO/IEC 42001 6.3), with its purpose and what follows from it. Once it is done, assessments that watch it and were signed before are STALE (8.4).", Title,
        [
            Title,
            Field.Text("purpose", "Why it is made.", meaning: true),
            Field.Text("consequences", "What may follow from it, and what is done about that.", meaning: true),
            Aspects,
            PlannedFor,
            DoneOn,
            Substantial,
        ])
    {
        IsReviewed = true,
        Keep = new([ManagementEdges.Changes], c => c[DoneOn] is null ? null : "a change that was made to stay with what it changed"),
        Rules =
        [
            DocumentRule.NotAhead(DoneOn),
            Sticks(DoneOn, (was, now) => now.Date(DoneOn) <= was.Date(DoneOn), was => $"a day up to {was.Date(DoneOn):yyyy-MM-dd}"),
            new(DoneOn, c => !c.IsSeed && FreedByEarlier(c) is { } freed ? $"a day from {freed.Date(AssessmentKind.Approval.DoneOn):yyyy-MM-dd} on, when '{freed.Key}' was signed: that has not seen a change which was recorded as later" : null),
            Sticks(Aspects, (was, now) => now.List(Aspects) is not { } aspects || was.List(Aspects)?.Except(aspects).Any() == false, was => was.List(Aspects) is { } aspects ? $"{string.Join(", ", aspects)} among the aspects" : "no aspects, which counts as all"),
            Sticks(Substantial, (was, now) => was.Boolean(Substantial) != true || now.Boolean(Substantial) == true, _ => "a substantial modification"),
        ],
        Standing = new("status", ManagementWords.PlanStatus, "Where it stands on the view's day.", Judge),
        Due = [new("IMPLEMENT", "The day for which the change is planned (ISO/IEC 42001 6.3).", (v, d) => d.Date(DoneOn) <= v.On ? null : d.Date(PlannedFor))],
    };

    // What was done cannot be undone by an edit: assessments that it overtook are signed again, and what it reopened is assessed again.
    private static DocumentRule Sticks(Field field, Func<Document, Document, bool> stays, Func<Document, string> expected) =>
        new(field, c => !c.IsSeed && c.Before is { } before && before[DoneOn] is not null && !stays(before, c.After) ? $"{expected(before)}, as it was recorded of a change that was made" : null);

    // Of what a change overtook nothing comes back by an earlier day of it: whoever signed knew the later one, or none.
    private static Document? FreedByEarlier(ChangedDocument changed) =>
        changed.Before?.Date(DoneOn) is { } was && changed.After.Date(DoneOn) is { } now && now < was
            ? changed.Targets(changed.After, ManagementEdges.Changes).SelectMany(d => AssessedWith(d, changed)).SelectMany(d => changed.Sources(d, EdgeKinds.Assesses)).DistinctBy(a => a.Ordinal)
                .Where(a => AssessmentKind.Approval.IsDone(a) && a.Date(AssessmentKind.Approval.DoneOn) is { } signed && signed > now && signed <= was && !(a.List(AssessmentKind.Foresees)?.Contains(changed.After.Key) == true))
                .MinBy(a => a.Key, StringComparer.Ordinal)
            : null;

    // What is changed, and the systems that use it or that a scope includes.
    private static IEnumerable<Document> AssessedWith(Document document, ChangedDocument changed) =>
        changed.Sources(document, EdgeKinds.Uses).Concat(changed.Targets(document, ManagementEdges.Includes)).Prepend(document);

    private static Standing Judge(View view, Document change) =>
        change.Date(DoneOn) <= view.On ? new("DONE", [])
        : change.Date(PlannedFor) < view.On ? new("OVERDUE", [new("ACTION_OVERDUE", change, $"Make the change {change.Key}, or plan it anew.")])
        : change.Date(PlannedFor) is null ? new("PLANNED", [new("NO_PLAN", change, $"Say when {change.Key} is made.")])
        : new("PLANNED", []);
}
