namespace Graph.Engine.Model.Catalogue;

/// <summary>A law, a standard or guidance: the root of its requirements.</summary>
public static class FrameworkKind
{
    /// <summary>The word of law.</summary>
    public const string Law = "REGULATION";

    /// <summary>The title.</summary>
    public static readonly Field Title = Field.Text("title", "The full title.", required: true, lengthMax: 300);

    /// <summary>Law, standard or guidance.</summary>
    public static readonly Field Type = Field.Word("kind", Words.FrameworkType, "Whether it is law, a standard or guidance; law with rows stays law.", required: true);

    /// <summary>The edition.</summary>
    public static readonly Field Edition = Field.Text("edition", "The edition or consolidated version.", lengthMax: 200);

    /// <summary>The day of the consolidation used.</summary>
    public static readonly Field ConsolidatedOn = Field.Date("consolidatedOn", "The day of the consolidated text used; links remember it as what they were reviewed against.");

    /// <summary>Whether it applies only where chosen.</summary>
    public static readonly Field Voluntary = Field.Boolean("voluntary", "Whether it binds only systems that are SUBJECT_TO it; law applies by its own conditions.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Framework", "frameworks", "framework", KindGroup.Catalogue,
        "A law, a standard or guidance whose requirements the graph holds.", Title,
        [
            Title,
            Type,
            Field.Text("publisher", "Who publishes it.", lengthMax: 200),
            Edition,
            ConsolidatedOn,
            Voluntary,
            Field.Text("source", "The canonical address of the text.", lengthMax: 500),
            Field.Text("licence", "The licence of the text.", lengthMax: 500),
            Field.Text("textRule", "What may be shown of the text.", lengthMax: 500),
        ])
    {
        Rules =
        [
            new(Type, Exclusion.Expected),
            new(Voluntary, c => c.After.Text(Type) == Law && c.After.Boolean(Voluntary) == true ? "absent or false: law applies by its own conditions" : null),
            new(Type, c => c.Before?.Text(Type) == Law && c.After.Text(Type) != Law && c.Sources(c.After, EdgeKinds.PartOf).Count > 0 ? $"{Law}, as it was recorded: rows stand below it, and law is never excluded" : null),
        ],
    };
}
