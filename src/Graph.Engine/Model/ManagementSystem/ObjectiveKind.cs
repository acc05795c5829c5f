using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>An objective of the management system.</summary>
public static class ObjectiveKind
{
    private static readonly Field Title = Field.Text("title", "What is aimed at, in one line.", required: true, lengthMax: 300);
    private static readonly Field DueOn = Field.Date("dueOn", "The day by which it is to be reached.");
    /// <summary>What is done for it.</summary>
    public static readonly Field Plan = Field.Text("plan", "What is done for it, by whom, with what, and how the result is judged (6.2).", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Objective", "objectives", "objective", KindGroup.ManagementSystem,
        "An objective of the management system, measured by its metrics (ISO/IEC 42001 6.2, Annex C.2).", Title,
        [Title, Field.Word("theme", ManagementWords.ObjectiveTheme, "What it is about.", required: true, meaning: true), Plan, DueOn])
    {
        IsReviewed = true,
        Standing = new("status", ManagementWords.ObjectiveStatus, "Where it stands on the view's day.", Judge),
        Due = [new("ACHIEVE", "The day by which the objective is to be reached (ISO/IEC 42001 6.2).", (v, d) => Judge(v, d).Word == "ACHIEVED" ? null : d.Date(DueOn))],
    };

    private static Standing Judge(View view, Document objective)
    {
        var shortfalls = new List<Shortfall>();
        if (objective.Text(Plan) is null)
        {
            shortfalls.Add(new("NO_PLAN", objective, $"Record what is done for {objective.Key}."));
        }

        if (!view.Snapshot.Out(objective, EdgeKinds.OwnedBy).Any())
        {
            shortfalls.Add(new("NO_OWNER", objective, $"Say who owns {objective.Key}."));
        }

        var metrics = view.Snapshot.Targets(objective, ManagementEdges.MeasuredBy);
        if (metrics.Count == 0)
        {
            return new("UNKNOWN", [new("NO_METRIC", objective, $"Link a metric that measures {objective.Key}."), .. shortfalls]);
        }

        var found = metrics.Select(m => (Metric: m, Standing: MetricKind.Kind.Standing!.Judge(view, m))).ToList();
        shortfalls.AddRange(found.SelectMany(f => f.Standing.Shortfalls));
        var aimless = metrics.Where(m => m.Number(MetricKind.Target) is null).ToList();
        shortfalls.AddRange(aimless.Where(m => !shortfalls.Exists(s => s.Code == "NO_TARGET" && s.Node == m)).Select(m => new Shortfall("NO_TARGET", m, $"Set the target of {m.Key}, by which {objective.Key} is reached.")));
        var missed = metrics.Where(m => !MetricKind.IsReached(view, m)).ToList();
        if (aimless.Count > 0 || found.Exists(f => f.Standing.Word == "UNKNOWN"))
        {
            return new("UNKNOWN", shortfalls);
        }

        return missed.Count == 0 ? new("ACHIEVED", shortfalls)
            : objective.Date(DueOn) < view.On ? new("MISSED", [.. missed.Select(m => new Shortfall("TARGET_MISSED", m, $"Reach the target of {m.Key}, or decide on another objective.")), .. shortfalls])
            : new(found.Exists(f => f.Standing.Word is "BREACH" or "WARNING") ? "AT_RISK" : "ON_TRACK", shortfalls);
    }
}
