using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A training.</summary>
public static class TrainingKind
{
    private static readonly Field Title = Field.Text("title", "What is taught, in one line.", required: true, lengthMax: 300);
    private static readonly Field PlannedFor = Field.Date("plannedFor", "The day for which it is planned.");

    /// <summary>The day on which it was held.</summary>
    public static readonly Field HeldOn = Field.Date("heldOn", "The day on which it was held.");

    private static readonly Field JudgedOn = Field.Date("effectJudgedOn", "The day on which somebody judged last whether it worked.");
    private static readonly Field Effect = Field.Word("effect", ManagementWords.Effect, "Whether it worked.");
    private static readonly Field Basis = Field.Text("effectBasis", "On what the judgement rests; without it, or without anybody who took part, EFFECTIVE judges nothing.", lengthMax: 2_000);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Training", "trainings", "training", KindGroup.ManagementSystem,
        "A training: what it teaches, who took part, and whether it worked (ISO/IEC 42001 7.2, 7.3).", Title,
        [
            Title,
            Field.Text("description", "What is taught and to whom.", meaning: true),
            PlannedFor,
            HeldOn,
            JudgedOn,
            Effect,
            Basis,
        ])
    {
        DateOrders = [new(HeldOn, JudgedOn)],
        Rules =
        [
            new(Effect, c => c.After[Effect] is null == c.After[JudgedOn] is null ? null : "an effect together with the day on which it was judged"),
            new(JudgedOn, c => c.After[JudgedOn] is not null && c.After[HeldOn] is null ? "a training that was held before its effect is judged" : null),
            DocumentRule.NotAhead(HeldOn),
            DocumentRule.NotAhead(JudgedOn),
        ],
        Standing = new("status", ManagementWords.TrainingStatus, "Where it stands on the view's day.", Judge),
        Due =
        [
            new("COMPLETE", "The day for which the training is planned.", (v, d) => d.Date(HeldOn) <= v.On ? null : d.Date(PlannedFor)),
            new("JUDGE_EFFECTIVENESS", "The organisation's cadence for the effect of training, from the day on which it was held; and once some were judged, from the last time that one was, so that whether people learn is looked at again (ISO/IEC 42001 7.2).", NextJudgement),
        ],
    };

    /// <summary>Whether a judgement that a training worked rests on something, where there is one by the view's day: somebody took part, and it is recorded on what it rests.</summary>
    public static bool IsFounded(View view, Document training) => !(training.Date(JudgedOn) <= view.On) || training.Text(Effect) != "EFFECTIVE" || !Unfounded(view, training).Any();

    // What nobody judged yet is judged in time; of what was judged the one that was judged last stands for all.
    private static DateOnly? NextJudgement(View view, Document training) =>
        !(training.Date(HeldOn) <= view.On) ? null
        : training.Date(JudgedOn) <= view.On ? LastJudged(view)?.Ordinal == training.Ordinal ? CadenceKind.After(view, "TRAINING_EFFECTIVENESS", training.Date(JudgedOn)) : null
        : CadenceKind.After(view, "TRAINING_EFFECTIVENESS", training.Date(HeldOn));

    private static Document? LastJudged(View view) => view.Once((Kind, JudgedOn), v => v.Snapshot.Documents(Kind).Where(t => t.Date(JudgedOn) <= v.On).OrderBy(t => t.Date(JudgedOn)).ThenBy(t => t.Key, StringComparer.Ordinal).LastOrDefault());

    // A word is no judgement where nobody was taught, or nobody can say on what it rests.
    private static IEnumerable<Shortfall> Unfounded(View view, Document training)
    {
        if (!view.Snapshot.Out(training, ManagementEdges.AttendedBy).Any())
        {
            yield return new("NO_DATA", training, $"Record who took part in {training.Key} (ATTENDED_BY).");
        }

        if (training[Basis] is null)
        {
            yield return new("INPUT_MISSING", training, $"Record in effectBasis on what the judgement of {training.Key} rests.");
        }
    }

    private static Standing Judge(View view, Document training) =>
        !(training.Date(HeldOn) <= view.On)
            ? training.Date(PlannedFor) < view.On ? new("OVERDUE", [new("ACTION_OVERDUE", training, $"Hold {training.Key}, which was planned for {training.Date(PlannedFor):yyyy-MM-dd}.")]) : new("PLANNED", [])
        : !(training.Date(JudgedOn) <= view.On) ? new("UNJUDGED", [new("EFFECTIVENESS_UNJUDGED", training, $"Judge whether {training.Key} worked.")])
        : training.Text(Effect) == "EFFECTIVE" ? Unfounded(view, training).ToList() is { Count: > 0 } unfounded ? new("UNJUDGED", unfounded) : new("EFFECTIVE", [])
        : new("NOT_EFFECTIVE", [new("NOT_EFFECTIVE", training, $"Teach what {training.Key} did not.")]);
}
