using CsCheck;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>
/// Requests that are valid or not, over a few keys that come again and again: what a later one meets depends on all before it. In
/// each sequence some kinds of operations are rare, so that graphs grow in one and empty in another.
/// </summary>
internal static class RandomRequests
{
    private static readonly string[] Systems = ["s1", "s2"];
    private static readonly string[] Risks = ["r1", "r2", "r3"];
    private static readonly string[] Controls = ["c1", "c2", "c3"];
    private static readonly string[] Evidence = ["e1", "e2"];
    private static readonly string[] Statements = ["t1"];
    private static readonly string[] Rows = ["law:1", "law:2", "law:1(1)"];
    private static readonly string[] People = ["Ada", "Bob", "Cyd"];

    private static readonly Gen<Operation> Puts = Gen.OneOf<Operation>(
        Gen.Select(Key(Systems), Text, External, (k, t, x) => (Operation)(Put("AiSystem", k, ("title", t), ("classes", t is "a" ? null : (string[])["HIGH_RISK"])) with { External = x })),
        Gen.Select(Key(Risks), Text, Gen.Int[0, 6], (k, t, n) => (Operation)Put("Risk", k, ("title", t), ("kind", "THREAT"), ("inherentImpact", n))),
        Gen.Select(Key(Controls), Text, Gen.Int[1, 4], Gen.Int[1, 4], (k, t, from, to) =>
            (Operation)Put("Control", k, ("title", t), ("implementedOn", $"2026-01-0{from}"), ("retiredOn", to == 1 ? null : $"2026-01-0{to}"))),
        Gen.Select(Key(Evidence), Text, One(People), (k, t, p) => (Operation)Put("Evidence", k, ("title", t), ("type", t == "b" ? null : "POLICY"), ("collectedBy", p))),
        Gen.Select(Key(Statements), Text, (k, t) => (Operation)Put("Statement", k, ("title", t), ("kind", "APPLICABILITY"), ("justification", t))),
        Gen.Select(Key(Rows), Text, (k, t) => (Operation)Requirement(k, ("summary", t), ("facts", t == "a" ? (string[])["talks"] : null))),
        Gen.Select(Text, t => (Operation)Put("AiSystem", "s1", ("facts", t == "a" ? new Dictionary<string, object?> { ["talks"] = true } : null))),
        Gen.Select(Text, t => (Operation)Put("Risk", null, ("title", t), ("kind", "THREAT"))));

    private static readonly Gen<(string From, string Kind, string To)> Edges = Gen.OneOf(
        Edge(Systems, "HAS_RISK", Risks), Edge(Risks, "MITIGATED_BY", Controls), Edge(Controls, "EVIDENCED_BY", Evidence), Edge(Controls, "SATISFIES", Rows),
        Edge(Evidence, "CONCERNS", Systems), Edge(Evidence, "DEMONSTRATES", Rows), Edge(Statements, "STATES", Rows), Edge(Statements, "ABOUT", Systems),
        Edge(Rows, "PART_OF", [.. Rows, "law", "law"]), Edge(Controls, "HAS_RISK", Risks));

    private static readonly Gen<Operation> Links = Gen.Select(
        Edges, One<string?>(null, null, "FULL", "PARTIAL"),
        (e, extent) => (Operation)(e.Kind is "SATISFIES" or "DEMONSTRATES" && extent is not null ? Link(e.From, e.Kind, e.To, ("extent", extent)) : Link(e.From, e.Kind, e.To)));

    private static readonly Gen<Operation> Unlinks = Edges.Select(e => (Operation)Unlink(e.From, e.Kind, e.To));

    private static readonly Gen<Operation> Deletes = Gen.Select(
        Key([.. Systems, .. Risks, .. Controls, .. Evidence, .. Statements, .. Rows, "law", "fact:talks"]), Gen.Bool, (k, edges) => (Operation)Delete(k, edges));

    /// <summary>What one sequence asks for, in order: some requests of each are refused.</summary>
    public static readonly Gen<ChangeRequest[]> Sequences =
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 8], Gen.Int[0, 5], Gen.Int[0, 2]).SelectMany((puts, links, unlinks, deletes) =>
        {
            var operation = Gen.Frequency<Operation>((puts, Puts), (links, Links), (unlinks, Unlinks), (deletes, Deletes));
            var edit = Gen.Select(operation.Array[1, 5], One(People), (operations, who) => new ChangeRequest("", who, "an edit", operations));
            var decision = Gen.Select(
                One(DecisionVerb.Submit, DecisionVerb.Submit, DecisionVerb.Approve, DecisionVerb.Reject), Key([.. Evidence, .. Statements]), One(People),
                (verb, key, who) => new ChangeRequest("", who, "a decision", []) { Origin = ChangeOrigin.Authority, Decisions = [new(verb, key, null)] });
            return Gen.Frequency<ChangeRequest>((4, edit), (2, decision)).Array[1, 40].Select(all => all.Select((r, i) => r with { ChangeId = $"random-{i}" }).ToArray());
        });

    /// <summary>A graph in which most of what a sequence asks for is possible.</summary>
    public static IReadOnlyList<Operation> Start { get; } =
    [
        Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-24")), Put("Fact", "fact:talks", ("title", "talks")),
        .. Rows.Select(k => Requirement(k)), .. Rows.Select(k => Link(k, "PART_OF", k.Contains('(') ? "law:1" : "law")),
        .. Systems.Select(k => Put("AiSystem", k, ("title", k))), .. Risks.Select(k => Put("Risk", k, ("title", k), ("kind", "THREAT"))),
        .. Controls.Select(k => Put("Control", k, ("title", k))), .. Evidence.Select(k => Put("Evidence", k, ("title", k), ("type", "POLICY"))),
        .. Statements.Select(k => Put("Statement", k, ("title", k), ("kind", "APPLICABILITY"))),
    ];

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Text => One("a", "b", "c");

    private static Gen<Graph.Engine.Snapshots.ExternalId?> External =>
        One<Graph.Engine.Snapshots.ExternalId?>(null, new("crm", "1"), new("crm", "2"));

    // Now and then a key that is new, or that was deleted: such a request is refused or makes one more document.
    private static Gen<string> Key(string[] keys) => Gen.Frequency<string>((9, One(keys)), (1, One("new-1", "new-2")));

    private static Gen<(string From, string Kind, string To)> Edge(string[] from, string kind, string[] to) =>
        Gen.Select(Key(from), Key(to), (f, t) => (f, kind, t));
}
