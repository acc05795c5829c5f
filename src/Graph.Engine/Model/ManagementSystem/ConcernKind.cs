using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A concern, complaint or feedback.</summary>
public static class ConcernKind
{
    private static readonly Field Title = Field.Text("title", "What is raised, in one line.", required: true, lengthMax: 300);

    /// <summary>When it was raised.</summary>
    public static readonly Field RaisedOn = Field.Date("raisedOn", "The day on which it was raised.", required: true);

    private static readonly Field AnswerBy = Field.Date("answerBy", "The last day for an answer that is in time.");
    private static readonly Field AnsweredOn = Field.Date("answeredOn", "The day on which it was answered.");
    private static readonly Field Answer = Field.Text("answer", "What was answered.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Concern", "concerns", "concern", KindGroup.ManagementSystem,
        "A concern, complaint or feedback about an AI system (ISO/IEC 42001 A.3.3, A.8.3). Whoever raises it is not named where they do not wish to be.", Title,
        [
            Title,
            Field.Word("type", ManagementWords.ConcernType, "What it is.", required: true),
            Field.Text("description", "What is said.", meaning: true),
            Field.Personal("raisedBy", "Who raised it; absent = they are not named."),
            RaisedOn,
            AnswerBy,
            AnsweredOn,
            Answer,
        ])
    {
        IsReviewed = true,
        DateOrders = [new(RaisedOn, AnsweredOn), new(RaisedOn, AnswerBy)],
        Rules =
        [
            DocumentRule.NotAhead(RaisedOn),
            new(Answer, c => c.After[AnsweredOn] is not null && c.After[Answer] is null ? "what was answered, where the day of the answer is given" : null),
        ],
        Standing = new("status", ManagementWords.ConcernStatus, "Where it stands on the view's day.", Judge),
        Due = [new("COMPLETE", "The last day for an answer.", (v, d) => d.Date(AnsweredOn) <= v.On ? null : d.Date(AnswerBy))],
    };

    private static Standing Judge(View view, Document concern) =>
        concern.Date(AnsweredOn) <= view.On ? new("ANSWERED", [])
        : concern.Date(AnswerBy) < view.On ? new("OVERDUE", [new("ACTION_OVERDUE", concern, $"Answer {concern.Key}.")])
        : new("OPEN", [new("NO_ACTION", concern, $"Answer {concern.Key}.")]);
}
