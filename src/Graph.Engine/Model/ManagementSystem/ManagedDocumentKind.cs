using Graph.Engine.Governance;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Documented information (ISO/IEC 42001 7.5).</summary>
public static class ManagedDocumentKind
{
    /// <summary>What it is.</summary>
    public static readonly Field Type = Field.Word("type", ManagementWords.DocumentType, "What it is.", required: true, meaning: true);

    /// <summary>What asks for it.</summary>
    public static readonly Field Fulfils = Field.TextList("fulfils", "The keys of requirements that ask for this document to be written, such as iso-42001:5.2 for the AI policy: it says what the document is, and proves nothing.", lengthMax: 200);

    /// <summary>Where it is for people outside.</summary>
    public static readonly Field PublishedAt = Field.Text("publishedAt", "Where people outside find it, as an absolute URI; absent = it is not available to them.", lengthMax: 2_000, form: TextForm.Uri);

    /// <summary>How long it is kept.</summary>
    public static readonly Field RetainUntil = LegalRetention.DeclareRetainUntil();

    /// <summary>What law has it kept as.</summary>
    public static readonly Field KeptAs = LegalRetention.DeclareKeptAs();

    /// <summary>How it is approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, effectiveFrom: d => d.Date(EffectiveFrom!)) with { RecordSince = ApprovalRule.DeclareRecordSince() };

    private static readonly Field Title = Field.Text("title", "Its title.", required: true, lengthMax: 300);
    private static readonly Field EffectiveFrom = Field.Date("effectiveFrom", "The day from which it counts; absent = from its approval.");
    private static readonly Field RetiredOn = Field.Date("retiredOn", "The day from which it is no longer used.");

    /// <summary>How often it is reviewed.</summary>
    public static readonly Field ReviewEveryMonths = Field.Integer("reviewEveryMonths", "The months from its approval to the next review, from 1 to 120; absent = no review is due, and of what is no record readiness asks for it.", 1, 120);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "ManagedDocument", "managedDocuments", "document", KindGroup.ManagementSystem,
        "An entry of the document register: a policy, procedure, plan or record of the management system (ISO/IEC 42001 7.5).", Title,
        [
            Title,
            Field.Text("description", "What it says, in short.", meaning: true),
            Type,
            Fulfils,
            Field.Text("version", "Its version.", lengthMax: 50),
            Field.Text("uri", "Where it is kept, as an absolute URI.", lengthMax: 2_000, form: TextForm.Uri),
            Field.Text("sha256", "SHA-256 of the file, as 64 hexadecimal digits.", meaning: true, lengthMax: 64, form: TextForm.Sha256),
            PublishedAt,
            EffectiveFrom,
            RetiredOn,
            ReviewEveryMonths,
            KeptAs,
            RetainUntil,
            .. Approval.Fields,
            Approval.RecordSince!,
        ])
    {
        Approval = Approval,
        DateOrders = [new(EffectiveFrom, RetiredOn)],
        RetainUntil = RetainUntil,
        KeptAs = KeptAs,
        Rules = [.. LegalRetention.Rules(RetainUntil, KeptAs), new(Fulfils, NamesRequirements)],
        Standing = new("validity", ManagementWords.Validity, "Whether it counts on the view's day.", Judge),
        Derived =
        [
            new("nextReviewOn", FieldType.Date, null, "The last day before its review is overdue: its approval plus the months to the next review.", (_, d) => NextReviewOn(d)),
            LegalRetention.DeclareKeptUntil("approved"),
        ],
        FollowsTemplates = true,
        Due = [new("REVIEW", "Its approval plus the months to its next review (ISO/IEC 42001 7.5).", (v, d) => Approval.IsDoneOn(d, v.On) && !(d.Date(RetiredOn) <= v.On) ? NextReviewOn(d) : null)],
    };

    /// <summary>Whether a document is approved, effective and used on the view's day.</summary>
    public static bool IsInForce(View view, Document document) => Judge(view, document).Word is "IN_FORCE" or "REVIEW_OVERDUE";

    /// <summary>The documents in force that say of themselves that they fulfil a requirement, by its key.</summary>
    public static ILookup<string, Document> FulfillingInForce(View view) => view.Once((Kind, Fulfils), v => v.Snapshot.Documents(Kind).Where(d => d[Fulfils] is not null && IsInForce(v, d))
        .SelectMany(d => d.List(Fulfils)!.Select(key => (key, d))).ToLookup(f => f.key, f => f.d, StringComparer.Ordinal));

    private static string? NamesRequirements(ChangedDocument changed) =>
        changed.After.List(Fulfils) is { } keys && Array.Find(keys, k => changed.View().Snapshot.Document(k)?.Kind != Catalogue.RequirementKind.Kind) is { } unknown ? $"keys of requirements, found '{unknown}'" : null;

    private static DateOnly? NextReviewOn(Document document) =>
        document.Date(Approval.DoneOn) is { } approved && document.Integer(ReviewEveryMonths) is { } months ? Calendars.Add(approved, months) : null;

    private static Standing Judge(View view, Document document) =>
        Validities.Judge(Approval, view, document, document.Date(RetiredOn)) is var found && found.Word == "IN_FORCE" && NextReviewOn(document) < view.On
            ? new("REVIEW_OVERDUE", [new("REVIEW_OVERDUE", document, $"Review {document.Key} and have it approved again.")])
            : found;
}

/// <summary>That people were told of a managed document; a part of it.</summary>
public static class CommunicationKind
{
    /// <summary>The day.</summary>
    public static readonly Field On = Field.Date("on", "The day on which they were told.", required: true);

    /// <summary>Who was told.</summary>
    public static readonly Field Audience = Field.Text("audience", "Who was told, such as all staff. Of each audience the newest communication counts.", required: true, lengthMax: 300);

    /// <summary>How many were told.</summary>
    public static readonly Field ReachedCount = Field.Integer("reachedCount", "How many were told and acknowledged it, from 0 to 10 million.", 0, 10_000_000);

    /// <summary>How many have to be told.</summary>
    public static readonly Field AudienceCount = Field.Integer("audienceCount", "How many have to be told, from 1 to 10 million.", 1, 10_000_000);


    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Communication", "communications", "communication", KindGroup.ManagementSystem,
        "That people were told of a document: n of m (ISO/IEC 42001 5.2, 7.3, 7.4).", Audience,
        [Audience, On, Field.Text("channel", "How they were told.", lengthMax: 200), ReachedCount, AudienceCount])
    {
        Rules =
        [
            new(On, c => c.After.Date(On) > c.Day ? $"a day up to {c.Day:yyyy-MM-dd}: nobody was told yet what will be told" : null),
            new(ReachedCount, c => c.After.Integer(ReachedCount) > c.After.Integer(AudienceCount) ? $"at most the {c.After.Integer(AudienceCount)} who have to be told" : null),
        ],
    };
}
