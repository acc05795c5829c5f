using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>
/// The cells of all rows for some systems, a row at a time: verdict, state and shallow for every subject at once. A state is worked
/// out by going from links to subjects and keeping the best, never by searching chains for each cell; single chains are made
/// by <see cref="ChainReader"/> when somebody asks for them.
/// </summary>
internal sealed class CellTable
{
    private const int OwedByNone = -1;

    private readonly View view;
    private readonly Holdings holdings;
    private readonly Subjects subjects;
    private readonly ProofReader proofs;
    private readonly Verdicts verdicts;
    private readonly DayReading day;
    private readonly BestOf row;
    private readonly BestOf member;
    private readonly SystemLinks? ofOne;
    private readonly Link[]?[] links;
    private readonly Verdict[]?[] verdictsOf;
    private readonly int[] owedBy;
    private Verdict[]?[] earlierVerdicts;
    private int[] earlierOwedBy = [];
    private int[] judgedAnew = [];
    private EarlierJudgement? judgement;
    private readonly State[]?[] statesOf;
    private readonly State[]?[] earlierStates;
    private readonly bool[]?[] shallowOf;
    private readonly Func<CellTable>? few;
    private readonly Func<Row, State[]?>? statesElsewhere;
    private readonly Func<Row, Verdict[]?>? verdictsElsewhere;

    public CellTable(View view, IReadOnlyList<Document> systems)
    {
        this.view = view;
        holdings = Holdings.Of(view.Snapshot);
        subjects = new(holdings, systems);
        ofOne = subjects.Numbers is [var only] ? holdings.LinksOf(only) : null;
        proofs = new(view);
        verdicts = new(view);
        day = holdings.On(view.On);
        (row, member) = (new(subjects), new(subjects));
        var rowCount = Catalogue.Of(view.Snapshot).RowCount;
        Chains = new(view, this, proofs);
        (links, verdictsOf, statesOf) = (new Link[]?[rowCount], new Verdict[]?[rowCount], new State[]?[rowCount]);
        (shallowOf, owedBy) = (new bool[]?[rowCount], new int[rowCount]);
        (earlierVerdicts, earlierStates) = ([], []);
    }

    /// <summary>For few of the systems of another table of the view, of which it takes what is known.</summary>
    public CellTable(View view, IReadOnlyList<Document> systems, CellTable of)
        : this(view, systems)
    {
        var places = Array.ConvertAll(subjects.Numbers, of.subjects.PlaceOf);
        statesElsewhere = row => Volatile.Read(ref of.statesOf[row.Number]) is not { } known ? null : row.IsOrganisation ? known : Array.ConvertAll(places, p => known[p]);
        verdictsElsewhere = row => Volatile.Read(ref of.verdictsOf[row.Number]) is { } known ? Array.ConvertAll(places, p => known[p]) : null;
    }

    /// <summary>Asks a table of the same systems in an earlier view for what nothing touched; nobody else may have either, and no system may be touched.</summary>
    public CellTable(View view, IReadOnlyList<Document> systems, CellTable earlier, Touched touched, TouchedCells cells)
        : this(view, systems)
    {
        statesElsewhere = row => cells.Rows.Contains(row) ? null : earlier.StatesOf(row);
        verdictsElsewhere = row => touched.StatedRows.Contains(row) ? null : earlier.VerdictsOf(row);
    }

    /// <summary>Takes over from an earlier table of the same systems what nothing touched. Whoever calls holds the lock of that.</summary>
    /// <param name="view">The view.</param>
    /// <param name="systems">The systems.</param>
    /// <param name="earlier">The earlier table.</param>
    /// <param name="touched">What may be another one.</param>
    /// <param name="cells">Which cells of that may have another state.</param>
    /// <param name="few">The table of those systems alone that differ at all; null where it may be any.</param>
    public CellTable(View view, IReadOnlyList<Document> systems, CellTable earlier, Touched touched, TouchedCells cells, Func<CellTable>? few)
        : this(view, systems)
    {
        TouchedSystems = judgedAnew = Places(touched.Systems.Select(holdings.NumberOf));
        (links, statesOf) = (Touched.Without(earlier.links, touched.Rows), Touched.Without(earlier.statesOf, cells.Rows));
        shallowOf = Touched.Without(earlier.shallowOf, cells.ShallowRows);
        var kept = Touched.Without(earlier.verdictsOf, touched.StatedRows);
        if (TouchedSystems.Length == 0)
        {
            verdictsOf = kept;
        }
        else
        {
            earlierVerdicts = kept;
        }

        if (few is not null)
        {
            this.few = few;
            earlierStates = (State[]?[])earlier.statesOf.Clone();
        }
    }

