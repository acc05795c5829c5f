using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that AI systems need.</summary>
public static class ResourceKind
{
    private static readonly Field Title = Field.Text("title", "What it is, in one line.", required: true, lengthMax: 300);

    private static readonly Field Sufficient = Field.Boolean("sufficient", "Whether there is enough of it; absent = nobody has judged that.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Resource", "resources", "resource", KindGroup.ManagementSystem,
        "A resource that AI systems or the management system need (ISO/IEC 42001 7.1, A.4).", Title,
        [
            Title,
            Field.Word("type", ManagementWords.ResourceType, "What it is.", required: true, meaning: true),
            Field.Text("description", "What it is used for.", meaning: true),
            Sufficient,
        ])
    {
        Standing = new("sufficiency", ManagementWords.Sufficiency, "Whether there is enough of it.", (_, resource) => Judge(resource)),
    };

    private static Standing Judge(Document resource) => resource.Boolean(Sufficient) switch
    {
        true => new("SUFFICIENT", []),
        false => new("SHORT", [new("SHORT_OF", resource, $"Provide {resource.Key}, or do without it, and record that there is enough.")]),
        _ => new("UNKNOWN", [new("FACT_MISSING", resource, $"Judge whether there is enough of {resource.Key}.")]),
    };
}
