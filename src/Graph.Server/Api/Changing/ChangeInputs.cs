using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Types;
using GraphQL.Types;
using FieldShape = Graph.Engine.Model.FieldType;

namespace Graph.Server.Api.Changing;

/// <summary>The inputs of apply, made from the model: one typed input for each kind, and the operations that they mean.</summary>
internal static class ChangeInputs
{
    public static InputObjectGraphType Type(TypeTable types)
    {
        var flag = new InputObjectGraphType { Name = "FlagInput", Description = "A named fact and its answer." }.Add(
            Make.Bare("name", Make.Must(types.String), "The name of a declared fact."),
            Make.Bare("value", Make.Must(types.Boolean), "The answer."));
        var external = new InputObjectGraphType { Name = "ExternalIdInput", Description = "How an outside tool knows a document; an upsert finds it by this where no key is given." }.Add(
            Make.Bare("source", Make.Must(types.String), "The tool, 1 to 100 characters."),
            Make.Bare("id", Make.Must(types.String), "Its id there, 1 to 200 characters."));
        var put = new InputObjectGraphType { Name = "PutInput", Description = "One document of one kind.", IsOneOf = true };
        foreach (var kind in types.Model.Kinds)
        {
            put.AddField(Make.Bare(kind.CamelName, Put(types, kind, flag, external), $"A document of the kind {kind.Name}."));
        }

        return new InputObjectGraphType
        {
            Name = "ChangeInput",
            Description = "One change. Puts come into effect first, then links and unlinks, then deletes, so that their order does not matter for what they name.",
            IsOneOf = true,
        }.Add(
            Make.Bare("put", put, "Create a document, or change it where there is one of the same key or external id."),
            Make.Bare("link", Link(types), "Add an edge, or change what it carries."),
            Make.Bare("unlink", Edge(types, "UnlinkInput", "An edge to remove."), "Remove an edge; one that is not there is counted as unchanged."),
            Make.Bare("delete", new InputObjectGraphType { Name = "DeleteInput", Description = "A document to delete." }.Add(
                Make.Bare("key", Make.Must(types.String), "Its key, which is never used again."),
                new GraphQL.Types.FieldType { Name = "edges", Description = "Whether to delete its edges as well; a document with edges is refused otherwise.", ResolvedType = types.Boolean, DefaultValue = false }), "Delete a document."));
    }

    /// <summary>What a coerced change means to the engine.</summary>
    public static Operation Read(IDictionary<string, object?> change, GraphModel model)
    {
        var (verb, body) = Only(change);
        switch (verb)
        {
            case "put":
                var (name, fields) = Only(body);
                var kind = model.Kinds.First(k => k.CamelName == name);
                var external = fields.Get("external") is IDictionary<string, object?> e ? new ExternalId((string)e["source"]!, (string)e["id"]!) : null;
                return new PutDocument(
                    kind.Name, (string?)fields.Get("key"), external,
                    fields.Where(f => f.Key is not ("key" or "external") || kind.TryGetField(f.Key, out _)).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal));
            case "link":
                return new LinkDocuments(
                    (string)body["from"]!, (string)body["kind"]!, (string)body["to"]!,
                    body.Where(f => f.Key is not ("from" or "kind" or "to")).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal));
            case "unlink":
                return new UnlinkDocuments((string)body["from"]!, (string)body["kind"]!, (string)body["to"]!);
            default:
                return new DeleteDocument((string)body["key"]!, body.Get("edges") is true);
        }
    }

    /// <summary>The one entry of an input of which exactly one is given.</summary>
    public static (string Name, IDictionary<string, object?> Body) Only(IDictionary<string, object?> oneOf)
    {
        var (name, body) = oneOf.Single(o => o.Value is not null);
        return (name, (IDictionary<string, object?>)body!);
    }

    private static InputObjectGraphType Put(TypeTable types, Kind kind, IGraphType flag, IGraphType external)
    {
        var type = new InputObjectGraphType { Name = kind.Name + "Input", Description = $"{kind.Description} A field that is absent stays as it is; null clears it." }.Add(
            Make.Bare("key", types.String, $"The key: letters, digits and . _ : ( ) - / > +, at most 200; a new one does not begin like those of another kind. Absent = found by 'external', else made by the server as {kind.KeyPrefix}:..."),
            Make.Bare("external", external, "How an outside tool knows it; absent = unchanged."));
        type.Metadata[InputFaults.AuthorityFields] = kind.Fields.Where(f => f.Access == FieldAccess.Authority).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var field in kind.Fields.Where(f => f.Access == FieldAccess.Editor))
        {
            if (type.Fields.Find(field.Name) is not null)
            {
                throw new InvalidOperationException($"The field '{field.Name}' of the kind {kind.Name} has the name of a part of every put.");
            }

            type.AddField(Make.Bare(field.Name, Input(types, field, flag), field.Description + Bounds(field)));
        }

        return type;
    }

    private static InputObjectGraphType Edge(TypeTable types, string name, string description) => new InputObjectGraphType { Name = name, Description = description }.Add(
        Make.Bare("from", Make.Must(types.String), "The key of the start."),
        Make.Bare("kind", Make.Must(types.EdgeKind), "The kind of edge."),
        Make.Bare("to", Make.Must(types.String), "The key of the end."));

    // What edges of any kind carry stands side by side, so a name means one shape for all of them.
    private static InputObjectGraphType Link(TypeTable types)
    {
        var type = Edge(types, "LinkInput", "An edge to add, or whose values to change. A value that is absent stays as it is; null clears it.");
        foreach (var group in types.Model.Edges.SelectMany(e => e.Fields.Where(f => f.Access == FieldAccess.Editor).Select(f => (Edge: e, Field: f))).GroupBy(f => f.Field.Name))
        {
            var first = group.First().Field;
            if (group.Any(f => f.Field.Type != first.Type || f.Field.Words != first.Words) || type.Fields.Find(first.Name) is not null)
            {
                throw new InvalidOperationException($"The field '{first.Name}' must have the same shape in all edge kinds that carry it, and a name of its own.");
            }

            type.AddField(Make.Bare(first.Name, Input(types, first, null), $"{string.Join(", ", group.Select(f => f.Edge.Name))}: {first.Description}{Bounds(first)}"));
        }

        return type;
    }

    private static IGraphType Input(TypeTable types, Field field, IGraphType? flag) =>
        field.Type == FieldShape.Flags ? Make.Some(flag ?? throw new InvalidOperationException($"An edge cannot carry the facts '{field.Name}'.")) : types.Output(field.Type, field.Words);

    private static string Bounds(Field field) => field.Type switch
    {
        FieldShape.Text or FieldShape.Personal => $" At most {field.LengthMax} characters.",
        FieldShape.TextList => $" At most {Field.ListCountMax} entries of at most {field.LengthMax} characters.",
        FieldShape.Flags => " What is given replaces all answers.",
        _ => "",
    } + (field.Required ? " A document must have it." : "");
}
