using System.Collections.Immutable;
using System.Globalization;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;

namespace Graph.Engine.Governance;

/// <summary>
/// Proposes answers to the items of a document's templates from what the graph knows of the systems or vendors that it is about. A proposal is an
/// answer like any other, PROPOSED: it counts as missing until somebody confirms it. What was confirmed is left alone, and no name of a person is proposed.
/// </summary>
public static class Prefill
{
    /// <summary>The changes that put the proposals; empty where nothing can be proposed. Put again, they are the same.</summary>
    public static IReadOnlyList<Operation> Of(View view, Document document)
    {
        var operations = new List<Operation>();
        foreach (var row in Forms.Of(view, document).Where(r => r.State != FormState.NotAsked && r.Answer?.Text(AnswerKind.State) != "CONFIRMED"))
        {
            if (Proposal(view, document, row.Item) is { } value)
            {
                var key = row.Answer?.Key ?? FreeKey(view.Snapshot, document, row.Item);
                operations.Add(new PutDocument(AnswerKind.Kind.Name, key, null, new Dictionary<string, object?> { [AnswerKind.Value.Name] = value, [AnswerKind.State.Name] = "PROPOSED" }));
                operations.Add(new LinkDocuments(key, FormEdges.AnswerOf.Name, document.Key, ImmutableDictionary<string, object?>.Empty));
                operations.Add(new LinkDocuments(key, FormEdges.Answers.Name, row.Item.Key, ImmutableDictionary<string, object?>.Empty));
            }
        }

        return operations;
    }

    /// <summary>What was expected of a document before answers are proposed; null where they may be: a proposal is an edit, and nobody has asked for what was decided to be taken away.</summary>
    public static string? Expected(Document document) =>
        document.Kind.Approval is { } rule && document.Text(rule.Status) is { } status && (status == rule.DoneWord || status is ApprovalRule.Submitted or ApprovalRule.Superseded)
            ? $"a document that is not {status}, found '{document.Key}': a proposal would take that away. {(status == ApprovalRule.Submitted ? "Reject it first" : status == ApprovalRule.Superseded ? "Propose answers in the version that took its place, or in one made of that by revise" : "Make a version of it by revise, and propose answers there")}"
            : null;

    /// <summary>What the graph proposes as the answer to an item; null where it knows nothing that fits.</summary>
    public static string? Proposal(View view, Document document, Document item)
    {
        if (item.Text(TemplateItemKind.PrefilledFrom) is not { } from || from.Split('.', 2) is not [var of, var name])
        {
            return null;
        }

        IEnumerable<Document> subjects = of switch
        {
            "document" => [document],
            "vendor" => view.Snapshot.Targets(document, EdgeKinds.Assesses).Concat(view.Snapshot.Targets(document, EdgeKinds.Concerns)).Where(s => s.Kind == VendorKind.Kind),
            _ => document.Kind == AiSystemKind.Kind ? [document] : Forms.Systems(document, view.Snapshot.Targets),
        };
        var values = subjects.Select(s => of == "fact" ? Fact(s, name) : Value(view, s, name)).ToList();
        var text = string.Join("; ", values.OfType<string>().Distinct());
        text = text.Length > AnswerKind.Value.LengthMax ? text[..(AnswerKind.Value.LengthMax - 4)] + " ..." : text;
        return text.Length > 0 && TemplateItemKind.Expected(item, text) is null ? text : null;
    }

    private static string? Fact(Document system, string name) =>
        system.Flags(AiSystemKind.Facts)?.TryGetValue(name, out var answer) == true ? Text(answer) : null;

    private static string? Value(View view, Document subject, string name)
    {
        if (subject.Kind.TryGetField(name, out var field))
        {
            return field.Type == FieldType.Personal ? null : Text(subject[field]);
        }

        if (subject.Kind.Derived.FirstOrDefault(d => d.Name == name) is { } derived)
        {
            return derived.Type == FieldType.Personal ? null : Text(derived.Read(view, subject));
        }

        var snapshot = view.Snapshot;
        var ends = snapshot.Model.EdgesFrom(subject.Kind).Where(e => e.CamelName == name).SelectMany(e => snapshot.Targets(subject, e))
            .Concat(snapshot.Model.EdgesTo(subject.Kind).Where(e => e.Inverse == name).SelectMany(e => snapshot.Sources(subject, e)));
        return string.Join("; ", ends.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Kind.Title.Type == FieldType.Personal || e.Text(e.Kind.Title) is not { } title ? e.Key : $"{title} ({e.Key})"));
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool answer => answer ? "YES" : "NO",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        string[] list => string.Join("; ", list),
        ImmutableSortedDictionary<string, bool> flags => string.Join("; ", flags.Select(f => $"{f.Key}: {Text(f.Value)}")),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    // Readable, and the same each time; a key of a deleted answer is never used again.
    private static string FreeKey(Snapshot snapshot, Document document, Document item)
    {
        var readable = $"{AnswerKind.Kind.KeyPrefix}:{document.Key}/{item.Key}";
        var start = readable.Length <= ChangePlanner.KeyLengthMax - 10 ? readable : $"{AnswerKind.Kind.KeyPrefix}:{document.Ordinal}/{item.Ordinal}";
        var key = start;
        for (var number = 2; snapshot.WasUsed(key); number++)
        {
            key = string.Create(CultureInfo.InvariantCulture, $"{start}/{number}");
        }

        return key;
    }
}
