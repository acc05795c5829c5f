using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A certificate of the management system.</summary>
public static class CertificateKind
{
    /// <summary>The years for which a certificate is issued (ISO/IEC 17021-1: a cycle of three years).</summary>
    public const int CycleYears = 3;

    /// <summary>The last months of a cycle, in which its recertification audit is held.</summary>
    private const int RecertificationMonths = 12;

    /// <summary>The months after the last day of a certificate within which its recertification may still be brought to an end; after that at least stage 2 is held again (ISO/IEC 17021-1 9.6.3.2.5).</summary>
    private const int RestorationMonths = 6;

    private static readonly Field Title = Field.Text("title", "What is certified, in one line.", required: true, lengthMax: 300);

    /// <summary>The day from which it is valid.</summary>
    public static readonly Field IssuedOn = Field.Date("issuedOn", "The day from which it is valid. It is set once stage 1 and stage 2 were held for it (AUDITS_FOR) within the three years before, or a recertification audit in the last year of an earlier certificate of the same framework, up to six months after the last day of that, and it says what it CERTIFIES; from then on what it CERTIFIES stays.");

    /// <summary>The last day on which it is valid.</summary>
    public static readonly Field ValidUntil = Field.Date("validUntil", "The last day on which it is valid, at most three years after it was issued.");
    private static readonly Field WithdrawnOn = Field.Date("withdrawnOn", "The day from which it is withdrawn.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Certificate", "certificates", "certificate", KindGroup.ManagementSystem,
        "A certificate of the management system by a certification body: issued after stage 1 and stage 2 over no open MAJOR finding, for three years at most, with a surveillance audit each year. It moves no coverage of the AI Act: ISO/IEC 42001 is not a harmonised standard for it.", Title,
        [Title, Field.Text("body", "The certification body.", lengthMax: 300), Field.Text("number", "Its number.", lengthMax: 100), IssuedOn, ValidUntil, WithdrawnOn])
    {
        DateOrders = [new(IssuedOn, ValidUntil), new(IssuedOn, WithdrawnOn)],
        Keep = new([ManagementEdges.Certifies], c => c.Date(IssuedOn) is not null ? "what was certified to stay with a certificate that is issued; of one that was recorded as issued by mistake issuedOn is taken out first" : null),
        Holds = new(c => c.After.Date(IssuedOn) is null ? null : new Issued(c.After, c.Targets(c.After, ManagementEdges.Certifies)), ExpectedOfMore),
        Rules =
        [
            new(ValidUntil, c => c.After.Date(IssuedOn) is not { } issued ? null
                : c.After.Date(ValidUntil) is not { } until ? "the last day of a certificate that is issued"
                : until > Calendars.Add(issued, CycleYears * 12) ? $"a day within three years of its issue, up to {Calendars.Add(issued, CycleYears * 12):yyyy-MM-dd}"
                : null),
            DocumentRule.NotAhead(IssuedOn),
            new(IssuedOn, c => IsIssue(c, out var issued) && OpenMajor(c, issued) is { } finding ? $"no certificate over an open MAJOR finding, such as '{finding.Key}'" : null),
            new(IssuedOn, c => IsIssue(c, out var issued) ? OutsideScope(c, issued) : null),
            new(IssuedOn, c => IsIssue(c, out var issued) ? OutsideCycle(c, issued, Frameworks(c.After, c.Targets)) : null),
        ],
        Standing = new("status", ManagementWords.CertificateStatus, "Where it stands on the view's day.", Judge),
        Derived = [new("nextSurveillanceOn", FieldType.Date, null, "The day by which the next surveillance audit is held: the end of the first year of the cycle that had none of its own; null once the first two years had theirs.", (v, d) => NextSurveillance(v, d))],
        Due =
        [
            new("AUDIT", "A surveillance audit in the first and in the second year of the cycle (ISO/IEC 17021-1).", (v, d) => IsValidOn(d, v.On) && !IsFollowed(v, d) ? NextSurveillance(v, d) : null),
            new("RECERTIFY", "The last day of the certificate, unless newer ones of the same frameworks are issued for all that its scope still includes.", (v, d) => d.Date(WithdrawnOn) <= v.On || IsFollowed(v, d) ? null : d.Date(ValidUntil)),
        ],
    };

