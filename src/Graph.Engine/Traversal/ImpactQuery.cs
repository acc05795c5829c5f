using System.Diagnostics;
using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Traversal;

/// <summary>
/// What depends on a document: breadth first along one impact profile (design section 3), so that the first way found to a document
/// is a shortest one. A place in the walk is a document, the number of mappings passed, and, for a risk reached from a control that
/// is operated for some systems, that control: three things that decide where the walk may go on.
/// </summary>
public sealed class ImpactQuery
{
    private const int DeadlineCheckEvery = 1_024;

    // The two ways through a mapping are told apart like scopes; document numbers are never negative.
    private const int ForwardScope = -2;
    private const int BackwardScope = -3;

    private readonly View view;
    private readonly Snapshot snapshot;
    private readonly Holdings holdings;
    private readonly TraversalLimits limits;
    private readonly bool isLoss;
    private readonly ulong outgoing;
    private readonly ulong incoming;
    private readonly long deadline;
    private readonly CancellationToken cancellationToken;
    private readonly List<Place> queue = [];
    private readonly ulong[][] seen;
    private readonly Dictionary<(int Node, int Scope), int> seenScoped = [];
    private readonly Dictionary<int, int> firstPlace = [];
    private readonly int start;
    private Truncation? truncatedBy;

    private ImpactQuery(View view, Document start, ImpactEvent @event, TraversalLimits limits, CancellationToken cancellationToken)
    {
        this.view = view;
        snapshot = view.Snapshot;
        holdings = Holdings.Of(snapshot);
        this.limits = limits;
        this.cancellationToken = cancellationToken;
        this.start = start.Ordinal;
        isLoss = @event == ImpactEvent.Loss;
        foreach (var edge in snapshot.Model.Edges)
        {
            var along = isLoss ? edge.Loss : edge.Change;
            outgoing |= along == Along.With ? edge.Bit : 0;
            incoming |= along == Along.Against ? edge.Bit : 0;
        }

        // Under LOSS a mapping is passed whole, as one step in and one step out, and only where it can give credit.
        if (isLoss)
        {
            var ends = EdgeKinds.From.Bit | EdgeKinds.To.Bit;
            outgoing &= ~ends;
            incoming &= ~ends;
        }

        seen = [.. Enumerable.Range(0, MappingIndex.HopCountMax + 1).Select(_ => new ulong[(snapshot.OrdinalCount >> 6) + 1])];
        deadline = Stopwatch.GetTimestamp() + (long)(limits.TimeMax.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Follows one impact profile from a start.</summary>
    /// <exception cref="DeadlineExceededException">It took too long.</exception>
    public static ImpactResult Run(View view, Document start, ImpactEvent @event, TraversalLimits limits, CancellationToken cancellationToken)
    {
        var query = new ImpactQuery(view, start, @event, limits, cancellationToken);
        query.Walk();
        return new(start, @event, query.firstPlace.Count, query.truncatedBy, new(query.Reached));
    }

    private void Walk()
    {
        Visit(start, -1, -1, 0, -1);
        firstPlace.Remove(start);
        for (var head = 0; head < queue.Count && truncatedBy != Truncation.Nodes; head++)
        {
            if (head % DeadlineCheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Stopwatch.GetTimestamp() > deadline)
                {
                    throw new DeadlineExceededException(limits.TimeMax);
                }
            }

            Expand(head);
        }
    }

    private void Expand(int head)
    {
        var place = queue[head];
        var document = snapshot.Document(place.Node)!;
        if (isLoss && document.Kind == MappingKind.Kind)
        {
            ExpandMapping(head, place, document);
            return;
        }

        Follow(head, place, snapshot.Outgoing, isOutgoing: true, outgoing);
        Follow(head, place, snapshot.Incoming, isOutgoing: false, incoming);
        if (!isLoss)
        {
            return;
        }

        if (document.Kind == RequirementKind.Kind || document.Kind == FrameworkKind.Kind)
        {
            Follow(head, place, snapshot.Incoming, isOutgoing: false, EdgeKinds.PartOf.Bit);
        }

        if (document.Kind == RequirementKind.Kind && place.Hops < MappingIndex.HopCountMax)
        {
            FollowMappings(head, place, document);
        }
    }

    private void Follow(int head, Place place, Adjacency adjacency, bool isOutgoing, ulong mask)
    {
        for (var r = 0; r < adjacency.RunCount(place.Node); r++)
        {
            var run = adjacency.Run(place.Node, r);
            for (var i = 0; i < run.Count; i++)
            {
                var kind = run.Kind(i);
                if ((mask >> kind & 1) == 0)
                {
                    continue;
                }

                var far = run.Node(i);
                if (place.Scope >= 0 && kind == EdgeKinds.HasRisk.Number && !IsInScope(place.Scope, far))
                {
                    continue;
                }

                var scope = isLoss && kind == EdgeKinds.MitigatedBy.Number && IsForSystems(place.Node) ? place.Node : -1;
                Visit(far, head, isOutgoing ? kind : ~kind, place.Hops, scope);
            }
        }
    }

    // From a requirement into the mappings that can be read away from it.
    private void FollowMappings(int head, Place place, Document requirement)
    {
        foreach (var (node, _) in snapshot.In(requirement, EdgeKinds.From))
        {
            if (MappingIndex.GivesCredit(snapshot, snapshot.Document(node)!, view.MappingSets))
            {
                Visit(node, head, ~EdgeKinds.From.Number, place.Hops + 1, ForwardScope);
            }
        }

        foreach (var (node, _) in snapshot.In(requirement, EdgeKinds.To))
        {
            var mapping = snapshot.Document(node)!;
            if (MappingIndex.IsReadBackwards(mapping) && MappingIndex.GivesCredit(snapshot, mapping, view.MappingSets))
            {
                Visit(node, head, ~EdgeKinds.To.Number, place.Hops + 1, BackwardScope);
            }
        }
    }

    // Out of a mapping in the direction in which it was entered; a mapping that is the start itself leads in every readable direction.
    private void ExpandMapping(int head, Place place, Document mapping)
    {
        if (head == 0 && !MappingIndex.GivesCredit(snapshot, mapping, view.MappingSets))
        {
            return;
        }

        var hops = head == 0 ? 1 : place.Hops;
        if (place.Scope != BackwardScope)
        {
            Leave(EdgeKinds.To);
        }

        if (place.Scope == BackwardScope || (head == 0 && MappingIndex.IsReadBackwards(mapping)))
        {
            Leave(EdgeKinds.From);
        }

        void Leave(EdgeKind kind)
        {
            foreach (var (node, _) in snapshot.Out(mapping, kind))
            {
                if (snapshot.Document(node)!.Kind == RequirementKind.Kind)
                {
                    Visit(node, head, kind.Number, hops, -1);
                }
            }
        }
    }

    private void Visit(int node, int from, int via, int hops, int scope)
    {
        if (scope == -1 ? IsSeen(node, hops) : IsSeenScoped(node, scope, hops))
        {
            return;
        }

        var depth = from < 0 ? 0 : queue[from].Depth + 1;
        if (depth > limits.DepthMax)
        {
            truncatedBy ??= Truncation.Depth;
            return;
        }

        if (node != start && !firstPlace.ContainsKey(node))
        {
            if (firstPlace.Count >= limits.NodeCountMax)
            {
                truncatedBy = Truncation.Nodes;
                return;
            }

            firstPlace.Add(node, queue.Count);
        }

        queue.Add(new(node, from, via, depth, hops, scope));
    }

    // A document reached again with as many mappings passed, or more, leads nowhere new.
    private bool IsSeen(int node, int hops)
    {
        var bit = 1UL << (node & 63);
        for (var h = 0; h <= hops; h++)
        {
            if ((seen[h][node >> 6] & bit) != 0)
            {
                return true;
            }
        }

        seen[hops][node >> 6] |= bit;
        return false;
    }

    private bool IsSeenScoped(int node, int scope, int hops)
    {
        if (seenScoped.TryGetValue((node, scope), out var known) && known <= hops)
        {
            return true;
        }

        seenScoped[(node, scope)] = hops;
        return false;
    }

    // A control that is operated for some systems protects only these, by name or, where it names none, by their own risks. One that
    // mitigates only risks of components is operated for nothing, and its loss goes wherever they are used.
    private bool IsForSystems(int node) =>
        snapshot.Document(node)!.Kind == ControlKind.Kind && holdings.Control(node).AppliesTo is { All: false, Systems.Length: > 0 };

    private bool IsInScope(int control, int system) =>
        snapshot.Document(system)!.Kind == AiSystemKind.Kind && holdings.Control(control).AppliesTo.HasSystem(holdings.NumberOf(system));

    private IReadOnlyList<Reached> Reached()
    {
        var reached = firstPlace.Select(p => (Document: snapshot.Document(p.Key)!, Place: p.Value)).ToList();
        reached.Sort((a, b) => queue[a.Place].Depth != queue[b.Place].Depth
            ? queue[a.Place].Depth.CompareTo(queue[b.Place].Depth)
            : string.CompareOrdinal(a.Document.Key, b.Document.Key));
        return [.. reached.Select(r => new Reached(r.Document, queue[r.Place].Depth, Path(r.Place)))];
    }

    private List<PathStep> Path(int place)
    {
        var steps = new List<PathStep>();
        for (var p = place; queue[p].From >= 0; p = queue[p].From)
        {
            var (node, before) = (snapshot.Document(queue[p].Node)!, snapshot.Document(queue[queue[p].From].Node)!);
            var via = queue[p].Via;
            var kind = snapshot.Model.Edges[via < 0 ? ~via : via].Name;
            steps.Add(new(via < 0 ? $"{node.Key}|{kind}|{before.Key}" : $"{before.Key}|{kind}|{node.Key}", node));
        }

        steps.Reverse();
        return steps;
    }

    private readonly record struct Place(int Node, int From, int Via, int Depth, int Hops, int Scope);
}
