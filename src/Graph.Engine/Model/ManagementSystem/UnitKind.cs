using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A part of the organisation.</summary>
public static class UnitKind
{
    /// <summary>The roles towards AI.</summary>
    public static readonly Field AiRoles = Field.WordsOf("aiRoles", ManagementWords.UnitRole, "Its roles towards AI systems, by the AI Act, by ISO/IEC 22989 or both.", meaning: true);

    private static readonly Field Title = Field.Text("title", "The name of the unit.", required: true, lengthMax: 300);

    /// <summary>How many people work there.</summary>
    public static readonly Field StaffCount = Field.Integer("staffCount", "How many people work there, those of units within it among them, from 0 to 10 million. Of so many at least the AI policy is communicated (5.2).", 0, 10_000_000);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Unit", "units", "unit", KindGroup.ManagementSystem,
        "A part of the organisation, with its roles towards AI systems (ISO/IEC 42001 4.1).", Title,
        [
            Title,
            Field.Text("description", "What it does.", meaning: true),
            AiRoles,
            StaffCount,
        ]);

    /// <summary>A unit with the units that it is within.</summary>
    internal static IEnumerable<Document> WithThoseAround(Document unit, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(unit, ManagementEdges.Within).SelectMany(around => WithThoseAround(around, targets)).Prepend(unit);
}
