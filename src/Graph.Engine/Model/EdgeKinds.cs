using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;

namespace Graph.Engine.Model;

/// <summary>The edge kinds that ship (design section 3).</summary>
public static class EdgeKinds
{
    private static readonly Field ByThemselves = Field.Boolean("byThemselves", "True where whoever owns it drew the link themselves: it does not let them sign anything. Absent = somebody else did, who may draw it again. Written by the server.", access: FieldAccess.Authority);

    /// <summary>Since when somebody owns something who had held an audit by then.</summary>
    public static readonly Field OwnedSince = Field.Date("since", "The day on which the link was drawn, where whoever owns it had held an audit by then: what came to them after an audit was not their own work in it (ISO/IEC 42001 9.2.2). Absent = they had held none. Written by the server.", access: FieldAccess.Authority);

    /// <summary>A system, component or vendor has a risk.</summary>
    public static readonly EdgeKind HasRisk = new("HAS_RISK", ["AiSystem", "Component", "Vendor"], ["Risk"], "riskOf", Along.Against, Along.With, "Has this risk.");

    /// <summary>A risk is mitigated by a control.</summary>
    public static readonly EdgeKind MitigatedBy = new("MITIGATED_BY", ["Risk"], ["Control"], "mitigates", Along.Against, Along.Not, "Is mitigated by this control.", reviewed: true);

    /// <summary>A control is evidenced by proof.</summary>
    public static readonly EdgeKind EvidencedBy = new("EVIDENCED_BY", ["Control"], ["Evidence", "Assessment"], "evidences", Along.Against, Along.With, "Is shown to operate by this proof.", reviewed: true);

    /// <summary>A control satisfies a requirement.</summary>
    public static readonly EdgeKind Satisfies = new("SATISFIES", ["Control"], ["Requirement"], "satisfiedBy", Along.With, Along.Against, "Satisfies this requirement, or every one below this heading.", LinkFields(), reviewed: true);

    /// <summary>Proof demonstrates a requirement.</summary>
    public static readonly EdgeKind Demonstrates = new("DEMONSTRATES", ["Evidence", "Assessment"], ["Requirement"], "demonstratedBy", Along.With, Along.Against, "Demonstrates this requirement, or every one below this heading.", LinkFields(), reviewed: true);

    /// <summary>A control applies to a system.</summary>
    public static readonly EdgeKind AppliesTo = new("APPLIES_TO", ["Control"], ["AiSystem"], "appliedControls", Along.Not, Along.Against, "Is operated for this system.");

    /// <summary>Evidence concerns a system, component or vendor.</summary>
    public static readonly EdgeKind Concerns = new("CONCERNS", ["Evidence"], ["AiSystem", "Component", "Vendor"], "concernedBy", Along.Not, Along.Against, "Is about this; without it evidence of scope SYSTEM proves nothing.") { BindsContent = true };

    /// <summary>A system is subject to a voluntary framework.</summary>
    public static readonly EdgeKind SubjectTo = new("SUBJECT_TO", ["AiSystem"], ["Framework"], "subjects", Along.Not, Along.Not, "Has chosen to follow this voluntary framework; law applies by its own conditions.") { Rule = Chosen };

    /// <summary>A requirement is part of a heading or framework.</summary>
    public static readonly EdgeKind PartOf = new("PART_OF", ["Requirement"], ["Requirement", "Framework"], "parts", Along.Not, Along.Against, "Stands below this heading or framework.") { CountMin = 1, CountMax = 1, Acyclic = true };

    /// <summary>A requirement has a transitional rule.</summary>
    public static readonly EdgeKind ShieldedBy = new("SHIELDED_BY", ["Requirement"], ["LegacyRule"], "shields", Along.Not, Along.Against, "Does not bind what this transitional rule shields.");

    /// <summary>A mapping reads from a requirement.</summary>
    public static readonly EdgeKind From = new("FROM", ["Mapping"], ["Requirement", "Framework"], "mappingsFrom", Along.Against, Along.Against, "Maps from this source; a framework only where the relation is NONE.", reviewed: true) { CountMin = 1, Rule = MappingEnd };

    /// <summary>A mapping leads to a requirement.</summary>
    public static readonly EdgeKind To = new("TO", ["Mapping"], ["Requirement", "Framework"], "mappingsTo", Along.With, Along.Against, "Maps to this target; a framework only where the relation is NONE.", reviewed: true) { CountMin = 1, Rule = MappingEnd };

