using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <summary>Changes that are taken as made and are not written: the same operations as a change takes, judged by the same rules.</summary>
public sealed class Assumption
{
    private const string Actor = "what if";

    /// <summary>Takes operations as assumed.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="paths">For each operation its place in what the caller sent.</param>
    /// <param name="model">The kinds and edge kinds.</param>
    public Assumption(IReadOnlyList<Operation> operations, IReadOnlyList<string> paths, GraphModel model)
    {
        Request = new("what-if", Actor, Actor, operations) { Paths = paths, IsAssumed = true };
        Id = RequestHash.Of(Request, model, value => value)[..32];
    }

    /// <summary>The first half of a SHA-256 over the operations: equal assumptions have equal ids.</summary>
    public string Id { get; }

    /// <summary>The operations.</summary>
    public IReadOnlyList<Operation> Operations => Request.Operations;

    internal ChangeRequest Request { get; }
}

/// <summary>A graph with an assumption on top.</summary>
/// <param name="Snapshot">The graph, of the revision on which it stands; that graph itself where the assumption does not hold together.</param>
/// <param name="Violations">Why it does not hold together; empty where it does.</param>
public sealed record AssumedGraph(Snapshot Snapshot, IReadOnlyList<Violation> Violations);
