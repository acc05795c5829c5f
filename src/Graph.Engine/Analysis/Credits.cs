using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>One way to read a mapping: what its sources say about a target.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Target">The row at its target end.</param>
/// <param name="Sources">The rows at its source ends.</param>
/// <param name="CarriesAll">EQUAL or SUPERSET: carries the sources' state and needs all of them; otherwise caps at PARTIAL and any suffices.</param>
internal sealed record MappingReading(Document Mapping, Row Target, Row[] Sources, bool CarriesAll);

/// <summary>The mappings of a view that can give credit, by the row at their target end.</summary>
internal sealed class MappingIndex
{
    /// <summary>The greatest number of mappings on one way (design section 4).</summary>
    public const int HopCountMax = 3;

    private readonly Dictionary<Row, List<MappingReading>> byTarget = [];
    private readonly Dictionary<Row, List<Row>> targetsBySource = [];

    public MappingIndex(View view)
    {
        var snapshot = view.Snapshot;
        var catalogue = Catalogue.Of(snapshot);
        foreach (var mapping in snapshot.Documents(MappingKind.Kind))
        {
            if (!GivesCredit(snapshot, mapping, view.MappingSets))
            {
                continue;
            }

            var sources = Rows(snapshot, catalogue, mapping, EdgeKinds.From);
            var targets = Rows(snapshot, catalogue, mapping, EdgeKinds.To);
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

    public IReadOnlyList<MappingReading> Into(Row row) => byTarget.TryGetValue(row, out var list) ? list : [];

    /// <summary>The rows to which mappings lead from a row.</summary>
    public IReadOnlyList<Row> OutOf(Row row) => targetsBySource.TryGetValue(row, out var list) ? list : [];

    private static Row[] Rows(Snapshot snapshot, Catalogue catalogue, Document mapping, EdgeKind kind)
    {
        var rows = new List<Row>();
        foreach (var (node, _) in snapshot.Out(mapping, kind))
        {
            if (catalogue.Row(node) is { } row)
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    private void Add(Document mapping, Row[] sources, Row[] targets, bool carriesAll)
    {
        if (sources.Length == 0)
        {
            return;     // Its sources were deleted in a view of what if: all of none must not pass.
        }

        foreach (var target in targets)
        {
            if (!byTarget.TryGetValue(target, out var list))
            {
                byTarget.Add(target, list = []);
            }

            list.Add(new(mapping, target, sources, carriesAll));
        }

        foreach (var source in sources)
        {
            if (!targetsBySource.TryGetValue(source, out var list))
            {
                targetsBySource.Add(source, list = []);
            }

            list.AddRange(targets);
        }
    }
}

/// <summary>
/// What mapped requirements of other frameworks give a row (design section 4, credit and fine print 6), for all cells of the row at
/// once. It walks back from the target: a mapping into the row or a requirement above it, its sources, and from each source
/// either the source's own state or a mapping further, at most three.
/// </summary>
internal sealed class Credits
{
    private readonly View view;
    private readonly CellTable table;
    private readonly Func<Row, bool> organisationOwes;
    private readonly MappingIndex mappings;
    private readonly Dictionary<Row, State[]> known = [];

    public Credits(View view, CellTable table, MappingIndex mappings, Func<Row, bool> organisationOwes)
    {
        this.view = view;
        this.table = table;
        this.mappings = mappings;
        this.organisationOwes = organisationOwes;
    }

    /// <summary>The best credit of each cell of a row; MISSING = none.</summary>
    public State[] Of(Row target)
    {
        if (!known.TryGetValue(target, out var best))
        {
            best = new State[table.Width(target)];
            var walk = new Walk(target);
            Raise(best, Into(target, walk, isPartial: false, isSuspect: false, collect: null));
            known.Add(target, best);
        }

        return best;
    }

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
        return new(state, [.. paths.OrderByDescending(p => p.State).ThenBy(p => p.Source.Key, StringComparer.Ordinal).ThenBy(p => string.Join('>', p.Mappings.Select(m => m.Key)), StringComparer.Ordinal)]);
    }

    private static void Raise(State[] best, State[] other)
    {
        for (var i = 0; i < best.Length; i++)
        {
            best[i] = other[i] > best[i] ? other[i] : best[i];
        }
    }

    private static void Cap(State[] states, State cap)
    {
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = states[i] > cap ? cap : states[i];
        }
    }

    // The best of the mappings into a row or a requirement above it.
    private State[] Into(Row row, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        var best = new State[table.Width(walk.Target)];
        foreach (var at in row.SelfAndAbove)
        {
            if (at != row && walk.Visited.Contains(at))
            {
                continue;
            }

            foreach (var reading in mappings.Into(at))
            {
                walk.Enter(at, at != row, reading.Mapping);
                Raise(best, Value(reading, row, walk, isPartial, isSuspect, collect));
                walk.Leave(at, at != row);
            }
        }

        return best;
    }

    private State[] Value(MappingReading reading, Row row, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        // Only a row has a meaning of its own here: through a heading that the way passes, nothing becomes suspect.
        isSuspect |= IsChanged(reading.Mapping) || (row.HasCells(view.On) && IsChanged(row.Document));
        isPartial |= !reading.CarriesAll;
        var best = new State[table.Width(walk.Target)];
        if (reading.CarriesAll)
        {
            Array.Fill(best, State.Covered);
        }

        var mine = collect is null ? null : new Collector(collect.Subject, []);
        foreach (var source in reading.Sources)
        {
            var given = walk.Visited.Contains(source)
                ? new State[best.Length]
                : Provide(source, walk, isPartial, isSuspect, mine);
            for (var i = 0; i < best.Length; i++)
            {
                best[i] = reading.CarriesAll == given[i] < best[i] ? given[i] : best[i];
            }
        }

        if (!reading.CarriesAll)
        {
            Cap(best, State.Partial);
        }

        if (collect is not null && best[collect.Subject] > State.Missing)
        {
            collect.Paths.AddRange(mine!.Paths);
        }

        return best;
    }

    // What a source gives: its own state, or what mappings into it give.
    private State[] Provide(Row source, Walk walk, bool isPartial, bool isSuspect, Collector? collect)
    {
        walk.Visited.Add(source);
        var best = new State[table.Width(walk.Target)];
        if (source.Framework != walk.Target.Framework && source.Framework is not null)
        {
            foreach (var (state, index, origin) in Origin(source, walk, isPartial, isSuspect, best))
            {
                collect?.Add(index, state, origin, origin.IsOrganisation ? null : table.Systems[index], walk.Mappings);
            }
        }

        if (walk.Mappings.Count < MappingIndex.HopCountMax)
        {
            var onTheWay = Owed(source, walk.Target);
            if (Array.Exists(onTheWay, o => o))
            {
                var passes = source.HasCells(view.On);
                if (passes)
                {
                    walk.Masks.Add(source.ProofMask);
                }

                var further = collect is null ? null : new Collector(collect.Subject, []);
                var given = Into(source, walk, isPartial, isSuspect, further);
                if (passes)
                {
                    walk.Masks.RemoveAt(walk.Masks.Count - 1);
                }

                for (var i = 0; i < best.Length; i++)
                {
                    best[i] = onTheWay[i] && given[i] > best[i] ? given[i] : best[i];
                }

                if (collect is not null && onTheWay[collect.Subject])
                {
                    collect.Paths.AddRange(further!.Paths);
                }
            }
        }

        walk.Visited.Remove(source);
        return best;
    }

    // The own state of a source: its cell, or the weakest owed row below a heading. Gives the contributors for whoever collects them.
    private List<(State State, int Index, Row Origin)> Origin(Row source, Walk walk, bool isPartial, bool isSuspect, State[] best)
    {
        var contributors = new List<(State, int, Row)>();
        var rows = source.HasCells(view.On) ? [source] : Below(source);
        var weakest = new State[best.Length];
        var weakestRow = new Row?[best.Length];
        foreach (var row in rows)
        {
            var owed = Owed(row, walk.Target);
            if (!Array.Exists(owed, o => o))
            {
                continue;
            }

            var states = Own(row, walk, isPartial, isSuspect || IsChanged(row.Document));
            for (var i = 0; i < best.Length; i++)
            {
                if (owed[i] && (weakestRow[i] is null || states[i] < weakest[i]))
                {
                    (weakest[i], weakestRow[i]) = (states[i], row);
                }
            }
        }

        for (var i = 0; i < best.Length; i++)
        {
            if (weakestRow[i] is { } row && weakest[i] > State.Missing)
            {
                best[i] = weakest[i] > best[i] ? weakest[i] : best[i];
                contributors.Add((weakest[i], i, row));
            }
        }

        return contributors;
    }

    private State[] Own(Row row, Walk walk, bool isPartial, bool isSuspect)
    {
        var states = (State[])table.StatesOf(row).Clone();
        Cap(states, State.Partial);
        if (!isPartial && !(row.IsOrganisation && !walk.Target.IsOrganisation))
        {
            // Nothing on the way caps it, so the types of proof decide: one type in each row passed suffices.
            Raise(states, table.BestStates(row, [.. walk.Masks, walk.Target.ProofMask]));
        }

        if (isSuspect)
        {
            Cap(states, State.Suspect);
        }

        return states.Length == table.Width(walk.Target) ? states : [.. Enumerable.Repeat(states[0], table.Width(walk.Target))];
    }

    private bool[] Owed(Row row, Row target)
    {
        var owed = new bool[table.Width(target)];
        if (!row.HasCells(view.On))
        {
            foreach (var below in Below(row))
            {
                var each = Owed(below, target);
                for (var i = 0; i < owed.Length; i++)
                {
                    owed[i] |= each[i];
                }
            }
        }
        else if (row.IsOrganisation)
        {
            Array.Fill(owed, organisationOwes(row));
        }
        else if (!target.IsOrganisation)
        {
            for (var i = 0; i < owed.Length; i++)
            {
                owed[i] = table.IsOwed(row, i);
            }
        }

        return owed;
    }

    private List<Row> Below(Row heading)
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
        return rows;
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
        public void Add(int index, State state, Row source, Document? system, List<Document> mappings)
        {
            if (index == Subject)
            {
                Paths.Add(new(state, source.Document, system, [.. Enumerable.Reverse(mappings)]));
            }
        }
    }
}
