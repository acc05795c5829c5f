using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;

namespace Graph.Server.Export.Packs;

/// <summary>
/// What belongs to one system, for every table of its pack alike:
/// <list type="number">
/// <item>the system;</item>
/// <item>what its cells rest on, those included that it inherits from the organisation: the documents of the best chain of an owed cell, whatever a defect of it names, the statement that decides, and of other chains what is not of others;</item>
/// <item>whatever an edge joins with the system: risks, components, metrics, assessments, evidence, incidents, tasks and so on;</item>
/// <item>what belongs to any of these: the parts of a document, the suppliers of a component, the controls of a risk, their proof, findings against them, what is done about those;</item>
/// <item>the corrective actions of every finding that is here for whatever reason: a finding without them looks as if nobody had done anything;</item>
/// <item>the templates that any of these follows, with their items: an answer without what was asked says nothing.</item>
/// </list>
/// Never another system; nor, but for what the cells of this one rest on, what is joined with other systems and not with this one. Law and people, which lead to everything, are left out.
/// </summary>
internal sealed class SystemDocuments
{
    /// <summary>What the registers of such a pack hold, for people who read it.</summary>
    public const string InWords =
        "Registers hold what belongs to the system. First, what its cells rest on, those included that it inherits from the organisation: each control, piece of evidence, assessment and finding of a chain, or that a defect names, and the corrective actions of each finding. Then the templates that anything here follows, with what they ask. Then its risks, components, their suppliers, metrics, "
        + "assessments, evidence, incidents, concerns, findings, planned changes and tasks, the controls of its risks with their proof, and the scopes that include it. Other systems are left out, and so is what is joined with other systems and not with this one, unless an owed cell of this one rests on it or has a defect that names it; what is due of such a document is told in the pack of the other. "
        + "Of what is left out a row that stands here may name the key. Credit that other frameworks give is told by its state alone: the mappings and the cells that it comes from are not here.";

    // Whoever has it has it, whatever else it is joined with.
    private static readonly EdgeKind[] Had = [EdgeKinds.HasRisk, EdgeKinds.Uses, EdgeKinds.SuppliedBy, ManagementEdges.Subprocesses];

    private static readonly EdgeKind[] From =
        [EdgeKinds.MitigatedBy, EdgeKinds.EvidencedBy, EdgeKinds.Identifies, ManagementEdges.MeasuredBy, ManagementEdges.ControlledBy, ManagementEdges.AssignmentOf];

    private static readonly EdgeKind[] To =
    [
        EdgeKinds.Concerns, EdgeKinds.Assesses, ManagementEdges.Affects, ManagementEdges.Changes, ManagementEdges.ResponsibleFor,
        ManagementEdges.AgainstEnd, ManagementEdges.FoundIn, ManagementEdges.Corrects, ManagementEdges.ArisesFrom,
    ];

    private readonly Snapshot snapshot;
    private readonly Document system;
    private readonly Dictionary<int, (Document Document, bool IsOwn)> all = [];
    private readonly Dictionary<Kind, (EdgeKind[] Out, EdgeKind[] In)> joining;

    /// <summary>Finds what belongs to a system.</summary>
    /// <exception cref="OperationCanceledException">The reader is gone, or it took too long.</exception>
    public SystemDocuments(ViewScope scope, Document system)
    {
        (snapshot, this.system) = (scope.View.Snapshot, system);
        var model = snapshot.Model;
        joining = model.Kinds.ToDictionary(k => k, k => (
            model.EdgesFrom(k).Where(e => model.EndsOf(e).Contains(system.Kind.Name)).ToArray(),
            model.EdgesTo(k).Where(e => model.StartsOf(e).Contains(system.Kind.Name)).ToArray()));
        var (ahead, ledFrom) = (new Queue<Document>(), new HashSet<int>());
        Add(system, isOwn: true);
        foreach (var (document, decides) in RestedOn(scope))
        {
            var isOwn = !IsOfOthers(document);
            if (decides || isOwn)
            {
                Add(document, isOwn, leadsOn: isOwn && decides);
            }
        }

        foreach (var joined in model.EdgesFrom(system.Kind).SelectMany(e => snapshot.Targets(system, e)).Concat(model.EdgesTo(system.Kind).SelectMany(e => snapshot.Sources(system, e))))
        {
            Add(joined, isOwn: true);
        }

        while (ahead.TryDequeue(out var document))
        {
            scope.Request.CancellationToken.ThrowIfCancellationRequested();
            foreach (var (next, isHad) in BelongingTo(document))
            {
                if (isHad || !IsOfOthers(next))
                {
                    Add(next, isOwn: true);
                }
            }
        }

        foreach (var (finding, isOwn) in all.Values.ToList())
        {
            foreach (var action in snapshot.Sources(finding, ManagementEdges.Corrects).Where(a => !IsOfOthers(a)))
            {
                Add(action, isOwn, leadsOn: false);
            }
        }

        foreach (var followed in all.Values.Where(d => d.Document.Kind.FollowsTemplates).SelectMany(d => snapshot.Targets(d.Document, FormEdges.Follows)).ToList())
        {
            foreach (var asking in snapshot.Sources(followed, FormEdges.ItemOf).Prepend(followed))
            {
                Add(asking, isOwn: false, leadsOn: false);
            }
        }

        // What is in a chain that is not the best one has its row; what belongs to that bears nothing.
        void Add(Document document, bool isOwn, bool? leadsOn = null)
        {
            if (document.Kind.Group == KindGroup.Catalogue || document.Kind == PersonKind.Kind || (document.Kind == system.Kind && document.Ordinal != system.Ordinal))
            {
                return;
            }

            all[document.Ordinal] = (document, isOwn || IsOwn(document));
            if ((leadsOn ?? isOwn) && ledFrom.Add(document.Ordinal))
            {
                ahead.Enqueue(document);
            }
        }
    }