    /// <summary>A mapping belongs to a set.</summary>
    public static readonly EdgeKind InSet = new("IN_SET", ["Mapping"], ["MappingSet"], "mappings", Along.Not, Along.Against, "Belongs to this set.") { CountMin = 1, CountMax = 1 };

    /// <summary>A system uses a component.</summary>
    public static readonly EdgeKind Uses = new("USES", ["AiSystem"], ["Component"], "usedBy", Along.Against, Along.Against, "Uses this component.")
        { Moves = new(OfEnd: false, (_, component) => ComponentKind.Moved(component)) };

    /// <summary>A component is supplied by a vendor.</summary>
    public static readonly EdgeKind SuppliedBy = new("SUPPLIED_BY", ["Component"], ["Vendor"], "supplies", Along.Against, Along.Against, "Is supplied by this vendor.")
        { Moves = new(OfEnd: false, (_, _) => ["SUPPLIER"]) };

    /// <summary>An assessment assesses a system or vendor.</summary>
    public static readonly EdgeKind Assesses = new("ASSESSES", ["Assessment"], ["AiSystem", "Vendor"], "assessedBy", Along.With, Along.Against, "Is an assessment of this.") { BindsContent = true };

    /// <summary>An assessment identifies a risk.</summary>
    public static readonly EdgeKind Identifies = new("IDENTIFIES", ["Assessment"], ["Risk"], "identifiedBy", Along.With, Along.Against, "Found this risk.") { BindsContent = true };

    /// <summary>A statement speaks of a requirement.</summary>
    public static readonly EdgeKind States = new("STATES", ["Statement"], ["Requirement"], "statedBy", Along.With, Along.Against, "Speaks of this requirement, or of every one below this heading.") { BindsContent = true };

    /// <summary>A statement is about a system.</summary>
    public static readonly EdgeKind About = new("ABOUT", ["Statement"], ["AiSystem"], "statements", Along.With, Along.Against, "Holds for this system; without it a statement holds for all.") { BindsContent = true };

    /// <summary>A version takes the place of the one before.</summary>
    public static readonly EdgeKind Supersedes = new(
        "SUPERSEDES", [], [], "supersededBy", Along.Not, Along.Not, "Takes the place of this document, of the same kind: once it is approved or signed the other is SUPERSEDED, from the day on which it takes effect. Until then the other counts.")
    {
        FromWhere = k => k.HasVersions,
        ToWhere = k => k.HasVersions,
        BindsContent = true,
        IsOmittedWhenEmpty = true,
        Acyclic = true,
        Rule = (version, before) => version.Kind == before.Kind ? null : $"a {version.Kind.Name}, as a version is of the same kind",
    };

    /// <summary>Something is owned by a person.</summary>
    public static readonly EdgeKind OwnedBy = new("OWNED_BY", [], ["Person"], "owns", Along.Not, Along.Not, "Is owned by this person.", [ByThemselves, OwnedSince]) { OwnHand = ByThemselves };

    /// <summary>All of them; the number of an edge kind is its place here.</summary>
    public static IReadOnlyList<EdgeKind> All { get; } =
    [
        HasRisk, MitigatedBy, EvidencedBy, Satisfies, Demonstrates, AppliesTo, Concerns, SubjectTo, PartOf, ShieldedBy,
        From, To, InSet, Uses, SuppliedBy, Assesses, Identifies, States, About, OwnedBy, Supersedes,
    ];

    /// <summary>The place of <c>extent</c> among the fields of SATISFIES and DEMONSTRATES.</summary>
    internal const int ExtentIndex = 0;

    /// <summary>The place of <c>joint</c> among the fields of SATISFIES and DEMONSTRATES.</summary>
    internal const int JointIndex = 1;

    private static Field[] LinkFields() =>
    [
        Field.Word("extent", Words.Extent, "How much of the requirement the link meets."),
        Field.Text("joint", "The name of the group of links that only together meet the requirement.", lengthMax: 100),
        Field.Text("rationale", "Why the link holds.", lengthMax: 2_000),
    ];

    private static string? Chosen(Snapshots.Document system, Snapshots.Document framework) =>
        framework.Boolean(FrameworkKind.Voluntary) == true ? null : "a voluntary Framework (law applies by its own conditions)";

    private static string? MappingEnd(Snapshots.Document mapping, Snapshots.Document end) =>
        end.Kind == FrameworkKind.Kind && mapping.Text(MappingKind.Relation) != "NONE"
            ? "a Requirement (a Framework only where the relation is NONE)"
            : null;
}
