using Graph.Engine.Log;
using Graph.Engine.Views;
using Graph.Tests.Engine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What the engine finds about documents of a live graph on a day.</summary>
internal static class Judged
{
    public static DateOnly Today(this LiveEngine live) => DateOnly.FromDateTime(live.Clock.GetUtcNow().UtcDateTime);

    public static View On(this LiveEngine live, string? day = null)
    {
        var today = live.Today();
        var on = day is null ? today : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new(live.Current, on, today, on > today ? ViewKind.Forecast : on < today ? ViewKind.Hindsight : ViewKind.Current);
    }

    /// <summary>The word of a document's standing and what keeps it from better, as <c>WORD: CODE node, CODE node</c>.</summary>
    public static string Standing(this LiveEngine live, string key, string? day = null)
    {
        var document = live.Find(key);
        var standing = document.Kind.Standing!.Judge(live.On(day), document);
        return standing.Shortfalls.Count == 0 ? standing.Word : $"{standing.Word}: {string.Join(", ", standing.Shortfalls.Select(s => $"{s.Code} {s.Node?.Key}"))}";
    }

    /// <summary>How a criterion of readiness stands, with its rows, as <c>STATE: CODE node, CODE node</c>.</summary>
    public static string Criterion(this LiveEngine live, string id, string? day = null)
    {
        var found = new Graph.Engine.Governance.CriterionResult(live.On(day), Graph.Engine.Governance.ReadinessCriteria.All.Single(c => c.Id == id));
        return found.Missing == 0 ? $"{found.State}" : $"{found.State}: {string.Join(", ", found.Rows.Select(s => $"{s.Code} {s.Node?.Key}".Trim()))}";
    }

    public static object? Derived(this LiveEngine live, string key, string name, string? day = null)
    {
        var document = live.Find(key);
        return document.Kind.Derived.Single(d => d.Name == name).Read(live.On(day), document);
    }

    /// <summary>What is due within some days, as <c>yyyy-MM-dd WHAT key</c>.</summary>
    public static string[] Due(this LiveEngine live, int within, string? day = null) =>
        [.. Graph.Engine.Time.DueItem.Within(live.On(day), within).Select(i => $"{i.On:yyyy-MM-dd} {i.Rule.What} {i.Document.Key}")];

    /// <summary>What an impact assessment has beside its fields before it is submitted: an impact, and a risk whose owner may sign it.</summary>
    public static Operation[] Found(string assessment, string owner) =>
    [
        LiveEngine.Put("Person", "person:owner-of-" + Name(assessment), ("name", owner)),
        LiveEngine.Put("Risk", "risk:of-" + Name(assessment), ("title", "R"), ("kind", "THREAT")), LiveEngine.Link("risk:of-" + Name(assessment), "OWNED_BY", "person:owner-of-" + Name(assessment)), LiveEngine.Link(assessment, "IDENTIFIES", "risk:of-" + Name(assessment)),
        LiveEngine.Put("AssessedImpact", "impact:of-" + Name(assessment), ("title", "I"), ("affects", "PERSON"), ("effect", "BAD"), ("likelihood", 2), ("severity", 2), ("residualLikelihood", 2), ("residualSeverity", 2), ("rationale", "Borne.")), LiveEngine.Link("impact:of-" + Name(assessment), "IMPACT_OF", assessment),
    ];

    /// <summary>An item of a template that is confirmed in a document that follows it.</summary>
    public static Operation[] Asked(string template, string document, string? subject = null) =>
    [
        LiveEngine.Put("TemplateItem", "template-item:of-" + Name(template), ("prompt", "What for?"), ("order", 1), ("source", "ORGANISATION"), ("subject", subject)), LiveEngine.Link("template-item:of-" + Name(template), "ITEM_OF", template),
        LiveEngine.Put("Answer", "answer:of-" + Name(document), ("value", "Lending."), ("state", "CONFIRMED")), LiveEngine.Link("answer:of-" + Name(document), "ANSWER_OF", document), LiveEngine.Link("answer:of-" + Name(document), "ANSWERS", "template-item:of-" + Name(template)),
    ];

    /// <summary>Somebody who has shown what an audit asks of its auditor, and holds it.</summary>
    public static Operation[] Auditor(string audit) =>
    [
        LiveEngine.Put("Person", "person:auditor", ("name", "An auditor")), LiveEngine.Put("Competence", "competence:audit", ("title", "Auditing")),
        LiveEngine.Put("CompetenceRecord", "record:audit", ("basis", "Course"), ("level", "WORKING"), ("from", "2026-01-01")), LiveEngine.Link("record:audit", "RECORD_OF", "person:auditor"), LiveEngine.Link("record:audit", "OF_COMPETENCE", "competence:audit"),
        LiveEngine.Link(audit, "AUDITED_BY", "person:auditor"), LiveEngine.Link(audit, "NEEDS_AUDITOR", "competence:audit"),
    ];

    private static string Name(string key) => key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>What a risk method has before it is submitted: a step of each scale and a cell of the matrix.</summary>
    public static Operation[] Scales(string method) =>
    [
        .. ((string[])["LIKELIHOOD", "IMPACT"]).SelectMany(scale => (Operation[])
            [LiveEngine.Put("RiskScaleStep", $"risk-step:{method}-{scale}", ("title", "One"), ("scale", scale), ("value", 1)), LiveEngine.Link($"risk-step:{method}-{scale}", "SCALE_STEP_OF", method)]),
    ];

    /// <summary>Closes a finding as it is done: its cause is found, an action is made today, and somebody else judges that it worked.</summary>
    public static async Task CloseByActionAsync(this LiveEngine live, string finding)
    {
        await live.Keep(
            LiveEngine.Put("Finding", finding, ("cause", "It is known.")), LiveEngine.Put("CorrectiveAction", $"{finding}-action", ("title", "Mend it"), ("implementedOn", $"{live.Today():yyyy-MM-dd}"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")),
            LiveEngine.Link($"{finding}-action", "CORRECTS", finding));
        await live.Approve($"{finding}-action");
    }

    /// <summary>Has somebody submit a document and somebody else approve it.</summary>
    public static async Task Approve(this LiveEngine live, string key, string by = "Ann Approver")
    {
        LiveEngine.Kept(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, key));
        LiveEngine.Kept(await live.Decide(by, Graph.Engine.Writing.DecisionVerb.Approve, key));
    }
}
