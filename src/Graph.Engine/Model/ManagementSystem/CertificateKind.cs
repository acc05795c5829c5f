using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A certificate of the management system.</summary>
public static class CertificateKind
{
    /// <summary>The years for which a certificate is issued (ISO/IEC 17021-1: a cycle of three years).</summary>
    public const int CycleYears = 3;

    private static readonly Field Title = Field.Text("title", "What is certified, in one line.", required: true, lengthMax: 300);

    /// <summary>The day from which it is valid.</summary>
    public static readonly Field IssuedOn = Field.Date("issuedOn", "The day from which it is valid.");

    private static readonly Field ValidUntil = Field.Date("validUntil", "The last day on which it is valid, at most three years after it was issued.");
    private static readonly Field WithdrawnOn = Field.Date("withdrawnOn", "The day from which it is withdrawn.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Certificate", "certificates", "certificate", KindGroup.ManagementSystem,
        "A certificate of the management system by a certification body. It moves no coverage of the AI Act: ISO/IEC 42001 is not a harmonised standard for it.", Title,
        [Title, Field.Text("body", "The certification body.", lengthMax: 300), Field.Text("number", "Its number.", lengthMax: 100), IssuedOn, ValidUntil, WithdrawnOn])
    {
        DateOrders = [new(IssuedOn, ValidUntil), new(IssuedOn, WithdrawnOn)],
        Rules =
        [
            new(ValidUntil, c => c.After.Date(IssuedOn) is { } issued && c.After.Date(ValidUntil) is { } until && until > Calendars.Add(issued, CycleYears * 12)
                ? $"a day within three years of its issue, up to {Calendars.Add(issued, CycleYears * 12):yyyy-MM-dd}" : null),
            new(IssuedOn, c => c.After.Date(IssuedOn) is { } issued && c.Before?.Date(IssuedOn) != issued && OpenMajor(c, issued) is { } finding
                ? $"no certificate over an open MAJOR finding, such as '{finding.Key}'" : null),
        ],
        Standing = new("status", ManagementWords.CertificateStatus, "Where it stands on the view's day.", Judge),
        Derived = [new("nextSurveillanceOn", FieldType.Date, null, "The day by which the next surveillance audit is held: a year after the issue or the last one; null once the first two years of the cycle had theirs.", (v, d) => NextSurveillance(v, d))],
        Due =
        [
            new("AUDIT", "A surveillance audit in the first and in the second year of the cycle (ISO/IEC 17021-1).", (v, d) => IsValidOn(v, d) ? NextSurveillance(v, d) : null),
            new("RECERTIFY", "The last day of the certificate.", (v, d) => d.Date(WithdrawnOn) <= v.On ? null : d.Date(ValidUntil)),
        ],
    };

    private static bool IsValidOn(View view, Document certificate) =>
        certificate.Date(IssuedOn) <= view.On && !(certificate.Date(ValidUntil) < view.On) && !(certificate.Date(WithdrawnOn) <= view.On);

    private static DateOnly? NextSurveillance(View view, Document certificate)
    {
        if (certificate.Date(IssuedOn) is not { } issued)
        {
            return null;
        }

        var held = view.Snapshot.Sources(certificate, ManagementEdges.AuditsFor)
            .Where(a => a.Text(AuditKind.Type) == "SURVEILLANCE").Select(a => a.Date(AuditKind.HeldOn)).Where(day => day <= view.On && day >= issued).ToList();

        // The last year of a cycle ends with recertification and has no surveillance of its own.
        if (held.Count >= CycleYears - 1)
        {
            return null;
        }

        var next = Calendars.Add(held.Max() ?? issued, 12);
        return certificate.Date(ValidUntil) <= next ? null : next;
    }

    private static Standing Judge(View view, Document certificate) =>
        !(certificate.Date(IssuedOn) <= view.On) ? new("NOT_ISSUED", [])
        : certificate.Date(WithdrawnOn) <= view.On ? new("WITHDRAWN", [])
        : certificate.Date(ValidUntil) < view.On ? new("EXPIRED", [new("ACTION_OVERDUE", certificate, $"Have {certificate.Key} renewed by a recertification audit.")])
        : NextSurveillance(view, certificate) < view.On ? new("SURVEILLANCE_OVERDUE", [new("ACTION_OVERDUE", certificate, $"Have the surveillance audit for {certificate.Key} held.")])
        : new("VALID", []);

    private static Document? OpenMajor(ChangedDocument changed, DateOnly day) => changed.Sources(changed.After, ManagementEdges.AuditsFor)
        .SelectMany(a => changed.Sources(a, ManagementEdges.FoundIn))
        .FirstOrDefault(f => f.Text(FindingKind.Grade) == FindingKind.Major && !(FindingKind.ClosedFrom(f, changed.Sources(f, ManagementEdges.Corrects)) <= day));
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