    /// <summary>The day by which the next surveillance audit is held; null where none comes before the end of the cycle.</summary>
    public static DateOnly? NextSurveillance(View view, Document certificate)
    {
        if (certificate.Date(IssuedOn) is not { } issued)
        {
            return null;
        }

        // What is seen on the day of issue is what the certificate was issued for. One that is late is still that of its year; one that is early is not that of the next.
        var years = 0;
        foreach (var day in view.Snapshot.Sources(certificate, ManagementEdges.AuditsFor)
            .Where(a => a.Text(AuditKind.Type) == "SURVEILLANCE" && AuditKind.Counts(view, a)).Select(a => a.Date(AuditKind.HeldOn)!.Value).Where(day => day > issued).Order())
        {
            years += years == 0 || day > Calendars.Add(issued, 12 * years) ? 1 : 0;
        }

        // The last year of a cycle ends with recertification and has no surveillance of its own.
        var next = Calendars.Add(issued, 12 * (years + 1));
        return years >= CycleYears - 1 || certificate.Date(ValidUntil) <= next ? null : next;
    }

    /// <summary>The certificates of a framework that a certificate is of, and of the same organisation, that were issued before it.</summary>
    internal static IEnumerable<Document> Earlier(View view, Document certificate) => OfItsFrameworks(certificate, view.Snapshot.Targets, view.Snapshot.Sources)
        .Where(c => c.Date(IssuedOn) is { } issued && issued <= view.On && !(certificate.Date(IssuedOn) <= issued) && IsOfOneScope(view, c, certificate));

    // Newer ones that are of each of its frameworks, and together of all that its scopes still include, go on; the older one is over with them. They may be one for several frameworks, or one each.
    private static bool IsFollowed(View view, Document certificate)
    {
        List<Document> newer = [.. OfItsFrameworks(certificate, view.Snapshot.Targets, view.Snapshot.Sources)
            .Where(c => c.Date(IssuedOn) <= view.On && !(c.Date(WithdrawnOn) <= view.On) && Earlier(view, c).Contains(certificate))];
        return newer.Count > 0 && Frameworks(certificate, view.Snapshot.Targets).All(f => newer.Where(c => view.Snapshot.Edge(c, ManagementEdges.Certifies, f) is not null).ToList() is { Count: > 0 } of && GoOn(of));

        bool GoOn(List<Document> of)
        {
            var now = IncludedBy(view, of.SelectMany(c => Scopes(c, view.Snapshot.Targets))).ToHashSet();
            return of.Exists(c => !IncludedBy(view, Scopes(c, view.Snapshot.Targets)).Any())
                || IncludedBy(view, Scopes(certificate, view.Snapshot.Targets).Select(s => ScopeStatementKind.Newest(view, s)))
                    .All(d => d.Date(Organisation.AiSystemKind.RetiredOn) <= view.On || UnitKind.WithThoseAround(d, view.Snapshot.Targets).Any(now.Contains));
        }
    }

    // Two parts of an organisation may have a certificate each: scopes of which both name what they include, and nothing in common, and neither took the other's place.
    private static bool IsOfOneScope(View view, Document earlier, Document later)
    {
        var scopes = Scopes(earlier, view.Snapshot.Targets).SelectMany(s => ScopeStatementKind.WithLaterVersions(view, s)).ToList();
        var (before, after) = (IncludedBy(view, scopes).ToHashSet(), IncludedBy(view, Scopes(later, view.Snapshot.Targets)).ToHashSet());
        return before.Count == 0 || after.Count == 0 || Scopes(later, view.Snapshot.Targets).Any(scopes.Contains) || IsWithin(view, before, after) || IsWithin(view, after, before);

        static bool IsWithin(View view, HashSet<Document> some, HashSet<Document> others) => some.Any(d => UnitKind.WithThoseAround(d, view.Snapshot.Targets).Any(others.Contains));
    }

