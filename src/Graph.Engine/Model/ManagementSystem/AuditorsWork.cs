using System.Globalization;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>
/// What an auditor had in hand when they examined it, which nobody audits themselves (ISO/IEC 42001 9.2.2). Owners change, and a link has no history in one revision: so the server notes what a person
/// owned and until when, who handed over or deleted what their audit had examined, and since when an auditor owns what they came to own after an audit. What the graph did not know yet when an audit
/// was recorded is taken as it is told then.
/// </summary>
internal static class AuditorsWork
{
    /// <summary>The day on which the audit was recorded as held.</summary>
    public static readonly Field RecordedOn = Field.Date(
        "recordedOn", "The day on which it was first recorded as held. What its auditors came to own later than that, and than heldOn, was not their own work when they examined it. Written by the server.", access: FieldAccess.Authority);

    /// <summary>Who handed over what they had in hand.</summary>
    public static readonly Field HandedOver = Field.TextList(
        "handedOver", "The keys of persons who held it and had in hand what it examined, which an edit after it was recorded as held took from them: handed over, deleted, no longer linked to what was examined, or a role given other days. It stays an audit of their own work. Written by the server.",
        lengthMax: Writing.ChangePlanner.KeyLengthMax, access: FieldAccess.Authority);

    /// <summary>What a person owned.</summary>
    public static readonly Field FormerlyOwned = Field.TextList(
        "formerlyOwned", "What they owned and own no more: the first day, or .. where it is not known, a slash, the day on which it was handed over, and the key. Who audits something does not examine what was theirs on the day of the audit. Written by the server.",
        lengthMax: Writing.ChangePlanner.KeyLengthMax + 30, access: FieldAccess.Authority);

    /// <summary>Those of audits.</summary>
    public static IReadOnlyList<Field> Fields { get; } = [RecordedOn, HandedOver];

    /// <summary>How the server writes the day.</summary>
    public static IReadOnlyList<Stamp> Stamps { get; } =
        [new(RecordedOn, p => p.Before?[RecordedOn] ?? (p.After(AuditKind.HeldOn) is null || p.Before?[AuditKind.HeldOn] is not null ? null : p.Day))];

    /// <summary>Whether an auditor had in hand, on the day of the view, what an audit examined: owned it, or answered for it by a role.</summary>
    public static bool WasExamined(View view, Document audit, Document auditor) =>
        audit.List(HandedOver)?.Contains(auditor.Key) == true || IsExamined(view, audit, auditor);

