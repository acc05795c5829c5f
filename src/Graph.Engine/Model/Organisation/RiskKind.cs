namespace Graph.Engine.Model.Organisation;

/// <summary>A risk or an opportunity.</summary>
public static class RiskKind
{
    private static readonly Field Title = Field.Text("title", "What may happen, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Risk", "risks", "risk", KindGroup.Organisation,
        "An uncertainty that may hurt or help (ISO/IEC 42001 6.1), with its levels before and after treatment.", Title,
        [
            Title,
            Field.Text("description", "Cause, event and consequence.", meaning: true),
            Field.Word("kind", Words.RiskType, "Threat or opportunity.", required: true, meaning: true),
            Field.Integer("inherentLikelihood", "Likelihood before treatment, from 1 (rare) to 5 (almost certain).", 1, 5, meaning: true),
            Field.Integer("inherentImpact", "Impact before treatment, from 1 (slight) to 5 (severe).", 1, 5, meaning: true),
            Field.Integer("residualLikelihood", "Likelihood after treatment, from 1 to 5.", 1, 5),
            Field.Integer("residualImpact", "Impact after treatment, from 1 to 5.", 1, 5),
            Field.Word("treatment", Words.Treatment, "What is done about it."),
            Field.Word("status", Words.RiskStatus, "Where it stands."),
        ]);
}
