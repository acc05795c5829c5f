using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A programme of audits.</summary>
public static class AuditProgrammeKind
{
    private static readonly Field Title = Field.Text("title", "The programme, in one line.", required: true, lengthMax: 300);

    /// <summary>The first day.</summary>
    public static readonly Field From = Field.Date("from", "The first day.", required: true);
    /// <summary>The last day.</summary>
    public static readonly Field To = Field.Date("until", "The last day.", required: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "AuditProgramme", "auditProgrammes", "programme", KindGroup.ManagementSystem,
        "A programme of audits over one standard or several (ISO/IEC 42001 9.2.2).", Title,
        [Title, Field.Text("description", "Frequency, methods, responsibilities and criteria.", meaning: true), From, To])
    {
        DateOrders = [new(From, To)],
    };
}

/// <summary>An audit.</summary>
public static class AuditKind
{
    /// <summary>What it is.</summary>
    public static readonly Field Type = Field.Word("type", ManagementWords.AuditType, "What it is.", required: true, meaning: true);

    /// <summary>When it was held.</summary>
    public static readonly Field HeldOn = Field.Date("heldOn", "The day on which it ended. It stays, as do type and who held it, once the certificate is issued that the audit was for.");

    private static readonly Field Title = Field.Text("title", "What is audited, in one line.", required: true, lengthMax: 300);
    private static readonly Field PlannedFor = Field.Date("plannedFor", "The day for which it is planned.");
    /// <summary>What it concludes.</summary>
    public static readonly Field Conclusion = Field.Text("conclusion", "What it concludes.", meaning: true);

