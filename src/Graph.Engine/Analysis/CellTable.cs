using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>A link into a requirement, as seen from one of the rows for which it speaks.</summary>
/// <param name="From">The control or proof.</param>
/// <param name="IsControl">Whether it is a SATISFIES link.</param>
/// <param name="At">The row at which it is linked.</param>
/// <param name="Key">The key of the edge.</param>
/// <param name="IsPartial">Whether its extent is PARTIAL.</param>
/// <param name="Joint">Its joint group, or null.</param>
internal sealed record Link(int From, bool IsControl, Row At, string Key, bool IsPartial, string? Joint);

/// <summary>
/// The cells of all rows for some systems, a row at a time: verdict, state and shallow for every subject at once. A state is worked
/// out by going from links to subjects and keeping the best, never by searching chains for each cell; single chains are made
/// by <see cref="ChainReader"/> when somebody asks for them.
/// </summary>
internal sealed class CellTable
{
    private readonly View view;
    private readonly Catalogue catalogue;
    private readonly Subjects subjects;
    private readonly ProofReader proofs;
    private readonly Verdicts verdicts;
    private readonly SystemFacts[] facts;
    private readonly Dictionary<Row, Link[]> links = [];
    private readonly Dictionary<Row, Verdict[]> verdictsOf = [];
    private readonly Dictionary<Row, State[]> statesOf = [];
    private readonly Dictionary<Row, bool[]> shallowOf = [];

    public CellTable(View view, IReadOnlyList<Document> systems)
    {
        this.view = view;
        catalogue = Catalogue.Of(view.Snapshot);
        subjects = new(view.Snapshot, systems);
        proofs = new(view, subjects);
        verdicts = new(view);
        facts = [.. systems.Select(s => new SystemFacts(view, s))];
        Chains = new(view, this, proofs);
    }

    public ChainReader Chains { get; }

    public IReadOnlyList<Document> Systems => subjects.Systems;

    public int Count => subjects.Count;

    /// <summary>The number of cells of a row: one for the organisation, else one a system.</summary>
    public int Width(Row row) => row.IsOrganisation ? 1 : Count;

    /// <summary>The verdict of each system, also for rows that the organisation meets once.</summary>
    public Verdict[] VerdictsOf(Row row)
    {
        if (!verdictsOf.TryGetValue(row, out var all))
        {
            verdictsOf.Add(row, all = Array.ConvertAll(facts, f => verdicts.Judge(row, f)));
        }

        return all;
    }

    /// <summary>The organisation's verdict: of its systems' verdicts the first in their order. Needs at least one system.</summary>
    public Verdict OrganisationVerdict(Row row, out int decidedBy)
    {
        var all = VerdictsOf(row);
        decidedBy = 0;
        for (var i = 1; i < all.Length; i++)
        {
            if (all[i] < all[decidedBy])
            {
                decidedBy = i;
            }
        }

        return all[decidedBy];
    }

    public VerdictBasis Explain(Row row, int system) => verdicts.Explain(row, facts[system]);

    /// <summary>Whether a subject owes a row, for every cell of it.</summary>
    public bool IsOwed(Row row, int system) => VerdictsOf(row)[system] is Verdict.Applicable or Verdict.Undetermined;

    /// <summary>The state of each cell of a row.</summary>
    public State[] StatesOf(Row row)
    {
        if (!statesOf.TryGetValue(row, out var states))
        {
            statesOf.Add(row, states = BestStates(row, []));
        }

        return states;
    }

    /// <summary>Whether each cell of a row has a link of a kind that it takes, whatever its status and dates.</summary>
    public bool[] ShallowOf(Row row)
    {
        if (!shallowOf.TryGetValue(row, out var shallow))
        {
            shallow = new bool[Width(row)];
            foreach (var link in LinksOf(row))
            {
                Visit(row, link.IsControl ? proofs.Control(link.From).AppliesTo : proofs.Proof(link.From).BelongsTo, SubjectSet.Everyone, i => shallow[i] = true);
            }

            shallowOf.Add(row, shallow);
        }

        return shallow;
    }

    /// <summary>The links of the kinds that a row takes, into it or a requirement above it, in the order of their keys.</summary>
    public Link[] LinksOf(Row row)
    {
        if (!links.TryGetValue(row, out var all))
        {
            all = [.. row.SelfAndAbove.SelectMany(at => LinksAt(at, row.NeedsControl))];
            Array.Sort(all, (a, b) => string.CompareOrdinal(a.Key, b.Key));
            links.Add(row, all);
        }

        return all;
    }

    /// <summary>Whether a link is suspect for the cells of a row (design section 4: the row's version decides, not the heading's).</summary>
    public bool IsSuspect(Link link, Row row) =>
        view.MeaningChanged is { } changed && (changed.Ordinal == link.From || changed.Ordinal == row.Document.Ordinal);

