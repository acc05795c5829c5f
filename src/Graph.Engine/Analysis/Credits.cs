using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>One way to read a mapping: what its sources say about a target.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Target">Its target end.</param>
/// <param name="Sources">Its source ends.</param>
/// <param name="CarriesAll">EQUAL or SUPERSET: carries the sources' state and needs all of them; otherwise caps at PARTIAL and any suffices.</param>
internal sealed record MappingReading(Document Mapping, MappingEnd Target, MappingEnd[] Sources, bool CarriesAll);

/// <summary>The row at an end of a mapping, and how far the last review of the link to it reaches.</summary>
internal readonly record struct MappingEnd(Row Row, Review Review)
{
    /// <summary>Whether the link is suspect for a row at or below the end; a heading that the way passes has no meaning of its own.</summary>
    public bool IsSuspectFor(Row row, DateOnly day) => Review.HasChangedEnd || (row.HasCells(day) && Review.IsBefore(row.TextVersion));

    /// <summary>Whether the link may be suspect for any row at or below the end.</summary>
    public bool MayBeSuspect => Review.IsBefore(Row.LatestTextVersion);
}

/// <summary>The mappings that can give credit, by the row at their target end.</summary>
internal sealed class MappingIndex
{
    /// <summary>The greatest number of mappings on one way (design section 4).</summary>
    public const int HopCountMax = 3;

    private readonly List<MappingReading>?[] byTarget;
    private readonly List<(Row Target, bool CarriesAll)>?[] targetsBySource;

    public MappingIndex(Snapshot snapshot, Catalogue catalogue, IReadOnlyCollection<string>? sets)
    {
        (byTarget, targetsBySource) = (new List<MappingReading>?[catalogue.RowCount], new List<(Row, bool)>?[catalogue.RowCount]);
        foreach (var mapping in snapshot.Documents(MappingKind.Kind))
        {
            if (!GivesCredit(snapshot, mapping, sets))
            {
                continue;
            }

            var sources = Ends(snapshot, catalogue, mapping, EdgeKinds.From);
            var targets = Ends(snapshot, catalogue, mapping, EdgeKinds.To);
            var relation = mapping.Text(MappingKind.Relation);
            Add(mapping, sources, targets, relation is "EQUAL" or "SUPERSET");
            if (IsReadBackwards(mapping))
            {
                Add(mapping, targets, sources, relation is "EQUAL" or "SUBSET");
            }
        }
    }

    /// <summary>Whether a mapping can give credit at all: NONE, ADJACENT and disputed sets give nothing.</summary>
    public static bool GivesCredit(Snapshot snapshot, Document mapping, IReadOnlyCollection<string>? sets)
    {
        if (mapping.Text(MappingKind.Relation) == "NONE" || mapping.Text(MappingKind.Strength) is "ADJACENT" or "NONE")
        {
            return false;
        }

        var set = snapshot.Out(mapping, EdgeKinds.InSet).FirstOrNone();
        return set >= 0 && snapshot.Document(set) is { } document
            && document.Boolean(MappingSetKind.Disputed) != true
            && (sets is null || sets.Contains(document.Key));
    }

    /// <summary>Whether a mapping may be read from its target to its source.</summary>
    public static bool IsReadBackwards(Document mapping) => mapping.Text(MappingKind.Direction) != "FORWARD";

    public IReadOnlyList<MappingReading> Into(Row row) => byTarget[row.Number] ?? [];

    /// <summary>The rows to which mappings lead from a row, and whether they carry its state.</summary>
    public IReadOnlyList<(Row Target, bool CarriesAll)> OutOf(Row row) => targetsBySource[row.Number] ?? [];

    private static MappingEnd[] Ends(Snapshot snapshot, Catalogue catalogue, Document mapping, EdgeKind kind)
    {
        var ends = new List<MappingEnd>();
        foreach (var (node, data) in snapshot.Out(mapping, kind))
        {
            if (catalogue.Row(node) is { } row)
            {
                ends.Add(new(row, Review.Of(kind, data, mapping, row.Document)));
            }
        }

        return [.. ends];
    }

