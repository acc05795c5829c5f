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
        var found = Graph.Engine.Governance.Readiness.Judge(live.On(day), Graph.Engine.Governance.ReadinessCriteria.All.Single(c => c.Id == id));
        return found.Rows.Count == 0 ? $"{found.State}" : $"{found.State}: {string.Join(", ", found.Rows.Select(s => $"{s.Code} {s.Node?.Key}".Trim()))}";
    }

    public static object? Derived(this LiveEngine live, string key, string name, string? day = null)
    {
        var document = live.Find(key);
        return document.Kind.Derived.Single(d => d.Name == name).Read(live.On(day), document);
    }

    /// <summary>What is due within some days, as <c>yyyy-MM-dd WHAT key</c>.</summary>
    public static string[] Due(this LiveEngine live, int within, string? day = null) =>
        [.. Graph.Engine.Time.DueItem.Within(live.On(day), within).Select(i => $"{i.On:yyyy-MM-dd} {i.Rule.What} {i.Document.Key}")];

    /// <summary>Has somebody submit a document and somebody else approve it.</summary>
    public static async Task Approve(this LiveEngine live, string key, string by = "Ann Approver")
    {
        LiveEngine.Kept(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, key));
        LiveEngine.Kept(await live.Decide(by, Graph.Engine.Writing.DecisionVerb.Approve, key));
    }
}
