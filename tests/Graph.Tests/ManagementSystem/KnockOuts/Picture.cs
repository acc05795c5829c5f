using System.Text;
using System.Text.Json.Nodes;
using Graph.Engine.Model;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>What GraphQL says of a management system in one request, a line for each fact: criteria and their rows, inputs of the review, every word that is worked out of a document, the way of a planned system through the AI Act, and what falls due.</summary>
internal static class Picture
{
    /// <summary>The values of kinds that are worked out and are words, or true or false.</summary>
    public static IReadOnlyList<(Kind Kind, DerivedField Field)> States { get; } =
        [.. GraphModel.Default.Kinds.SelectMany(k => k.Derived.Where(d => d.Words is not null || d.Type == FieldType.Boolean).Select(d => (k, d)))];

    /// <summary>The request, of a moment.</summary>
    public static string Query { get; } = Ask();

    /// <summary>The facts of an answer.</summary>
    public static IEnumerable<string> Lines(JsonNode view)
    {
        foreach (var criterion in view["readiness"]!["items"]!.AsArray().SelectMany(i => i!["criteria"]!.AsArray()))
        {
            yield return $"criterion {criterion!["id"]} {criterion["state"]}";
            foreach (var row in Nodes(criterion["rows"]!))
            {
                yield return $"row {criterion["id"]} {row["code"]}{Node(row["node"])}";
            }
        }

        foreach (var input in view["reviewAgenda"]!["inputs"]!.AsArray())
        {
            foreach (var row in Nodes(input!["rows"]!))
            {
                yield return $"agenda {input["id"]}{Node(row["document"])}{(row["word"] is { } word ? $" {word}" : "")}";
            }
        }

        foreach (var (kind, field) in States)
        {
            foreach (var document in Nodes(view[kind.Plural]!))
            {
                var lacks = kind.Standing?.Name == field.Name ? document["shortfalls"]!.AsArray().Select(s => $"{s!["code"]}{Node(s["node"])}") : [];
                yield return $"{kind.Name}.{field.Name} {document["key"]} = {Text(document[field.Name])}{string.Concat(lacks.Select(l => "; " + l))}";
            }
        }

        foreach (var (name, key) in ((string, string)[])[("in", "ai-system:s"), ("planned", "ai-system:next")])
        {
            foreach (var needed in view[name]!.AsArray())
            {
                yield return $"assessment {key} {needed!["kind"]} {needed["verdict"]} {needed["standing"]}";
            }
        }

        foreach (var line in Way(view["way"]!))
        {
            yield return line;
        }

        foreach (var owed in view["noticesOwed"]!.AsArray())
        {
            yield return $"notice {owed!["duty"]} {owed["state"]}{Node(owed["system"])}";
            yield return $"notice-bound {owed["duty"]} {Text(owed["verdict"])}{Node(owed["system"])}";
        }

        foreach (var lack in view["supplementaryPlan"]!["shortfalls"]!.AsArray())
        {
            yield return $"supplementary {lack!["code"]}{Node(lack["node"])}";
        }

        foreach (var item in Nodes(view["supplementaryPlan"]!["items"]!))
        {
            yield return $"planned {item["cell"]!["requirement"]!["key"]}{string.Concat(item["tasks"]!.AsArray().Select(t => $" {t!["key"]}"))}{string.Concat(item["shortfalls"]!.AsArray().Select(s => $"; {s!["code"]}{Node(s["node"])}"))}";
            yield return $"planned-for {item["cell"]!["requirement"]!["key"]} {item["step"]}, disputed {item["unresolved"]}, overdue {item["overdue"]}";
        }

        foreach (var row in Nodes(view["surveillanceFocus"]!["rows"]!))
        {
            yield return $"focus {row["reason"]}{Node(row["document"])} {row["on"]}";
        }

        foreach (var row in view["alignment"]!["ids"]!.AsArray())
        {
            yield return $"aligned {row!["id"]} {row["state"]}";
        }

        foreach (var count in view["alignment"]!["frameworks"]!.AsArray().SelectMany(f => f!["counts"]!.AsArray()))
        {
            yield return $"aligned-count {count!["state"]} {count["count"]}";
        }

        foreach (var rule in view["alignment"]!["sectorRules"]!.AsArray())
        {
            yield return $"sector-rule {rule!["id"]} {rule["state"]}";
        }

        foreach (var part in (string[])["unstated", "drafts", "waiting", "approved"])
        {
            foreach (var document in view["applicability"]![part]!.AsArray())
            {
                yield return $"applicability {part}{Node(document)}";
            }
        }

        foreach (var cell in Nodes(view["cells"]!))
        {
            yield return $"cell {cell["requirement"]!["key"]}{Node(cell["system"])} {cell["verdict"]} {cell["state"]}{string.Concat(cell["defects"]!.AsArray().Select(d => $"; {d!["code"]}{Node(d["node"])}"))}";
        }

        yield return $"plan ends on {Text(view["plan"]!["endsOn"])}, in time {Text(view["plan"]!["inTime"])}";

        foreach (var task in Nodes(view["plan"]!["tasks"]!))
        {
            yield return $"task{Node(task["task"])} {((bool)task["done"]! ? "done" : $"{task["earliestStart"]}..{task["earliestEnd"]}, at the latest {Text(task["latestStart"])}..{Text(task["latestEnd"])}")}{((bool)task["critical"]! ? " critical" : "")}";
        }

        foreach (var item in Nodes(view["form"]!))
        {
            yield return $"item{Node(item["item"])} {item["state"]}";
            yield return $"item-asked{Node(item["item"])}, missing {item["missing"]}, known {item["known"]}";
        }

        foreach (var record in view["documentedInformation"]!.AsArray())
        {
            foreach (var document in Nodes(record!["fulfilledBy"]!))
            {
                yield return $"record {record["clause"]} {document["key"]}";
            }
        }

        foreach (var row in Nodes(view["auditCoverage"]!))
        {
            yield return $"examined {row["requirement"]!["key"]}{((bool)row["inTime"]! ? "" : " not")} in time";
        }

        foreach (var due in Nodes(view["due"]!))
        {
            yield return $"due {due["document"]!["__typename"]}.{due["what"]} {due["document"]!["key"]} {due["on"]} {due["state"]}";
        }

        foreach (var gap in Nodes(view["competenceGaps"]!))
        {
            yield return $"gap {gap["person"]!["key"]} {gap["role"]!["key"]} {gap["competence"]!["key"]}, needed {gap["needed"]}, shown {Text(gap["shown"])}";
        }
    }