    private static IEnumerable<Document> IncludedBy(View view, IEnumerable<Document> scopes) => scopes.SelectMany(s => view.Snapshot.Targets(s, ManagementEdges.Includes)).DistinctBy(d => d.Ordinal);

    private static Standing Judge(View view, Document certificate) =>
        !(certificate.Date(IssuedOn) <= view.On) ? new("NOT_ISSUED", [])
        : certificate.Date(WithdrawnOn) <= view.On ? new("WITHDRAWN", [])
        : certificate.Date(ValidUntil) < view.On ? new("EXPIRED", IsFollowed(view, certificate) ? [] : [new("ACTION_OVERDUE", certificate, $"Have {certificate.Key} renewed by a recertification audit.")])
        : NextSurveillance(view, certificate) < view.On && !IsFollowed(view, certificate) ? new("SURVEILLANCE_OVERDUE", [new("ACTION_OVERDUE", certificate, $"Have the surveillance audit for {certificate.Key} held."), .. Doubts(view, certificate)])
        : new("VALID", [.. Doubts(view, certificate)]);

    // A certificate stands until its body takes it back; what may make it do so is told.
    private static IEnumerable<Shortfall> Doubts(View view, Document certificate)
    {
        var scopes = Scopes(certificate, view.Snapshot.Targets).ToList();
        if (scopes.Count == 0)
        {
            yield return new("NOT_ASSIGNED", certificate, $"Link the scope that {certificate.Key} certifies.");
        }

        if (!scopes.Exists(s => ScopeStatementKind.CountsOn(s, view.On)))
        {
            foreach (var scope in scopes)
            {
                yield return new("NOT_APPROVED", scope, $"Have {scope.Key}, which {certificate.Key} certifies, approved, or link the scope that took its place.");
            }
        }

        var frameworks = Frameworks(certificate, view.Snapshot.Targets).ToList();
        foreach (var framework in frameworks.Where(f => !IsExamined(view, certificate, f, isAlone: frameworks.Count == 1)))
        {
            yield return new("NO_DATA", framework, $"Have {framework.Key} audited for {certificate.Key}, or say which of its audits examined it (EXAMINES): none of them and no internal audit did.");
        }

        // By what is said of an audit only later it may turn out to be none.
        foreach (var fault in view.Snapshot.Sources(certificate, ManagementEdges.AuditsFor).Where(a => a.Date(AuditKind.HeldOn) <= view.On).SelectMany(a => AuditKind.Faults(view, a)))
        {
            yield return fault;
        }

        foreach (var finding in Majors(view, certificate).Where(f => FindingKind.IsOpen(view, f)))
        {
            yield return new("OPEN_FINDINGS", finding, $"Close {finding.Key}: the certification body may suspend a certificate over it.");
        }
    }

    // An audit for a certificate that names no framework or row is of what is certified; where that are several frameworks, nobody can tell of which.
    private static bool IsExamined(View view, Document certificate, Document framework, bool isAlone)
    {
        var snapshot = view.Snapshot;
        var own = snapshot.Sources(certificate, ManagementEdges.AuditsFor).Where(a => AuditKind.Counts(view, a)).ToList();
        return (isAlone && own.Exists(a => !NamesRows(a, snapshot.Targets)))
            || WithBelow(framework, snapshot.Sources).SelectMany(r => snapshot.Sources(r, ManagementEdges.Examines))
                .Any(a => own.Contains(a) || (a.Text(AuditKind.Type) == "INTERNAL" && AuditKind.Counts(view, a)));
    }

