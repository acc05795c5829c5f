namespace Graph.Tests.Reference;

/// <summary>All shortest paths along the arrows; a mapping is a node of the path, a framework only an end.</summary>
internal sealed class NaiveTrace(NaiveWorld world)
{
    private static readonly string[] Arrows =
    [
        "HAS_RISK", "MITIGATED_BY", "SATISFIES", "EVIDENCED_BY", "DEMONSTRATES", "USES", "SUPPLIED_BY", "PART_OF", "TO",
    ];

    public IReadOnlyList<IReadOnlyList<string>> Paths(string from, string to)
    {
        if (world.Find(from) is null || world.Find(to) is null)
        {
            return [];
        }

        List<IReadOnlyList<string>> paths = [[from]];
        HashSet<string> nearer = [from];
        while (paths.Count > 0 && !nearer.Contains(to))
        {
            paths = [.. paths.SelectMany(path => Next(path[^1])
                .Where(node => !nearer.Contains(node))
                .Select(IReadOnlyList<string> (node) => [.. path, node]))];
            nearer.UnionWith(paths.Select(path => path[^1]));
            paths = [.. paths.Where(path => path[^1] == to || world.Find(path[^1])!.Kind != "Framework")];
        }

        return [.. paths.Where(path => path[^1] == to)
            .OrderBy(path => string.Join('\n', path), StringComparer.Ordinal)];
    }

    private IEnumerable<string> Next(string node)
    {
        IEnumerable<string> along = world.View.Graph.Edges
            .Where(edge => edge.From == node && Arrows.Contains(edge.Kind))
            .Select(edge => edge.To);
        IEnumerable<string> mappings = world.View.Graph.Edges
            .Where(edge => edge.To == node && edge.Kind == "FROM")
            .Select(edge => edge.From);
        return along.Concat(mappings).Distinct();
    }
}
