using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>What a graph must keep to be accepted on write, as far as cases need it: no case is refused.</summary>
internal static class CaseGraphRules
{
    private static readonly (string Before, string After)[] DatesInOrder =
    [
        ("implementedOn", "degradedOn"), ("implementedOn", "retiredOn"), ("degradedOn", "retiredOn"),
        ("effectiveFrom", "expiresOn"), ("periodFrom", "periodTo"), ("placedOn", "retiredOn"),
        ("placedOn", "designChangedOn"),
    ];

    public static string? FirstViolation(NaiveGraph graph) => Violations(graph).FirstOrDefault();

    private static IEnumerable<string> Violations(NaiveGraph graph)
    {
        foreach (var twice in graph.Documents.GroupBy(document => document.Key).Where(group => group.Count() > 1))
            yield return $"'{twice.Key}' is declared twice";
        foreach (var twice in graph.Edges.GroupBy(edge => edge.Key).Where(group => group.Count() > 1))
            yield return $"the edge {twice.Key} is given twice";
        foreach (var violation in graph.Documents.SelectMany(OfDocument))
            yield return violation;
        var documents = graph.Documents.ToDictionary(document => document.Key);
        foreach (var violation in graph.Edges.SelectMany(edge => OfEdge(edge, documents)))
            yield return violation;
        foreach (var violation in graph.Documents.SelectMany(document => OfPlace(document, graph)))
            yield return violation;
        var declared = graph.Documents.Where(document => document.Kind == "Fact")
            .Select(document => document.Key).ToHashSet();
        foreach (var fact in graph.Documents.SelectMany(FactsUsed).Where(fact => !declared.Contains("fact:" + fact)))
            yield return $"the fact '{fact}' is used and not declared";
    }

    private static IEnumerable<string> OfDocument(NaiveDocument document)
    {
        if (!CaseVocabulary.Fields.TryGetValue(document.Kind, out var known))
        {
            yield return $"'{document.Kind}' is no kind";
            yield break;
        }

        foreach (var field in document.Fields.Keys.Where(field => !known.Contains(field)))
            yield return $"{document.Kind} has no field '{field}'";
        foreach (var (before, after) in DatesInOrder)
        {
            if (document.Fields.GetValueOrDefault(before) is DateOnly first
                && document.Fields.GetValueOrDefault(after) is DateOnly second && first > second)
                yield return $"{document.Key}: {before} is after {after}";
        }
    }

    private static IEnumerable<string> OfEdge(NaiveEdge edge, Dictionary<string, NaiveDocument> documents)
    {
        var from = documents.GetValueOrDefault(edge.From);
        var to = documents.GetValueOrDefault(edge.To);
        if (from is null || to is null)
            yield return $"{edge.Key}: '{(from is null ? edge.From : edge.To)}' is not declared";
        else if (!CaseVocabulary.EdgeMayJoin(edge.Kind, from.Kind, to.Kind))
            yield return $"{edge.Key}: {edge.Kind} may not join {from.Kind} and {to.Kind}";
        foreach (var field in edge.Fields.Keys.Where(field => !CaseVocabulary.EdgeMayCarry(edge.Kind, field)))
            yield return $"{edge.Key}: {edge.Kind} has no field '{field}'";
    }

    private static IEnumerable<string> OfPlace(NaiveDocument document, NaiveGraph graph)
    {
        int Count(string kind) => graph.Edges.Count(edge => edge.From == document.Key && edge.Kind == kind);
        if (document.Kind == "Requirement" && (Count("PART_OF") != 1 || !EndsInFramework(document.Key, graph)))
            yield return $"{document.Key} is not part of exactly one framework";
        if (document.Kind == "Mapping" && (Count("FROM") == 0 || Count("TO") == 0 || Count("IN_SET") != 1))
            yield return $"{document.Key} needs FROM, TO and one set";
        if (document.Kind == "Statement" && Count("STATES") == 0)
            yield return $"{document.Key} states nothing";
    }

    private static bool EndsInFramework(string key, NaiveGraph graph)
    {
        var seen = new HashSet<string>();
        string? at = key;
        while (at is not null && seen.Add(at))
        {
            if (graph.Documents.Any(document => document.Key == at && document.Kind == "Framework"))
                return true;
            at = graph.Edges.FirstOrDefault(edge => edge.From == at && edge.Kind == "PART_OF")?.To;
        }

        return false;
    }

    private static IEnumerable<string> FactsUsed(NaiveDocument document)
    {
        var items = new[] { "facts", "onlyIf" }
            .SelectMany(field => document.Fields.GetValueOrDefault(field) as string[] ?? [])
            .Append(document.Fields.GetValueOrDefault("endsOnWhen") as string ?? "");
        var recorded = document.Fields.GetValueOrDefault("facts") as IReadOnlyDictionary<string, bool>;
        return items.SelectMany(item => item.Split('/')).Select(term => term.TrimStart('!'))
            .Where(term => term.Length > 0 && !term.Contains(':', StringComparison.Ordinal))
            .Concat(recorded?.Keys ?? []);
    }
}