    /// <summary>
    /// Takes over the verdicts of another table, be it of another day or graph, as far as no date lies between the two days and nothing that decides is another one:
    /// on most days nothing begins or ends to be owed. Whoever calls holds the lock of that.
    /// </summary>
    public void TakeVerdicts(CellTable earlier)
    {
        if (Catalogue.Of(view.Snapshot) != Catalogue.Of(earlier.view.Snapshot) || Count != earlier.Count)
        {
            return;
        }

        var (first, last) = view.On < earlier.view.On ? (view.On, earlier.view.On) : (earlier.view.On, view.On);
        judgedAnew = [.. Enumerable.Range(0, Count).Where(i => !FactsOf(i).AreJudgedAs(earlier.FactsOf(i), first, last))];
        (earlierVerdicts, earlierOwedBy) = ((Verdict[]?[])earlier.verdictsOf.Clone(), (int[])earlier.owedBy.Clone());
        judgement = new(first, last, earlier.verdicts.ApplicabilityStatements);
    }

    public ChainReader Chains { get; }

    public IReadOnlyList<Document> Systems => subjects.Systems;

    public int Count => subjects.Count;

    /// <summary>The number of cells of a row: one for the organisation, else one a system.</summary>
    public int Width(Row row) => row.IsOrganisation ? 1 : Count;

    /// <summary>The verdict of each system, also for rows that the organisation meets once.</summary>
    public Verdict[] VerdictsOf(Row of)
    {
        if (verdictsOf[of.Number] is not { } all)
        {
            verdictsOf[of.Number] = all = verdictsElsewhere?.Invoke(of)
                ?? (earlierVerdicts.Length > 0 && earlierVerdicts[of.Number] is { } earlier && judgement?.Holds(of, verdicts) != false ? JudgeAnew(of, earlier) : JudgeAll(of));
        }

        return all;
    }

    /// <summary>Whether a touched system has another verdict than in the table from which this one took over.</summary>
    public bool HasNewVerdict(Row of, CellTable earlier) => Array.Exists(TouchedSystems, i => VerdictOf(of, i) != earlier.VerdictOf(of, i));

    /// <summary>The places of the cells of a row from which credit may follow otherwise than in another table: beyond PARTIAL no state gives more, where a mapping caps.</summary>
    public IEnumerable<int> PlacesThatGiveOtherwise(Row of, CellTable other)
    {
        var (states, otherStates) = (StatesOf(of), other.StatesOf(of));
        var (judged, otherJudged) = of.IsOrganisation ? ([], []) : (VerdictsOf(of), other.VerdictsOf(of));
        var isOwedAlike = !of.IsOrganisation || IsOwedByAny(of) == other.IsOwedByAny(of);
        for (var i = 0; i < states.Length; i++)
        {
            if (!isOwedAlike || Min(states[i], State.Partial) != Min(otherStates[i], State.Partial) || (!of.IsOrganisation && IsOwing(judged[i]) != IsOwing(otherJudged[i])))
            {
                yield return i;
            }
        }
    }

    /// <summary>The places of the systems about which something else may be known than in the table from which this one took over.</summary>
    public int[] TouchedSystems { get; } = [];

    /// <summary>Whether any of the systems owes a row; asks only until one does, and on another day only those of which something else is known.</summary>
    public bool IsOwedByAny(Row of)
    {
        ref var known = ref owedBy[of.Number];
        if (known == 0)
        {
            var earlier = earlierOwedBy.Length > 0 && judgement!.Holds(of, verdicts) ? earlierOwedBy[of.Number] : 0;
            known = earlier > 0 && Array.BinarySearch(judgedAnew, earlier - 1) < 0 ? earlier
                : earlier == OwedByNone ? FirstOwing(of, judgedAnew)
                : FirstOwing(of, Enumerable.Range(0, Count));
        }

        return known != OwedByNone;
    }

