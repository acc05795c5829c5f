using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>How an item of a form stands in a document.</summary>
public enum FormState
{
    /// <summary>A required item has no answer.</summary>
    Unanswered,

    /// <summary>A required item has an answer that nobody has confirmed.</summary>
    Unconfirmed,

    /// <summary>A required item has an answer that is not of the form that the item asks for.</summary>
    Unfit,

    /// <summary>The answer rules out a class that the document finds, or asks for one that it does not find.</summary>
    RuledOut,

    /// <summary>It has no confirmed answer, and need not have one.</summary>
    Optional,

    /// <summary>Its conditions do not hold.</summary>
    NotAsked,

    /// <summary>It is answered, and somebody stands behind the answer.</summary>
    Answered,
}

/// <summary>An item of a template as it stands in a document that follows the template.</summary>
/// <param name="Template">The template.</param>
/// <param name="Item">The item.</param>
/// <param name="IsKnown">Whether it is known that the item is asked or not asked; an item that may be asked is asked.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="State">How it stands.</param>
public sealed record FormRow(Document Template, Document Item, bool IsKnown, Document? Answer, FormState State)
{
    /// <summary>Whether the document lacks it.</summary>
    public bool IsMissing => State < FormState.Optional;
}

/// <summary>What documents answer of the templates that they follow, and what they lack.</summary>
public static class Forms
{
    /// <summary>What every kind of document that may follow a template shows of it; null where a document follows none.</summary>
    public static IReadOnlyList<DerivedField> Derived { get; } =
    [
        new("missing", FieldType.TextList, null, "The keys of the items that it lacks of the templates it follows: required, asked or perhaps asked, and without a confirmed answer that fits. Null = it follows no template.", (v, d) => OfFollower(v, d)?.Where(r => r.IsMissing).Select(r => r.Item.Key).ToArray()),
        new("itemsAsked", FieldType.Integer, null, "How many items of the templates it follows are asked or perhaps asked. Null = it follows no template.", (v, d) => OfFollower(v, d)?.Count(r => r.State != FormState.NotAsked)),
        new("itemsAnswered", FieldType.Integer, null, "How many of these have a confirmed answer. Null = it follows no template.", (v, d) => OfFollower(v, d)?.Count(r => r.State == FormState.Answered)),
        new("itemsBacked", FieldType.Integer, null, "How many of these have a confirmed answer that is DOCUMENTED or VERIFIED: what is only claimed scores nothing (ISO/IEC 42001 A.10.3). Null = it follows no template.", (v, d) => OfFollower(v, d)?.Count(r => r.State == FormState.Answered && r.Answer!.Text(AnswerKind.Backing) is "DOCUMENTED" or "VERIFIED")),
    ];

    /// <summary>The items of every template that a document follows, by template, place and key.</summary>
    public static IReadOnlyList<FormRow> Of(View view, Document document) => Of(document, view.On, view.Snapshot.Targets, view.Snapshot.Sources);

    /// <summary>The items of a template for a system, where nothing that is about it follows the template yet.</summary>
    public static IReadOnlyList<FormRow> NotBegun(View view, Document template, Document system)
    {
        List<SystemFacts> facts = [new(view.Snapshot, view.On, system)];
        return [.. ItemsOf(template, view.Snapshot.Sources).Select(i => Judge(system, template, i, answer: null, IsAsked(i, facts)))];
    }

    /// <summary>Whether a document follows a template of a form and lacks nothing of it.</summary>
    public static bool IsWhole(View view, Document document, string form) =>
        Follows(document, form, view.Snapshot.Targets)
        && Of(view, document).Where(r => r.Template.Text(TemplateKind.Form) == form).GroupBy(r => r.Template.Ordinal).Any(t => !t.Any(r => r.IsMissing));

    /// <summary>Whether a document follows a template of a form, whole or not.</summary>
    internal static bool Follows(Document document, string form, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(document, FormEdges.Follows).Any(t => t.Text(TemplateKind.Form) == form);

    /// <summary>What a document lacks of the templates that it follows, as a refusal tells it; a template that asks nothing of anybody is none.</summary>
    public static IEnumerable<string> Lacks(ChangedDocument changed) =>
        changed.Targets(changed.After, FormEdges.Follows).Where(t => !ItemsOf(t, changed.Sources).Any(TemplateItemKind.IsRequired)).OrderBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => $"'{t.Key}', which '{changed.After.Key}' follows, to have an item that must be answered, found none")
            .Concat(Of(changed.After, changed.Day, changed.Targets, changed.Sources).Where(r => r.IsMissing)
                .Select(r => $"'{changed.After.Key}' to have a confirmed answer to '{r.Item.Key}' ({Rule(r)}), {Found(r)}"));

