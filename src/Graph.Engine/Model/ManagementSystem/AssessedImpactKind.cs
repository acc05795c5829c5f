using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>An impact that an assessment found; a part of it.</summary>
public static class AssessedImpactKind
{
    /// <summary>On whom it falls.</summary>
    public static readonly Field Affects = Field.Word("affects", ManagementWords.Affected, "On whom it falls.", required: true, meaning: true);

    /// <summary>Whether it is good.</summary>
    public static readonly Field Effect = Field.Word("effect", ManagementWords.ImpactEffect, "Whether it is good or bad.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("title", "The impact, in one line.", required: true, lengthMax: 300);
    private static readonly Field Likelihood = Field.Integer("likelihood", "How likely it is before anything is done, from 1 (rare) to 5 (almost certain).", 1, 5, meaning: true);
    private static readonly Field Severity = Field.Integer("severity", "How much it matters to the worst-off person before anything is done, from 1 (slight) to 5 (severe).", 1, 5, meaning: true);
    private static readonly Field ResidualLikelihood = Field.Integer("residualLikelihood", "How likely it is after the controls, from 1 to 5.", 1, 5, meaning: true);
    private static readonly Field ResidualSeverity = Field.Integer("residualSeverity", "How much it matters after the controls, from 1 to 5.", 1, 5, meaning: true);
    private static readonly Field Rationale = Field.Text("rationale", "Why what remains is borne.", meaning: true);

    /// <summary>What is not recorded of an impact that has to be before its assessment is submitted (ISO/IEC 42001 6.1.4): how likely and severe it is, and of a bad one what remains and why that is borne.</summary>
    public static IEnumerable<Field> Missing(Document impact) =>
        (impact.Text(Effect) == "BAD" ? (Field[])[Likelihood, Severity, ResidualLikelihood, ResidualSeverity, Rationale] : [Likelihood, Severity]).Where(f => impact[f] is null);

    /// <summary>Whether what remains of a bad impact is less than what there was before anything was done.</summary>
    public static bool IsLessened(Document impact) => impact.Text(Effect) == "BAD" && (impact.Integer(ResidualLikelihood) < impact.Integer(Likelihood) || impact.Integer(ResidualSeverity) < impact.Integer(Severity));

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "AssessedImpact", "assessedImpacts", "impact", KindGroup.ManagementSystem,
        "An impact on persons, groups or society that an assessment found, good or bad, and what is done about it (ISO/IEC 42001 6.1.4, A.5).", Title,
        [
            Title,
            Field.Text("description", "How it comes about, and for whom.", meaning: true),
            Affects,
            Effect,
            Likelihood,
            Severity,
            ResidualLikelihood,
            ResidualSeverity,
            Rationale,
        ])
    {
        Rules =
        [
            new(Rationale, c => (c.After.Integer(ResidualLikelihood) > c.After.Integer(Likelihood) || c.After.Integer(ResidualSeverity) > c.After.Integer(Severity)) && c.After[Rationale] is null
                ? "a rationale, where what remains is higher than what there was before" : null),
        ],
    };
}