    /// <summary>The day that the server notes at a link by which somebody owns something; null where they have held no audit by then.</summary>
    /// <param name="kind">The kind of the link.</param>
    /// <param name="to">Where it leads.</param>
    /// <param name="day">The day on which it is drawn.</param>
    /// <param name="sources">Where the edges of a kind start that lead to a document.</param>
    public static DateOnly? Since(EdgeKind kind, Document to, DateOnly day, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        kind == EdgeKinds.OwnedBy && sources(to, ManagementEdges.AuditedBy).Any(a => a.Date(AuditKind.HeldOn) is not null) ? day : null;

    /// <summary>What the server writes before an edge is taken out by which somebody has something in hand: of each audit of theirs that examined it that it did, and of them that they owned it.</summary>
    /// <param name="from">Where the edge starts.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="to">Where it leads.</param>
    /// <param name="isDeleted">Whether it goes with what it starts from.</param>
    /// <param name="day">The day of the change.</param>
    /// <param name="graph">The graph as it is before.</param>
    public static IEnumerable<(Document Document, List<KeyValuePair<Field, object?>> Fields)> OnUnlinked(
        Document from, EdgeKind kind, Document to, bool isDeleted, DateOnly day, SnapshotBuilder graph)
    {
        var since = kind == EdgeKinds.OwnedBy ? (DateOnly?)graph.Edge(from, kind, to)?[EdgeKinds.OwnedSince] : null;
        IEnumerable<Document> InHand(Document work) => InHandOf(work, day, graph);
        IReadOnlyList<Document> persons = kind == EdgeKinds.OwnedBy ? since == day ? [] : [to]
            : kind == ManagementEdges.ResponsibleFor ? graph.Targets(from, ManagementEdges.HeldBy)
            : Array.IndexOf(Ties, kind) >= 0 ? [.. InHand(from).Concat(TiedTo(kind, to, graph).SelectMany(InHand)).DistinctBy(p => p.Ordinal)]
            : [];

        // What somebody came to own and loses on one day was a slip. What is deleted nobody examines any more; of very much the oldest is forgotten.
        if (kind == EdgeKinds.OwnedBy && since != day && !isDeleted)
        {
            var others = (to.List(FormerlyOwned) ?? []).Where(f => Formerly(f).Key != from.Key).TakeLast(Field.ListCountMax - 1);
            yield return (to, [new(FormerlyOwned, (string[])[.. others.Append(string.Create(CultureInfo.InvariantCulture, $"{(since is { } first ? first.ToString("O", CultureInfo.InvariantCulture) : "..")}/{day:yyyy-MM-dd} {from.Key}"))])]);
        }

        foreach (var noted in HandedOverBy(persons, day, graph))
        {
            yield return noted;
        }
    }

    /// <summary>What the server writes before an edit by which a role ends, or a document fulfils something else: of each audit of whoever has it in hand that examined it.</summary>
    /// <param name="before">The document as it is before.</param>
    /// <param name="after">Gives the value of a field as it is after.</param>
    /// <param name="day">The day of the change.</param>
    /// <param name="graph">The graph as it is before.</param>
    public static IEnumerable<(Document Document, List<KeyValuePair<Field, object?>> Fields)> OnEdited(
        Document before, Func<Field, object?> after, DateOnly day, SnapshotBuilder graph)
    {
        bool Changes(Field field) => !SnapshotBuilder.SameValue(before[field], after(field));
        IEnumerable<Document> persons = before.Kind == RoleAssignmentKind.Kind && RoleAssignmentKind.Days.Any(Changes) ? graph.Targets(before, ManagementEdges.HeldBy)
            : before.Kind == ManagedDocumentKind.Kind && Changes(ManagedDocumentKind.Fulfils) ? InHandOf(before, day, graph)
            : [];
        return HandedOverBy(persons, day, graph);
    }

    /// <summary>Whether documents of a kind are, by themselves, the work of a clause: its record, or what it is about.</summary>
    internal static bool IsWorkOfAClause(Kind kind) => Array.Exists(Subjects, s => s.Kind == kind) || Governance.DocumentedInformation.IsRecord(kind);

    // By what it is linked to, something is the work of a row, or examined with what it belongs to.
    private static readonly EdgeKind[] Ties =
    [
        EdgeKinds.Satisfies, EdgeKinds.Demonstrates, EdgeKinds.EvidencedBy, EdgeKinds.Uses, EdgeKinds.SuppliedBy, EdgeKinds.HasRisk, ManagementEdges.MeasuredBy, EdgeKinds.AppliesTo, EdgeKinds.Concerns,
        EdgeKinds.Assesses, EdgeKinds.SubjectTo,
    ];

    // With a component its vendor is examined.
    private static IEnumerable<Document> TiedTo(EdgeKind kind, Document to, SnapshotBuilder graph) =>
        kind == EdgeKinds.Uses ? graph.Targets(to, EdgeKinds.SuppliedBy).Prepend(to) : [to];

    private static IEnumerable<Document> InHandOf(
        Document work, DateOnly day, SnapshotBuilder graph) =>
        (EdgeKinds.OwnedBy.MayStartFrom(work.Kind) ? graph.Targets(work, EdgeKinds.OwnedBy).Where(p => (DateOnly?)graph.Edge(work, EdgeKinds.OwnedBy, p)?[EdgeKinds.OwnedSince] != day) : []).Concat(graph.Sources(work, ManagementEdges.ResponsibleFor).SelectMany(a => graph.Targets(a, ManagementEdges.HeldBy)));

    private static IEnumerable<(Document Document, List<KeyValuePair<Field, object?>> Fields)> HandedOverBy(
        IEnumerable<Document> persons, DateOnly day, SnapshotBuilder graph)
    {
        Snapshot? before = null;
        foreach (var audits in persons.SelectMany(p => graph.Sources(p, ManagementEdges.AuditedBy).Select(a => (Audit: a, Person: p))).GroupBy(a => a.Audit.Ordinal))
        {
            var audit = audits.First().Audit;
            var were = audit.List(HandedOver) ?? [];
            if (audit.Date(AuditKind.HeldOn) is { } held
                && audits.Select(a => a.Person).Where(p => !were.Contains(p.Key) && IsExamined(new View(before ??= graph.Preview(), held, day, ViewKind.Current), audit, p)).Select(p => p.Key).ToList() is { Count: > 0 } more)
            {
                yield return (audit, [new(HandedOver, (string[])[.. were.Concat(more).Order(StringComparer.Ordinal)])]);
            }
        }
    }

    // What they own or answer for by a role is examined itself, or meets, shows, writes down or is the record of a row of it: that row, a heading above it, or one below.
    // To hold an audit, and to follow up what was found in it, is no work that it examines.
    private static bool IsExamined(View view, Document audit, Document auditor)
    {
        var snapshot = view.Snapshot;
        var examined = snapshot.Targets(audit, ManagementEdges.Examines);
        var ofAudit = snapshot.Sources(audit, ManagementEdges.FoundIn).Append(audit).ToList();
        var known = audit.Date(RecordedOn) is { } recorded && recorded > audit.Date(AuditKind.HeldOn) ? recorded : audit.Date(AuditKind.HeldOn);
        var work = snapshot.Sources(auditor, EdgeKinds.OwnedBy).Where(w => !(snapshot.Edge(w, EdgeKinds.OwnedBy, auditor)?[EdgeKinds.OwnedSince] is DateOnly since && since > known))
            .Concat((auditor.List(FormerlyOwned) ?? []).Select(Formerly).Where(f => f.Until >= audit.Date(AuditKind.HeldOn) && !(f.Since > known)).Select(f => snapshot.Document(f.Key)).OfType<Document>())
            .Concat(snapshot.Sources(auditor, ManagementEdges.HeldBy).Where(a => RoleAssignmentKind.Holds(view, a)).SelectMany(a => snapshot.Targets(a, ManagementEdges.ResponsibleFor)))
            .DistinctBy(w => w.Ordinal).Where(w => !ofAudit.Contains(w)).ToList();
        return examined.Exists(e => work.Contains(e) || MadeOf(snapshot, e).Any(work.Contains))
            || work.SelectMany(w => RowsOf(snapshot, w, examined)).DistinctBy(r => r.Ordinal).Any(r => examined.Exists(e => IsWithin(view, r, e) || IsWithin(view, e, r)));
    }

    private static (DateOnly? Since, DateOnly Until, string Key) Formerly(string entry)
    {
        var (days, key) = (entry[..entry.IndexOf(' ', StringComparison.Ordinal)], entry[(entry.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return days.Split('/') is [var since, var until]
            ? (since == ".." ? null : DateOnly.ParseExact(since, "O", CultureInfo.InvariantCulture), DateOnly.ParseExact(until, "O", CultureInfo.InvariantCulture), key) : throw new FormatException($"expected days and a key, found '{entry}'");
    }

    // What the clauses are about of which no record is asked: whoever has it in hand examines them at their own work. ISO/IEC 42001, by numbers.
    private static readonly (Kind Kind, string[] Clauses)[] Subjects =
    [
        (ContextIssueKind.Kind, ["4.1"]),
        (InterestedPartyKind.Kind, ["4.2"]),
        (PartyNeedKind.Kind, ["4.2"]),
        (UnitKind.Kind, ["5.3"]),
        (OrganisationRoleKind.Kind, ["5.3", "A.3.2"]),
        (RoleAssignmentKind.Kind, ["5.3", "A.3.2"]),
        (RiskMethodKind.Kind, ["6.1.1"]),
        (RiskAcceptanceKind.Kind, ["6.1.3", "8.3"]),
        (PlannedChangeKind.Kind, ["6.3"]),
        (ResourceKind.Kind, ["7.1", "A.4.2"]),
        (Organisation.ComponentKind.Kind, ["A.4.2", "A.4.3", "A.4.4", "A.4.5"]),
        (CompetenceKind.Kind, ["7.2"]),
        (CommunicationKind.Kind, ["7.4"]),
        (MeasurementKind.Kind, ["9.1"]),
        (ManagementReviewKind.Kind, ["9.3.1", "9.3.2"]),
        (ReviewDecisionKind.Kind, ["9.3.3"]),
        (ConcernKind.Kind, ["A.3.3", "A.8.3"]),
        (IncidentKind.Kind, ["A.8.4"]),
        (IncidentNoticeKind.Kind, ["A.8.4", "A.8.5"]),
        (AssessedImpactKind.Kind, ["6.1.4", "8.4"]),
        (TemplateKind.Kind, ["6.1.4", "A.5.2"]),
        (Organisation.VendorKind.Kind, ["A.10.2", "A.10.3"]),
        (ContractClauseKind.Kind, ["A.10.2", "A.10.3"]),
    ];

    // What a system or control consists of, or is shown by, is examined with it; what threatens and what measures it as well.
    private static IEnumerable<Document> MadeOf(Snapshot snapshot, Document examined) =>
        snapshot.Targets(examined, EdgeKinds.Uses).SelectMany(c => snapshot.Targets(c, EdgeKinds.SuppliedBy).Prepend(c)).Concat(snapshot.Targets(examined, EdgeKinds.EvidencedBy))
            .Concat(snapshot.Targets(examined, EdgeKinds.HasRisk)).Concat(snapshot.Targets(examined, ManagementEdges.MeasuredBy))
            .Concat(snapshot.Sources(examined, EdgeKinds.AppliesTo)).Concat(snapshot.Sources(examined, EdgeKinds.Concerns)).Concat(snapshot.Sources(examined, EdgeKinds.Assesses));

    private static IEnumerable<Document> RowsOf(Snapshot snapshot, Document work, List<Document> examined) =>
        OwnRowsOf(snapshot, work, examined).Concat(Governance.DocumentedInformation.RowsOf(snapshot, work))
            .Concat(Subjects.Where(s => s.Kind == work.Kind).SelectMany(s => s.Clauses).Select(c => snapshot.Document($"{Governance.DocumentedInformation.Standard}:{c}")).OfType<Document>());

    private static IEnumerable<Document> OwnRowsOf(Snapshot snapshot, Document work, List<Document> examined) =>
        work.Kind == Catalogue.FrameworkKind.Kind || work.Kind == Catalogue.RequirementKind.Kind ? [work]
        : work.Kind == ManagedDocumentKind.Kind ? (work.List(ManagedDocumentKind.Fulfils) ?? []).Select(snapshot.Document).OfType<Document>()
        : EdgeKinds.Satisfies.MayStartFrom(work.Kind) ? snapshot.Targets(work, EdgeKinds.Satisfies)
        : EdgeKinds.Demonstrates.MayStartFrom(work.Kind) ? snapshot.Targets(work, EdgeKinds.Demonstrates)
        : work.Kind == Organisation.AiSystemKind.Kind ? RowsOfSystem(snapshot, work, examined)
        : [];

    // What is met for each system is examined at each, unless the audit names those at which it was.
    private static IEnumerable<Document> RowsOfSystem(Snapshot snapshot, Document system, List<Document> examined) =>
        examined.Exists(e => e.Kind == Organisation.AiSystemKind.Kind) ? []
        : snapshot.Targets(system, EdgeKinds.SubjectTo).SelectMany(f => Analysis.Catalogue.Of(snapshot).RowsBelow(f)).Where(r => r.Children.Count == 0 && !r.IsOrganisation).Select(r => r.Document);

    private static bool IsWithin(View view, Document row, Document heading) =>
        Analysis.Catalogue.Of(view.Snapshot).PlacesUpToFramework(row).Any(at => at.Ordinal == heading.Ordinal);
}