    private static readonly Field SampleSeed = Field.Text("sampleSeed", "The seed by which its sample was drawn, so that anybody can draw it again.", lengthMax: 200);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Audit", "audits", "audit", KindGroup.ManagementSystem,
        "An audit: internal, of a supplier, or by a certification body (ISO/IEC 42001 9.2).", Title,
        [
            Title,
            Type,
            Field.Text("scope", "What it covers and by which criteria.", meaning: true),
            PlannedFor,
            HeldOn,
            SampleSeed,
            Conclusion,
        ])
    {
        IsReviewed = true,
        Keep = new([ManagementEdges.AuditsFor, ManagementEdges.AuditedBy], a => a.Date(HeldOn) is not null ? "an audit that was held to stay with the certificate that it was for and with who held it; of one that was not, or not by them, heldOn is taken out first" : null),
        Holds = new(Examined.Of, (read, left) => left is null ? null : ((Examined)read).Expected(left)),
        Rules =
        [
            DocumentRule.NotAhead(HeldOn),
            new(HeldOn, c => c.Before?.Date(HeldOn) is { } held && c.After.Date(HeldOn) is var now && IssuedFor(c) is { } issued && (held <= issued ? now != held : now is null)
                ? $"{(held <= issued ? $"{held:yyyy-MM-dd}" : "a day")}, as it was recorded: the audit stays with the certificate that it was for" : null),
            new(Type, c => c.Before is { } before && before.Date(HeldOn) is not null && before.Text(Type) != c.After.Text(Type) && IssuedFor(c) is not null
                ? $"{before.Text(Type)}, as it was recorded: the audit stays with the certificate that it was for" : null),
            new(HeldOn, c => c.After.Text(Type) == "SURVEILLANCE" && c.After.Date(HeldOn) is { } held && c.Targets(c.After, ManagementEdges.AuditsFor) is [var certificate, ..]
                && !(certificate.Date(CertificateKind.IssuedOn) <= held && !(certificate.Date(CertificateKind.ValidUntil) < held)) ? $"a day within the cycle of '{certificate.Key}', from its issue to its last day" : null),
        ],
        Standing = new("status", ManagementWords.AuditStatus, "Where it stands on the view's day.", Judge),
        Due = [new("AUDIT", "The day for which the audit is planned.", (v, d) => d.Date(HeldOn) <= v.On ? null : d.Date(PlannedFor))],
    };

    // What an audit examined says of which certificates an open MAJOR finding is that was found in it.
    private sealed record Examined(Document Audit, IReadOnlyList<Document> Ends, bool IsOfNoStandard, IReadOnlyList<Document> Majors)
    {
        public static Examined? Of(ChangedDocument c) => c.Sources(c.After, ManagementEdges.FoundIn)
            .Where(f => f.Text(FindingKind.Grade) == FindingKind.Major && FindingKind.IsOpenOn(c.Day, f, c.Sources(f, ManagementEdges.Corrects))).ToList() is { Count: > 0 } majors
                ? new(c.After, c.Targets(c.After, ManagementEdges.Examines), CertificateKind.IsOfNoStandard(c.After, c.Targets), majors) : null;

        // Whoever means one standard says of the finding what it is against, which is told; the audit is narrowed after that.
        public string? Expected(ChangedDocument left) =>
            Audit.Text(Type) == "INTERNAL" && left.After.Text(Type) != "INTERNAL" ? $"INTERNAL, as it was recorded, while the MAJOR finding '{Majors[0].Key}' of it is open"
            : Ends.FirstOrDefault(e => !left.Targets(left.After, ManagementEdges.Examines).Contains(e)) is { } end ? $"what an audit examined to stay while the MAJOR finding '{Majors[0].Key}' of it is open; '{Audit.Key}' keeps EXAMINES to '{end.Key}'"
            : IsOfNoStandard && !CertificateKind.IsOfNoStandard(left.After, left.Targets) && Majors.FirstOrDefault(f => CertificateKind.IsAgainstNoStandard(f, left.Targets)) is { } finding
                ? $"an audit that names no standard to name none while the MAJOR finding '{finding.Key}' of it is open; say first of which requirements that is (AGAINST)"
            : null;
    }

    /// <summary>Whether it was held up to the view's day by people who may hold it.</summary>
    public static bool Counts(View view, Document audit) => audit.Date(HeldOn) <= view.On && Faults(view, audit).Count == 0;

    /// <summary>What makes an audit none: nobody is named who held it, or somebody who may not.</summary>
    internal static List<Shortfall> Faults(View view, Document audit) => view.Once((Kind, audit.Ordinal), v => FindFaults(v, audit));

    // The day of issue of the certificate that it is for.
    private static DateOnly? IssuedFor(ChangedDocument changed) => changed.Targets(changed.After, ManagementEdges.AuditsFor) is [var certificate, ..] ? certificate.Date(CertificateKind.IssuedOn) : null;

    // On the day on which it was held: what somebody knows later does not help. An edge carries no day, so what an auditor owns now is taken as theirs then;
    // a role was theirs for the time of its assignment.
    private static List<Shortfall> FindFaults(View view, Document audit)
    {
        var then = new View(view.Snapshot, audit.Date(HeldOn) ?? view.On, view.Today, view.Kind);
        var auditors = view.Snapshot.Targets(audit, ManagementEdges.AuditedBy);
        var faults = new List<Shortfall>();
        if (auditors.Count == 0)
        {
            faults.Add(new("NOT_ASSIGNED", audit, $"Say who audits {audit.Key}."));
        }

        // Whoever certifies answers for the competence of its own auditors; for the others nobody does where it is not said.
        var isInternal = audit.Text(Type) is "INTERNAL" or "SUPPLIER";
        var needed = view.Snapshot.Targets(audit, ManagementEdges.NeedsAuditor);
        if (isInternal && auditors.Count > 0 && needed.Count == 0)
        {
            faults.Add(new("FACT_MISSING", audit, $"Say what an auditor of {audit.Key} has to know (NEEDS_AUDITOR): until then nobody can tell whether they did."));
        }

        var examined = view.Snapshot.Targets(audit, ManagementEdges.Examines);
        foreach (var auditor in auditors)
        {
            if (isInternal && !needed.TrueForAll(c => Competences.IsShown(then, auditor, c)))
            {
                faults.Add(new("AUDITOR_WITHOUT_COMPETENCE", auditor, $"Have {audit.Key} held by somebody who has shown the competence."));
            }

            if (OwnsWorkOn(then, audit, auditor, examined))
            {
                faults.Add(new("AUDITOR_OF_OWN_WORK", auditor, $"Have what {auditor.Key} owns or answers for examined by somebody else (ISO/IEC 42001 9.2.2)."));
            }
        }

        return faults;
    }

    // What they own or answer for by a role is examined itself, or meets, shows, writes down or is the record of a row of it: that row, a heading above it, or one below.
    // To hold an audit, and to follow up what was found in it, is no work that it examines.
    private static bool OwnsWorkOn(View view, Document audit, Document auditor, List<Document> examined)
    {
        var snapshot = view.Snapshot;
        var ofAudit = snapshot.Sources(audit, ManagementEdges.FoundIn).Append(audit).ToList();
        var work = snapshot.Sources(auditor, EdgeKinds.OwnedBy)
            .Concat(snapshot.Sources(auditor, ManagementEdges.HeldBy).Where(a => RoleAssignmentKind.Holds(view, a)).SelectMany(a => snapshot.Targets(a, ManagementEdges.ResponsibleFor)))
            .DistinctBy(w => w.Ordinal).Where(w => !ofAudit.Contains(w)).ToList();
        return examined.Exists(e => work.Contains(e) || MadeOf(snapshot, e).Any(work.Contains))
            || work.SelectMany(w => RowsOf(snapshot, w, examined)).DistinctBy(r => r.Ordinal).Any(r => examined.Exists(e => IsWithin(view, r, e) || IsWithin(view, e, r)));
    }

    // What the clauses are about of which no record is asked: whoever has it in hand examines them at their own work. ISO/IEC 42001, by numbers.
    private static readonly (Kind Kind, string[] Clauses)[] Subjects =
    [
        (ContextIssueKind.Kind, ["4.1"]),
        (PartyNeedKind.Kind, ["4.2"]),
        (PlannedChangeKind.Kind, ["6.3"]),
        (ResourceKind.Kind, ["7.1", "A.4.2"]),
        (ConcernKind.Kind, ["A.3.3", "A.8.3"]),
        (IncidentKind.Kind, ["A.8.4"]),
        (Organisation.VendorKind.Kind, ["A.10.2", "A.10.3"]),
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

    private static Standing Judge(View view, Document audit)
    {
        if (!(audit.Date(HeldOn) <= view.On))
        {
            return audit.Date(PlannedFor) < view.On ? new("OVERDUE", [new("ACTION_OVERDUE", audit, $"Hold {audit.Key}.")]) : new("PLANNED", []);
        }

        var faults = Faults(view, audit);
        if (faults.Count > 0)
        {
            return new("INVALID", faults);
        }

        var open = view.Snapshot.Sources(audit, ManagementEdges.FoundIn).Where(f => FindingKind.IsOpen(view, f)).ToList();
        return open.Count == 0 ? new("CLOSED", []) : new("OPEN_FINDINGS", [.. open.Select(f => new Shortfall("OPEN_FINDINGS", f, $"Close {f.Key}."))]);
    }
}
