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

    /// <summary>What it could look at.</summary>
    public static readonly Field Revision = Field.Integer(
        "viewRevision", "The last revision of the graph that it can have looked at: the one that there was when the day in heldOn was over, or the one before the change that says so on that day; null where nothing had been recorded by then. What was edited later is news to the next audit. Written by the server.",
        1, int.MaxValue, access: FieldAccess.Authority);

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
            Revision,
            .. AuditorsWork.Fields,
        ])
    {
        IsReviewed = true,
        Stamps =
        [
            new(Revision, p => p.After(HeldOn) is not DateOnly held ? null : p.Before?.Date(HeldOn) == held ? p.Before[Revision]
                : p.RevisionAtEndOf(held) is > 0 and var last ? (int)last : null),
            .. AuditorsWork.Stamps,
        ],
        Keep = new([ManagementEdges.AuditsFor, ManagementEdges.AuditedBy], a => a.Date(HeldOn) is not null ? "an audit that was held to stay with the certificate that it was for and with who held it; of one that was not, or not by them, heldOn is taken out first" : null),
        Holds = new(Examined.Of, (read, left) => left is null ? null : ((Examined)read).Expected(left)),
        Rules =
        [
            DocumentRule.NotAhead(HeldOn),
            new(Revision, c => c.After.Integer(Revision) >= c.Revision ? $"a revision up to {c.Revision - 1}, which the audit can have looked at" : null),
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

    // On the day on which it was held: what somebody knows later does not help.
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

        foreach (var auditor in auditors)
        {
            if (isInternal && !needed.TrueForAll(c => Competences.IsShown(then, auditor, c)))
            {
                faults.Add(new("AUDITOR_WITHOUT_COMPETENCE", auditor, $"Have {audit.Key} held by somebody who has shown the competence."));
            }

            if (AuditorsWork.WasExamined(then, audit, auditor))
            {
                faults.Add(new("AUDITOR_OF_OWN_WORK", auditor, $"Have what {auditor.Key} owns or answers for examined by somebody else (ISO/IEC 42001 9.2.2)."));
            }
        }

        return faults;
    }

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
