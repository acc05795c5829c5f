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
    private Part? earlierWhole;
    private Touched? touched;
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
        lock (part)
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
        lock (part)
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
        lock (part)
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
        lock (part)
        {
            var counter = new Counter();
            if (part.Table.Count > 0)
            {
                foreach (var row in RowsOf(of))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var (states, shallow, credit) = (part.Table.StatesOf(row), part.Table.ShallowOf(row), part.Credits.Of(row));
                    Verdict[] verdicts = row.IsOrganisation ? [part.Table.OrganisationVerdict(row, out _)] : part.Table.VerdictsOf(row);
                    for (var i = 0; i < states.Length; i++)
                    {
                        counter.Add(verdicts[i], states[i], shallow[i], credit[i]);
                    }
                }
            }

            return counter.Counts();
        }
    }

    internal IReadOnlyList<(Document System, CoverageCounts Counts)> CountBySystem(Document of, IReadOnlyList<Document>? systems, CancellationToken cancellationToken)
    {
        var part = PartOf(systems);
        lock (part)
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
        lock (part)
        {
            return part.Table.Count == 0 ? ([], [], [])
                : (row.IsOrganisation ? [part.Table.OrganisationVerdict(row, out _)] : part.Table.VerdictsOf(row), part.Table.StatesOf(row), part.Credits.Of(row));
        }
    }

    /// <summary>The rows whose cells may not be alike in two views; null = any row.</summary>
    internal HashSet<Row>? RowsThatMayDiffer(CellReader other) =>
        View.MeaningChanged is null && View.AsksTheSameAs(other.View) && TouchedBetween(View.Snapshot, other.View) is { Systems.Count: 0 } between ? WithCreditedBy(between.Rows) : null;

    /// <summary>Rows, and those whose credit may follow from them: those that mappings lead to, hop by hop.</summary>
    private HashSet<Row> WithCreditedBy(IEnumerable<Row> rows)
    {
        var all = new HashSet<Row>();
        var frontier = rows.ToList();
        for (var hop = 0; hop <= MappingIndex.HopCountMax && frontier.Count > 0; hop++)
        {
            frontier.RemoveAll(r => !all.Add(r));
            frontier = [.. frontier.SelectMany(r => r.SelfAndAbove).Distinct()
                .SelectMany(mappings.Value.OutOf).Distinct().SelectMany(target => catalogue.RowsBelow(target.Document))];
        }

        return all;
    }

    /// <summary>The keys of a requirement and all below it, or of all requirements of a framework, whether they have cells or not.</summary>
    public IReadOnlySet<string> RequirementsOf(Document of) => catalogue.RowsBelow(of).Select(r => r.Document.Key).ToHashSet(StringComparer.Ordinal);

    internal IReadOnlyList<Document> ChildrenOf(Document of) => [.. catalogue.ChildrenOf(of).Select(r => r.Document)];

    internal IEnumerable<Row> RowsOf(Document? of) => catalogue.RowsBelow(of).Where(r => r.HasCells(View.On));

    private static Touched? TouchedBetween(Snapshot before, View after) =>
        after.MeaningChanged is not { } changed ? Touched.Between(before, after.Snapshot)
        : ReferenceEquals(before, after.Snapshot) ? Touched.ByMeaningOf(changed, before)
        : null;

    /// <summary>Looks at what an earlier reader knows: the whole table, or one that it did not need yet itself, so that no reader keeps a row of others.</summary>
    private void TakeOver(CellReader? earlier)
    {
        if (earlier is null)
        {
            return;
        }

        var known = earlier.whole.IsValueCreated ? earlier.whole.Value : earlier.earlierWhole;
        var before = known?.Snapshot ?? earlier.View.Snapshot;
        if (TouchedBetween(before, View) is not { } between || between.Systems.Count > TouchedSystemCountMax
            || between.Systems.Any(s => IsSubject(before.Document(s)!, View.On) != IsSubject(View.Snapshot.Document(s)!, View.On)))
        {
            return;
        }

        if (!ReferenceEquals(before, View.Snapshot))
        {
            Holdings.Of(View.Snapshot, before, between);
        }

        (earlierWhole, touched) = (known, between);
    }

    private Part MakeWhole()
    {
        var part = earlierWhole is { } earlier ? new Part(this, systems.Value, earlier, touched!) : new Part(this, systems.Value);
        (earlierWhole, touched) = (null, null);
        return part;
    }

    private List<Cell> Gaps(Part part, int system, Document? of, CancellationToken cancellationToken)
    {
        lock (part)
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
        return subjects.Count == 1
            ? bySystem.GetOrAdd(subjects[0].Ordinal, _ => new(this, subjects))
            : new(this, subjects);
    }

    /// <summary>The tables for some systems; used by one reader at a time.</summary>
    private sealed class Part : ICellReasons
    {
        private readonly CellReader reader;
        private readonly Dictionary<int, Part> ofTouched = [];

        public Part(CellReader reader, IReadOnlyList<Document> systems)
        {
            this.reader = reader;
            Table = new(reader.View, systems);
            Credits = new(reader.View, Table, reader.mappings.Value, OrganisationOwes);
        }

        /// <summary>Takes over from the tables of another view for the same systems what is not touched.</summary>
        public Part(CellReader reader, IReadOnlyList<Document> systems, Part earlier, Touched touched)
        {
            this.reader = reader;
            lock (earlier)
            {
                Table = new(reader.View, systems, earlier.Table, touched);
                var owedAnew = Table.TouchedSystems.Length == 0 ? [] : reader.catalogue.Rows.Where(r => r.IsOrganisation && Table.HasNewVerdict(r, earlier.Table));
                Credits = new(
                    reader.View, Table, reader.mappings.Value, OrganisationOwes,
                    earlier.Credits, reader.WithCreditedBy(touched.Rows.Concat(owedAnew)), touched, CreditOfTouched);
            }
        }

        public Snapshot Snapshot => reader.View.Snapshot;

        public CellTable Table { get; }

        public Credits Credits { get; }

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
            lock (this)
            {
                return Table.Explain(cell.Row, cell.Judged);
            }
        }

        public IReadOnlyList<Chain> ChainsOf(Cell cell)
        {
            lock (this)
            {
                return Table.Chains.Chains(cell.Row, cell.Place);
            }
        }

        public IReadOnlyList<Defect> DefectsOf(Cell cell)
        {
            lock (this)
            {
                return [.. Table.Chains.Defects(cell.Row, cell.Place), .. Beside(cell.Row, cell.Judged, cell.Verdict)];
            }
        }

        public Credit? CreditOf(Cell cell)
        {
            lock (this)
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

        // Tables of its own, which nobody else can hold while waiting for these.
        private State CreditOfTouched(Row row, int place)
        {
            if (!ofTouched.TryGetValue(place, out var part))
            {
                ofTouched.Add(place, part = new(reader, [Table.Systems[place]]));
            }

            return part.Credits.Of(row)[0];
        }

        // Whether the organisation owes a row: over all systems in scope, whichever are in question.
        private bool OrganisationOwes(Row row)
        {
            var day = Holdings.Of(reader.View.Snapshot).On(reader.View.On);
            return day.OrganisationOwes(row, () =>
            {
                var all = reader.whole.Value;
                lock (all)
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
