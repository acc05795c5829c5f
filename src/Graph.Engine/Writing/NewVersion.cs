using System.Collections.Immutable;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <summary>
/// A version that may take the place of a document which counts: the same content, its parts and what links to it, as a draft that supersedes
/// the other. The other counts until the draft is approved or signed and takes effect.
/// </summary>
public static class NewVersion
{
    private const string KeyField = "key";

    /// <summary>The operations that make it.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="key">The key of the document that counts.</param>
    /// <param name="newKey">The key of the version, which is new.</param>
    /// <param name="personal">Gives the value of a token; null where it was erased.</param>
    /// <returns>The operations, or why there are none: NOT_FOUND, or CONFLICT where the document does not count or a version of it is being written.</returns>
    public static (IReadOnlyList<Operation> Operations, Violation? Fault) Of(Snapshot snapshot, string key, string newKey, Func<string, string?> personal)
    {
        if (snapshot.Document(key) is not { } document)
        {
            return ([], new(ViolationCode.NotFound, KeyField, $"expected the key of a document, found '{key}'"));
        }

        if (document.Kind.Approval is not { } rule || !EdgeKinds.Supersedes.MayStartFrom(document.Kind))
        {
            return ([], new(ViolationCode.Validation, KeyField, $"expected a document of which there are versions, found {document.Kind.Name} '{key}'"));
        }

        if (document.Text(rule.Status) != rule.DoneWord)
        {
            return ([], new(ViolationCode.Conflict, KeyField, $"expected a document that is {rule.DoneWord}, found '{key}' {document.Text(rule.Status) ?? ApprovalRule.Draft}: edit it as it is"));
        }

        if (snapshot.Sources(document, EdgeKinds.Supersedes).Find(v => !v.Kind.Approval!.HasCounted(v)) is { } other)
        {
            return ([], new(ViolationCode.Conflict, KeyField, $"expected a document without a version that waits, found '{other.Key}', which is to take the place of '{key}'"));
        }

        if (snapshot.WasUsed(newKey))
        {
            return ([], new(ViolationCode.Conflict, "newKey", $"expected a key that was never used, found '{newKey}'"));
        }

        var operations = new List<Operation>();
        Copy(snapshot, document, newKey, personal, operations);

        // A part is a version of a part of the same.
        foreach (var edge in snapshot.Model.EdgesFrom(document.Kind).Where(e => e.IsPart))
        {
            operations.AddRange(snapshot.Targets(document, edge).Select(owner => new LinkDocuments(newKey, edge.Name, owner.Key, Carried(edge, snapshot.Edge(document, edge, owner), personal))));
        }

        operations.Add(new LinkDocuments(newKey, EdgeKinds.Supersedes.Name, key, ImmutableDictionary<string, object?>.Empty));
        return (operations, null);
    }

    private static void Copy(Snapshot snapshot, Document document, string newKey, Func<string, string?> personal, List<Operation> operations)
    {
        operations.Add(new PutDocument(document.Kind.Name, newKey, null, Fields(document.Kind.Fields, f => document[f], personal)));
        foreach (var edge in snapshot.Model.EdgesFrom(document.Kind).Where(e => !e.IsPart && e != EdgeKinds.Supersedes))
        {
            foreach (var (node, data) in snapshot.Out(document, edge))
            {
                operations.Add(new LinkDocuments(newKey, edge.Name, snapshot.Document(node)!.Key, Carried(edge, data, personal)));
            }
        }

        // What is linked to it for what it shows: a control to its evidence. Findings, audits and the like are of the version that they looked at.
        foreach (var edge in snapshot.Model.EdgesTo(document.Kind).Where(e => e.Reviewed && !e.IsPart))
        {
            foreach (var (node, data) in snapshot.In(document, edge))
            {
                operations.Add(new LinkDocuments(snapshot.Document(node)!.Key, edge.Name, newKey, Carried(edge, data, personal)));
            }
        }

        var number = 0;
        foreach (var edge in snapshot.Model.PartsOf(document.Kind).Where(e => e.BindsContent))
        {
            foreach (var part in snapshot.Sources(document, edge))
            {
                var partKey = $"{part.Kind.KeyPrefix}:{newKey[(newKey.IndexOf(':', StringComparison.Ordinal) + 1)..]}-{++number}";
                Copy(snapshot, part, partKey, personal, operations);
                operations.Add(new LinkDocuments(partKey, edge.Name, newKey, Carried(edge, snapshot.Edge(part, edge, document), personal)));
            }
        }
    }

    // That a link holds for the version as well is a review of its own, by whoever writes the version.
    private static Dictionary<string, object?> Carried(EdgeKind edge, EdgeData? data, Func<string, string?> personal) =>
        data is null ? [] : Fields(edge.Reviewed ? edge.Fields.SkipLast(3) : edge.Fields, f => data[f], personal);

    private static Dictionary<string, object?> Fields(IEnumerable<Field> fields, Func<Field, object?> value, Func<string, string?> personal) =>
        fields.Where(f => f.Access == FieldAccess.Editor).Select(f => (f.Name, Value: Raw(f, value(f), personal))).Where(f => f.Value is not null).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);

    private static object? Raw(Field field, object? value, Func<string, string?> personal) => value switch
    {
        string token when field.Type == FieldType.Personal => personal(token),
        ImmutableSortedDictionary<string, bool> flags => flags.ToDictionary(f => f.Key, f => (object?)f.Value, StringComparer.Ordinal),
        _ => value,
    };
}
