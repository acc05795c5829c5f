using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>Everything that falls due between two days, by what is known in a view.</summary>
public sealed class DueDates
{
    private readonly View view;
    private readonly DateOnly from;
    private readonly DateOnly to;
    private readonly IReadOnlyList<Document>? systems;
    private readonly Holdings holdings;

    private DueDates(View view, DateOnly from, DateOnly to, IReadOnlyList<Document>? systems) =>
        (this.view, this.from, this.to, this.systems, holdings) = (view, from, to, systems, Holdings.Of(view.Snapshot));

    /// <summary>What falls due from the first day to the last, both included, by day, what it is, and key.</summary>
    /// <param name="view">The view; each day is judged as a forecast of it, or in hindsight.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="systems">The systems in question; null = all in scope on the day.</param>
    /// <param name="what">What is asked for; null = everything.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<CalendarItem> Between(
        View view, DateOnly from, DateOnly to, IReadOnlyList<Document>? systems = null, IReadOnlyCollection<CalendarEvent>? what = null,
        CancellationToken cancellationToken = default)
    {
        var dates = new DueDates(view, from, to, systems);
        var law = new BindingDays(view, from, to, systems, cancellationToken);
        IEnumerable<CalendarItem> items = [];
        if (Asks(CalendarEvent.Application) || Asks(CalendarEvent.ShieldEnds))
        {
            items = items.Concat(law.Beginning());
        }

        if (Asks(CalendarEvent.Repeal))
        {
            items = items.Concat(law.Repealed());
        }

        if (Asks(CalendarEvent.Expiry) || Asks(CalendarEvent.Review))
        {
            items = items.Concat(dates.Proof());
        }

        return
        [
            .. items.Concat(dates.Controls()).Concat(dates.Placed()).Where(i => Asks(i.What))
                .OrderBy(i => i.On).ThenBy(i => i.What).ThenBy(i => i.Document.Key, StringComparer.Ordinal).ThenBy(i => i.System?.Key, StringComparer.Ordinal),
        ];

        bool Asks(CalendarEvent one) => what is null || what.Contains(one);
    }

    private IEnumerable<CalendarItem> Proof()
    {
        foreach (var document in EndingProof.AllProof(view.Snapshot))
        {
            var proof = holdings.Proof(document.Ordinal);
            if (proof.Terms.LastDay >= from.DayNumber && proof.Terms.LastDay <= to.DayNumber && Concerns(proof.Terms.BelongsTo) && EndingProof.LastDay(view, proof.Terms) is { } last)
            {
                yield return new(last, proof.IsAssessment ? CalendarEvent.Review : CalendarEvent.Expiry, document, null, []);
            }
        }
    }

    private IEnumerable<CalendarItem> Controls()
    {
        foreach (var document in view.Snapshot.Documents(ControlKind.Kind))
        {
            if (systems is not null && !Concerns(holdings.Control(document.Ordinal).AppliesTo))
            {
                continue;
            }

            var retiredOn = document.Date(ControlKind.RetiredOn);
            if (IsAsked(retiredOn))
            {
                yield return new(retiredOn!.Value, CalendarEvent.ControlRetires, document, null, []);
            }

            // The day that is recorded goes before the one that is planned.
            var operatesOn = document.Date(ControlKind.ImplementedOn) ?? document.Date(ControlKind.PlannedFor);
            if (IsAsked(operatesOn) && !(retiredOn <= operatesOn) && ControlKind.StatusOn(document, view.On) == "PLANNED")
            {
                yield return new(operatesOn!.Value, CalendarEvent.ControlPlanned, document, null, []);
            }
        }
    }

    private IEnumerable<CalendarItem> Placed()
    {
        foreach (var system in systems ?? view.Snapshot.Documents(AiSystemKind.Kind))
        {
            if (system.Date(AiSystemKind.PlacedOn) is { } day && IsAsked(day) && CellReader.IsSubject(system, day))
            {
                yield return new(day, CalendarEvent.Placed, system, system, []);
            }
        }
    }

    private bool IsAsked(DateOnly? day) => day >= from && day <= to;

    // What is for the whole organisation concerns each of its systems.
    private bool Concerns(SubjectSet set) => systems is null || set.Organisation || systems.Any(s => set.HasSystem(holdings.NumberOf(s.Ordinal)));
}
