namespace Graph.Engine.Model.Organisation;

/// <summary>A model, dataset, service or tool that a system uses.</summary>
public static class ComponentKind
{
    private static readonly Field Title = Field.Text("title", "The name by which people know it.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Component", "components", "component", KindGroup.Organisation,
        "A model, dataset, service or tool that a system uses.", Title,
        [
            Title,
            Field.Text("description", "What it does for the systems that use it."),
            Field.Word("type", Words.ComponentType, "What it is.", required: true, meaning: true),
            Field.Text("version", "The version in use.", meaning: true, lengthMax: 100),
        ]);
}
