using Graph.Engine.Views;
using Graph.Stores.Neo4j.Questions;

namespace Graph.Server.Api.Reading;

/// <summary>The Cypher behind an answer, or why there is none.</summary>
/// <param name="Statement">The statement; null where the graph in Neo4j cannot give the rows.</param>
/// <param name="Reason">Why there is no statement; null where there is one.</param>
/// <param name="Credit">What gives the credit of the same cells; null where credit plays no part.</param>
internal sealed record CypherRef(CypherStatement? Statement, string? Reason, CypherRef? Credit = null)
{
    /// <summary>The statement behind an answer in a view. Neo4j holds the graph at head only.</summary>
    public static CypherRef Of(ViewScope scope, Func<View, CypherStatement> ask, Func<View, CypherStatement>? credit = null) =>
        WhyNot(scope) is { } reason
            ? No(reason, credit is not null)
            : new(ask(scope.View), null, credit is null ? null : new(credit(scope.View), null));

    /// <summary>No statement, for a reason of the question's own.</summary>
    public static CypherRef No(string reason, bool hasCredit) => new(null, reason, hasCredit ? new(null, reason) : null);

    private static string? WhyNot(ViewScope scope) =>
        scope.View.Kind == ViewKind.WhatIf ? "Neo4j holds what is written: what would be if changes were made is known to the API alone."
        : scope.View.Kind == ViewKind.Past || scope.View.Snapshot.Head.Revision != scope.Request.Current.Head.Revision
            ? $"Neo4j holds the graph at head: what was known at revision {scope.View.Snapshot.Head.Revision} is known to the API alone. Ask with asOf: HEAD for what is known now about that day."
        : null;
}