    /// <summary>The systems for which an approved statement says that the group suffices for a row; null = for none.</summary>
    public SubjectSet? Sufficiency(Row row, string joint, IReadOnlyCollection<string> linkKeys)
    {
        SubjectSet? set = null;
        ulong[]? bits = null;
        foreach (var statement in row.SelfAndAbove.SelectMany(r => Statements.StatedOf(view.Snapshot, r.Document)))
        {
            if (statement.Text(StatementKind.Type) != "SUFFICIENCY" || statement.Text(StatementKind.Joint) != joint
                || Statements.ApprovedOn(statement, view.On) is null
                || statement.List(StatementKind.Links) is not { } listed || !linkKeys.ToHashSet(StringComparer.Ordinal).SetEquals(listed))
            {
                continue;
            }

            if (Statements.About(view.Snapshot, statement) is null)
            {
                return SubjectSet.Everyone;
            }

            Subjects.Add(ref bits, subjects.Union(view.Snapshot.Out(statement, EdgeKinds.About)));
            set = new(bits, All: false, Organisation: false);
        }

        return set;
    }

    /// <summary>
    /// The best state that chains give each cell of a row; with masks, only chains count that hold proof of a type in each of
    /// them (used for credit).
    /// </summary>
    public State[] BestStates(Row row, IReadOnlyList<ulong> masks)
    {
        var best = new State[Width(row)];
        var all = LinksOf(row);
        foreach (var link in all)
        {
            if (link.Joint is null)
            {
                Raise(row, link, link.IsPartial ? State.Partial : State.Covered, masks, best);
            }
        }

        foreach (var group in all.Where(l => l.Joint is not null).GroupBy(l => l.Joint!))
        {
            if (masks.Count > 0)
            {
                Chains.RaiseByGroup(row, group.Key, masks, best);
                continue;
            }

            var weakest = Enumerable.Repeat(State.Covered, best.Length).ToArray();
            foreach (var member in group)
            {
                var states = new State[best.Length];
                Raise(row, member, State.Covered, masks, states);
                for (var i = 0; i < states.Length; i++)
                {
                    weakest[i] = states[i] < weakest[i] ? states[i] : weakest[i];
                }
            }

            var sufficient = Sufficiency(row, group.Key, [.. group.Select(l => l.Key)]);
            for (var i = 0; i < best.Length; i++)
            {
                var isSufficient = sufficient is { } set && (row.IsOrganisation ? set.Organisation : set.HasSystem(i));
                var state = isSufficient || weakest[i] < State.Partial ? weakest[i] : State.Partial;
                best[i] = state > best[i] ? state : best[i];
            }
        }

        return best;
    }

    private void Raise(Row row, Link link, State cap, IReadOnlyList<ulong> masks, State[] best)
    {
        cap = IsSuspect(link, row) && cap > State.Suspect ? State.Suspect : cap;
        if (!link.IsControl)
        {
            var proof = proofs.Proof(link.From);
            if (proof.IsUsable(row.ProofMask) && Fits(proof.TypeBit, masks))
            {
                RaiseTo(Min(cap, proof.State), proof.BelongsTo, SubjectSet.Everyone);
            }

            return;
        }

        var control = proofs.Control(link.From);
        if (control.IsRetired)
        {
            return;
        }

        var operating = Min(cap, control.State);
        if (masks.Count == 0)
        {
            RaiseTo(Min(operating, State.Unproven), control.AppliesTo, SubjectSet.Everyone);
        }

        foreach (var evidenced in control.Proofs)
        {
            if (evidenced.Proof.IsUsable(row.ProofMask) && Fits(evidenced.Proof.TypeBit, masks))
            {
                RaiseTo(Min(evidenced.IsSuspect ? Min(operating, State.Suspect) : operating, evidenced.Proof.State), control.AppliesTo, evidenced.Proof.BelongsTo);
            }
        }

        void RaiseTo(State state, SubjectSet one, SubjectSet other) =>
            Visit(row, one, other, i => best[i] = state > best[i] ? state : best[i]);
    }

    private static bool Fits(ulong typeBit, IReadOnlyList<ulong> masks)
    {
        foreach (var mask in masks)
        {
            if ((typeBit & mask) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static State Min(State one, State other) => one < other ? one : other;

    private void Visit(Row row, SubjectSet one, SubjectSet other, Action<int> visit)
    {
        if (row.IsOrganisation)
        {
            if (one.Organisation && other.Organisation)
            {
                visit(0);
            }
        }
        else
        {
            one.ForEachSystem(other, Count, visit);
        }
    }

    private List<Link> LinksAt(Row at, bool onlyControls)
    {
        var list = new List<Link>();
        Read(EdgeKinds.Satisfies, isControl: true);
        if (!onlyControls)
        {
            Read(EdgeKinds.Demonstrates, isControl: false);
        }

        return list;

        void Read(EdgeKind kind, bool isControl)
        {
            foreach (var (node, data) in view.Snapshot.In(at.Document, kind))
            {
                var key = $"{view.Snapshot.Document(node)!.Key}|{kind.Name}|{at.Document.Key}";
                list.Add(new(node, isControl, at, key, data?.IsPartial == true, data?.Joint));
            }
        }
    }
}
