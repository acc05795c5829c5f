using System.Globalization;
using System.Text.RegularExpressions;
using Graph.Engine.Governance;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A form that documents follow.</summary>
public static class TemplateKind
{
    /// <summary>What it is for.</summary>
    public static readonly Field Form = Field.Word("form", FormWords.Form, "What a document that follows it serves as.", required: true, meaning: true);

    /// <summary>Its version.</summary>
    public static readonly Field Version = Field.Text("version", "Its version; a new one is a document of its own, so that what followed the old one stays readable.", lengthMax: 50);

    /// <summary>What makes a document that follows it stale.</summary>
    public static readonly Field Watches = Field.WordsOf("watches", ManagementWords.ChangeAspect, "The changes that make an assessment that follows it stale; absent = it does not say.", meaning: true);

    /// <summary>The months to the next review.</summary>
    public static readonly Field ReviewEveryMonths = Field.Integer("reviewEveryMonths", "The months from signature to the next review that it suggests, from 1 to 120; an impact assessment that follows it says its own before it is submitted. Absent = it suggests none.", 1, 120);

    private static readonly Field Title = Field.Text("title", "What it is, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Template", "templates", "template", KindGroup.ManagementSystem,
        "A form: the items that a document of some sort answers, such as an impact assessment or technical documentation. What law asks cites its article; what the guide suggests says so.", Title,
        [
            Title,
            Field.Text("description", "When it is used, and what it does not cover.", meaning: true),
            Form,
            Version,
            Field.Word("context", Words.Context, "The field of use that it is made for; absent = any."),
            Watches,
            ReviewEveryMonths,
            Field.Word("source", ManagementWords.Source, "Where it comes from as a whole."),
            Field.Text("basis", "The articles, clauses or sections that it rests on.", lengthMax: 500),
        ])
    {
        // A template that is turned into one of another form is missed by those that have to follow one of its own.
        Rules = [new(Form, c => !c.IsSeed && c.Before?.Text(Form) is { } was && was != c.After.Text(Form) ? $"{was}, as it was recorded: another form is a new Template" : null)],
    };
}

/// <summary>An item of a template; a part of it.</summary>
public static partial class TemplateItemKind
{
    /// <summary>The greatest number of items of a template.</summary>
    public const int CountMax = 1_000;

    private const string Law = "LAW";
    private const string AskedByLaw = "what law asks is asked of whoever follows the template; another form is a new Template";

    /// <summary>What is asked.</summary>
    public static readonly Field Prompt = Field.Text("prompt", "What is asked, in our own words.", required: true, meaning: true, lengthMax: 1_000);

    /// <summary>The heading.</summary>
    public static readonly Field Section = Field.Text("section", "The heading under which it stands.", lengthMax: 200);

    /// <summary>Its place.</summary>
    public static readonly Field Order = Field.Integer("order", "Its place in the template, from 1 to 10000; of equal places the key decides.", 1, 10_000, required: true);

    /// <summary>How it is answered.</summary>
    public static readonly Field AnswerType = Field.Word("answerType", FormWords.AnswerType, "How it is answered.", meaning: true, absent: "TEXT");

    /// <summary>What one may choose.</summary>
    public static readonly Field Choices = Field.TextList("choices", "CHOICE, CHOICES: what one may choose.", meaning: true, lengthMax: 200);

    /// <summary>Whether it must be answered.</summary>
    public static readonly Field Required = Field.Boolean("required", "Whether a document must answer it before it is submitted, where its conditions hold or are unknown; absent = yes. Of an item of LAW it does not become false.", meaning: true);

    /// <summary>When it is asked.</summary>
    public static readonly Field Conditions = Field.TextList(
        "conditions", "When it is asked, of the systems that the document is about: every entry must hold, alternatives are separated by /, ! negates, in the language of requirements. Absent = always. What is unknown is asked.", meaning: true, conditions: true);

    /// <summary>Where it comes from.</summary>
    public static readonly Field Source = Field.Word("source", ManagementWords.Source, "Where it comes from; LAW stays so.", required: true);

    /// <summary>The article or clause.</summary>
    public static readonly Field Ref = Field.Text("ref", "The article, clause or section that it comes from, such as Art. 27(1)(a).", lengthMax: 200);

