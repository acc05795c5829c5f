using System.Collections.Concurrent;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>
/// The cells of a view: lists and counts of them, for all systems in scope or some. What a reader of nearly the same view has worked out
/// is taken over as far as nothing in between can have changed it. Safe for many readers at once.
/// </summary>
public sealed class CellReader
{
    private const int TouchedSystemCountMax = 16;

    private readonly Catalogue catalogue;
    private readonly Lock gate = new();
    private Part? earlierWhole;
    private Part? wholeOfOtherDay;
    private Part? ofSome;
    private Part? earlierOfSome;
    private Difference? difference;
    private readonly Lazy<IReadOnlyList<Document>> systems;
    private readonly Lazy<MappingIndex> mappings;
    private readonly Lazy<Part> whole;
    private readonly ConcurrentDictionary<int, Part> bySystem = [];

    /// <summary>Makes the reader of a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="earlier">The reader of a view of another graph with the same day and settings; null = none.</param>
    internal CellReader(View view, CellReader? earlier)
    {
        View = view;
        catalogue = Catalogue.Of(view.Snapshot);
        TakeOver(earlier);
        systems = new(() => [.. view.Snapshot.Documents(AiSystemKind.Kind).Where(s => IsSubject(s, view.On))]);
        mappings = new(() => view.MappingSets is null ? catalogue.Mappings : new(view.Snapshot, catalogue, view.MappingSets));
        whole = new(MakeWhole);
    }

    /// <summary>The view.</summary>
    public View View { get; }

    /// <summary>The systems that have cells: in scope and not retired, in the order of their keys.</summary>
    public IReadOnlyList<Document> Systems => systems.Value;

    /// <summary>Whether a system has cells on a day.</summary>
    public static bool IsSubject(Document system, DateOnly day) =>
        system.Boolean(AiSystemKind.InScope) != false && !(system.Date(AiSystemKind.RetiredOn) <= day);

