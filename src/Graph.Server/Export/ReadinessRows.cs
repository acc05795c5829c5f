using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Transport;

namespace Graph.Server.Export;

/// <summary>The criteria of readiness, each with what it misses: a number of them says nothing without the list behind it.</summary>
internal static class ReadinessRows
{
    public static readonly string[] Parameters = ["phase", "state"];

    public static Func<ViewScope, CountedRows> Ask(QueryParameters parameters, ViewScope? view)
    {
        var (phases, states) = (parameters.ManyOf<CyclePhase>("phase"), parameters.ManyOf<CriterionState>("state"));
        return scope =>
        {
            var results = Readiness.Of(scope.View, scope.Request.CancellationToken).Where(r => phases?.Contains(r.Criterion.Phase) != false && states?.Contains(r.State) != false).ToList();
            return new(results.Sum(r => Math.Max(1, r.Missing)), results.SelectMany(r => Of(scope, r)));
        };
    }

    /// <summary>The rows of a criterion; never none.</summary>
    public static IEnumerable<ReadinessRow> Of(ViewScope scope, CriterionResult result) =>
        result.State == CriterionState.Met ? [RowOf(scope, result, null)] : result.Rows.Select(r => RowOf(scope, result, r));

    private static ReadinessRow RowOf(ViewScope scope, CriterionResult result, Shortfall? missing) => new()
    {
        Id = result.Criterion.Id,
        Item = result.Criterion.Item.Number,
        Title = result.Criterion.Item.Title,
        Clause = result.Criterion.Item.Clause,
        Phase = EnumWords.Of(result.Criterion.Phase),
        Text = result.Criterion.Text,
        State = EnumWords.Of(result.State),
        Judged = result.Judged,
        Code = missing?.Code,
        Node = missing?.Node?.Key,
        Closes = missing?.Closes,
        Revision = scope.View.Snapshot.Head.Revision,
        On = scope.View.On,
    };
}