    /// <summary>Whether a document is the system's own, and not another's on which a cell that it inherits rests: what is due of that is due of the other.</summary>
    public bool IsOwn(Document document) => all.TryGetValue(document.Ordinal, out var known) && known.IsOwn;

    /// <summary>What belongs to the system of one kind, by key.</summary>
    public IReadOnlyList<Document> Of(Kind kind) => [.. all.Values.Select(d => d.Document).Where(d => d.Kind == kind).OrderBy(d => d.Key, StringComparer.Ordinal)];

    // Of a row that may be excluded the Statement of Applicability tells the chains, also where it is. What is of others bears something here only where it decides a
    // cell that is owed. A cell keeps its chains, of which there may be very many, and so none is held once it was looked at.
    private IEnumerable<(Document Document, bool Decides)> RestedOn(ViewScope scope)
    {
        var found = new Dictionary<int, bool>();
        var cells = new Queue<Cell>(scope.View.Cells.Cells(null, [system], scope.Request.CancellationToken).Where(c => c.IsOwed || (c.Verdict != Verdict.NotApplicable && c.Requirement.Boolean(RequirementKind.Excludable) == true)));
        while (cells.TryDequeue(out var cell))
        {
            for (var place = 0; place < cell.Chains.Count; place++)
            {
                Note(cell.Chains[place].Documents, cell.IsOwed && place == 0);
                Note(cell.Chains[place].Proof, cell.IsOwed && place == 0);
            }

            Note(cell.Defects.Select(d => d.Node), cell.IsOwed);
            Note(cell.Because.Statement is { } statement ? [statement] : [], true);
        }

        return found.Select(f => (snapshot.Document(f.Key)!, f.Value));

        void Note(IEnumerable<Document> documents, bool decides)
        {
            foreach (var document in documents)
            {
                found[document.Ordinal] = decides || found.GetValueOrDefault(document.Ordinal);
            }
        }
    }

    private IEnumerable<(Document Document, bool IsHad)> BelongingTo(Document document)
    {
        // A scope and a role are of the whole organisation: what belongs to them does not belong to the system.
        if (document.Kind == ScopeStatementKind.Kind || document.Kind == OrganisationRoleKind.Kind)
        {
            return [];
        }

        return Had.SelectMany(e => snapshot.Targets(document, e)).Select(d => (d, true))
            .Concat(snapshot.Model.PartsOf(document.Kind).Concat(To).SelectMany(e => snapshot.Sources(document, e)).Concat(From.SelectMany(e => snapshot.Targets(document, e))).Select(d => (d, false)));
    }

    // What is joined with no system is of others where all is that it is against.
    private bool IsOfOthers(Document document)
    {
        var (from, to) = joining[document.Kind];
        var systems = from.SelectMany(e => snapshot.Targets(document, e)).Concat(to.SelectMany(e => snapshot.Sources(document, e))).Where(d => d.Kind == system.Kind).ToList();
        if (systems.Count > 0)
        {
            return !systems.Exists(s => s.Ordinal == system.Ordinal);
        }

        var against = snapshot.Targets(document, ManagementEdges.AgainstEnd).Where(d => d.Kind.Group != KindGroup.Catalogue).ToList();
        return against.Count > 0 && against.TrueForAll(IsOfOthers);
    }
}
