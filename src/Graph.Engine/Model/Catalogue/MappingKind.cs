namespace Graph.Engine.Model.Catalogue;

/// <summary>One mapping from source requirements to target requirements.</summary>
public static class MappingKind
{
    /// <summary>A title, where its author gave one.</summary>
    public static readonly Field Title = Field.Text("title", "A title, where its author gave one.", lengthMax: 300);

    /// <summary>The set relation.</summary>
    public static readonly Field Relation = Field.Word("relation", Words.Relation, "How the sources relate to the targets.", required: true, meaning: true);

    /// <summary>How far the sources evidence the targets.</summary>
    public static readonly Field Strength = Field.Word("strength", Words.Strength, "How far the sources evidence the targets; absent where the author gives none, then the relation alone counts.", meaning: true);

    /// <summary>Whether it may be read backwards.</summary>
    public static readonly Field Direction = Field.Word("direction", Words.Direction, "Whether it may be read backwards.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Mapping", "mappings", "mapping", KindGroup.Catalogue,
        "One mapping: what meeting the FROM requirements says about the TO requirements.", Title,
        [
            Title,
            Relation,
            Strength,
            Direction,
            Field.Text("rationale", "Why, in our own words.", lengthMax: 2_000),
            Field.Text("originalToken", "The verdict as its author wrote it.", lengthMax: 500),
            Field.Text("originalRefs", "The addresses as its author wrote them.", lengthMax: 2_000),
        ]);
}