    private void Add(Document mapping, MappingEnd[] sources, MappingEnd[] targets, bool carriesAll)
    {
        if (sources.Length == 0)
        {
            return;     // Its sources were deleted in a view of what if: all of none must not pass.
        }

        foreach (var target in targets)
        {
            (byTarget[target.Row.Number] ??= []).Add(new(mapping, target, sources, carriesAll));
        }

        foreach (var source in sources)
        {
            (targetsBySource[source.Row.Number] ??= []).AddRange(targets.Select(t => (t.Row, carriesAll)));
        }
    }
}

/// <summary>What of the credit of an earlier view may be another one.</summary>
/// <param name="Anew">The rows whose credit may be another one for any system.</param>
/// <param name="InPlaces">The rows whose credit may be another one for some systems; null = all rows.</param>
/// <param name="Places">The places of these systems.</param>
internal sealed record CreditDifference(HashSet<Row> Anew, HashSet<Row>? InPlaces, int[] Places);

/// <summary>
/// What mapped requirements of other frameworks give a row (design section 4, credit and fine print 6), for all cells of the row at
/// once. What lowers a cell of the row lowers its credit as well: no other framework makes up for what was found in this one. It walks back from the target: a mapping into the row or a requirement above it, its sources, and from each source
/// either the source's own state or a mapping further, at most three.
/// </summary>
internal sealed class Credits
{
    private readonly View view;
    private readonly CellTable table;
    private readonly Func<Row, bool> organisationOwes;
    private readonly MappingIndex mappings;
    private readonly CreditDifference? difference;
    private readonly Func<Row, State[]>? ofPlaces;
    private readonly Credits? beneath;
    private readonly HashSet<Row> origins = [];
    private readonly State[]?[] earlierKnown;
    private readonly State[]?[] known;
    private readonly Row[]?[] below;
    private readonly (byte[]? ForSystems, byte[]? ForOrganisation)[] owed;
    private readonly (State[]? ForSystems, State[]? ForOrganisation)[] partialOrigins;

    public Credits(View view, CellTable table, MappingIndex mappings, Func<Row, bool> organisationOwes)
    {
        this.view = view;
        this.table = table;
        this.mappings = mappings;
        this.organisationOwes = organisationOwes;
        var rowCount = Catalogue.Of(view.Snapshot).RowCount;
        (known, below) = (new State[]?[rowCount], new Row[]?[rowCount]);
        (owed, partialOrigins) = (new (byte[]?, byte[]?)[rowCount], new (State[]?, State[]?)[rowCount]);
        earlierKnown = [];
    }

    /// <summary>Takes over from the credit of an earlier table what a difference leaves as it was. Whoever calls holds the lock of that.</summary>
    /// <param name="view">The view.</param>
    /// <param name="table">The table, which took over from that of the earlier credit.</param>
    /// <param name="mappings">The mappings that can give credit.</param>
    /// <param name="organisationOwes">Whether the organisation owes a row.</param>
    /// <param name="earlier">The earlier credit.</param>
    /// <param name="cells">Which cells may have another state.</param>
    /// <param name="difference">What that makes of credit.</param>
    /// <param name="ofPlaces">The credit of a row for the systems in question.</param>
    public Credits(
        View view, CellTable table, MappingIndex mappings, Func<Row, bool> organisationOwes,
        Credits earlier, TouchedCells cells, CreditDifference difference, Func<Row, State[]> ofPlaces)
        : this(view, table, mappings, organisationOwes)
    {
        (earlierKnown, this.difference, this.ofPlaces) = (Touched.Without(earlier.known, difference.Anew), difference, ofPlaces);
        if (table.TouchedSystems.Length == 0)
        {
            origins = OriginsOf(cells);
            (owed, partialOrigins) = (Touched.Without(earlier.owed, origins), Touched.Without(earlier.partialOrigins, origins));
        }
    }

