using System.Globalization;
using System.Text;

namespace Graph.Engine.Model;

/// <summary>The kinds of a model as a page for people, in Markdown: made from the declarations, so that it says what they say.</summary>
public static class ModelManual
{
    /// <summary>Prints the page.</summary>
    public static string Print(GraphModel model)
    {
        var text = new StringBuilder();
        Line(text, "# Kinds");
        Line(text);
        Line(text, "Made from the declarations in `src/Graph.Engine/Model`; a test compares. GraphQL, inputs, validation, import, history, Neo4j and registers (`/exports/registers/...`) derive");
        Line(text, "from the same. *Meaning* marks fields whose change makes links suspect; *authority* marks what only `submit`, `approve`, `sign` and `reject` set.");
        foreach (var group in model.Kinds.GroupBy(k => k.Group))
        {
            Line(text);
            Line(text, $"## {Title(group.Key)}");
            foreach (var kind in group)
            {
                Print(text, model, kind);
            }
        }

        return text.ToString();
    }

    private static string Title(KindGroup group) => group switch
    {
        KindGroup.Catalogue => "Catalogue: what the law and the standards say",
        KindGroup.Organisation => "Organisation: what we have and do",
        _ => "Management system: how we govern it",
    };

    private static void Print(StringBuilder text, GraphModel model, Kind kind)
    {
        Line(text);
        Line(text, $"### {kind.Name}");
        Line(text);
        var part = model.EdgesFrom(kind).FirstOrDefault(e => e.IsPart);
        Line(text, kind.Description + (part is null ? "" : $" A part of {string.Join(" or ", model.EndsOf(part))}: deleted with it{(part.BindsContent ? ", and approved with it" : "")}.")
            + $" Keys made by the server begin with `{kind.KeyPrefix}:`.");
        Line(text);
        Line(text, "| field | holds | marks | what it says |");
        Line(text, "|---|---|---|---|");
        foreach (var field in kind.Fields)
        {
            Line(text, $"| `{field.Name}` | {Holds(field)} | {string.Join(", ", Marks(field))} | {Cell(field.Description)} |");
        }

        foreach (var derived in kind.Derived)
        {
            Line(text, $"| `{derived.Name}` | {(derived.Words is { } words ? words.Name : derived.Type.ToString().ToLowerInvariant())} | derived | {Cell(derived.Description)} |");
        }

        var edges = model.EdgesFrom(kind).Select(e => $"`{e.Name}` to {Names(model.EndsOf(e))}").Concat(model.EdgesTo(kind).Where(e => model.EndsOf(e).Count > 0).Select(e => $"`{e.Name}` from {Names(model.StartsOf(e))}")).ToList();
        Line(text);
        Line(text, $"Edges: {string.Join("; ", edges)}.");
        foreach (var order in kind.DateOrders)
        {
            Line(text, $"`{order.Later.Name}` is not before `{order.Earlier.Name}`.");
        }

        if (kind.Approval is { } approval)
        {
            Line(text, $"{(approval.Verb == ApprovalVerb.Sign ? "Signed" : "Approved")} by somebody who neither submitted nor last edited it.");
        }

        if (kind.RetainUntil is { } retained)
        {
            Line(text, $"Not deleted before the day in `{retained.Name}` is over.");
        }

        if (kind.Approval is { RecordSince: not null } kept)
        {
            Line(text, $"Once {(kept.Verb == ApprovalVerb.Sign ? "signed" : "approved")}, not deleted before the time is over for which law has it kept.");
        }

        foreach (var due in kind.Due)
        {
            Line(text, $"Due: {due.What}. {due.Basis}");
        }
    }

    private static string Holds(Field field) => field.Type switch
    {
        FieldType.Word => field.Words!.Name,
        FieldType.WordList => $"list of {field.Words!.Name}",
        FieldType.Integer => string.Create(CultureInfo.InvariantCulture, $"whole number, {field.Minimum} to {field.Maximum}"),
        FieldType.Number when field.NumberMin == -Field.NumberSizeMax && field.NumberMax == Field.NumberSizeMax => "number",
        FieldType.Number => string.Create(CultureInfo.InvariantCulture, $"number, {field.NumberMin} to {field.NumberMax}"),
        FieldType.Boolean => "true or false",
        FieldType.Date => "day",
        FieldType.Flags => "named facts",
        FieldType.TextList => $"list of texts of at most {field.LengthMax}",
        FieldType.Personal => $"personal value of at most {field.LengthMax}",
        _ => $"text of at most {field.LengthMax}",
    };

    private static IEnumerable<string> Marks(Field field)
    {
        if (field.Required)
        {
            yield return "required";
        }

        if (field.Meaning)
        {
            yield return "meaning";
        }

        if (field.Access == FieldAccess.Authority)
        {
            yield return "authority";
        }
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "any" : string.Join(", ", names);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
