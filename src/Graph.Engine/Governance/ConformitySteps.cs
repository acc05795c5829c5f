using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A step on the way of a high-risk AI system to the market and after it, in the order of Regulation (EU) 2024/1689.</summary>
public enum ConformityStep
{
    /// <summary>Art. 6, and 49(2) where it is judged not high-risk.</summary>
    Classification,

    /// <summary>Art. 17.</summary>
    QualityManagement,

    /// <summary>Arts 8 to 10 and 12 to 15.</summary>
    SystemRequirements,

    /// <summary>Art. 11, Annex IV.</summary>
    TechnicalDocumentation,

    /// <summary>Art. 43.</summary>
    Assessment,

    /// <summary>Art. 47, Annex V.</summary>
    Declaration,

    /// <summary>Art. 48.</summary>
    CeMarking,

    /// <summary>Art. 49, Annex VIII.</summary>
    Registration,

    /// <summary>Placing on the market or putting into service.</summary>
    Placing,

    /// <summary>Art. 72.</summary>
    Monitoring,

    /// <summary>Art. 73.</summary>
    Incidents,

    /// <summary>Art. 26, the deployer.</summary>
    Use,

    /// <summary>Art. 27(1) and (2), the deployer.</summary>
    FundamentalRights,

    /// <summary>Art. 27(3), the deployer.</summary>
    FundamentalRightsNotice,

    /// <summary>Art. 50.</summary>
    Transparency,

    /// <summary>Every other duty of the Act.</summary>
    Other,
}

/// <summary>How a step stands.</summary>
public enum StepState
{
    /// <summary>It asks nothing of the system.</summary>
    NotOwed,

    /// <summary>A fact is unknown that decides whether anything is missing.</summary>
    Unknown,

    /// <summary>Something is missing.</summary>
    Open,

    /// <summary>It was done, and a change of the system asks for it again.</summary>
    Reopened,

    /// <summary>Everything that it asks for is there.</summary>
    Done,
}

/// <summary>What a step consists of.</summary>
/// <param name="Step">The step.</param>
/// <param name="Title">What is done, with the article.</param>
/// <param name="Headings">The keys of the requirements that it consists of, or of headings above them.</param>
/// <param name="Note">What one should know about it; null where there is nothing.</param>
public sealed record ConformityStepRule(ConformityStep Step, string Title, IReadOnlyList<string> Headings, string? Note = null);

/// <summary>That one step comes before another.</summary>
/// <param name="Earlier">The step that comes first.</param>
/// <param name="Later">The step that comes after it.</param>
/// <param name="Basis">From what that follows.</param>
public sealed record StepOrder(ConformityStep Earlier, ConformityStep Later, string Basis);

/// <summary>The steps and their order, as data: articles, not code, decide who owes what, for each step is no more than the rows of the catalogue that it names.</summary>
public static class ConformitySteps
{
    /// <summary>The law that the steps are about.</summary>
    public const string Act = "eu-ai-act";

    /// <summary>The steps in their order, without <see cref="ConformityStep.Other"/>.</summary>
    public static IReadOnlyList<ConformityStepRule> All { get; } =
    [
        new(ConformityStep.Classification, "Classification, signed (Art. 6)", [Act + ":6"], "Whoever judges a system of Annex III not high-risk documents that (6(4)) and registers it (49(2)). A system that profiles natural persons is always high-risk (6(3))."),
        new(ConformityStep.QualityManagement, "Quality management system (Art. 17)", [Act + ":17"], "ISO/IEC 42001 is no harmonised standard for it: what it gives is credit beside the state."),
        new(ConformityStep.SystemRequirements, "Requirements for the system: risk, data, logs, instructions, oversight, accuracy (Arts 8 to 10 and 12 to 15)", [Act + ":8", Act + ":9", Act + ":10", Act + ":12", Act + ":13", Act + ":14", Act + ":15"], "Art. 12 asks for automatic recording of events over the lifetime; it does not ask for logs that nobody can alter."),
        new(ConformityStep.TechnicalDocumentation, "Technical documentation (Art. 11, Annex IV)", [Act + ":11"], "Drawn up before the system is placed on the market, and kept up to date."),
        new(ConformityStep.Assessment, "Conformity assessment (Art. 43)", [Act + ":43"], "A certificate of ISO/IEC 42001 is neither Annex VI nor Annex VII."),
        new(ConformityStep.Declaration, "EU declaration of conformity (Art. 47, Annex V)", [Act + ":47"]),
        new(ConformityStep.CeMarking, "CE marking (Art. 48)", [Act + ":48"]),
        new(ConformityStep.Registration, "Registration (Art. 49, Annex VIII)", [Act + ":49"], "Systems of Annex III point 2 are registered at national level (49(5))."),
        new(ConformityStep.Placing, "Placing on the market or putting into service", []),
        new(ConformityStep.Monitoring, "Post-market monitoring (Art. 72)", [Act + ":72"], "The plan is part of the technical documentation (72(3)). A management review is not post-market monitoring."),
        new(ConformityStep.Incidents, "Reports of serious incidents (Art. 73)", [Act + ":73"]),
        new(ConformityStep.Use, "Duties of the deployer (Art. 26)", [Act + ":26"]),
        new(ConformityStep.FundamentalRights, "Fundamental rights impact assessment (Art. 27(1), (2))", [Act + ":27(1)", Act + ":27(2)"], "Before the first use, and again when something changes."),
        new(ConformityStep.FundamentalRightsNotice, "Notice of it to the market surveillance authority (Art. 27(3))", [Act + ":27(3)"]),
        new(ConformityStep.Transparency, "Transparency towards persons (Art. 50)", [Act + ":50"], "Whatever the class: its rows hang on what the system does."),
    ];