    /// <summary>Asks the credit of the same systems in an earlier view for what its sources are where nothing touched them; no system may be touched.</summary>
    public Credits(View view, CellTable table, MappingIndex mappings, Func<Row, bool> organisationOwes, Credits earlier, TouchedCells cells)
        : this(view, table, mappings, organisationOwes) => (beneath, origins) = (earlier, OriginsOf(cells));

    /// <summary>The table whose credit it is; whoever reads holds its lock.</summary>
    public CellTable Table => table;

    /// <summary>The best credit of each cell of a row; MISSING = none.</summary>
    public State[] Of(Row target) => known[target.Number] ??=
        earlierKnown.Length > 0 && earlierKnown[target.Number] is { } earlier ? WithPlaces(target, earlier)
        : table.Lowered(target, Into(target, new(target), isPartial: false, isSuspect: false, collect: null) ?? new State[table.Width(target)]);

    /// <summary>Every contributor to one cell.</summary>
    public Credit? Explain(Row target, int subject)
    {
        var state = Of(target)[subject];
        if (state == State.Missing)
        {
            return null;
        }

        var paths = new List<CreditPath>();
        Into(target, new(target), isPartial: false, isSuspect: false, new(subject, paths));
        foreach (var lowering in table.LoweringsOf(target, subject))
        {
            paths = paths.ConvertAll(p => p with { State = lowering.Cap(p.State) });
        }

        return new(state, [.. paths.OrderByDescending(p => p.State).ThenBy(p => p.Source.Key, StringComparer.Ordinal).ThenBy(p => string.Join('>', p.Mappings.Select(m => m.Key)), StringComparer.Ordinal)]);
    }

    // A heading has the weakest row below it, and is owed where any of them is.
    private static HashSet<Row> OriginsOf(TouchedCells cells) => [.. cells.Rows.SelectMany(r => r.SelfAndAbove)];

    // The credit of the organisation follows from its own rows, of which each that differs has its targets worked out anew.
    private State[] WithPlaces(Row target, State[] earlier)
    {
        if (target.IsOrganisation || difference!.Places.Length == 0 || difference.InPlaces?.Contains(target) == false)
        {
            return earlier;
        }

        var (all, credit) = (earlier, ofPlaces!(target));
        for (var i = 0; i < credit.Length; i++)
        {
            var place = difference.Places[i];
            if (credit[i] != all[place])
            {
                all = ReferenceEquals(all, earlier) ? (State[])earlier.Clone() : all;
                all[place] = credit[i];
            }
        }

        return all;
    }

    // The best of the mappings into a row or a requirement above it; null where none gives anything.
    private State[]? Into(Row row, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        State[]? best = null;
        foreach (var at in row.SelfAndAbove)
        {
            var readings = mappings.Into(at);
            if (readings.Count == 0 || (at != row && walk.Visited.Contains(at)))
            {
                continue;
            }

            foreach (var reading in readings)
            {
                walk.Enter(at, at != row, reading.Mapping);
                best = Better(best, Value(reading, row, walk, isPartial, isSuspect, collect));
                walk.Leave(at, at != row);
            }
        }

        return best;
    }

    private State[]? Value(MappingReading reading, Row row, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        // Only a row has a meaning of its own here: through a heading that the way passes, nothing becomes suspect.
        isSuspect |= IsChanged(reading.Mapping) || (row.HasCells(view.On) && IsChanged(row.Document)) || reading.Target.IsSuspectFor(row, view.On);
        isPartial |= !reading.CarriesAll;
        State[]? best = null;
        var mine = collect is null ? null : new Collector(collect.Subject, []);
        foreach (var source in reading.Sources)
        {
            var given = walk.Visited.Contains(source.Row) ? null : Provide(source, walk, isPartial, isSuspect, mine);
            if (!reading.CarriesAll)
            {
                best = Better(best, given);
            }
            else if (given is null)
            {
                return null;    // It needs all of its sources.
            }
            else if (best is null)
            {
                best = given;
            }
            else
            {
                CellStates.Lower(best, given);
            }
        }

        if (best is null)
        {
            return null;
        }

        if (!reading.CarriesAll)
        {
            CellStates.Cap(best, State.Partial);
        }

        if (collect is not null && best[collect.Subject] > State.Missing)
        {
            collect.Paths.AddRange(mine!.Paths);
        }

        return best;
    }