    /// <summary>The answers in a document, each with the item that it answers, in the order of their keys.</summary>
    internal static IEnumerable<(Document Answer, Document Item)> AnswersOf(
        Document holder, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        sources(holder, FormEdges.AnswerOf).OrderBy(a => a.Key, StringComparer.Ordinal).SelectMany(a => targets(a, FormEdges.Answers).Select(i => (a, i)));

    /// <summary>The systems that a document is about.</summary>
    internal static IEnumerable<Document> Systems(Document document, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(document, EdgeKinds.Assesses).Concat(targets(document, EdgeKinds.Concerns)).Where(s => s.Kind == AiSystemKind.Kind);

    private static IReadOnlyList<FormRow>? OfFollower(View view, Document document) => view.Snapshot.Out(document, FormEdges.Follows).Any() ? Of(view, document) : null;

    private static List<FormRow> Of(
        Document document, DateOnly day, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        var templates = targets(document, FormEdges.Follows);
        if (templates.Count == 0)
        {
            return [];
        }

        var answers = AnswersOf(document, targets, sources).GroupBy(a => a.Item.Ordinal).ToDictionary(g => g.Key, g => g.First().Answer);
        var systems = Systems(document, targets).Select(s => new SystemFacts(day, s, targets, sources)).ToList();
        return
        [
            .. templates.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => ItemsOf(t, sources)
                .Select(i => Judge(document, t, i, answers.GetValueOrDefault(i.Ordinal), IsAsked(i, systems)))),
        ];
    }

    private static IEnumerable<Document> ItemsOf(Document template, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        sources(template, FormEdges.ItemOf).OrderBy(i => i.Integer(TemplateItemKind.Order)).ThenBy(i => i.Key, StringComparer.Ordinal);

    private static FormRow Judge(Document document, Document template, Document item, Document? answer, Truth asked)
    {
        var state = asked == Truth.False ? FormState.NotAsked
            : answer is not null && Contradicts(document, item, answer) ? FormState.RuledOut
            : answer is not null && answer.Text(AnswerKind.State) == "CONFIRMED" && Fits(item, answer) ? FormState.Answered
            : !TemplateItemKind.IsRequired(item) ? FormState.Optional
            : answer is null ? FormState.Unanswered
            : Fits(item, answer) ? FormState.Unconfirmed
            : FormState.Unfit;
        return new(template, item, asked != Truth.Unknown, answer, state);
    }

    private static bool Fits(Document item, Document answer) => TemplateItemKind.Expected(item, answer.Text(AnswerKind.Value)!) is null;

    private static bool Contradicts(Document document, Document item, Document answer) =>
        document.Kind == AssessmentKind.Kind && document.List(AssessmentKind.Classes) is { } found && TemplateItemKind.RulesHoldAt(item, answer.Text(AnswerKind.Value)!)
        && (item.List(TemplateItemKind.RulesOut)?.Intersect(found).Any() == true || (item.List(TemplateItemKind.RulesIn) is { Length: > 0 } asked && !asked.Intersect(found).Any()));

    // For any of the systems; where it is about none, nothing is known.
    private static Truth IsAsked(Document item, List<SystemFacts> systems)
    {
        if (item.List(TemplateItemKind.Conditions) is not { Length: > 0 } conditions)
        {
            return Truth.True;
        }

        var asked = systems.Count == 0 ? Truth.Unknown : Truth.False;
        foreach (var system in systems)
        {
            var all = Truth.True;
            foreach (var condition in conditions)
            {
                Conditions.TryParse(condition, out var alternatives);
                all = (Truth)Math.Min((int)all, (int)system.Holds(alternatives));
            }

            asked = (Truth)Math.Max((int)asked, (int)all);
        }

        return asked;
    }

    private static string Rule(FormRow row) => row.Item.Text(TemplateItemKind.Ref) ?? row.Template.Key;

    private static IEnumerable<string> Rules(Document item)
    {
        if (item.List(TemplateItemKind.RulesOut) is { Length: > 0 } never)
        {
            yield return $"it rules out {string.Join(", ", never)}";
        }

        if (item.List(TemplateItemKind.RulesIn) is { Length: > 0 } asked)
        {
            yield return $"it asks for {string.Join(" or ", asked)}";
        }
    }

    private static string Found(FormRow row) => row.State switch
    {
        FormState.Unconfirmed => "found one that nobody has confirmed",
        FormState.Unfit => $"found one that is not {TemplateItemKind.Expected(row.Item, row.Answer!.Text(AnswerKind.Value)!)}",
        FormState.RuledOut => $"which does not go with the classes that it finds: {string.Join("; ", Rules(row.Item))}",
        _ => "found none",
    };
}
