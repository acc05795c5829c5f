using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Organisation;

/// <summary>A model, dataset, service or tool that a system uses.</summary>
public static class ComponentKind
{
    private static readonly Field Title = Field.Text("title", "The name by which people know it.", required: true, lengthMax: 300);

    private static readonly Field Type = Field.Word("type", Words.ComponentType, "What it is.", required: true, meaning: true, moves: (before, after) => [.. Moved(before), .. Moved(after)]);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Component", "components", "component", KindGroup.Organisation,
        "A model, dataset, service or tool that a system uses.", Title,
        [
            Title,
            Field.Text("description", "What it does for the systems that use it."),
            Type,
            Field.Text("version", "The version in use. Another one makes assessments of the systems that use it STALE, where they watch that: of a MODEL or SERVICE the MODEL, of a DATASET the DATA.", meaning: true, lengthMax: 100, moves: (_, after) => Moved(after)),
        ]);

    /// <summary>What of a system is another one with this component: what gives its output, or the data that goes in. What a tool does to it people judge.</summary>
    public static IReadOnlyList<string> Moved(Document component) => component.Text(Type) switch
    {
        "MODEL" or "SERVICE" => ["MODEL"],
        "DATASET" => ["DATA"],
        _ => [],
    };
}