    // What is linked once a certificate is issued is certified by it from then on; one that is given back or prolonged is issued again in all but name.
    private static string? ExpectedOfMore(object held, ChangedDocument? left)
    {
        var before = (Issued)held;
        if (left?.After.Date(IssuedOn) is not { } issued)
        {
            return null;
        }

        var added = left.Targets(left.After, ManagementEdges.Certifies).Where(d => !before.Certified.Contains(d)).ToList();
        var isMore = added.Count > 0 || (before.Certificate.Date(WithdrawnOn) is not null && left.After.Date(WithdrawnOn) is null) || left.After.Date(ValidUntil) > before.Certificate.Date(ValidUntil);
        return isMore && OpenMajor(left, issued) is { } finding ? $"nothing more to be certified over an open MAJOR finding, such as '{finding.Key}'"
            : added.Find(d => d.Kind == ScopeStatementKind.Kind && !ScopeStatementKind.Approval.HasCounted(d)) is { } draft ? $"a scope that was approved, found '{draft.Key}'"
            : added.Find(d => d.Kind == ScopeStatementKind.Kind && !ScopeStatementKind.CountsOn(d, issued) && !TakesThePlaceOfAny(d)) is { } other
                ? $"a scope that counted on {issued:yyyy-MM-dd}, the day of its issue, or one that took the place of a scope that it certifies (SUPERSEDES), found '{other.Key}'; for another one a certificate is issued anew"
            : OutsideCycle(left, issued, added.Where(d => d.Kind == Catalogue.FrameworkKind.Kind));

        bool TakesThePlaceOfAny(Document scope) => left.Targets(scope, EdgeKinds.Supersedes).Any(s => before.Certified.Contains(s) || TakesThePlaceOfAny(s));
    }

    private sealed record Issued(Document Certificate, IReadOnlyList<Document> Certified);

    private static bool IsIssue(ChangedDocument changed, out DateOnly issued)
    {
        issued = changed.After.Date(IssuedOn) ?? default;
        return changed.After.Date(IssuedOn) is not null && changed.Before?.Date(IssuedOn) != issued;
    }

    // Closed as a finding is: its cause known and its actions effective. One that is open today keeps back a certificate of an earlier day as well, except where a seed tells what has been.
    private static Document? OpenMajor(ChangedDocument changed, DateOnly day) => Majors(changed.After, MajorsOfAll(changed.Documents(FindingKind.Kind), changed.Targets), changed.Targets, changed.Sources)
        .FirstOrDefault(f => changed.Sources(f, ManagementEdges.Corrects) is var actions
            && (FindingKind.IsOpenOn(day, f, actions) || (!changed.IsSeed && FindingKind.IsOpenOn(changed.Day, f, actions))));

    /// <summary>
    /// The MAJOR findings that are about what a certificate is of: found in an audit for it or in an internal one of the same framework, or against a row of that,
    /// a control that meets one, or a system in its scope; and those of which nobody knows that they are of something else.
    /// </summary>
    internal static IEnumerable<Document> Majors(View view, Document certificate) => Majors(
        certificate, view.Once((Kind, FindingKind.Kind), v => MajorsOfAll(v.Snapshot.Documents(FindingKind.Kind), v.Snapshot.Targets).ToList()), view.Snapshot.Targets, view.Snapshot.Sources);

    // Against nothing that says of which standard it is, and found where nothing does: by a review, an incident, a metric or a concern, in an internal audit of no standard, or nobody says where.
    private static IEnumerable<Document> MajorsOfAll(IEnumerable<Document> findings, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) => findings
        .Where(f => f.Text(FindingKind.Grade) == FindingKind.Major && MayBeOfAny(f, targets));

    /// <summary>Whether nothing says of which standard a finding is, neither what it is against nor where it was found.</summary>
    internal static bool MayBeOfAny(Document finding, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) => IsAgainstNoStandard(finding, targets)
        && targets(finding, ManagementEdges.FoundIn) is var found && (found.Count == 0 || found.Any(d => d.Kind != AuditKind.Kind || IsOfNoStandard(d, targets)));