    /// <summary>The provision in the catalogue.</summary>
    public static readonly Field Provision = Field.Text("provision", "The key of that provision in the catalogue, such as eu-ai-act:27(1)(a); absent where the catalogue does not hold it.", lengthMax: 200);

    /// <summary>What proposes an answer.</summary>
    public static readonly Field PrefilledFrom = Field.Text(
        "prefilledFrom", "What a prefill proposes as the answer: system., vendor. or document. and the name of a field, of something that is worked out or of an edge, as the API calls it, such as system.purpose; or fact. and the name of a fact.", lengthMax: 100);

    /// <summary>What cannot be found beside some answers.</summary>
    public static readonly Field RulesOut = Field.WordsOf("rulesOut", Words.SystemClass, "The classes that a document cannot find where the answer is YES, or one of rulesAt, such as EXEMPT_6_3 where persons are profiled (6(3)).", meaning: true);

    /// <summary>What has to be found beside some answers.</summary>
    public static readonly Field RulesIn = Field.WordsOf("rulesIn", Words.SystemClass, "The classes of which a document has to find one or more where the answer is YES, or one of rulesAt, such as PROHIBITED where a practice of Art. 5(1) is.", meaning: true);

    /// <summary>Beside which answers.</summary>
    public static readonly Field RulesAt = Field.TextList("rulesAt", "CHOICE, CHOICES: the choices at which rulesOut and rulesIn hold; of YES_NO it is YES.", meaning: true, lengthMax: 200);

    /// <summary>The subject of due diligence that it asks about.</summary>
    public static readonly Field Subject = Field.Word("subject", ManagementWords.DiligenceSubject, "The subject of due diligence on a vendor that it asks about: what is said of that subject rests on no more than the best answer about it. Absent = none.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "TemplateItem", "templateItems", "template-item", KindGroup.ManagementSystem,
        "An item of a template: what is asked, how it is answered, when, and which article or clause it comes from.", Prompt,
        [Prompt, Section, Order, AnswerType, Choices, Required, Conditions, Source, Ref, Provision, PrefilledFrom, RulesOut, RulesIn, RulesAt, Subject])
    {
        Rules =
        [
            new(Choices, c => (c.After.Text(AnswerType) is "CHOICE" or "CHOICES") == (c.After.List(Choices) is { Length: > 0 }) ? null : "choices where the answer is one of them, and nowhere else"),
            new(PrefilledFrom, c => c.After.Text(PrefilledFrom) is { } from && !Origin().IsMatch(from) ? "system., vendor., document. or fact. and a name after it" : null),
            new(Order, c => c.Targets(c.After, FormEdges.ItemOf).Any(t => c.Sources(t, FormEdges.ItemOf).Count > CountMax) ? $"at most {CountMax} items of a template" : null),
            new(RulesOut, c => ExpectedOfRules(c.After, RulesOut)),
            new(RulesIn, c => ExpectedOfRules(c.After, RulesIn)),
            new(RulesAt, c => c.After.List(RulesAt) is { Length: > 0 } at && !at.All((c.After.List(Choices) ?? []).Contains) ? $"some of the choices, {string.Join(", ", c.After.List(Choices) ?? [])}" : null),
            new(Required, c => WasOfLaw(c) && c.After.Boolean(Required) == false && c.Before!.Boolean(Required) != false ? $"absent or true, as it was recorded: {AskedByLaw}" : null),
            new(Conditions, c => WasOfLaw(c) && !(c.Before!.List(Conditions) ?? []).SequenceEqual(c.After.List(Conditions) ?? []) ? $"the conditions as they were recorded: {AskedByLaw}" : null),
            new(Source, c => WasOfLaw(c) && !IsOfLaw(c.After) ? $"{Law}, as it was recorded: {AskedByLaw}" : null),
        ],
        Keep = new([FormEdges.ItemOf], i => IsOfLaw(i) ? $"an item of {Law} to stay with its template; {AskedByLaw}" : null),
    };

    /// <summary>Whether every document must answer it to which its conditions apply.</summary>
    public static bool IsRequired(Document item) => item.Boolean(Required) != false;

