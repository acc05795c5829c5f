using System.Collections.Immutable;
using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using FieldShape = Graph.Engine.Model.FieldType;
using FieldType = GraphQL.Types.FieldType;

namespace Graph.Server.Api.Types;

/// <summary>Makes the types of all kinds: their fields, their edges in both directions, and what every document has.</summary>
internal static class DocumentTypes
{
    public static void Describe(TypeTable types)
    {
        types.Describe("Flag", Access.Read, "A named fact and its answer. A fact that is not listed is unknown, which is never a pass.").Add(
            Make.Field<KeyValuePair<string, bool>>("name", Make.Must(types.String), "The name of the fact.", f => f.Key),
            Make.Field<KeyValuePair<string, bool>>("value", Make.Must(types.Boolean), "The answer.", f => f.Value));
        types.Describe("ExternalId", Access.Read, "How an outside tool knows a document.").Add(
            Make.Field<ExternalId>("source", Make.Must(types.String), "The tool.", e => e.Source),
            Make.Field<ExternalId>("id", Make.Must(types.String), "Its id there.", e => e.Id));
        types.Describe("Shortfall", Access.Read, "Something that keeps a document from being as it should, and what would close it.").Add(
            Make.Field<ShortfallRef>("code", Make.Must(types.Of(ManagementWords.Shortfall)), "What it is.", s => s.Shortfall.Code),
            Make.Field<ShortfallRef>("meaning", Make.Must(types.String), "What the code says, in one sentence.", s => ManagementWords.Shortfall.MeaningOf(s.Shortfall.Code)),
            Make.Field<ShortfallRef>("node", types.Document, "The document concerned; null where what is missing is a document.", s => s.Shortfall.Node is { } node ? s.Scope.Node(node) : null),
            Make.Field<ShortfallRef>("closes", Make.Must(types.String), "What would close it, in plain words.", s => s.Shortfall.Closes));
        types.Node.AddField(Make.Bare("id", Make.Must(types.Id), IdText));
        foreach (var field in Common(types))
        {
            var bare = Make.Bare(field.Name, field.ResolvedType!, field.Description!, [.. field.Arguments ?? []]);
            types.Document.AddField(NeedsDirective.Declared(field) is { } needs ? bare.Needs(needs) : bare);
        }

        foreach (var kind in types.Model.Kinds)
        {
            Describe(types, kind);
        }
    }

    /// <summary>The connection of all documents of a kind.</summary>
    public static ConnectionType Connection(TypeTable types, Kind kind) =>
        types.Connection(kind.Name, () => ConnectionType.Create(types, kind.Name, types.Of(kind), Access.Of(kind), $"documents of the kind {kind.Name}"));

    /// <summary>The edge fields of a kind: each edge kind that may start from it under its own name, each that may lead to it under the name of its far end.</summary>
    public static IEnumerable<(EdgeKind Edge, bool Outgoing, string Name)> EdgesOf(GraphModel model, Kind kind) =>
        model.EdgesFrom(kind).Select(e => (e, true, e.CamelName)).Concat(model.EdgesTo(kind).Select(e => (e, false, e.Inverse)));

    /// <summary>The edges of one kind at a document.</summary>
    public static List<LinkRef> Links(NodeRef node, EdgeKind edge, bool outgoing)
    {
        var snapshot = node.Scope.View.Snapshot;
        var links = new List<LinkRef>();
        foreach (var (far, data) in outgoing ? snapshot.Out(node.Document, edge) : snapshot.In(node.Document, edge))
        {
            var other = snapshot.Document(far)!;
            var (from, to) = outgoing ? (node.Document, other) : (other, node.Document);
            links.Add(new(node.Scope.Node(other), edge, data, $"{from.Key}|{edge.Name}|{to.Key}", from, to));
        }

        return links;
    }

    /// <summary>A value of a document as the API gives it.</summary>
    public static object? Shown(NodeRef node, Field field) => Shown(node.Scope.Request, field.Type, node.Document[field] ?? field.Absent);

    /// <summary>A value that is worked out from a document, as the API gives it.</summary>
    public static object? Shown(NodeRef node, DerivedField derived) => Shown(node.Scope.Request, derived.Type, derived.Read(node.Scope.View, node.Document));

    /// <summary>A value of an edge, or one that is derived, as the API gives it.</summary>
    public static object? Shown(RequestContext request, FieldShape shape, object? value) => (shape, value) switch
    {
        (FieldShape.Personal, string token) => request.Engine.Personal.Resolve(token),
        (FieldShape.Flags, ImmutableSortedDictionary<string, bool> flags) => flags.Cast<object>().ToArray(),
        _ => value,
    };

    private const string IdText = "The id, unique in the graph: the key at head, today; in another view it also carries the view, so that a cache never mixes two moments. node(id) understands both.";

