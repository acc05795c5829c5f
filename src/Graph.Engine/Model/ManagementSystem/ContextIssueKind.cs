namespace Graph.Engine.Model.ManagementSystem;

/// <summary>An internal or external issue.</summary>
public static class ContextIssueKind
{
    /// <summary>The side from which it comes.</summary>
    public static readonly Field Side = Field.Word("side", ManagementWords.IssueSide, "From which side it comes.", required: true, meaning: true);

    /// <summary>What it is about.</summary>
    public static readonly Field Topic = Field.Word("topic", ManagementWords.IssueTopic, "What it is about. Whether climate change is an issue is to be determined as well.", required: true, meaning: true);

    /// <summary>Whether it is relevant.</summary>
    public static readonly Field Relevant = Field.Boolean("relevant", "Whether it matters for the management system; false where that was looked at and found not to.", meaning: true);

    private static readonly Field Title = Field.Text("title", "The issue, in one line.", required: true, lengthMax: 300);

    private static readonly Field ReviewedOn = Field.Date("reviewedOn", "The day on which it was last looked at.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "ContextIssue", "contextIssues", "issue", KindGroup.ManagementSystem,
        "An internal or external issue that bears on how the organisation governs AI (ISO/IEC 42001 4.1, with climate change).", Title,
        [
            Title,
            Field.Text("description", "What it is and how it bears on the management system.", meaning: true),
            Side,
            Topic,
            Relevant,
            ReviewedOn,
        ])
    {
        IsReviewed = true,
        Rules = [DocumentRule.NotAhead(ReviewedOn)],
    };
}
