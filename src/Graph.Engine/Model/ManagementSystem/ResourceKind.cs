namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that AI systems need.</summary>
public static class ResourceKind
{
    private static readonly Field Title = Field.Text("title", "What it is, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Resource", "resources", "resource", KindGroup.ManagementSystem,
        "A resource that AI systems or the management system need (ISO/IEC 42001 7.1, A.4).", Title,
        [
            Title,
            Field.Word("type", ManagementWords.ResourceType, "What it is.", required: true, meaning: true),
            Field.Text("description", "What it is used for.", meaning: true),
            Field.Boolean("sufficient", "Whether there is enough of it; absent = nobody has judged that."),
        ]);
}