    /// <summary>What comes before what.</summary>
    public static IReadOnlyList<StepOrder> Orders { get; } =
    [
        new(ConformityStep.Classification, ConformityStep.Assessment, "Art. 6 decides whether Art. 43 binds."),
        new(ConformityStep.QualityManagement, ConformityStep.Assessment, "The assessment verifies it: Annex VI(2), Annex VII(3)."),
        new(ConformityStep.SystemRequirements, ConformityStep.Assessment, "The assessment examines them: Annex VI(3), Annex VII(4)."),
        new(ConformityStep.TechnicalDocumentation, ConformityStep.Assessment, "The assessment examines it: Annex VI(3), Annex VII(4)."),
        new(ConformityStep.Assessment, ConformityStep.Declaration, "The declaration states the procedure that was followed: 47(2), Annex V."),
        new(ConformityStep.Declaration, ConformityStep.CeMarking, "The marking says that the declaration stands: 16(g), (h), 48."),
        new(ConformityStep.Declaration, ConformityStep.Registration, "A copy of the declaration is registered: Annex VIII, Section A."),
        new(ConformityStep.Classification, ConformityStep.Placing, "6(4) for what is judged not high-risk; for the rest whatever follows from Art. 6."),
        new(ConformityStep.QualityManagement, ConformityStep.Placing, "16(c), 17(1)."),
        new(ConformityStep.SystemRequirements, ConformityStep.Placing, "8(1), 16(a)."),
        new(ConformityStep.TechnicalDocumentation, ConformityStep.Placing, "11(1)."),
        new(ConformityStep.Assessment, ConformityStep.Placing, "16(f), 43."),
        new(ConformityStep.Declaration, ConformityStep.Placing, "16(g), 47."),
        new(ConformityStep.CeMarking, ConformityStep.Placing, "16(h), 48."),
        new(ConformityStep.Registration, ConformityStep.Placing, "49(1), (2), (3)."),
        new(ConformityStep.FundamentalRights, ConformityStep.Placing, "27(1): before the first use."),
        new(ConformityStep.FundamentalRights, ConformityStep.FundamentalRightsNotice, "27(3): the results are notified."),
    ];

    /// <summary>The step that a requirement of the Act belongs to.</summary>
    public static ConformityStep Of(View view, Document requirement)
    {
        foreach (var at in Catalogue.Of(view.Snapshot).PlacesOf(requirement))
        {
            foreach (var rule in All)
            {
                if (rule.Headings.Contains(at.Key))
                {
                    return rule.Step;
                }
            }
        }

        return ConformityStep.Other;
    }

    /// <summary>The cells of a step for a system, those of the organisation as the system inherits them; without what does not bind it.</summary>
    internal static IReadOnlyList<Cell> Cells(View view, Document system, IReadOnlyList<string> headings) =>
        [.. headings.Select(view.Snapshot.Document).OfType<Document>().SelectMany(h => Cells(view, system, h)).Where(c => c.Verdict is not (Verdict.NotApplicable or Verdict.Excluded))];

    /// <summary>Every cell of a heading for a system.</summary>
    internal static IEnumerable<Cell> Cells(View view, Document system, Document heading) =>
        Catalogue.Of(view.Snapshot).RowsBelow(heading).Select(r => view.Cells.Cell(r.Document, system) ?? view.Cells.Inherited(r.Document, system)).OfType<Cell>();

    /// <summary>The evidence that is nothing but a title, where a covered cell rests on such alone: what the Act asks for is a document that somebody can be shown.</summary>
    internal static IEnumerable<Shortfall> Hollow(View view, IEnumerable<Cell> cells) => cells.Where(c => c.State == State.Covered)
        .Select(c => c.Chains.Where(chain => chain.State == State.Covered).Select(chain => chain.Documents.Where(d => IsHollow(view, d)).ToList()).ToList())
        .Where(chains => chains.TrueForAll(c => c.Count > 0)).SelectMany(chains => chains.SelectMany(c => c)).DistinctBy(e => e.Ordinal).OrderBy(e => e.Key, StringComparer.Ordinal)
        .Select(e => new Shortfall("NO_FILE", e, $"Say where {e.Key} is kept (uri, sha256), or have it follow a form: it has a title alone."));

    private static bool IsHollow(View view, Document proof) =>
        proof.Kind == EvidenceKind.Kind && proof[EvidenceKind.Uri] is null && proof[EvidenceKind.Sha256] is null && !view.Snapshot.Out(proof, FormEdges.Follows).Any();
}
