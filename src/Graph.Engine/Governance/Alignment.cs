using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>What mappings say of a row, of all sets; of a framework or heading, what they say of it or of any row below.</summary>
public enum AlignmentState
{
    /// <summary>The catalogue does not hold it: nothing is known about it here.</summary>
    NotInCatalogue,

    /// <summary>No mapping of any set names it or a heading above it.</summary>
    Unmapped,

    /// <summary>Somebody looked and recorded that nothing corresponds (NONE).</summary>
    NothingCorresponds,

    /// <summary>Mapped, and no such mapping gives credit: adjacent only, or of a disputed set.</summary>
    Related,

    /// <summary>Mapped, and a mapping can give credit.</summary>
    Mapped,
}

/// <summary>A row or a rule by id and what mappings say of it.</summary>
/// <param name="Id">The id that was asked: a key, or the id of a sector rule.</param>
/// <param name="Document">The document of that key; null where the catalogue does not hold it.</param>
/// <param name="State">What mappings say.</param>
/// <param name="Mappings">The mappings that name it or a heading above it, and of a framework or heading those by which something corresponds to a row below, by key.</param>
/// <param name="Frameworks">The frameworks at their other ends, by key.</param>
public sealed record AlignedRow(string Id, Document? Document, AlignmentState State, IReadOnlyList<Document> Mappings, IReadOnlyList<Document> Frameworks);

/// <summary>A rule of a sector that the guide names.</summary>
/// <param name="Id">Our id for it, which a framework or row would have as its key.</param>
/// <param name="Title">What it is.</param>
/// <param name="Sector">The sector: a word of <see cref="Words.Context"/>.</param>
/// <param name="Note">Where the guide names it, and what is to be known.</param>
public sealed record SectorRule(string Id, string Title, string Sector, string Note);

/// <summary>A framework and how far its rows are mapped.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Rows">Its assessable rows that exist on the view's day, and those that are there to be referred to (REFERENCE), in natural order.</param>
public sealed record FrameworkAlignment(Document Framework, IReadOnlyList<AlignedRow> Rows);

/// <summary>
/// Which rows of frameworks are mapped to anything by any set, and which are not: what no crosswalk covers is UNMAPPED, and gives and takes no credit. Whether a row
/// is met is another question, which its cells answer on the same evidence.
/// </summary>
public static class Alignment
{
    /// <summary>
    /// The rules of sectors that the guide names. None of them is in the catalogue that ships and no crosswalk covers them, so nothing here says that any of them is met;
    /// whoever imports one as a framework with such a key sees it found.
    /// </summary>
    public static IReadOnlyList<SectorRule> SectorRules { get; } =
    [
        new("hipaa", "HIPAA, administrative safeguards", "HEALTHCARE", "The guide: scheduling in health care, and organisational controls."),
        new("occ-model-risk", "OCC, model risk governance", "FINANCE", "The guide: organisational controls."),
        new("sr-11-7", "SR 11-7, model risk management", "FINANCE", "The guide: alignment for credit systems."),
        new("adverse-action", "Adverse action notices in credit", "FINANCE", "The guide names the notice without its source of law."),
        new("aba-model-rule-1.1", "ABA Model Rule 1.1, competence", "LEGAL", "The guide: people controls for legal services."),
        new("ccpa", "CCPA, rights of consumers", "HOSPITALITY", "The guide: guest systems, beside the GDPR."),
        new("pci-dss", "PCI DSS", "HOSPITALITY", "The guide: guest systems where payments are taken."),
        new("eo-14110", "Executive Order 14110", "OTHER", "The guide: a reason for the NIST AI RMF. It was revoked in January 2025 and asks nothing any more."),
        new("iso-9001", "ISO 9001, quality management", "OTHER", "The guide: a management system to build upon."),
        new("iso-14001", "ISO 14001, environmental management", "OTHER", "The guide: the same structure of clauses."),
    ];

    /// <summary>The frameworks that are asked when nobody says which: those that are to be aligned with the management system over the same evidence.</summary>
    public static IReadOnlyList<string> Aligned { get; } = ["nist-ai-rmf", "iso-27001", "soc2", "gdpr"];

    /// <summary>A framework and its rows.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static FrameworkAlignment Of(View view, Document framework, CancellationToken cancellationToken = default) => new(
        framework,
        [
            .. Catalogue.Of(view.Snapshot).RowsBelow(framework).Where(r => r.HasCells(view.On) || IsReference(r.Document)).Select(r =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Of(view, r.Document.Key);
            }),
        ]);

    /// <summary>One id.</summary>
    public static AlignedRow Of(View view, string id)
    {
        if (view.Snapshot.Document(id) is not { } document || (document.Kind != RequirementKind.Kind && document.Kind != FrameworkKind.Kind))
        {
            return new(id, null, AlignmentState.NotInCatalogue, [], []);
        }

        // A mapping at a heading speaks for every row below it; one that says NONE may name a framework as a whole. Of a framework or heading any row below speaks to which something corresponds: that
        // nothing corresponds to one row says nothing of the others.
        var mappings = new SortedDictionary<string, Document>(StringComparer.Ordinal);
        foreach (var mapping in Catalogue.Of(view.Snapshot).PlacesOf(document).SelectMany(At).Concat(IsRow(document) ? [] : Catalogue.Of(view.Snapshot).RowsBelow(document).SelectMany(r => At(r.Document)).Where(Corresponds)))
        {
            mappings[mapping.Key] = mapping;
        }

        var corresponding = mappings.Values.Where(Corresponds).ToList();
        var own = FrameworkOf(view, document);
        return new(
            id, document,
            mappings.Count == 0 ? AlignmentState.Unmapped
            : corresponding.Count == 0 ? AlignmentState.NothingCorresponds
            : corresponding.Exists(m => MappingIndex.GivesCredit(view.Snapshot, m, view.MappingSets)) ? AlignmentState.Mapped
            : AlignmentState.Related,
            [.. mappings.Values],
            [
                .. corresponding.SelectMany(m => view.Snapshot.Targets(m, EdgeKinds.From).Concat(view.Snapshot.Targets(m, EdgeKinds.To))).Select(e => FrameworkOf(view, e)).OfType<Document>()
                    .Where(f => f.Ordinal != own?.Ordinal).DistinctBy(f => f.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal),
            ]);

        IEnumerable<Document> At(Document place) => view.Snapshot.Sources(place, EdgeKinds.From).Concat(view.Snapshot.Sources(place, EdgeKinds.To));

        static bool Corresponds(Document mapping) => mapping.Text(MappingKind.Relation) != "NONE";
    }

    private static bool IsRow(Document document) => document.Kind == RequirementKind.Kind && (document.Boolean(RequirementKind.Assessable) == true || IsReference(document));

    private static bool IsReference(Document requirement) => requirement.Text(RequirementKind.WhyNotAssessable) == "REFERENCE";

    private static Document? FrameworkOf(View view, Document document) =>
        document.Kind == FrameworkKind.Kind ? document : Catalogue.Of(view.Snapshot).Row(document.Ordinal)?.Framework;
}
