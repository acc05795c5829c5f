using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>
/// The days on which requirements begin to bind systems, and on which they end. The days recorded with requirements, rules and systems only say where to
/// look; whether something begins is asked from the verdicts of that day and of the day before.
/// </summary>
internal sealed class BindingDays(View view, DateOnly from, DateOnly to, IReadOnlyList<Document>? systems, CancellationToken cancellationToken)
{
    private readonly Catalogue catalogue = Catalogue.Of(view.Snapshot);
    private readonly IReadOnlyList<Document> asked = systems ?? [.. view.Snapshot.Documents(AiSystemKind.Kind)];

    /// <summary>For each day, framework and system what begins to bind by its date, and what does because a transitional rule no longer shields.</summary>
    public IEnumerable<CalendarItem> Beginning()
    {
        var shielded = catalogue.Rows.Where(r => r.LegacyRules.Count > 0).ToList();
        var rowsOn = new SortedDictionary<DateOnly, HashSet<Row>>();
        foreach (var row in catalogue.Rows)
        {
            foreach (var day in DaysOf(row).Where(IsAsked))
            {
                RowsOn(day).Add(row);
            }
        }

        // What is known about a system may end a shield on days of its own.
        var daysOf = asked.ToDictionary(s => s.Ordinal, s => DaysOf(s).Where(IsAsked).ToHashSet());
        foreach (var day in daysOf.Values.SelectMany(d => d))
        {
            RowsOn(day);
        }

        return rowsOn.SelectMany(day => BeginningOn(day.Key, s => daysOf[s.Ordinal].Contains(day.Key) ? [.. day.Value.Union(shielded)] : day.Value));

        HashSet<Row> RowsOn(DateOnly day)
        {
            if (!rowsOn.TryGetValue(day, out var rows))
            {
                rowsOn.Add(day, rows = []);
            }

            return rows;
        }
    }

    /// <summary>
    /// For each day and framework the requirements that no longer exist: those that any system in question owed or was going to owe, and those by which nobody is
    /// judged.
    /// </summary>
    public IEnumerable<CalendarItem> Repealed() =>
        from row in catalogue.Rows
        let day = row.Document.Date(RequirementKind.RepealedOn) ?? DateOnly.MinValue
        where day > DateOnly.MinValue && IsAsked(day) && IsNews(row, day.AddDays(-1))
        group row by (On: day, Framework: row.Framework!) into rows
        select new CalendarItem(rows.Key.On, CalendarEvent.Repeal, rows.Key.Framework, null, InOrder(rows));

    private IEnumerable<CalendarItem> BeginningOn(DateOnly day, Func<Document, IReadOnlyCollection<Row>> rowsFor)
    {
        var (judge, before) = (new Judge(view, day), day == DateOnly.MinValue ? null : new Judge(view, day.AddDays(-1)));
        foreach (var system in asked)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = rowsFor(system);
            if (rows.Count == 0 || !CellReader.IsSubject(system, day))
            {
                continue;
            }

            var (facts, factsBefore) = (judge.Know(system), before?.Know(system));
            var beginning = new List<(Row Row, CalendarEvent What)>();
            foreach (var row in rows.Where(r => judge.Of(r, facts) is Verdict.Applicable or Verdict.Undetermined))
            {
                if (judge.BindsFrom(row, facts) == day)
                {
                    beginning.Add((row, CalendarEvent.Application));
                }
                else if (before?.Of(row, factsBefore!) == Verdict.Legacy)
                {
                    beginning.Add((row, CalendarEvent.ShieldEnds));
                }
            }

            foreach (var rowsOf in beginning.GroupBy(one => (one.What, Framework: one.Row.Framework!), one => one.Row))
            {
                yield return new(day, rowsOf.Key.What, rowsOf.Key.Framework, system, InOrder(rowsOf));
            }
        }
    }

    private bool IsNews(Row row, DateOnly day)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var judge = new Judge(view, day);
        return row.Document.Boolean(RequirementKind.Assessable) != true
            || asked.Any(s => CellReader.IsSubject(s, day) && judge.Of(row, judge.Know(s)) is not (null or Verdict.NotApplicable or Verdict.Excluded));
    }

    private static IEnumerable<DateOnly> DaysOf(Row row) =>
        ((DateOnly?[])[row.Formal, row.EffectiveAnnexIII, row.EffectiveAnnexI, row.EffectiveOther])
            .Concat(row.LegacyRules.SelectMany(r => (DateOnly?[])[r.EndsOn, r.PlacedBefore])).OfType<DateOnly>();

    // Its last change of design, and the days on which a classification begins and no longer backs a claim.
    private IEnumerable<DateOnly> DaysOf(Document system)
    {
        var days = new List<DateOnly?> { system.Date(AiSystemKind.DesignChangedOn) };
        foreach (var (node, _) in view.Snapshot.In(system, EdgeKinds.Assesses))
        {
            var assessment = view.Snapshot.Document(node)!;
            days.Add(assessment.Date(AssessmentKind.Approval.DoneOn));
            days.Add(AssessmentKind.Approval.EndsFrom(assessment));
            days.Add(AssessmentKind.NextReviewOn(assessment) is { } last && last < DateOnly.MaxValue ? last.AddDays(1) : null);
            days.AddRange(AssessmentKind.Overtaking(view.Snapshot, assessment).Select(o => (DateOnly?)o.On));
        }

        return days.OfType<DateOnly>();
    }

    private static IReadOnlyList<Document> InOrder(IEnumerable<Row> rows) => [.. rows.Select(r => r.Document).OrderBy(d => d.Key, NaturalOrder.Instance)];

    private bool IsAsked(DateOnly day) => day >= from && day <= to;

    /// <summary>The verdicts of a day, which need not be one about which others ask: nothing of it is kept.</summary>
    private sealed class Judge(View view, DateOnly day)
    {
        private readonly Verdicts verdicts = new(view.JudgedOn(day));

        public SystemFacts Know(Document system) => new(view.Snapshot, day, system);

        /// <summary>The verdict of a row; null where it has no cells on the day.</summary>
        public Verdict? Of(Row row, SystemFacts facts) => row.HasCells(day) ? verdicts.Judge(row, facts) : null;

        /// <summary>The day from which a row binds by both readings of its date; null where it has none.</summary>
        public DateOnly? BindsFrom(Row row, SystemFacts facts)
        {
            var basis = verdicts.Explain(row, facts);
            return basis.FormalDate < basis.EffectiveDate ? basis.EffectiveDate : basis.FormalDate;
        }
    }
}
