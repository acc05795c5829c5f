namespace Graph.Tests.Reference;

/// <summary>Writes a naive graph line by line. A null field is absent; an edge given twice stays as it was.</summary>
public sealed class NaiveGraphBuilder
{
    private readonly List<NaiveDocument> documents = [];
    private readonly List<NaiveEdge> edges = [];

    public IReadOnlyList<NaiveDocument> Documents => documents;

    public IReadOnlyList<NaiveEdge> Edges => edges;

    public NaiveGraphBuilder Document(string kind, string key, params (string Field, object? Value)[] fields)
    {
        documents.Add(new NaiveDocument(kind, key, Fields(fields)));
        return this;
    }

    public NaiveGraphBuilder Edge(string from, string kind, string to, params (string Field, object? Value)[] fields)
    {
        NaiveEdge edge = new(from, kind, to, Fields(fields));
        if (edges.All(other => other.Key != edge.Key))
        {
            edges.Add(edge);
        }

        return this;
    }

    public NaiveGraphBuilder Heading(string key, string parent) =>
        Document("Requirement", key, ("assessable", false)).Edge(key, "PART_OF", parent);

    /// <summary>An assessable requirement.</summary>
    public NaiveGraphBuilder Row(string key, string parent, params (string Field, object? Value)[] fields) =>
        Document("Requirement", key, [("assessable", true), .. fields]).Edge(key, "PART_OF", parent);

    /// <summary>Evidence that proves for all, approved on an ISO day.</summary>
    public NaiveGraphBuilder OrganisationProof(string key, string approved) => Document(
        "Evidence", key, ("type", "POLICY"), ("scope", "ORGANISATION"), ("approvedOn", Day(approved)));

    /// <summary>A mapping in the set set:s.</summary>
    public NaiveGraphBuilder Mapping(
        string key, string relation, string[] from, string[] to, params (string Field, object? Value)[] fields)
    {
        Document("Mapping", key, [("relation", relation), .. fields]).Edge(key, "IN_SET", "set:s");
        foreach (string source in from)
        {
            Edge(key, "FROM", source);
        }

        foreach (string target in to)
        {
            Edge(key, "TO", target);
        }

        return this;
    }

    /// <summary>The graph so far on an ISO day; a forecast where today is earlier.</summary>
    public NaiveView On(string day, string? today = null) =>
        new(Build(), Day(day), Day(today ?? day), Forecast: today is not null && Day(today) < Day(day));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    public NaiveGraph Build() => new([.. documents], [.. edges]);

    private static Dictionary<string, object?> Fields((string Field, object? Value)[] fields) =>
        fields.Where(field => field.Value is not null).ToDictionary(field => field.Field, field => field.Value);
}