    private static FieldType[] Common(TypeTable types) =>
    [
        Make.Field<NodeRef>("id", Make.Must(types.Id), IdText, n => n.Id),
        Make.Field<NodeRef>("key", Make.Must(types.String), "The readable, stable key, the same in GraphQL, files and Neo4j; never used for another document.", n => n.Document.Key),
        Make.Field<NodeRef>("title", types.String, "The text by which people know it; null where it has none.", n => Shown(n, n.Document.Kind.Title)),
        Make.Field<NodeRef>("external", types.Object("ExternalId"), "How an outside tool knows it.", n => n.Document.External),
        Make.Field<NodeRef>("revision", Make.Must(types.Revision), "The revision that last changed it.", n => n.Document.Revision),
        Make.Field<NodeRef>("createdIn", Make.Must(types.Revision), "The revision that created it.", n => n.Document.CreatedIn),
        Make.Field<NodeRef>("editedBy", types.String, "Who last edited its content; null where only the server or authority touched it.", n => n.Scope.Request.Engine.Personal.Resolve(n.Document.EditedBy)),
        Make.Field<NodeRef>("suspect", Make.Must(types.Boolean), "Whether any link at it is suspect: the meaning of an end has changed since the link's last review.", n => Suspicion.Of(n.Scope.View.Snapshot).IsAnySuspectAt(n.Document)),
        LogTypes.HistoryField(types),
    ];

    private static void Describe(TypeTable types, Kind kind)
    {
        var type = types.Of(kind);
        var common = Common(types);
        foreach (var field in common)
        {
            // A kind with a title of its own says in its own words what it is.
            if (kind.TryGetField(field.Name, out var own))
            {
                if (own != kind.Title)
                {
                    throw new InvalidOperationException($"The field '{own.Name}' of the kind {kind.Name} has the name of a field that every document has.");
                }

                continue;
            }

            type.AddField(field);
        }

        foreach (var field in kind.Fields)
        {
            var shape = types.Output(field.Type, field.Words);
            type.AddField(Make.Field<NodeRef>(field.Name, field.Required ? Make.Must(shape) : shape, field.Description, n => Shown(n, field)));
        }

        foreach (var derived in kind.Derived)
        {
            type.AddField(Make.Field<NodeRef>(
                derived.Name, types.Output(derived.Type, derived.Words), derived.Description + " Derived, never typed in.",
                n => Shown(n, derived)));
        }

        if (kind.Standing is { } standing)
        {
            type.AddField(Make.Field<NodeRef>(
                "shortfalls", Make.All(types.Object("Shortfall")), $"What keeps its {standing.Name} from being better, each with what would close it.", n => Shortfalls(n, standing)));
        }

        if (kind.Approval is not null)
        {
            type.AddField(Make.Field<NodeRef>(
                "contentHashNow", Make.Must(types.Hash), "The hash of the content as this view has it: what approve and sign must be given, so that nobody decides on what they have not seen.",
                n => Content.Hash(n.Document, n.Scope.View.Snapshot)));
        }

        foreach (var (edge, outgoing, name) in EdgesOf(types.Model, kind))
        {
            if (type.Fields.Find(name) is not null)
            {
                throw new InvalidOperationException($"The kind {kind.Name} has a field and an edge with the name '{name}'.");
            }

            type.AddField(LinkConnection(types, edge, outgoing).Field<NodeRef>(
                types, name, outgoing ? edge.Description : $"What is linked here by {edge.Name}: {edge.Description}",
                (node, _) => Window.Of(Links(node, edge, outgoing), l => l), backwards: true));
        }

        type.AddResolvedInterface(types.Node);
        type.AddResolvedInterface(types.Document);
    }

    private static ShortfallRef[] Shortfalls(NodeRef node, StandingRule rule)
    {
        var found = rule.Judge(node.Scope.View, node.Document).Shortfalls;
        node.Scope.Request.Take(found.Count);
        return [.. found.Select(s => new ShortfallRef(node.Scope, s))];
    }

    private static ConnectionType LinkConnection(TypeTable types, EdgeKind edge, bool outgoing)
    {
        var word = outgoing ? edge.CamelName : edge.Inverse;
        var name = char.ToUpperInvariant(word[0]) + word[1..] + "Link";
        return types.Connection(name, () =>
        {
            var connection = ConnectionType.Create(
                types, name, types.End(outgoing ? types.Model.EndsOf(edge) : types.Model.StartsOf(edge)), Access.Read, $"edges of the kind {edge.Name}, seen from {(outgoing ? "their start" : "their end")}",
                item => ((LinkRef)item).Node);
            connection.Edge.AddField(Make.Field<PageEdge>("key", Make.Must(types.String), "The key of the edge: from|KIND|to.", e => ((LinkRef)e.Item).Key));
            if (edge.Reviewed)
            {
                connection.Edge.AddField(Make.Field<PageEdge>(
                    "suspect", Make.Must(types.Boolean), "Whether the meaning of an end has changed since the last review; suspectLinks says what.",
                    e => e.Item is LinkRef link && Suspicion.Of(link.Node.Scope.View.Snapshot).IsSuspect(link.Kind, link.From, link.To, link.Data)));
            }

            foreach (var field in edge.Fields)
            {
                if (connection.Edge.Fields.Find(field.Name) is not null)
                {
                    throw new InvalidOperationException($"The field '{field.Name}' of the edge kind {edge.Name} has the name of a field that every edge has.");
                }

                connection.Edge.AddField(Make.Field<PageEdge>(field.Name, types.Output(field.Type, field.Words), field.Description, e => Value((LinkRef)e.Item, field)));
            }

            return connection;
        });
    }

    private static object? Value(LinkRef link, Field field) =>
        link.Data is null ? null : Shown(link.Node.Scope.Request, field.Type, link.Data[field]);
}

/// <summary>A shortfall, in a view.</summary>
internal sealed record ShortfallRef(ViewScope Scope, Shortfall Shortfall);
