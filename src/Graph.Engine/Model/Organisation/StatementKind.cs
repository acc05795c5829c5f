using Graph.Engine.Governance;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Organisation;

/// <summary>A statement of applicability or of sufficiency, or a waiver.</summary>
public static class StatementKind
{
    /// <summary>The word of a statement by which a system goes live before an assessment is signed.</summary>
    public const string Waiver = "WAIVER";

    /// <summary>What it says.</summary>
    public static readonly Field Type = Field.Word("kind", Words.StatementType, "What it says.", required: true, meaning: true);

    /// <summary>Whether the requirement applies.</summary>
    public static readonly Field Applicable = Field.Boolean("applicable", "APPLICABILITY: whether the requirement applies; false only of rows that may be excluded, and not of a heading above them.", meaning: true);

    /// <summary>The joint group.</summary>
    public static readonly Field Joint = Field.Text("joint", "SUFFICIENCY: the name of the joint group.", meaning: true, lengthMax: 100);

    /// <summary>The links of the group.</summary>
    public static readonly Field Links = Field.TextList("links", "SUFFICIENCY: the keys of the links (from|KIND|to) that together meet the requirement; the link of one version of a document stands for those of all; the statement lapses when the group's links change otherwise.", meaning: true, lengthMax: 1_000);

    /// <summary>Why.</summary>
    public static readonly Field Justification = Field.Text("justification", "Why; a row of the Statement of Applicability and a waiver are not submitted without.", meaning: true);

    /// <summary>How it is approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, RequiredContent) with
    {
        Lacks = s => s.After.Text(Type) == "APPLICABILITY" && s.After.Boolean(Applicable) == false ? Catalogue.Exclusion.ExpectedOfStatement(s) : [],
        ExpectedOnceDone = WholeApplicability.ExpectedOnceApproved,
        Opens = GoingLive.Opened,
    };

    private static readonly Field Title = Field.Text("title", "What it states, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Statement", "statements", "statement", KindGroup.Organisation,
        "A row of the Statement of Applicability (ISO/IEC 42001 6.1.3), the statement that a joint group of links suffices, or a waiver by which a system goes live before an assessment is signed.", Title,
        [
            Title,
            Type,
            Applicable,
            Justification,
            Joint,
            Links,
            .. Approval.Fields,
        ])
    {
        Approval = Approval,
    };

    // ISO/IEC 42001 6.1.3: what is included is justified as well as what is excluded.
    private static IReadOnlyList<Field> RequiredContent(Document statement) =>
        statement.Text(Type) switch
        {
            "APPLICABILITY" => [Applicable, Justification],
            Waiver => [Justification],
            _ => [Joint, Links],
        };
}
