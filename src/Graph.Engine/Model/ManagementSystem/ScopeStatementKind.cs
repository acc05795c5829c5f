using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>The scope of the management system.</summary>
public static class ScopeStatementKind
{
    /// <summary>How it is approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, _ => [Boundaries!], s => s.Date(EffectiveFrom!));

    private static readonly Field Title = Field.Text("title", "The scope, in one line.", required: true, lengthMax: 300);
    private static readonly Field Boundaries = Field.Text("boundaries", "What belongs to it and what does not, and why.", meaning: true, moves: (_, _) => ["SCOPE"]);
    private static readonly Field EffectiveFrom = Field.Date("effectiveFrom", "The day from which it counts; absent = from its approval.");
    private static readonly Field EffectiveTo = Field.Date("effectiveTo", "The last day on which it counts; absent = until a later one.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "ScopeStatement", "scopeStatements", "scope", KindGroup.ManagementSystem,
        "The scope of the management system: which units and AI systems belong to it (ISO/IEC 42001 4.3).", Title,
        [Title, Field.Text("version", "Its version.", lengthMax: 50), Boundaries, EffectiveFrom, EffectiveTo, .. Approval.Fields])
    {
        Approval = Approval,
        DateOrders = [new(EffectiveFrom, EffectiveTo)],
        Standing = new("validity", ManagementWords.Validity, "Whether it counts on the view's day.", Judge),
    };

    /// <summary>Whether a scope counts on a day.</summary>
    public static bool CountsOn(Document scope, DateOnly day) => Approval.IsDoneOn(scope, day) && !(scope.Date(EffectiveFrom) > day) && !(scope.Date(EffectiveTo) < day);

    /// <summary>Whether a scope counts on the view's day.</summary>
    public static bool IsInForce(View view, Document scope) => CountsOn(scope, view.On);

    /// <summary>Whether a system is in a scope that counts on the view's day.</summary>
    public static bool Covers(View view, Document system) => view.Snapshot.Sources(system, ManagementEdges.Includes).Exists(s => IsInForce(view, s));

    /// <summary>A scope with what has taken its place, and the place of that, by the view's day, whether that counts still or not.</summary>
    internal static IEnumerable<Document> WithLaterVersions(View view, Document scope) => view.Snapshot.Sources(scope, EdgeKinds.Supersedes)
        .Where(later => Approval.IsDoneOn(later, view.On) || Approval.IsEndedOn(later, view.On)).SelectMany(later => WithLaterVersions(view, later)).Prepend(scope);

    /// <summary>What of a scope and of what took its place is in force on the view's day; the scope itself where nothing is.</summary>
    internal static Document Newest(View view, Document scope) => WithLaterVersions(view, scope).LastOrDefault(s => IsInForce(view, s)) ?? scope;

    private static Standing Judge(View view, Document scope) =>
        Validities.Judge(Approval, view, scope, scope.Date(EffectiveTo) is { } last && last < DateOnly.MaxValue ? last.AddDays(1) : null);
}
