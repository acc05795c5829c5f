using Graph.Engine.Writing;

namespace Graph.Bench.Generation;

/// <summary>
/// Draws a management system beside a generated graph: cadences, documents, trainings, audits with findings and actions, reviews, and metrics with as many
/// measurements as the graph has documents, one a day and metric.
/// </summary>
internal sealed class ManagementGenerator(GraphSize size, ulong seed)
{
    private const int MeasurementsPerChange = 1_000;
    private const int DocumentCount = 500;
    private const int TrainingCount = 200;
    private const int AuditCount = 50;
    private const int ReviewCount = 8;

    private static readonly string[] Cadences =
        ["INTERNAL_AUDIT", "MANAGEMENT_REVIEW", "RISK_REVIEW", "FIRST_AUDIT", "VENDOR_DUE_DILIGENCE", "IMPACT_ASSESSMENT", "TRAINING_EFFECTIVENESS", "CORRECTIVE_ACTION", "EFFECTIVENESS"];

    private static readonly DateTimeOffset At = new(Proof.Today.ToDateTime(new TimeOnly(6, 0)), TimeSpan.Zero);

    private readonly Dice dice = new(seed);
    private int changeCount;

    /// <summary>The number of metrics.</summary>
    public int MetricCount { get; } = Math.Max(20, size.Systems / 10);

    /// <summary>The changes; measurements up to a number come last.</summary>
    public IEnumerable<ChangeRequest> Changes(int measurementCount)
    {
        yield return Change(draft => Each(Cadences.Length, n => draft.Put("Cadence", $"cadence:{n}", ("title", Cadences[n]), ("of", Cadences[n]), ("months", 12), ("source", "ORGANISATION"), ("implementedOn", Proof.Today.AddDays(-200)))));
        yield return Change(draft => Each(DocumentCount, n => draft.Put(
            "ManagedDocument", $"document:{n}", [("title", $"Document {n}"), ("type", dice.Of<string>(["POLICY", "PROCEDURE", "RECORD", "PLAN"])), ("reviewEveryMonths", 12), .. Proof.Approval(dice, "approved", "APPROVED", Past(500))])));
        yield return Change(draft => Each(TrainingCount, n => draft.Put("Training", $"training:{n}", ("title", $"Training {n}"), ("heldOn", Past(400)))));
        yield return Change(draft => Each(AuditCount, n => draft.Put("Audit", $"audit:{n}", ("title", $"Audit {n}"), ("type", "INTERNAL"), ("heldOn", Past(700)))));
        yield return Change(draft => Each(ReviewCount, n => draft.Put("ManagementReview", $"review:{n}", ("title", $"Review {n}"), ("heldOn", Proof.Today.AddDays(-30 - (n * 180))), ("minutes", "What was said."))));
        foreach (var change in Findings().Concat(Metrics()).Concat(Measurements(measurementCount)))
        {
            yield return change;
        }
    }

    /// <summary>One change with new measurements: the first of a metric, then the first of the next, and so on.</summary>
    /// <param name="first">The number of the first measurement.</param>
    /// <param name="count">How many, at most half of the operations that a change may have.</param>
    public ChangeRequest Measure(int first, int count) => Change(draft => Each(count, n =>
    {
        var (number, metric) = (first + n, (first + n) % MetricCount);
        var key = $"measurement:{number}";
        draft.Put("Measurement", key, ("on", Proof.Today.AddDays(-(number / MetricCount % 1_500))), ("value", (double)dice.Below(100)), ("source", "monitor"));
        draft.Link(key, "MEASUREMENT_OF", $"metric:{metric}");
    }));

    private IEnumerable<ChangeRequest> Findings()
    {
        for (var first = 0; first < size.Systems; first += MeasurementsPerChange)
        {
            var from = first;
            yield return Change(draft => Each(Math.Min(MeasurementsPerChange, size.Systems - from), n =>
            {
                var number = from + n;
                var foundOn = Past(300);
                draft.Put("Finding", $"finding:{number}", ("title", $"Finding {number}"), ("grade", dice.Chance(5) ? "MAJOR" : "MINOR"), ("foundOn", foundOn), ("cause", "It was nobody's work."));
                draft.Link($"finding:{number}", "FOUND_IN", $"audit:{number % AuditCount}");
                draft.Put("CorrectiveAction", $"action:{number}", ("title", $"Action {number}"), ("dueOn", Proof.Today.AddDays(dice.Between(-100, 200))), ("implementedOn", dice.Chance(50) ? foundOn.AddDays(dice.Below(Proof.Today.DayNumber - foundOn.DayNumber + 1)) : null));
                draft.Link($"action:{number}", "CORRECTS", $"finding:{number}");
            }));
        }
    }

    private IEnumerable<ChangeRequest> Metrics()
    {
        yield return Change(draft => Each(MetricCount, n =>
        {
            draft.Put("Metric", $"metric:{n}", ("title", $"Metric {n}"), ("betterWhen", "LOWER"), ("warning", 80.0), ("limit", 95.0), ("frequency", "DAILY"));
            draft.Link($"ai-system:{n % size.Systems}", "MEASURED_BY", $"metric:{n}");
        }));
    }

    private IEnumerable<ChangeRequest> Measurements(int count)
    {
        for (var first = 0; first < count; first += MeasurementsPerChange)
        {
            yield return Measure(first, Math.Min(MeasurementsPerChange, count - first));
        }
    }

    private DateOnly Past(int days) => Proof.Today.AddDays(-dice.Below(days));

    private static void Each(int count, Action<int> draw)
    {
        for (var n = 0; n < count; n++)
        {
            draw(n);
        }
    }

    private ChangeRequest Change(Action<Draft> draw)
    {
        var draft = new Draft($"management-{changeCount++}", At);
        draw(draft);
        return draft.Request();
    }
}
