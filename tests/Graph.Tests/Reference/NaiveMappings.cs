namespace Graph.Tests.Reference;

/// <summary>A mapping read in one direction.</summary>
internal sealed record NaiveReading(
    string Mapping, string Relation, IReadOnlyList<string> Sources, IReadOnlyList<string> Targets, bool Backwards)
{
    /// <summary>The kind of the edges to the sources.</summary>
    public string SourceKind => Backwards ? "TO" : "FROM";

    /// <summary>The kind of the edges to the targets.</summary>
    public string TargetKind => Backwards ? "FROM" : "TO";
}

/// <summary>Which mappings can give credit, and in which directions.</summary>
internal static class NaiveMappings
{
    public static bool CanGiveCredit(NaiveWorld world, NaiveDocument mapping)
    {
        NaiveDocument? set = world.Targets(mapping.Key, "IN_SET").Select(world.Find).FirstOrDefault();
        return mapping.Text("relation") is not (null or "NONE")
            && mapping.Text("strength") is not ("ADJACENT" or "NONE")
            && set is not null
            && !set.IsTrue("disputed")
            && world.View.MappingSets?.Contains(set.Key) != false;
    }

    public static bool IsReadBackwards(NaiveDocument mapping) => mapping.Text("direction") != "FORWARD";

    public static IReadOnlyList<NaiveReading> Readings(NaiveWorld world)
    {
        List<NaiveReading> readings = [];
        foreach (NaiveDocument mapping in world.All("Mapping").Where(mapping => CanGiveCredit(world, mapping)))
        {
            string relation = mapping.Text("relation")!;
            List<string> from = [.. world.Targets(mapping.Key, "FROM")];
            List<string> to = [.. world.Targets(mapping.Key, "TO")];
            readings.Add(new NaiveReading(mapping.Key, relation, from, to, Backwards: false));
            if (IsReadBackwards(mapping))
            {
                readings.Add(new NaiveReading(mapping.Key, Inverse(relation), to, from, Backwards: true));
            }
        }

        return readings;
    }

    private static string Inverse(string relation) => relation switch
    {
        "SUPERSET" => "SUBSET",
        "SUBSET" => "SUPERSET",
        _ => relation,
    };
}
