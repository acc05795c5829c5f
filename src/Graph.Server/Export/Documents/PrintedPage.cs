using System.Globalization;
using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Export.Packs;
using FieldShape = Graph.Engine.Model.FieldType;

namespace Graph.Server.Export.Documents;

/// <summary>What printed documents have in common: on what view they rest, at the head and at the foot of every page; fields, forms and decisions as tables.</summary>
internal static class PrintedPage
{
    /// <summary>The greatest number of rows in a table; what is left out is counted.</summary>
    public const int RowCountMax = 500;

    /// <summary>What every page says.</summary>
    public const string Disclaimer = "Supporting evidence, not certification";

    /// <summary>What stands at the foot of every page.</summary>
    public static string Foot(View view) => string.Create(CultureInfo.InvariantCulture, $"{Disclaimer}. Revision {view.Snapshot.Head.Revision}, judged on {view.On:yyyy-MM-dd}.");

    /// <summary>Begins a document.</summary>
    public static PackPage Begin(ViewScope scope, string title)
    {
        var view = scope.View;
        var page = new PackPage(title, Foot(view));
        page.Note($"{Disclaimer}. Unknown is never a pass.");
        return page.Basis(scope);
    }

    /// <summary>What a view takes for granted beside its kind, in a few words each; empty where it is as recorded.</summary>
    public static IEnumerable<string> Assumed(ViewScope scope)
    {
        if (scope.View.Renewals == Renewals.Assumed)
        {
            yield return "renewals assumed";
        }

        if (scope.Stamp.MappingSets is { } sets)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{sets.Count} mapping {(sets.Count == 1 ? "set" : "sets")}");
        }
    }

    /// <summary>On what view a page rests, whatever it takes for granted included: a number never travels without that.</summary>
    public static PackPage Basis(this PackPage page, ViewScope scope)
    {
        var view = scope.View;
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Judged on {view.On:yyyy-MM-dd} ({string.Join(", ", Assumed(scope).Prepend(EnumWords.Of(view.Kind)))}) with what is known at revision {view.Snapshot.Head.Revision}, method {Method.Version}. Hash of the log: {view.Snapshot.Head.Hash}"));
        if (scope.Assumption is { } assumption)
        {
            page.Note(string.Create(CultureInfo.InvariantCulture, $"What if: {assumption.Operations.Count} changes are assumed that nobody has made and no log holds."));
        }

        if (view.Renewals == Renewals.Assumed)
        {
            page.Note("Proof that is valid today is taken as renewed: nobody has renewed it.");
        }

        if (scope.Stamp.MappingSets is { } sets)
        {
            page.Note($"Credit is given by these mapping sets alone: {(sets.Count == 0 ? "none" : string.Join(", ", sets))}.");
        }

        return page;
    }

    /// <summary>A table of at most <see cref="RowCountMax"/> rows, which says what it leaves out, and that there is nothing.</summary>
    public static void Rows<T>(this PackPage page, string heading, IReadOnlyList<string> columns, IReadOnlyList<T> rows, Func<T, IReadOnlyList<object?>> row, IReadOnlyList<int>? widths = null)
    {
        page.Heading(heading);
        if (rows.Count > 0)
        {
            page.Table(columns, rows.Take(RowCountMax).Select(row), widths);
        }

        page.Rest(rows.Count);
    }

    /// <summary>A table of at most <see cref="RowCountMax"/> rows, which says how many it leaves out.</summary>
    public static void Some<T>(this PackPage page, IReadOnlyList<string> columns, IReadOnlyList<T> rows, Func<T, IReadOnlyList<object?>> row, IReadOnlyList<int>? widths = null)
    {
        page.Table(columns, rows.Take(RowCountMax).Select(row), widths);
        if (rows.Count > RowCountMax)
        {
            page.Rest(rows.Count);
        }
    }

    /// <summary>Says that there is nothing, or how many are left out.</summary>
    public static void Rest(this PackPage page, int count)
    {
        if (count == 0 || count > RowCountMax)
        {
            page.Paragraph(count == 0 ? "None is recorded." : string.Create(CultureInfo.InvariantCulture, $"{count - RowCountMax} more are not printed; the register has all."));
        }
    }

    /// <summary>What editors wrote in a document, and what is worked out of it; what is absent is not printed.</summary>
    public static void Fields(this PackPage page, NodeRef node, params IReadOnlyList<IReadOnlyList<object?>> more)
    {
        var kind = node.Document.Kind;
        var fields = kind.Fields.Where(f => f.Access == FieldAccess.Editor).Select(f => (f.Name, Value: Flat(DocumentTypes.Shown(node, f))))
            .Concat(kind.Derived.Except(Forms.Derived).Select(d => (d.Name, Value: Flat(DocumentTypes.Shown(node, d)))));
        page.Table(["what", "content"], [["key", node.Document.Key], .. fields.Where(f => f.Value is not null and not "").Select(f => (IReadOnlyList<object?>)[Words(f.Name), f.Value is IFormattable value and not DateOnly ? value.ToString(null, CultureInfo.InvariantCulture) : f.Value]), .. more], [22, 78]);
    }

    /// <summary>The items of every template that a document follows, a table a section, and after them what is missing.</summary>
    public static void Form(this PackPage page, NodeRef node)
    {
        var rows = Forms.Of(node.Scope.View, node.Document);
        foreach (var template in rows.GroupBy(r => r.Template.Ordinal))
        {
            page.Template(node.Scope, template.First().Template);
            foreach (var section in Sections(template))
            {
                if (section.Name is { } name)
                {
                    page.Subheading(name);
                }

                page.Some(["what is asked", "from", "answer", "how it stands"], section.Rows, r => Row(node, r), [34, 17, 34, 15]);
            }
        }

        var missing = rows.Where(r => r.IsMissing).ToList();
        if (rows.Count > 0)
        {
            page.Heading("What is missing");
            page.Paragraph(missing.Count == 0 ? "Nothing: every item that is asked has a confirmed answer." : string.Create(CultureInfo.InvariantCulture, $"{missing.Count} of {rows.Count(r => r.State != FormState.NotAsked)} items that are asked. Until they are answered and confirmed it is neither submitted nor decided on."));
            if (missing.Count > 0)
            {
                page.Some(["item", "from", "why"], missing, r => [r.Item.Text(TemplateItemKind.Prompt), From(r.Item), Meanings.Of(r.State)], [50, 17, 33]);
            }
        }
    }

    /// <summary>The head of a template.</summary>
    public static void Template(this PackPage page, ViewScope scope, Document template)
    {
        page.Heading($"{Title(scope, template)}{(template.Text(TemplateKind.Version) is { } version ? $", version {version}" : "")}");
        var basis = TemplateKind.Kind.Fields.First(f => f.Name == "basis");
        if (template.Text(basis) is { } rests)
        {
            page.Paragraph($"Rests on {rests}.");
        }
    }

    /// <summary>Items in runs of one section, in their order.</summary>
    public static IEnumerable<(string? Name, List<FormRow> Rows)> Sections(IEnumerable<FormRow> rows)
    {
        List<FormRow> run = [];
        foreach (var row in rows)
        {
            if (run.Count > 0 && run[0].Item.Text(TemplateItemKind.Section) != row.Item.Text(TemplateItemKind.Section))
            {
                yield return (run[0].Item.Text(TemplateItemKind.Section), run);
                run = [];
            }

            run.Add(row);
        }

        if (run.Count > 0)
        {
            yield return (run[0].Item.Text(TemplateItemKind.Section), run);
        }
    }

    /// <summary>Where an item comes from.</summary>
    public static string From(Document item) => string.Join(' ', ((string?[])[item.Text(TemplateItemKind.Source), item.Text(TemplateItemKind.Ref)]).OfType<string>());

    /// <summary>Who submitted and decided, and when; what does not count says why.</summary>
    public static void Decision(this PackPage page, NodeRef node, ApprovalRule rule)
    {
        var done = rule.Verb == ApprovalVerb.Sign ? "signed" : "approved";
        page.Heading(rule.Verb == ApprovalVerb.Sign ? "Sign-off" : "Approval");
        page.Table(
            ["act", "by", "on"],
            [
                ["submitted", DocumentTypes.Shown(node, rule.SubmittedBy), node.Document[rule.SubmittedOn]],
                [done, DecidedBy(node, rule), node.Document[rule.DoneOn]],
                .. node.Document[rule.EndedOn] is { } ended ? [[node.Document.Text(rule.Status) == ApprovalRule.Superseded ? "superseded" : "withdrawn", DocumentTypes.Shown(node, rule.EndedBy), ended]] : Array.Empty<IReadOnlyList<object?>>(),
                .. node.Document[rule.RejectedOn] is { } rejected ? [["rejected", DocumentTypes.Shown(node, rule.RejectedBy), rejected]] : Array.Empty<IReadOnlyList<object?>>(),
            ]);
        if (WhyNot(node.Document, rule, done, node.Scope.View.On) is { } why)
        {
            page.Note(why);
        }

        page.Paragraph($"Hash of this content: {Graph.Engine.Writing.Content.Hash(node.Document, node.Scope.View.Snapshot)}{(node.Document.Text(rule.ContentHash) is { } bound ? $"; hash that was submitted: {bound}" : "")}");
    }

    /// <summary>Who approved or signed, and whether nobody had signed in; null where nobody did, or the name was erased.</summary>
    public static object? DecidedBy(NodeRef node, ApprovalRule rule) =>
        DocumentTypes.Shown(node, rule.DoneBy) is { } by && node.Document.Boolean(rule.DoneAsClaimed) == true ? $"{by} (claimed: nobody had signed in)" : DocumentTypes.Shown(node, rule.DoneBy);

    /// <summary>A document by its key and, where that is no name of a person, its title.</summary>
    public static string Named(Document document) =>
        document.Kind.Title.Type != FieldShape.Personal && document.Text(document.Kind.Title) is { } title ? $"{title} ({document.Key})" : document.Key;

    /// <summary>Documents by their keys and titles, in the order of their keys.</summary>
    public static string Named(IEnumerable<Document> documents) => RowMaps.Join(documents.DistinctBy(d => d.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal).Select(Named));

    /// <summary>The title of a document as the API shows it.</summary>
    public static string Title(ViewScope scope, Document document) => DocumentTypes.Shown(scope.Node(document), document.Kind.Title) as string ?? document.Key;

    /// <summary>A name in camelCase as words; a run of capitals stays one.</summary>
    public static string Words(string name) => string.Concat(name.Select((c, i) =>
        !char.IsUpper(c) || i == 0 ? $"{c}"
        : char.IsUpper(name[i - 1]) ? (i + 1 < name.Length && char.IsLower(name[i + 1]) ? $" {char.ToLowerInvariant(c)}" : $"{c}")
        : i + 1 < name.Length && char.IsLower(name[i + 1]) ? $" {char.ToLowerInvariant(c)}" : $" {c}"));

    /// <summary>A value as one text.</summary>
    public static object? Flat(object? value) => value switch
    {
        string[] list => RowMaps.Join(list),
        object[] flags => RowMaps.Join(flags.Cast<KeyValuePair<string, bool>>().Select(f => $"{f.Key}: {(f.Value ? "yes" : "no")}")),
        bool answer => answer ? "yes" : "no",
        _ => value,
    };

    private static IReadOnlyList<object?> Row(NodeRef node, FormRow row) =>
    [
        row.Item.Text(TemplateItemKind.Prompt),
        From(row.Item),
        row.Answer is { } answer ? answer.Text(AnswerKind.Value) + (Note(answer) is { } note ? $"\nNote: {note}" : "") : "",
        EnumWords.Of(row.State) + (row.Answer is null ? "" : Standing(node.Scope.Node(row.Answer))),
    ];

    // By the day of the page: what was decided later still waited then.
    private static string? WhyNot(Document document, ApprovalRule rule, string done, DateOnly on) =>
        rule.IsDoneOn(document, on) ? null
        : rule.EndsFrom(document) <= on ? document.Text(rule.Status) switch
        {
            ApprovalRule.Rejected => $"This was rejected: nobody with authority has {done} it.",
            ApprovalRule.Superseded => $"This no longer counts: another version was {done} in its place.",
            _ => "This no longer counts: it was withdrawn.",
        }
        : document.Date(rule.SubmittedOn) <= on ? $"This is submitted and waits for a decision: nobody with authority has {done} it."
        : $"Nobody with authority has {done} this: it is a draft.";

    private static string? Note(Document answer) => answer.Text(AnswerKind.Kind.Fields.First(f => f.Name == "note"));

    private static string Standing(NodeRef answer) =>
        (answer.Document.Text(AnswerKind.Backing) is { } backing ? $"\n{backing}" : "")
        + (DocumentTypes.Shown(answer, AnswerKind.Kind.Derived[0]) is string by ? $"\nconfirmed by {by}" : "");
}