    /// <summary>What an answer must be like, where a value does not fit; null where it does.</summary>
    public static string? Expected(Document item, string value)
    {
        var choices = item.List(Choices) ?? [];
        return item.Text(AnswerType) switch
        {
            "YES_NO" => value is "YES" or "NO" ? null : "YES or NO",
            "NUMBER" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? null : "a number",
            "DATE" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "a day as yyyy-MM-dd",
            "CHOICE" => choices.Contains(value) ? null : $"one of {string.Join(", ", choices)}",
            "CHOICES" => Array.TrueForAll(Chosen(value), choices.Contains) ? null : $"one or more of {string.Join(", ", choices)}, separated by semicolons",
            _ => string.IsNullOrWhiteSpace(value) ? "words" : null,
        };
    }

    /// <summary>Whether an answer is one at which <see cref="RulesOut"/> and <see cref="RulesIn"/> hold.</summary>
    internal static bool RulesHoldAt(Document item, string value) => item.Text(AnswerType) switch
    {
        "YES_NO" => value == "YES",
        "CHOICE" => item.List(RulesAt)?.Contains(value) == true,
        "CHOICES" => item.List(RulesAt) is { } at && Chosen(value).Intersect(at).Any(),
        _ => false,
    };

    private static string[] Chosen(string value) => value.Split(';', StringSplitOptions.TrimEntries);

    private static string? ExpectedOfRules(Document item, Field rules) => item.List(rules) is not { Length: > 0 } || item.Text(AnswerType) == "YES_NO" ? null
        : item.Text(AnswerType) is "CHOICE" or "CHOICES" ? item.List(RulesAt) is { Length: > 0 } ? null : "rulesAt beside it, which says at which choices"
        : "no classes where the answer is neither YES or NO nor a choice";

    private static bool IsOfLaw(Document item) => item.Text(Source) == Law;

    // What a seed or the change itself makes is nobody's form yet.
    private static bool WasOfLaw(ChangedDocument changed) => !changed.IsSeed && changed.Before is { } before && IsOfLaw(before);

    [GeneratedRegex("^(system|vendor|document|fact)\\.[A-Za-z0-9]+$")]
    private static partial Regex Origin();
}

/// <summary>An answer to an item of a template; a part of the document that follows the template.</summary>
public static class AnswerKind
{
    /// <summary>The greatest number of answers in a document.</summary>
    public const int CountMax = 1_000;

    /// <summary>What is answered.</summary>
    public static readonly Field Value = Field.Text("value", "The answer, in the form that the item asks for.", required: true, meaning: true);

    /// <summary>Whether somebody stands behind it.</summary>
    public static readonly Field State = Field.Word("state", FormWords.AnswerState, "Whether somebody stands behind it.", meaning: true, absent: "PROPOSED");

    /// <summary>What it rests on.</summary>
    public static readonly Field Backing = Field.Word("backing", FormWords.Backing, "What it rests on, where somebody else gives it; absent = nobody says.", meaning: true);

    private static readonly Field Note = Field.Text("note", "Why it is so, and where it is shown.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Answer", "answers", "answer", KindGroup.ManagementSystem,
        "An answer to an item of a template, in the document that follows the template; it is approved or signed with the document.", Value,
        [Value, State, Backing, Note])
    {
        Derived =
        [
            new("confirmedBy", FieldType.Personal, null, "Who confirmed it: whoever last edited it, where it is CONFIRMED.", (_, d) => d.Text(State) == "CONFIRMED" ? d.EditedBy : null),
        ],
        Rules =
        [
            new(Value, c => Item(c) is { } item ? TemplateItemKind.Expected(item, c.After.Text(Value)!) : null),
            new(Value, c => Item(c) is { } item && Holder(c) is { } holder && !c.Targets(holder, FormEdges.Follows).Intersect(c.Targets(item, FormEdges.ItemOf)).Any()
                ? $"an answer to an item of a template that '{holder.Key}' follows" : null),
            new(Value, c => Item(c) is not { } item || Holder(c) is not { } holder ? null
                : c.Sources(holder, FormEdges.AnswerOf).Count > CountMax ? $"at most {CountMax} answers in a document"
                : Forms.AnswersOf(holder, c.Targets, c.Sources).Count(a => a.Item.Ordinal == item.Ordinal) > 1 ? $"one answer to '{item.Key}' in '{holder.Key}', which has another"
                : null),
        ],
    };

    private static Document? Item(ChangedDocument changed) => changed.Targets(changed.After, FormEdges.Answers) is [var item] ? item : null;

    private static Document? Holder(ChangedDocument changed) => changed.Targets(changed.After, FormEdges.AnswerOf) is [var holder] ? holder : null;
}
