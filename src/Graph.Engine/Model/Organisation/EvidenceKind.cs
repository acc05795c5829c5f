using Graph.Engine.Governance;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Organisation;

/// <summary>A piece of evidence.</summary>
public static class EvidenceKind
{
    /// <summary>What it is.</summary>
    public static readonly Field Type = Field.Word("type", Words.EvidenceType, "What it is; a requirement is proven only by the types it lists.", required: true, meaning: true);

    /// <summary>Organisation or system.</summary>
    public static readonly Field Scope = Field.Word("scope", Words.Scope, "Whether it proves for the whole organisation or for what it CONCERNS.", meaning: true);

    /// <summary>The first day of effect.</summary>
    public static readonly Field EffectiveFrom = Field.Date("effectiveFrom", "The day from which it counts; absent = at once.");

    /// <summary>The last day of effect.</summary>
    public static readonly Field ExpiresOn = Field.Date("expiresOn", "The last day on which it counts, that day included; absent = it does not expire.");

    /// <summary>The day of collection.</summary>
    public static readonly Field CollectedOn = Field.Date("collectedOn", "The day on which it was collected.");

    /// <summary>The last day of what it covers.</summary>
    public static readonly Field PeriodTo = Field.Date("periodTo", "The last day of the period it covers.");

    /// <summary>How it is approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, effectiveFrom: e => e.Date(EffectiveFrom)) with { RecordSince = ApprovalRule.DeclareRecordSince() };

    /// <summary>Where it is kept.</summary>
    public static readonly Field Uri = Field.Text("uri", "Where it is kept, as an absolute URI.", lengthMax: 2_000, form: TextForm.Uri);

    /// <summary>The hash of the file.</summary>
    public static readonly Field Sha256 = Field.Text("sha256", "SHA-256 of the file, as 64 hexadecimal digits.", meaning: true, lengthMax: 64, form: TextForm.Sha256);

    private static readonly Field Title = Field.Text("title", "What it shows, in one line.", required: true, lengthMax: 300);
    private static readonly Field PeriodFrom = Field.Date("periodFrom", "The first day of the period it covers.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Evidence", "evidence", "evidence", KindGroup.Organisation,
        "A piece of evidence: a record that shows that something was done or is so.", Title,
        [
            Title,
            Field.Text("description", "What one finds in it.", meaning: true),
            Type,
            Scope,
            PeriodFrom,
            PeriodTo,
            EffectiveFrom,
            ExpiresOn,
            CollectedOn,
            Field.Personal("collectedBy", "Who collected it."),
            Uri,
            Sha256,
            .. Approval.Fields,
            Approval.RecordSince!,
        ])
    {
        Approval = Approval,
        Rules = [DocumentRule.NotAhead(CollectedOn), LegalRetention.Stays(Type)],
        Derived =
        [
            new("keptUntil", FieldType.Date, null, "The day until which law has it kept, that day included, so that it cannot be deleted: technical documentation, what notified bodies decided and certified, declarations and an importer's instructions ten years, logs six months (Regulation (EU) 2024/1689 Art. 18, 19, 22(3), 23(5), 26(6), 47). Null = it was never approved, or law sets no time.", (v, d) => LegalRetention.Of(v).KeptUntil(d)?.Until),
        ],
        FollowsTemplates = true,
        DateOrders = [new(PeriodFrom, PeriodTo), new(EffectiveFrom, ExpiresOn)],
        Due = [new("RENEW", "The last day on which it counts.", ProofDue.LastDay) { Earliest = d => d.Date(ExpiresOn) }],
    };

    /// <summary>
    /// The day by which what it says was there: the earliest of those on which it was collected and approved and from which it counts, since neither a copy that is collected later nor a later day of
    /// effect makes it newer; null where none is known.
    /// </summary>
    public static DateOnly? MadeOn(Document evidence) => new[] { evidence.Date(CollectedOn), evidence.Date(EffectiveFrom), evidence.Date(Approval.DoneOn) }.Min();

    /// <summary>Whether it shows that a system conforms as it was designed then, so that it is of another one after a substantial modification (Regulation (EU) 2024/1689 Art. 43(4), 47(4)).</summary>
    public static bool ShowsConformity(Document evidence) =>
        evidence.Text(Type) is "CONFORMITY_ASSESSMENT" or "CERTIFICATE" or "DECLARATION_OF_CONFORMITY" && evidence.Text(Scope) != "ORGANISATION";
}
