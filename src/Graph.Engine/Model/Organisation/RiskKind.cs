using Graph.Engine.Model.ManagementSystem;

namespace Graph.Engine.Model.Organisation;

/// <summary>A risk or an opportunity.</summary>
public static class RiskKind
{
    /// <summary>Threat or opportunity.</summary>
    public static readonly Field Type = Field.Word("kind", Words.RiskType, "Threat or opportunity.", required: true, meaning: true);

    /// <summary>Likelihood before treatment.</summary>
    public static readonly Field InherentLikelihood = Field.Integer("inherentLikelihood", "Likelihood before treatment, from 1 (rare) to 5 (almost certain).", 1, 5, meaning: true);

    /// <summary>Impact before treatment.</summary>
    public static readonly Field InherentImpact = Field.Integer("inherentImpact", "Impact before treatment, from 1 (slight) to 5 (severe).", 1, 5, meaning: true);

    /// <summary>Likelihood after treatment.</summary>
    public static readonly Field ResidualLikelihood = Field.Integer("residualLikelihood", "Likelihood after treatment, from 1 to 5.", 1, 5);

    /// <summary>Impact after treatment.</summary>
    public static readonly Field ResidualImpact = Field.Integer("residualImpact", "Impact after treatment, from 1 to 5.", 1, 5);

    /// <summary>Likelihood aimed at.</summary>
    public static readonly Field TargetLikelihood = Field.Integer("targetLikelihood", "Likelihood that treatment aims at, from 1 to 5.", 1, 5);

    /// <summary>Impact aimed at.</summary>
    public static readonly Field TargetImpact = Field.Integer("targetImpact", "Impact that treatment aims at, from 1 to 5.", 1, 5);

    /// <summary>The stage of life.</summary>
    public static readonly Field LifecycleStage = Field.Word("lifecycleStage", Words.LifecycleStage, "The stage of a system's life at which it arises.", meaning: true);

    /// <summary>The day of the last look.</summary>
    public static readonly Field ReviewedOn = Field.Date("reviewedOn", "The day on which it was last assessed.");

    private static readonly Field Title = Field.Text("title", "What may happen, in one line.", required: true, lengthMax: 300);
    private static readonly Field Status = Field.Word("status", Words.RiskStatus, "Where it stands.");
    private static readonly Field ResidualReason = Field.Text("residualReason", "Why what remains, or what treatment of a threat aims at, is higher than what there was before treatment, where it is.", lengthMax: 2_000);

    private const string Review = "RISK_REVIEW";

    private static readonly object FirstReviewOn = new();

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Risk", "risks", "risk", KindGroup.Organisation,
        "An uncertainty that may hurt or help (ISO/IEC 42001 6.1), with its levels before and after treatment. One register holds those of AI and of security.", Title,
        [
            Title,
            Field.Text("description", "Cause, event and consequence.", meaning: true),
            Type,
            InherentLikelihood,
            InherentImpact,
            ResidualLikelihood,
            ResidualImpact,
            Field.Word("treatment", Words.Treatment, "What is done about it."),
            Status,
            Field.Word("domain", ManagementWords.RiskDomain, "What it is about."),
            LifecycleStage,
            Field.Word("source", ManagementWords.RiskSource, "Where it comes from.", meaning: true),
            TargetLikelihood,
            TargetImpact,
            ResidualReason,
            ReviewedOn,
        ])
    {
        IsReviewed = true,
        Rules =
        [
            new(ResidualReason, c => c.After[ResidualReason] is null && (IsHigher(c.After, ResidualLikelihood, InherentLikelihood) || IsHigher(c.After, ResidualImpact, InherentImpact))
                ? "a reason, where what remains is higher than what there was before treatment" : null),
            new(ResidualReason, c => c.After[ResidualReason] is null && c.After.Text(Type) == "THREAT" && (IsHigher(c.After, TargetLikelihood, InherentLikelihood) || IsHigher(c.After, TargetImpact, InherentImpact))
                ? "a reason, where treatment of a threat aims higher than what there was before it" : null),
            new(ResidualLikelihood, c => IsAlone(c.After, ResidualLikelihood, InherentLikelihood) ? "inherentLikelihood beside it: what remains is measured against what there was" : null),
            new(ResidualImpact, c => IsAlone(c.After, ResidualImpact, InherentImpact) ? "inherentImpact beside it: what remains is measured against what there was" : null),
            DocumentRule.NotAhead(ReviewedOn),
        ],
        Standing = new("standing", ManagementWords.RiskStanding, "Where it stands on the view's day, by the method in force.", RiskLevels.Judge),
        Derived =
        [
            Level("inherentLevel", "Its level before treatment, by the method in force.", RiskLevels.Inherent),
            Level("targetLevel", "The level that treatment aims at.", RiskLevels.Target),
            Level("residualLevel", "The level that treatment leaves while its controls work.", RiskLevels.Residual),
            Level("currentLevel", "The level that holds on the view's day: what treatment leaves only while every control operates and something valid shows it, else the level before treatment, or of a threat what treatment leaves where that is higher.", RiskLevels.Current),
        ],
        Due =
        [
            new("REVIEW", "The organisation's cadence for risks, from the last review (ISO/IEC 42001 6.1.2, 8.2).", (v, d) => d.Text(Status) == "CLOSED" ? null : CadenceKind.After(v, Review, d.Date(ReviewedOn)))
            {
                Earliest = d => d.Text(Status) == "CLOSED" ? null : d.Date(ReviewedOn),
                EarliestIn = v => CadenceKind.Find(v, Review) is null ? null : DateOnly.MinValue,
            },
            new("REVIEW", "The organisation's cadence for risks, for the first review from the implementation (ISO/IEC 42001 6.1.2, 8.2).", (v, d) => IsNeverReviewed(d) ? FirstReview(v) : null)
            {
                Earliest = d => IsNeverReviewed(d) ? DateOnly.MinValue : null,
                EarliestIn = FirstReview,
            },
        ],
    };

    private static bool IsNeverReviewed(Snapshots.Document risk) => risk.Text(Status) != "CLOSED" && risk[ReviewedOn] is null;

    // One day for all that were never reviewed, of which there may be very many.
    private static DateOnly? FirstReview(Views.View view) => view.Once(FirstReviewOn, static v => CadenceKind.FromImplementation(v, Review));

    private static DerivedField Level(string name, string description, Func<Views.View, Snapshots.Document, string?> read) =>
        new(name, FieldType.Word, ManagementWords.RiskLevel, description, read);

    /// <summary>Whether a risk says what threatens, and how much, on the view's day: it is a threat, and rated by the method in force. One that is closed was assessed as well.</summary>
    public static bool Assesses(Views.View view, Snapshots.Document risk) =>
        risk.Text(Type) == "THREAT" && RiskLevels.Inherent(view, risk) is not null;

    private static bool IsAlone(Snapshots.Document risk, Field residual, Field inherent) => risk[residual] is not null && risk[inherent] is null;

    private static bool IsHigher(Snapshots.Document risk, Field residual, Field inherent) => risk.Integer(residual) > risk.Integer(inherent);
}
