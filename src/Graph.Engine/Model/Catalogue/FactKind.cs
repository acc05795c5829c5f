namespace Graph.Engine.Model.Catalogue;

/// <summary>A yes-or-no question about a system on which requirements depend.</summary>
public static class FactKind
{
    /// <summary>The name used in conditions.</summary>
    public static readonly Field Title = Field.Text("title", "The name used in conditions and in the facts of a system, in camelCase.", required: true, lengthMax: 100);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Fact", "facts", "fact", KindGroup.Catalogue,
        "A yes-or-no question about a system or its use, answered once for each system, on which requirements depend.", Title,
        [
            Title,
            Field.Text("provision", "Where the law asks it.", lengthMax: 200),
            Field.Text("trueWhen", "When the answer is yes; exceptions of the law are already taken into account.", lengthMax: 1_000),
        ]);
}