    // What a source gives: its own state, or what mappings into it give. The array is the caller's.
    private State[]? Provide(MappingEnd end, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        var source = end.Row;
        walk.Visited.Add(source);
        State[]? best = null;
        if (source.Framework != walk.Target.Framework && source.Framework is not null)
        {
            best = Origin(end, walk, isPartial, isSuspect, collect);
        }

        if (walk.Mappings.Count < MappingIndex.HopCountMax && Owed(source, walk.Target) is var onTheWay && onTheWay.AsSpan().ContainsAnyExcept((byte)0))
        {
            var passes = source.HasCells(view.On);
            if (passes)
            {
                walk.Masks.Add(source.ProofMask);
            }

            var further = collect is null ? null : new Collector(collect.Subject, []);
            var given = Into(source, walk, isPartial, isSuspect || end.IsSuspectFor(source, view.On), further);
            if (passes)
            {
                walk.Masks.RemoveAt(walk.Masks.Count - 1);
            }

            if (given is not null)
            {
                CellStates.KeepWhere(given, onTheWay);
                best = Better(best, given);
            }

            if (collect is not null && onTheWay[collect.Subject] != 0)
            {
                collect.Paths.AddRange(further!.Paths);
            }
        }

        walk.Visited.Remove(source);
        return best;
    }

    // Both arrays are the caller's own.
    private static State[]? Better(State[]? best, State[]? other)
    {
        if (best is null || other is null)
        {
            return best ?? other;
        }

        CellStates.Raise(best, other);
        return best;
    }

    // The own state of a source: its cell, or the weakest owed row below a heading. Where the way is capped at PARTIAL it is the same for every
    // target, so it is kept.
    private State[]? Origin(MappingEnd source, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        if (!isPartial || isSuspect || source.MayBeSuspect || collect is not null)
        {
            return ReadOrigin(source, walk, isPartial, isSuspect, collect);
        }

        if (beneath is not null && !origins.Contains(source.Row))
        {
            return beneath.Origin(source, walk, isPartial, isSuspect, collect);
        }

        ref var kept = ref partialOrigins[source.Row.Number];
        var given = walk.Target.IsOrganisation
            ? kept.ForOrganisation ??= ReadOrigin(source, walk, isPartial, isSuspect, null) ?? []
            : kept.ForSystems ??= ReadOrigin(source, walk, isPartial, isSuspect, null) ?? [];
        return given.Length == 0 ? null : (State[])given.Clone();
    }

    private State[]? ReadOrigin(MappingEnd end, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        var source = end.Row;
        State[]? weakest = null;
        Row? weakestRow = null;
        var ofSubject = State.Missing;
        foreach (var row in source.HasCells(view.On) ? [source] : Below(source))
        {
            var owed = Owed(row, walk.Target);
            if (!owed.AsSpan().ContainsAnyExcept((byte)0))
            {
                continue;
            }

            var states = Own(row, walk, isPartial, isSuspect || IsChanged(row.Document) || end.IsSuspectFor(row, view.On));
            if (collect is not null && owed[collect.Subject] != 0 && (weakestRow is null || states[collect.Subject] < ofSubject))
            {
                (weakestRow, ofSubject) = (row, states[collect.Subject]);
            }

            CellStates.CountOnlyWhere(states, owed);
            if (weakest is null)
            {
                weakest = states;
            }
            else
            {
                CellStates.Lower(weakest, states);
            }
        }

        if (weakest is not null)
        {
            CellStates.ForgetUncounted(weakest);
        }

        if (weakestRow is not null && ofSubject > State.Missing)
        {
            collect!.Add(ofSubject, weakestRow, weakestRow.IsOrganisation ? null : table.Systems[collect.Subject], walk.Mappings);
        }

        return weakest;
    }

