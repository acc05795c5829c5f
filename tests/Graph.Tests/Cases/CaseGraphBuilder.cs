using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>Collects the documents and edges of one case and fills in what every document must have.</summary>
internal sealed class CaseGraphBuilder
{
    private readonly List<NaiveDocument> _documents = [];
    private readonly List<NaiveEdge> _edges = [];

    /// <summary>Adds a line: a document, or a key, followed by fields and by any number of arrows.</summary>
    public void Add(IReadOnlyList<string> tokens)
    {
        if (tokens.Count < 2)
            throw new FormatException("expected 'Kind key field:value ...' or 'key -KIND-> key'");
        var isDocument = CaseTokens.ArrowKind(tokens[1]) is null;
        var key = isDocument ? tokens[1] : tokens[0];
        var next = isDocument ? 2 : 1;
        if (isDocument)
            AddDocument(tokens[0], key, Fields(tokens, ref next));
        while (next < tokens.Count)
        {
            var kind = CaseTokens.ArrowKind(tokens[next])
                ?? throw new FormatException($"expected an arrow, found '{tokens[next]}'");
            if (++next == tokens.Count)
                throw new FormatException($"the arrow {kind} leads nowhere");
            var target = tokens[next++];
            _edges.Add(new NaiveEdge(key, kind, target, Fields(tokens, ref next)));
            key = target;
        }
    }

    public NaiveGraph Build(string title)
    {
        var graph = new NaiveGraph([.. _documents], [.. _edges]);
        if (CaseGraphRules.FirstViolation(graph) is { } violation)
            throw new FormatException($"case '{title}': {violation}");
        return graph;
    }

    private static Dictionary<string, object?> Fields(IReadOnlyList<string> tokens, ref int next)
    {
        var fields = new Dictionary<string, object?>();
        for (; next < tokens.Count && CaseTokens.ArrowKind(tokens[next]) is null; next++)
        {
            var (name, value) = CaseTokens.Field(tokens[next]);
            if (!fields.TryAdd(name, value))
                throw new FormatException($"'{name}' is given twice");
        }

        return fields;
    }

    private void AddDocument(string kind, string key, Dictionary<string, object?> fields)
    {
        var last = key[(key.LastIndexOf(':') + 1)..];
        fields.TryAdd(kind == "Person" ? "name" : "title", kind == "Fact" ? last : key);
        if (kind == "Requirement")
            fields.TryAdd("ref", last);
        Decide(fields, "submitted", "SUBMITTED");
        Decide(fields, "approved", "APPROVED");
        Decide(fields, "signed", "SIGNED");
        Decide(fields, "rejected", "REJECTED");
        Decide(fields, "ended", "SUPERSEDED");
        _documents.Add(new NaiveDocument(kind, key, fields));
    }

    /// <summary>A date of a decision says that it was taken, and by somebody.</summary>
    private static void Decide(Dictionary<string, object?> fields, string decision, string status)
    {
        if (!fields.ContainsKey(decision + "On"))
            return;
        fields["status"] = status;
        fields.TryAdd(decision + "By", "Somebody who may");
    }
}