    /// <summary>Whether what a finding is against does not say of which standard it is: nothing, or a control and no row. What rows a control meets is edited by others, and says nothing of what was found.</summary>
    internal static bool IsAgainstNoStandard(Document finding, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) => targets(finding, ManagementEdges.AgainstEnd) is var against
        && (against.Count == 0 || (against.Any(d => d.Kind == Organisation.ControlKind.Kind) && !FindingKind.NamesRow(finding, targets)));

    /// <summary>Whether an audit is an internal one of the management system, or of a part of it, for all that it says: a unit or a system may be in any scope.</summary>
    internal static bool IsOfNoStandard(Document audit, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        audit.Text(AuditKind.Type) == "INTERNAL" && !NamesRows(audit, targets) && targets(audit, ManagementEdges.AuditsFor).Count == 0;

    private static bool NamesRows(Document audit, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(audit, ManagementEdges.Examines).Any(d => d.Kind == Catalogue.FrameworkKind.Kind || d.Kind == Catalogue.RequirementKind.Kind);

    private static IEnumerable<Document> Majors(
        Document certificate, IEnumerable<Document> ofAll, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        List<Document> rows = [.. Certified(certificate, targets, sources)];
        var audits = InternalAudits(certificate, targets, sources).Concat(sources(certificate, ManagementEdges.AuditsFor));
        var concerned = rows.Concat(rows.SelectMany(r => sources(r, EdgeKinds.Satisfies)))
            .Concat(Scopes(certificate, targets).SelectMany(s => targets(s, ManagementEdges.Includes)).Where(d => d.Kind == Organisation.AiSystemKind.Kind));
        return audits.DistinctBy(a => a.Ordinal).SelectMany(a => sources(a, ManagementEdges.FoundIn))
            .Concat(concerned.DistinctBy(d => d.Ordinal).SelectMany(d => sources(d, ManagementEdges.AgainstEnd)))
            .Where(f => f.Text(FindingKind.Grade) == FindingKind.Major).Concat(ofAll).DistinctBy(f => f.Ordinal);
    }

    /// <summary>The internal audits of what a certificate is of, or of rows of it, whether they were held or not.</summary>
    internal static IEnumerable<Document> InternalAudits(
        Document certificate, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        Certified(certificate, targets, sources).SelectMany(r => sources(r, ManagementEdges.Examines)).Where(a => a.Text(AuditKind.Type) == "INTERNAL").DistinctBy(a => a.Ordinal);

    private static IEnumerable<Document> Certified(
        Document certificate, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        Frameworks(certificate, targets).SelectMany(f => WithBelow(f, sources));

    private static IEnumerable<Document> Frameworks(Document certificate, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(certificate, ManagementEdges.Certifies).Where(d => d.Kind == Catalogue.FrameworkKind.Kind);

    // The certificates of a framework that a certificate is of, itself among them.
    private static IEnumerable<Document> OfItsFrameworks(Document certificate, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        Frameworks(certificate, targets).SelectMany(f => sources(f, ManagementEdges.Certifies)).DistinctBy(c => c.Ordinal);

    private static IEnumerable<Document> Scopes(Document certificate, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(certificate, ManagementEdges.Certifies).Where(d => d.Kind == ScopeStatementKind.Kind);

    private static IEnumerable<Document> WithBelow(Document heading, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        sources(heading, EdgeKinds.PartOf).SelectMany(r => WithBelow(r, sources)).Prepend(heading);

    private static string? OutsideScope(ChangedDocument changed, DateOnly day) =>
        !Frameworks(changed.After, changed.Targets).Any() ? "a certificate that CERTIFIES the framework that it is of"
        : !Scopes(changed.After, changed.Targets).Any(s => ScopeStatementKind.CountsOn(s, day)) ? "a certificate that CERTIFIES a scope that is approved and counts on the day of its issue"
        : Scopes(changed.After, changed.Targets).FirstOrDefault(s => !ScopeStatementKind.Approval.HasCounted(s)) is { } draft ? $"a certificate that CERTIFIES scopes that are approved, found '{draft.Key}'"
        : null;

    // Of each framework: stage 1 before stage 2 before the issue; or a recertification audit that was held in the last year of an earlier certificate of it, which is not
    // over for too long. What was seen longer ago than a cycle says nothing of today.
    private static string? OutsideCycle(ChangedDocument changed, DateOnly issued, IEnumerable<Document> frameworks)
    {
        var audits = changed.Sources(changed.After, ManagementEdges.AuditsFor)
            .Where(a => a.Date(AuditKind.HeldOn) is { } held && held <= issued && issued <= Calendars.Add(held, CycleYears * 12) && AuditKind.Counts(changed.View(), a)).ToList();
        return frameworks.OrderBy(f => f.Key, StringComparer.Ordinal).FirstOrDefault(f => !IsAudited(f)) is not { } framework
            ? null
            : $"a certificate whose audits of stage 1 and then stage 2 were held by the day of its issue and say by whom (AUDITED_BY), or its recertification audit in the last year of an earlier certificate of the same framework, while that was valid and no more than six months after its last day; each of them within the three years before its issue, and those that say what they examined (EXAMINES) with '{framework.Key}' or a row of it";

        bool IsAudited(Document framework)
        {
            var rows = WithBelow(framework, changed.Sources).Select(r => r.Ordinal).ToHashSet();
            var own = audits.Where(a => !NamesRows(a, changed.Targets) || changed.Targets(a, ManagementEdges.Examines).Any(e => rows.Contains(e.Ordinal))).ToList();
            var others = changed.Sources(framework, ManagementEdges.Certifies).Where(c => c.Key != changed.After.Key).Append(changed.Before).OfType<Document>().ToList();
            var firstStage = Held(own, "STAGE_1").Min();
            return Held(own, "STAGE_2").Any(second => firstStage <= second) || Held(own, "RECERTIFICATION").Any(r => others.Exists(c => IsContinued(c, r!.Value, issued)));
        }

        static IEnumerable<DateOnly?> Held(List<Document> audits, string type) => audits.Where(a => a.Text(AuditKind.Type) == type).Select(a => a.Date(AuditKind.HeldOn));
    }

    private static bool IsContinued(Document earlier, DateOnly audited, DateOnly issued) => IsValidOn(earlier, audited) && earlier.Date(ValidUntil) is { } last
        && Calendars.Add(audited, RecertificationMonths) > last && issued <= Calendars.Add(last, RestorationMonths);

    private static bool IsValidOn(Document certificate, DateOnly day) =>
        certificate.Date(IssuedOn) <= day && !(certificate.Date(ValidUntil) < day) && !(certificate.Date(WithdrawnOn) <= day);
}

/// <summary>What the contract with a vendor gives or should give; a part of the vendor.</summary>
public static class ContractClauseKind
{
    /// <summary>What it gives.</summary>
    public static readonly Field Type = Field.Word("type", ManagementWords.ClauseType, "What it gives.", required: true, meaning: true);

    /// <summary>Whether the contract has it.</summary>
    public static readonly Field Agreed = Field.Boolean("agreed", "Whether the contract has it; false = it is wanted; absent = nobody has looked.", meaning: true);

    private static readonly Field Title = Field.Text("title", "The clause, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "ContractClause", "contractClauses", "clause", KindGroup.ManagementSystem,
        "What the contract with a vendor gives, or what is wanted and not had (ISO/IEC 42001 A.10; Regulation (EU) 2024/1689 Art. 25(4)).", Title,
        [Title, Type, Agreed, Field.Text("reference", "Where it stands in the contract.", lengthMax: 300)]);
}