    // The place of a system that owes a row, and one more, so that nothing is what is not known.
    private int FirstOwing(Row of, IEnumerable<int> places)
    {
        foreach (var place in places)
        {
            if (IsOwing(VerdictOf(of, place)))
            {
                return place + 1;
            }
        }

        return OwedByNone;
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

    public VerdictBasis Explain(Row row, int system) => verdicts.Explain(row, FactsOf(system));

    /// <summary>Whether a subject owes a row, for every cell of it.</summary>
    public bool IsOwed(Row row, int system) => IsOwing(VerdictsOf(row)[system]);

    /// <summary>The state of each cell of a row.</summary>
    public State[] StatesOf(Row of) => statesOf[of.Number] ??= statesElsewhere?.Invoke(of) ?? (
        earlierStates.Length > 0 && earlierStates[of.Number] is { } earlier ? WithFew(of, earlier) : BestStates(of));

    /// <summary>Whether each cell of a row has a link of a kind that it takes, whatever its status and dates.</summary>
    public bool[] ShallowOf(Row of) => shallowOf[of.Number] ??= ReadShallow(of);

    /// <summary>The SATISFIES links into a row itself, as far as they may serve a system in question.</summary>
    public Link[] ControlLinksAt(Row at) => ofOne is null ? holdings.ControlLinksAt(at) : ofOne.ControlLinksAt(at);

    /// <summary>The DEMONSTRATES links into a row itself, as far as they may serve a system in question.</summary>
    public Link[] ProofLinksAt(Row at) => ofOne is null ? holdings.ProofLinksAt(at) : ofOne.ProofLinksAt(at);

    /// <summary>The links of the kinds that a row takes, into it or a requirement above it, in the order of their keys.</summary>
    public Link[] LinksOf(Row of)
    {
        if (links[of.Number] is not { } all)
        {
            all = [.. of.SelfAndAbove.SelectMany(at => of.NeedsControl ? ControlLinksAt(at) : ControlLinksAt(at).Concat(ProofLinksAt(at)))];
            Array.Sort(all, (a, b) => string.CompareOrdinal(a.Key, b.Key));
            links[of.Number] = all;
        }

        return all;
    }

    /// <summary>What lowers a cell on the view's day, whatever its chains.</summary>
    public IEnumerable<Lowering> LoweringsOf(Row of, int subject) =>
        holdings.LoweringsOf(of) is { Length: > 0 } some ? Holding(some, of, subject) : [];        // Very few rows have any, and this is asked of each.

    /// <summary>Lowers the states of a row, or what else its cells are worth, in place by what lowers its cells, whatever their chains.</summary>
    public State[] Lowered(Row of, State[] states)
    {
        foreach (var (lowering, subjects) in holdings.LoweringsOf(of))
        {
            for (var i = 0; proofs.Holds(lowering) && i < states.Length; i++)
            {
                states[i] = Has(of, subjects, i) ? lowering.Cap(states[i]) : states[i];
            }
        }

        return states;
    }

    /// <summary>The systems for which an approved statement says that the group suffices for a row; null = for none.</summary>
    public SubjectSet? Sufficiency(Row row, string joint, JointMember[] group)
    {
        HashSet<string>? members = null;
        var systems = new List<int>();
        foreach (var statement in holdings.StatementsOf(row))
        {
            if (statement.Text(StatementKind.Type) != "SUFFICIENCY" || statement.Text(StatementKind.Joint) != joint
                || Statements.ApprovedOn(statement, view.On) is null
                || statement.List(StatementKind.Links) is not { } listed || !(members ??= [.. group.Select(m => m.Name)]).SetEquals(listed.SelectMany(key => JointMembers.NamesOf(view.Snapshot, key))))
            {
                continue;
            }

            if (Statements.About(view.Snapshot, statement) is null)
            {
                return SubjectSet.Everyone;
            }

            SubjectSet.Unpack(holdings.Union(view.Snapshot.Out(statement, EdgeKinds.About)), systems);
        }

        return systems.Count == 0 ? null : new(SubjectSet.Pack(systems), All: false, Organisation: false);
    }

    /// <summary>
    /// COVERED for each cell of a row that some COVERED chain makes so by proof of a type in each of the masks, MISSING for any other: what is carried
    /// whole as credit. A cell that is lowered carries what is left.
    /// </summary>
    public State[] CoveredBy(Row of, IReadOnlyList<ulong> masks)
    {
        var best = Best(of, masks, out var joint);
        foreach (var group in joint?.GroupBy(l => l.Joint!) ?? [])
        {
            // A single chain is made only where the group is all that is left: it is its best chains that count.
            var states = best.AsSpan().ContainsAnyExcept(State.Covered) ? GroupStates(of, group.Key, [.. group]) : [];
            for (var i = 0; i < states.Length; i++)
            {
                if (states[i] == State.Covered && best[i] != State.Covered && Chains.GroupHasProof(of, i, group.Key, masks))
                {
                    best[i] = State.Covered;
                }
            }
        }

        return Lowered(of, best);
    }

    // The best state that chains give each cell of a row.
    private State[] BestStates(Row of)
    {
        var best = Best(of, [], out var joint);
        foreach (var group in joint?.GroupBy(l => l.Joint!) ?? [])
        {
            if (best.AsSpan().ContainsAnyExcept(State.Covered))
            {
                CellStates.Raise(best, GroupStates(of, group.Key, [.. group]));
            }
        }

        return Lowered(of, best);
    }

    private State[] Best(Row of, IReadOnlyList<ulong> masks, out List<Link>? joint)
    {
        row.Begin(of);
        List<Link>? ofGroups = null;
        foreach (var at in of.SelfAndAbove)
        {
            Raise(ControlLinksAt(at));
            if (!of.NeedsControl)
            {
                Raise(ProofLinksAt(at));
            }
        }

        joint = ofGroups;
        return row.Take();

        void Raise(Link[] ofKind)
        {
            foreach (var link in ofKind)
            {
                if (link.Joint is not null)
                {
                    (ofGroups ??= []).Add(link);
                }
                else
                {
                    RaiseByLink(of, link, link.IsPartial ? State.Partial : State.Covered, masks, row);
                }
            }
        }
    }

    private IEnumerable<Lowering> Holding((Lowering What, SubjectSet Of)[] lowerings, Row of, int subject) =>
        lowerings.Where(l => proofs.Holds(l.What) && Has(of, l.Of, subject)).Select(l => l.What);

    // A group is as weak as its weakest member, and PARTIAL at most where nobody said that it suffices.
    private State[] GroupStates(Row of, string joint, Link[] links)
    {
        State[]? weakest = null;
        var group = JointMembers.Of(view.Snapshot, links);
        foreach (var (_, versions) in group)
        {
            member.Begin(of);
            foreach (var link in versions)
            {
                RaiseByLink(of, link, State.Covered, [], member);
            }

            if (weakest is null)
            {
                weakest = member.Take();
            }
            else
            {
                CellStates.Lower(weakest, member.Take());
            }

            if (!weakest.AsSpan().ContainsAnyExcept(State.Missing))
            {
                return weakest;
            }
        }

        var sufficient = Sufficiency(of, joint, group);
        for (var i = 0; i < weakest!.Length; i++)
        {
            if (weakest[i] > State.Partial && !(sufficient is { } set && Has(of, set, i)))
            {
                weakest[i] = State.Partial;
            }
        }

        return weakest;
    }

    private void RaiseByLink(Row of, Link link, State cap, IReadOnlyList<ulong> masks, BestOf best)
    {
        if (best.IsReached(cap))
        {
            return;
        }

        cap = link.IsSuspectFor(of, view) ? Min(cap, State.Suspect) : cap;
        var least = masks.Count > 0 ? State.Covered : State.Missing;
        if (cap < least || (cap == State.Suspect && best.IsReached(cap)))
        {
            return;
        }

        if (link.Control is not { } control)
        {
            var proof = link.Proof!.Terms;
            if (proofs.IsUsable(proof, of.ProofMask) && Fits(proof.TypeBit, masks) && Concerns(of, proof.BelongsTo) && Min(cap, proofs.StateOf(proof)) is var worth && worth >= least)
            {
                best.Raise(worth, proof.BelongsTo, SubjectSet.Everyone);
            }

            return;
        }

        if (proofs.IsRetired(control) || !Concerns(of, control.AppliesTo))
        {
            return;
        }

        var operating = Min(cap, proofs.StateOf(control));
        if (operating < least)
        {
            return;
        }

        if (masks.Count == 0)
        {
            best.Raise(Min(operating, State.Unproven), control.AppliesTo, SubjectSet.Everyone);
        }

        var all = control.Proofs(holdings);
        for (var i = 0; i < all.Length && !best.IsReached(operating); i++)
        {
            ref readonly var terms = ref all[i].Terms;
            if (proofs.IsUsable(terms, of.ProofMask) && Fits(terms.TypeBit, masks))
            {
                var state = Min(proofs.IsSuspect(all[i], control) ? Min(operating, State.Suspect) : operating, proofs.StateOf(terms));
                if (state >= least)
                {
                    best.Raise(state, control.AppliesTo, terms.BelongsTo);
                }
            }
        }
    }

    // Whether any subject in question is in the set.
    private bool Concerns(Row of, in SubjectSet set) => of.IsOrganisation ? set.Organisation : subjects.Any(set);

    private bool[] ReadShallow(Row of)
    {
        row.Begin(of);
        foreach (var at in of.SelfAndAbove)
        {
            foreach (var link in ControlLinksAt(at))
            {
                row.Raise(State.Covered, link.Control!.AppliesTo, SubjectSet.Everyone);
            }

            foreach (var link in of.NeedsControl ? [] : ProofLinksAt(at))
            {
                row.Raise(State.Covered, link.Proof!.Terms.BelongsTo, SubjectSet.Everyone);
            }
        }

        return Array.ConvertAll(row.Take(), s => s == State.Covered);
    }

    // What an earlier table knew of a row, with what a table of the systems that differ says of them. The organisation is none of them.
    private State[] WithFew(Row of, State[] earlier)
    {
        if (of.IsOrganisation || few!() is not { Count: > 0 } table)
        {
            return earlier;
        }

        var all = (State[])earlier.Clone();
        var (places, values) = (Places(table.subjects.Numbers), table.StatesOf(of));
        for (var i = 0; i < places.Length; i++)
        {
            all[places[i]] = values[i];
        }

        return all;
    }

    /// <summary>The places of those of the systems in question that have one of the numbers.</summary>
    public int[] Places(IEnumerable<int> numbers) => [.. numbers.Select(subjects.PlaceOf).Where(place => place >= 0).Order()];

    private Verdict VerdictOf(Row of, int system) => verdictsOf[of.Number] is { } all ? all[system] : verdicts.Judge(of, FactsOf(system));

    private Verdict[] JudgeAll(Row of)
    {
        var all = new Verdict[Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = verdicts.Judge(of, FactsOf(i));
        }

        return all;
    }

    private Verdict[] JudgeAnew(Row of, Verdict[] earlier)
    {
        var all = earlier;
        foreach (var place in judgedAnew)
        {
            var verdict = verdicts.Judge(of, FactsOf(place));
            if (verdict != all[place])
            {
                all = ReferenceEquals(all, earlier) ? (Verdict[])earlier.Clone() : all;
                all[place] = verdict;
            }
        }

        return all;
    }

    private SystemFacts FactsOf(int system) => day.FactsOf(subjects.Numbers[system]);

    private static bool Fits(ulong typeBit, IReadOnlyList<ulong> masks)
    {
        for (var i = 0; i < masks.Count; i++)
        {
            if ((typeBit & masks[i]) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOwing(Verdict verdict) => verdict is Verdict.Applicable or Verdict.Undetermined;

    private static State Min(State one, State other) => one < other ? one : other;

    /// <summary>Whether a subject, by its place among those in question, is in a set.</summary>
    public bool Has(Row of, in SubjectSet set, int subject) => of.IsOrganisation ? set.Organisation : set.HasSystem(subjects.Numbers[subject]);

    /// <summary>What verdicts of another day were based on.</summary>
    /// <param name="First">The earlier of the two days.</param>
    /// <param name="Last">The later of them.</param>
    /// <param name="Statements">The statements that decided then.</param>
    private sealed record EarlierJudgement(DateOnly First, DateOnly Last, IReadOnlyDictionary<Row, ApplicabilityStatement[]> Statements)
    {
        /// <summary>Whether the verdicts of a row still hold, of all systems of which nothing else is known.</summary>
        public bool Holds(Row row, Verdicts now) =>
            !row.HasDateBetween(First, Last) && (!row.Excludable || ApplicabilityStatement.AreSame(Statements.GetValueOrDefault(row) ?? [], now.StatementsAbout(row)));
    }
}
