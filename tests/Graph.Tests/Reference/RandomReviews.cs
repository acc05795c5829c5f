namespace Graph.Tests.Reference;

/// <summary>Random reviews of links, some of them older than what their ends say now.</summary>
internal static class RandomReviews
{
    private static readonly string[] Said = ["", "one", "another"];

    public static NaiveGraph Add(RandomDice dice, NaiveGraph graph)
    {
        Dictionary<string, NaiveDocument> documents = graph.Documents.Select(d => Amended(dice, d)).ToDictionary(d => d.Key);
        return new NaiveGraph(
            [.. graph.Documents.Select(d => documents[d.Key])],
            [.. graph.Edges.Select(edge => Reviewed(dice, edge, documents[edge.From], documents[edge.To]))]);
    }

    private static NaiveDocument Amended(RandomDice dice, NaiveDocument document)
    {
        Dictionary<string, object?> fields = new(document.Fields);
        if (document.Kind == "Requirement" && dice.Often("amended rows"))
        {
            fields["textVersion"] = RandomDice.Days[dice.Between(0, 2)];
        }

        if (document.Kind is "Control" or "Evidence" or "Risk" && dice.Chance(50))
        {
            fields["description"] = Said[1];
        }

        return document with { Fields = fields };
    }

    private static NaiveEdge Reviewed(RandomDice dice, NaiveEdge edge, NaiveDocument from, NaiveDocument to)
    {
        if (!NaiveReviews.Kinds.Contains(edge.Kind) || !dice.Often("reviewed links"))
        {
            return edge;
        }

        Dictionary<string, object?> fields = new(edge.Fields) { ["reviewedOn"] = RandomDice.Days[dice.Between(0, 1)] };
        if (to.Kind == "Requirement" && dice.Chance(60))
        {
            fields["reviewedAgainst"] = RandomDice.Days[dice.Between(0, 2)];
        }

        List<string> then = [.. Then(dice, "from", from), .. Then(dice, "to", to)];
        if (then.Count > 0)
        {
            fields["then"] = then.ToArray();
        }

        return edge with { Fields = fields };
    }

    private static IEnumerable<string> Then(RandomDice dice, string end, NaiveDocument document)
    {
        string? field = document.Kind switch
        {
            "Control" or "Evidence" or "Risk" => dice.Chance(70) ? "description" : "title",
            "Mapping" => "direction",
            _ => null,
        };
        if (field is not null && dice.Often("edited ends"))
        {
            yield return field == "direction" ? $"{end}.{field}={dice.Pick(["FORWARD", "BOTH"])}" : $"{end}.{field}={dice.Pick(Said)}";
        }
    }
}