    /// <summary>
    /// The cells of a framework, heading or row (null = every framework) for systems (null = all in scope), by framework, requirement in
    /// natural order, and system. The organisation's cells come once, with the verdict over the systems in question.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public IReadOnlyList<Cell> Cells(Document? of = null, IReadOnlyList<Document>? systems = null, CancellationToken cancellationToken = default)
    {
        var part = PartOf(systems);
        lock (part.Table)
        {
            var cells = new List<Cell>();
            if (part.Table.Count == 0)
            {
                return cells;
            }

            foreach (var row in RowsOf(of))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (row.IsOrganisation)
                {
                    cells.Add(part.OrganisationCell(row));
                    continue;
                }

                for (var i = 0; i < part.Table.Count; i++)
                {
                    cells.Add(part.SystemCell(row, i));
                }
            }

            return cells;
        }
    }

    /// <summary>The owed cells of a system that are not COVERED, inherited ones with the system's own verdict; null = over every framework.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public IReadOnlyList<Cell> Gaps(Document system, Document? of = null, CancellationToken cancellationToken = default)
    {
        if (!IsSubject(system, View.On))
        {
            return [];
        }

        return Gaps(PartOf([system]), 0, of, cancellationToken);
    }

    /// <summary>The gaps of each system in scope, one after the other: the same cells, from the tables that all systems share.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public IEnumerable<IReadOnlyList<Cell>> GapsBySystem(Document? of = null, CancellationToken cancellationToken = default)
    {
        var part = whole.Value;
        for (var i = 0; i < part.Table.Count; i++)
        {
            yield return Gaps(part, i, of, cancellationToken);
        }
    }

    /// <summary>The cell of a requirement for a system, or for the organisation (null); null where there is none.</summary>
    public Cell? Cell(Document requirement, Document? system)
    {
        if (catalogue.Row(requirement.Ordinal) is not { } row || !row.HasCells(View.On) || row.IsOrganisation != system is null
            || (system is null ? Systems.Count == 0 : !IsSubject(system, View.On)))
        {
            return null;
        }

        var part = PartOf(system is null ? null : [system]);
        lock (part.Table)
        {
            return system is null ? part.OrganisationCell(row) : part.SystemCell(row, 0);
        }
    }

    /// <summary>The organisation's cell of a requirement as a system inherits it, with that system's own verdict; null where there is none.</summary>
    public Cell? Inherited(Document requirement, Document system)
    {
        if (catalogue.Row(requirement.Ordinal) is not { IsOrganisation: true } row || !row.HasCells(View.On) || !IsSubject(system, View.On))
        {
            return null;
        }

        var part = PartOf([system]);
        lock (part.Table)
        {
            return part.InheritedCell(row, 0);
        }
    }

    /// <summary>Coverage of a framework, heading or row, for systems; null = all in scope.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Coverage Coverage(Document of, IReadOnlyList<Document>? systems = null, CancellationToken cancellationToken = default) =>
        new(this, of, systems, cancellationToken);

    internal CoverageCounts Count(Document of, IReadOnlyList<Document>? systems, CancellationToken cancellationToken)
    {
        var part = PartOf(systems);
        lock (part.Table)
        {
            var counter = new Counter();
            if (part.Table.Count > 0)
            {
                foreach (var row in RowsOf(of))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    counter.Add(part.CountOf(row));
                }
            }

            return counter.Counts();
        }
    }

    internal IReadOnlyList<(Document System, CoverageCounts Counts)> CountBySystem(Document of, IReadOnlyList<Document>? systems, CancellationToken cancellationToken)
    {
        var part = PartOf(systems);
        lock (part.Table)
        {
            var counters = part.Table.Systems.Select(_ => new Counter()).ToArray();
            foreach (var row in RowsOf(of))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (verdicts, states, shallow, credit) = (part.Table.VerdictsOf(row), part.Table.StatesOf(row), part.Table.ShallowOf(row), part.Credits.Of(row));
                for (var i = 0; i < counters.Length; i++)
                {
                    var cell = row.IsOrganisation ? 0 : i;
                    counters[i].Add(verdicts[i], states[cell], shallow[cell], credit[cell]);
                }
            }

            return [.. part.Table.Systems.Select((s, i) => (s, counters[i].Counts()))];
        }
    }

    /// <summary>The row of a requirement, where it has cells.</summary>
    internal Row? RowOf(int requirement) => catalogue.Row(requirement) is { } row && row.HasCells(View.On) ? row : null;

    /// <summary>Verdict, state and credit of each cell of a row for all systems in scope, without making the cells.</summary>
    internal (Verdict[] Verdicts, State[] States, State[] Credits) Read(Row row)
    {
        var part = whole.Value;
        lock (part.Table)
        {
            return part.Table.Count == 0 ? ([], [], [])
                : (row.IsOrganisation ? [part.Table.OrganisationVerdict(row, out _)] : part.Table.VerdictsOf(row), part.Table.StatesOf(row), part.Credits.Of(row));
        }
    }

    /// <summary>A cell of a row by its place among those of all systems in scope; the organisation has one.</summary>
    internal Cell CellAt(Row row, int place)
    {
        var part = whole.Value;
        lock (part.Table)
        {
            return row.IsOrganisation ? part.OrganisationCell(row) : part.SystemCell(row, place);
        }
    }

    /// <summary>
    /// The cells that are not alike in an earlier view and this one, where it is known that they are cells of few systems: only these are worked
    /// out, in either. Null where it may be any system's or the organisation's.
    /// </summary>
    internal List<CellChange>? DifferencesOfFew(CellReader earlier, CancellationToken cancellationToken)
    {
        if (!View.AsksTheSameAs(earlier.View) || earlier.View.MeaningChanged is not null || DifferenceFrom(earlier.View) is not { Touched: { Systems.Count: 0 } between, Cells: var touched }
            || touched.Numbers(Part.PlaceCountMax) is not { } numbers)
        {
            return null;
        }

        var keys = Holdings.Of(View.Snapshot).SystemsOf(numbers).Where(s => IsSubject(s, View.On)).Select(s => s.Key).Order(StringComparer.Ordinal).ToList();
        var was = new Part(earlier, earlier.InOrder(keys), earlier.whole.IsValueCreated ? earlier.whole.Value.Table : null);
        var now = Part.On(this, InOrder(keys), was, between, touched);
        var rows = touched.Rows.Where(r => r.HasCells(View.On) && !r.IsOrganisation).ToList();
        var giving = rows.ToLookup(r => now.Table.PlacesThatGiveOtherwise(r, was.Table).Any());
        HashSet<Row> differing = [.. rows, .. WithCreditedBy(giving[true]), .. WithCreditedBy(giving[false], onlyWhole: true)];
        var changes = new List<CellChange>();
        foreach (var row in catalogue.Rows.Where(r => !r.IsOrganisation && differing.Contains(r) && r.HasCells(View.On)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < keys.Count; i++)
            {
                if (was.Table.VerdictsOf(row)[i] != now.Table.VerdictsOf(row)[i] || was.Table.StatesOf(row)[i] != now.Table.StatesOf(row)[i] || was.Credits.Of(row)[i] != now.Credits.Of(row)[i])
                {
                    changes.Add(new(row.Document, was.Table.Systems[i], was.SystemCell(row, i), now.SystemCell(row, i)));
                }
            }
        }

        return changes;
    }

    private List<Document> InOrder(List<string> keys) => keys.ConvertAll(k => View.Snapshot.Document(k)!);

    /// <summary>The rows whose cells may not be alike in an earlier view and this one; null = any row.</summary>
    internal HashSet<Row>? RowsThatMayDiffer(CellReader earlier)
    {
        var part = whole.Value;
        lock (part.Table)
        {
            return part.RowsThatMayDiffer(earlier.whole.Value);
        }
    }

    /// <summary>Whether any of some cells, by the keys of requirement and system, may be another one in a later graph.</summary>
    internal bool MayDiffer(IReadOnlyList<(string Requirement, string? System)> cells, Snapshot later)
    {
        if (Touched.Between(View.Snapshot, later) is not { Systems.Count: 0 } between)
        {
            return true;
        }

        var rows = WithCreditedBy(between.Rows);
        return cells.Any(c => View.Snapshot.Document(c.Requirement) is not { } requirement || catalogue.Row(requirement.Ordinal) is not { } row || rows.Contains(row)
            || (c.System is not null && View.Snapshot.Document(c.System) is null));
    }

    /// <summary>Rows, and those whose credit may follow from them: those that mappings lead to, hop by hop.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="onlyWhole">Whether only mappings count that carry the whole state, all the way.</param>
    private HashSet<Row> WithCreditedBy(IEnumerable<Row> rows, bool onlyWhole = false)
    {
        var all = new HashSet<Row>();
        var frontier = rows.ToList();
        for (var hop = 0; hop <= MappingIndex.HopCountMax && frontier.Count > 0; hop++)
        {
            frontier.RemoveAll(r => !all.Add(r));
            frontier = [.. frontier.SelectMany(r => r.SelfAndAbove).Distinct()
                .SelectMany(mappings.Value.OutOf).Where(m => m.CarriesAll || !onlyWhole).Select(m => m.Target).Distinct()
                .SelectMany(target => catalogue.RowsBelow(target.Document))];
        }

        return all;
    }

    /// <summary>The requirements of a framework, heading or row that have cells on the view's day, in natural order.</summary>
    public IEnumerable<Document> Requirements(Document of) => RowsOf(of).Select(r => r.Document);

    /// <summary>The keys of a requirement and all below it, or of all requirements of a framework, whether they have cells or not.</summary>
    public IReadOnlySet<string> RequirementsOf(Document of) => catalogue.RowsBelow(of).Select(r => r.Document.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>The framework of a requirement; null where it is part of none.</summary>
    public Document? FrameworkOf(Document requirement) => catalogue.Row(requirement).Framework;

    internal IReadOnlyList<Document> ChildrenOf(Document of) => [.. catalogue.ChildrenOf(of).Select(r => r.Document)];

    internal IEnumerable<Row> RowsOf(Document? of) => catalogue.RowsBelow(of).Where(r => r.HasCells(View.On));

    private Difference? DifferenceFrom(View before) =>
        difference is { } known && known.Before.TryGetTarget(out var view) && view == before ? known
        : TouchedBetween(before.Snapshot, View) is { } between ? new(new(before), between, TouchedCells.Between(before, View, between))
        : null;

    private static Touched? TouchedBetween(Snapshot before, View after) =>
        after.MeaningChanged is not { } changed ? Touched.Between(before, after.Snapshot)
        : ReferenceEquals(before, after.Snapshot) ? Touched.ByMeaningOf(changed, before)
        : null;

    /// <summary>Looks at what an earlier reader knows: its whole table, which is made now where it was not needed yet, so that no reader keeps a row of others.</summary>
    private void TakeOver(CellReader? earlier)
    {
        if (earlier is null)
        {
            return;
        }

        var known = View.AsksTheSameAs(earlier.View) ? earlier.whole.Value : null;
        wholeOfOtherDay = known is null && earlier.whole.IsValueCreated ? earlier.whole.Value : null;
        lock (earlier.gate)
        {
            // A reader that has not been asked hands on what it got, so that readers do not keep one another.
            earlierOfSome = earlier.ofSome ?? earlier.earlierOfSome;
            earlier.earlierOfSome = null;
        }

        var before = earlier.View.Snapshot;
        if (TouchedBetween(before, View) is not { } between)
        {
            return;
        }

        if (!ReferenceEquals(before, View.Snapshot))
        {
            Holdings.Of(View.Snapshot, before, between);
        }

        if (known is not null && between.Systems.Count <= TouchedSystemCountMax
            && between.Systems.All(s => IsSubject(before.Document(s)!, View.On) == IsSubject(View.Snapshot.Document(s)!, View.On)))
        {
            (earlierWhole, difference) = (known, new(new(earlier.View), between, TouchedCells.Between(earlier.View, View, between)));
        }
    }

    private Part MakeWhole()
    {
        var part = earlierWhole is { } earlier ? new Part(this, systems.Value, earlier, difference!.Touched, difference.Cells) : new Part(this, systems.Value).WithVerdictsOf(wholeOfOtherDay);
        (earlierWhole, wholeOfOtherDay) = (null, null);
        return part;
    }

    private List<Cell> Gaps(Part part, int system, Document? of, CancellationToken cancellationToken)
    {
        lock (part.Table)
        {
            var gaps = new List<Cell>();
            foreach (var row in RowsOf(of))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (part.Table.IsOwed(row, system) && part.Table.StatesOf(row)[row.IsOrganisation ? 0 : system] != State.Covered)
                {
                    gaps.Add(row.IsOrganisation ? part.InheritedCell(row, system) : part.SystemCell(row, system));
                }
            }

            return gaps;
        }
    }

    private Part PartOf(IReadOnlyList<Document>? asked)
    {
        if (asked is null)
        {
            return whole.Value;
        }

        var subjects = asked.Where(s => IsSubject(s, View.On)).DistinctBy(s => s.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        if (subjects.Count == 1)
        {
            return bySystem.GetOrAdd(subjects[0].Ordinal, _ => new(this, subjects));
        }

        // The same systems are asked about again, here and on another day.
        lock (gate)
        {
            if (ofSome is null || !ofSome.Table.Systems.SequenceEqual(subjects))
            {
                ofSome = new Part(this, subjects).WithVerdictsOf(earlierOfSome);
                earlierOfSome = null;
            }

            return ofSome;
        }
    }

    /// <summary>What may differ from another view, which it does not keep.</summary>
    private sealed record Difference(WeakReference<View> Before, Touched Touched, TouchedCells Cells);

    /// <summary>The tables for some systems; used by one reader at a time.</summary>
    private sealed class Part : ICellReasons
    {
        // For more systems than this it is quicker to work a row out anew.
        public const int PlaceCountMax = 256;

        private readonly CellReader reader;

        // The table; where tables stand on top of those of another view, the one beneath, which both use.
        private readonly object gate;
        private readonly TouchedCells? touched;
        private readonly WeakReference<CellTable>? basis;
        private readonly int[]? differing;
        private (Credits Credits, TouchedCells Touched)? earlierOwn;
        private CellTable? earlierTable;
        private Credits? earlierCredits;
        private CreditDifference? creditDifference;
        private Part? few;
        private Credits? credits;
        private Counter?[]? counters;
        private Counter?[]? earlierCounters;

        /// <summary>Works everything out.</summary>
        /// <param name="reader">The reader.</param>
        /// <param name="systems">The systems.</param>
        /// <param name="of">A table of more systems in the same view, of which is taken what it knows; null = none.</param>
        public Part(CellReader reader, IReadOnlyList<Document> systems, CellTable? of = null)
        {
            this.reader = reader;
            gate = Table = of is null ? new(reader.View, systems) : new(reader.View, systems, of);
        }

        /// <summary>On top of the tables of an earlier view that nobody else has: what is touched in neither is worked out once. No system may be touched.</summary>
        public static Part On(CellReader reader, IReadOnlyList<Document> systems, Part earlier, Touched difference, TouchedCells touched) =>
            new(reader, new CellTable(reader.View, systems, earlier.Table, difference, touched), earlier.gate) { earlierOwn = (earlier.Credits, touched) };

        private Part(CellReader reader, CellTable table, object gate) => (this.reader, Table, this.gate) = (reader, table, gate);

        /// <summary>Takes over from the tables of another view for the same systems what is not touched.</summary>
        public Part(CellReader reader, IReadOnlyList<Document> systems, Part earlier, Touched difference, TouchedCells touched)
        {
            this.reader = reader;
            this.touched = touched;
            lock (earlier.Table)
            {
                var numbers = touched.Numbers(PlaceCountMax);
                Table = new(reader.View, systems, earlier.Table, difference, touched, numbers is null ? null : () => Few(differing!).Table);
                gate = Table;
                differing = numbers is null ? null : [.. Table.Places(numbers).Union(Table.TouchedSystems).Order()];
                (earlierTable, earlierCredits, basis) = (earlier.Table, earlier.credits, new(earlier.Table));
                earlierCounters = earlier.counters;

                // Where nobody asks for credit, each table would otherwise keep the one before it.
                (earlier.earlierTable, earlier.earlierCredits, earlier.earlierCounters) = (null, null, null);
            }
        }

        public CellTable Table { get; }

        /// <summary>Takes over verdicts from the table of the same systems on another day; null = there is none.</summary>
        public Part WithVerdictsOf(Part? other)
        {
            if (other is not null)
            {
                lock (other.Table)
                {
                    Table.TakeVerdicts(other.Table);
                }
            }

            return this;
        }

        /// <summary>What mapped requirements give. What differs from an earlier view is found out here, when somebody asks: it takes the states of both.</summary>
        public Credits Credits => credits ??= MakeCredits();

        /// <summary>The rows whose cells may not be alike in an earlier view; null = any row.</summary>
        public HashSet<Row>? RowsThatMayDiffer(Part earlier)
        {
            if (basis is null || !basis.TryGetTarget(out var table) || earlier.Table != table || (creditDifference is null && earlierTable is null) || OfCredit() is not { InPlaces: { } inPlaces } difference)
            {
                return null;
            }

            return [.. touched!.Rows, .. difference.Anew, .. inPlaces];
        }

        /// <summary>The cells of a row, counted once; from an earlier view it takes over the counts of rows in which nothing can differ.</summary>
        public Counter CountOf(Row row)
        {
            counters ??= TakeCounters() ?? new Counter?[reader.catalogue.RowCount];
            return counters[row.Number] ??= Count(row);
        }

        private Counter?[]? TakeCounters()
        {
            var known = earlierCounters;
            earlierCounters = null;
            return known is not null && OfCredit() is { InPlaces: { } inPlaces } difference
                ? Touched.Without(known, [.. touched!.Rows, .. touched.ShallowRows, .. difference.Anew, .. inPlaces])
                : null;
        }

        private Counter Count(Row row)
        {
            var counter = new Counter();
            var (states, shallow, credit) = (Table.StatesOf(row), Table.ShallowOf(row), Credits.Of(row));
            Verdict[] verdicts = row.IsOrganisation ? [Table.OrganisationVerdict(row, out _)] : Table.VerdictsOf(row);
            for (var i = 0; i < states.Length; i++)
            {
                counter.Add(verdicts[i], states[i], shallow[i], credit[i]);
            }

            return counter;
        }

        private Credits MakeCredits()
        {
            var (view, mappings) = (reader.View, reader.mappings.Value);
            if (earlierOwn is { } own)
            {
                return new(view, Table, mappings, OrganisationOwes, own.Credits, own.Touched);
            }

            if (earlierCredits is not { } earlier)
            {
                return new(view, Table, mappings, OrganisationOwes);
            }

            var difference = OfCredit();
            lock (earlier.Table)
            {
                earlierCredits = null;
                return new(view, Table, mappings, OrganisationOwes, earlier, touched!, difference, OfPlaces);
            }
        }

        // Most changes alter the state of few cells, and the credit that follows from them for the same systems.
        private CreditDifference OfCredit()
        {
            if (creditDifference is not null)
            {
                return creditDifference;
            }

            var (places, forPlaces, forAll, forWhole) = (new HashSet<int>(differing ?? Table.TouchedSystems), new List<Row>(), new List<Row>(), new List<Row>());
            lock (earlierTable!)
            {
                foreach (var row in touched!.Rows.Where(r => r.HasCells(reader.View.On)))
                {
                    var otherwise = Table.PlacesThatGiveOtherwise(row, earlierTable).ToList();
                    (otherwise.Count == 0 ? forWhole : row.IsOrganisation || (differing is null && otherwise.Count > PlaceCountMax) ? forAll : forPlaces).Add(row);
                    if (differing is null && !row.IsOrganisation && otherwise.Count <= PlaceCountMax)
                    {
                        places.UnionWith(otherwise);
                    }
                }

                if (Table.TouchedSystems.Length > 0)
                {
                    forAll.AddRange(reader.catalogue.Rows.Where(r => r.IsOrganisation && Table.HasNewVerdict(r, earlierTable)));
                }
            }

            // Where every mapping on the way carries all, types of proof decide as well, which states do not show.
            var (anew, inPlaces) = (reader.WithCreditedBy(forAll), reader.WithCreditedBy(forPlaces));
            (differing is null ? anew : inPlaces).UnionWith(reader.WithCreditedBy(forWhole.Concat(forPlaces), onlyWhole: true));
            if (differing is null && places.Count > PlaceCountMax)
            {
                anew.UnionWith(inPlaces);
                (inPlaces, places) = ([], [.. Table.TouchedSystems]);
            }

            earlierTable = null;      // Otherwise tables would keep one another.
            return creditDifference = new(anew, Table.TouchedSystems.Length > 0 ? null : inPlaces, [.. places.Order()]);
        }

        private State[] OfPlaces(Row row) => Few(creditDifference!.Places).Credits.Of(row);

        // Tables of its own, which nobody else can hold while waiting for these. Where it is known which systems differ, they are always these.
        private Part Few(int[] places) => few ??= new(reader, [.. places.Select(p => Table.Systems[p])], Table);

        public Cell OrganisationCell(Row row)
        {
            var verdict = Table.OrganisationVerdict(row, out var decidedBy);
            return Make(row, system: null, inheritedBy: null, decidedBy, cell: 0, verdict);
        }

        public Cell InheritedCell(Row row, int system) =>
            Make(row, null, Table.Systems[system], system, cell: 0, Table.VerdictsOf(row)[system]);

        public Cell SystemCell(Row row, int system) =>
            Make(row, Table.Systems[system], null, system, system, Table.VerdictsOf(row)[system]);

        private Cell Make(Row row, Document? system, Document? inheritedBy, int judged, int cell, Verdict verdict)
        {
            var credit = Credits.Of(row)[cell];
            return new(
                this, row, judged, cell, system, inheritedBy, verdict, Table.StatesOf(row)[cell], Table.ShallowOf(row)[cell], credit == State.Missing ? null : credit);
        }

        public VerdictBasis BecauseOf(Cell cell)
        {
            lock (gate)
            {
                return Table.Explain(cell.Row, cell.Judged);
            }
        }

        public IReadOnlyList<Chain> ChainsOf(Cell cell)
        {
            lock (gate)
            {
                return Table.Chains.Chains(cell.Row, cell.Place);
            }
        }

        public IReadOnlyList<Defect> DefectsOf(Cell cell)
        {
            lock (gate)
            {
                return [.. Table.Chains.Defects(cell.Row, cell.Place), .. Beside(cell.Row, cell.Judged, cell.Verdict)];
            }
        }

        public Credit? CreditOf(Cell cell)
        {
            lock (gate)
            {
                return Credits.Explain(cell.Row, cell.Place);
            }
        }

        // What is wrong beside the chain, on owed cells only.
        private IEnumerable<Defect> Beside(Row row, int judged, Verdict verdict)
        {
            if (verdict is not (Verdict.Applicable or Verdict.Undetermined))
            {
                yield break;
            }

            var system = Table.Systems[judged];
            var basis = Table.Explain(row, judged);
            if (verdict == Verdict.Undetermined)
            {
                foreach (var name in basis.Missing)
                {
                    yield return name == SystemFacts.Classification
                        ? new(DefectCode.ClassificationUnsigned, system)
                        : new(DefectCode.FactMissing, system, Name: name);
                }
            }
            else if (basis.ClassesBacked == false)
            {
                yield return new(DefectCode.ClassificationUnsigned, system);
            }

            if (row.Excludable && row.IsStandard && basis.Statement is null)
            {
                yield return new(DefectCode.SoaMissing, row.Document);
            }
        }

        // Whether the organisation owes a row: over all systems in scope, whichever are in question.
        private bool OrganisationOwes(Row row)
        {
            var day = Holdings.Of(reader.View.Snapshot).On(reader.View.On);
            return day.OrganisationOwes(row, () =>
            {
                var all = reader.whole.Value;
                lock (all.Table)
                {
                    return all.Table.IsOwedByAny(row);
                }
            });
        }
    }

    private sealed class Counter
    {
        private readonly int[] states = new int[(int)State.Covered + 1];
        private readonly int[] withCredit = new int[(int)State.Covered + 1];
        private readonly int[] verdicts = new int[(int)Verdict.NotApplicable + 1];
        private int owed, shallowCount;

        public void Add(Verdict verdict, State state, bool shallow, State credit)
        {
            verdicts[(int)verdict]++;
            if (verdict is not (Verdict.Applicable or Verdict.Undetermined))
            {
                return;
            }

            owed++;
            states[(int)state]++;
            withCredit[(int)(credit > state ? credit : state)]++;
            shallowCount += shallow ? 1 : 0;
        }

        public void Add(Counter other)
        {
            owed += other.owed;
            shallowCount += other.shallowCount;
            for (var i = 0; i < states.Length; i++)
            {
                states[i] += other.states[i];
                withCredit[i] += other.withCredit[i];
            }

            for (var i = 0; i < verdicts.Length; i++)
            {
                verdicts[i] += other.verdicts[i];
            }
        }

        public CoverageCounts Counts() => new()
        {
            Owed = owed,
            Met = states[(int)State.Covered],
            MetWithCredit = withCredit[(int)State.Covered],
            Shallow = shallowCount,
            States = states,
            StatesWithCredit = withCredit,
            Verdicts = verdicts,
        };
    }
}