    // The array is the caller's.
    private State[] Own(Row row, Walk walk, bool isPartial, bool isSuspect)
    {
        var states = (State[])table.StatesOf(row).Clone();
        CellStates.Cap(states, State.Partial);
        if (!isPartial && !(row.IsOrganisation && !walk.Target.IsOrganisation) && Array.IndexOf(table.StatesOf(row), State.Covered) >= 0)
        {
            // Nothing on the way caps it, so the types of proof decide: one type in each row passed suffices.
            CellStates.Raise(states, table.CoveredBy(row, [.. walk.Masks, walk.Target.ProofMask]));
        }

        if (isSuspect)
        {
            CellStates.Cap(states, State.Suspect);
        }

        if (states.Length != table.Width(walk.Target))
        {
            var one = states[0];
            Array.Fill(states = new State[table.Width(walk.Target)], one);
        }

        return states;
    }

    // For each cell of a target, whether its subject owes a row, or any row below a heading: all bits or none.
    private byte[] Owed(Row row, Row target)
    {
        if (beneath is not null && !origins.Contains(row))
        {
            return beneath.Owed(row, target);
        }

        ref var kept = ref owed[row.Number];
        return target.IsOrganisation ? kept.ForOrganisation ??= ReadOwed(row, target) : kept.ForSystems ??= ReadOwed(row, target);
    }

    private byte[] ReadOwed(Row row, Row target)
    {
        var all = new byte[table.Width(target)];
        if (!row.HasCells(view.On))
        {
            foreach (var each in Below(row))
            {
                var owedBelow = Owed(each, target);
                for (var i = 0; i < all.Length; i++)
                {
                    all[i] |= owedBelow[i];
                }
            }
        }
        else if (row.IsOrganisation)
        {
            Array.Fill(all, organisationOwes(row) ? byte.MaxValue : (byte)0);
        }
        else if (!target.IsOrganisation)
        {
            var verdicts = table.VerdictsOf(row);
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = verdicts[i] is Verdict.Applicable or Verdict.Undetermined ? byte.MaxValue : (byte)0;
            }
        }

        return all;
    }

    private Row[] Below(Row heading) => below[heading.Number] ??= ReadBelow(heading);

    private Row[] ReadBelow(Row heading)
    {
        var rows = new List<Row>();
        var stack = new Stack<Row>(heading.Children);
        while (stack.TryPop(out var row))
        {
            if (row.HasCells(view.On))
            {
                rows.Add(row);
            }

            row.Children.ForEach(stack.Push);
        }

        rows.Sort((a, b) => string.CompareOrdinal(a.Document.Key, b.Document.Key));
        return [.. rows];
    }

    private bool IsChanged(Document document) => view.MeaningChanged?.Ordinal == document.Ordinal;

    /// <summary>The way from the target to where the walk is.</summary>
    private sealed class Walk(Row target)
    {
        public Row Target { get; } = target;

        public HashSet<Row> Visited { get; } = [target];

        /// <summary>The mappings passed, the one next to the target first.</summary>
        public List<Document> Mappings { get; } = [];

        /// <summary>The types of proof of each row passed between source and target.</summary>
        public List<ulong> Masks { get; } = [];

        public void Enter(Row at, bool isHeading, Document mapping)
        {
            Mappings.Add(mapping);
            if (isHeading)
            {
                Visited.Add(at);
            }
        }

        public void Leave(Row at, bool isHeading)
        {
            Mappings.RemoveAt(Mappings.Count - 1);
            if (isHeading)
            {
                Visited.Remove(at);
            }
        }
    }

    private sealed record Collector(int Subject, List<CreditPath> Paths)
    {
        public void Add(State state, Row source, Document? system, List<Document> mappings) =>
            Paths.Add(new(state, source.Document, system, [.. Enumerable.Reverse(mappings)]));
    }
}