    // The way of a system through the AI Act.
    private static IEnumerable<string> Way(JsonNode way)
    {
        yield return $"route {way["route"]}";
        foreach (var procedure in way["procedures"]!.AsArray())
        {
            yield return $"procedure {procedure!["paragraph"]} {procedure["route"]} {procedure["binds"]}";
        }

        foreach (var step in way["steps"]!.AsArray())
        {
            yield return $"step {step!["step"]} {step["state"]}{string.Concat(step["shortfalls"]!.AsArray().Select(s => $"; {s!["code"]}{Node(s["node"])}"))}";
            yield return $"step-bound {step["step"]} {Text(step["verdict"])}";
        }

        foreach (var disorder in way["disorders"]!.AsArray())
        {
            yield return $"disorder {disorder!["earlier"]} {disorder["later"]}{((bool)disorder["unresolved"]! ? " disputed" : "")}";
        }

        foreach (var modification in way["modifications"]!.AsArray())
        {
            yield return $"modification{Node(modification!["source"])} {modification["on"]} {modification["substantial"]}";
        }

        foreach (var change in way["roleChanges"]!.AsArray())
        {
            yield return $"role-change {change!["provision"]} {change["becomes"]}";
        }

        foreach (var lack in way["shortfalls"]!.AsArray())
        {
            yield return $"way {lack!["code"]}{Node(lack["node"])}";
        }
    }

    private static string Ask()
    {
        var text = new StringBuilder("query($at: At) { view(at: $at) { readiness { items { criteria { id state rows(first: 200) { nodes { code node { key } } } } } } reviewAgenda { inputs { id rows(first: 200) { nodes { document { key } word } } } }");
        foreach (var of in States.GroupBy(s => s.Kind))
        {
            text.Append($" {of.Key.Plural}(first: 200) {{ nodes {{ key {string.Join(' ', of.Select(s => s.Field.Name))}{(of.Key.Standing is null ? "" : " shortfalls { code node { key } }")} }} }}");
        }

        return text.Append(" in: assessmentsRequired(system: \"ai-system:s\") { kind verdict standing } planned: assessmentsRequired(system: \"ai-system:next\") { kind verdict standing }")
            .Append(" way: conformity(system: \"ai-system:next\") { route procedures { paragraph route binds } steps { step state verdict shortfalls { code node { key } } } disorders { earlier later unresolved } modifications { source { key } on substantial } roleChanges { provision becomes } shortfalls { code node { key } } }")
            .Append(" noticesOwed(incident: \"incident:told\") { duty state verdict system { key } }")
            .Append(" supplementaryPlan(system: \"ai-system:next\") { shortfalls { code node { key } } items(first: 200) { nodes { step unresolved overdue cell { requirement { key } } tasks { key } shortfalls { code node { key } } } } }")
            .Append(" surveillanceFocus(certificate: \"certificate:c\") { rows(first: 200) { nodes { document { key } reason on } } } alignment(frameworks: [\"iso-42001\"], ids: [\"iso-42001:A.2.2\", \"own:row\"]) { ids { id state } frameworks { counts { state count } } sectorRules { id state } }")
            .Append(" applicability(framework: \"iso-42001\") { unstated { key } drafts { key } waiting { key } approved { key } } cells(filter: { of: \"iso-42001:A\", verdicts: [APPLICABLE, EXCLUDED] }, first: 500) { nodes { requirement { key } system { key } verdict state defects { code node { key } } } }")
            .Append(" plan(of: \"task:stage\", by: \"2026-12-31\") { endsOn inTime tasks(first: 200) { nodes { task { key } done earliestStart earliestEnd latestStart latestEnd critical } } } form(of: \"assessment:form\", first: 200) { nodes { item { key } state missing known } }")
            .Append(" documentedInformation { clause fulfilledBy(first: 200) { nodes { key } } } auditCoverage(of: \"iso-42001\", first: 200) { nodes { requirement { key } inTime } }")
            .Append(" competenceGaps { nodes { person { key } role { key } competence { key } needed shown } } due(within: 400, first: 200) { nodes { on what state document { key __typename } } } } }").ToString();
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode connection) => connection["nodes"]!.AsArray().OfType<JsonNode>();

    private static string Node(JsonNode? node) => node is null ? "" : $" {node["key"]}";

    private static string Text(JsonNode? value) => value switch
    {
        null => "-",
        JsonArray list => $"[{string.Join(' ', list)}]",
        _ => value.ToString(),
    };
}
