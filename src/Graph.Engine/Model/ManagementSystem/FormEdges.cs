namespace Graph.Engine.Model.ManagementSystem;

/// <summary>The edge kinds of forms.</summary>
public static class FormEdges
{
    /// <summary>The greatest number of templates that one document follows.</summary>
    public const int FollowCountMax = 20;

    /// <summary>An item is one of a template.</summary>
    public static readonly EdgeKind ItemOf = new("ITEM_OF", ["TemplateItem"], ["Template"], "items", Along.Not, Along.With, "Is an item of this template, which has at most 1000.")
        { IsPart = true, CountMin = 1, CountMax = 1 };

    /// <summary>A document follows a template.</summary>
    public static readonly EdgeKind Follows = new(
        "FOLLOWS", [], ["Template"], "followedBy", Along.Not, Along.Against, "Follows this template: it is submitted and decided on only where that has a required item and each of them is answered and confirmed. One document may follow several, at most 20; each is judged. While one that follows it is submitted, approved or signed, what it asks stays as it is.")
        { FromWhere = k => k.FollowsTemplates, CountMax = FollowCountMax, BindsContent = true, IsOmittedWhenEmpty = true, FixesEnd = true };

    /// <summary>An answer is one of a document.</summary>
    public static readonly EdgeKind AnswerOf = new("ANSWER_OF", ["Answer"], [], "formAnswers", Along.Not, Along.Not, "Is an answer in this document, which has at most 1000.")
        { ToWhere = k => k.FollowsTemplates, IsPart = true, CountMin = 1, CountMax = 1, BindsContent = true };

    /// <summary>An answer answers an item.</summary>
    public static readonly EdgeKind Answers = new("ANSWERS", ["Answer"], ["TemplateItem"], "answeredBy", Along.Not, Along.Against, "Answers this item.")
        { CountMin = 1, CountMax = 1, BindsContent = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EdgeKind> All { get; } = [ItemOf, Follows, AnswerOf, Answers];
}
