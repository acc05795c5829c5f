using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that is measured (ISO/IEC 42001 9.1).</summary>
public static class MetricKind
{
    private const int Alarm = 1;
    private const int Breach = 2;

    /// <summary>Which way a value is better.</summary>
    public static readonly Field BetterWhen = Field.Word("betterWhen", ManagementWords.BetterWhen, "Which way a value is better.", required: true, meaning: true);

    /// <summary>The value aimed at.</summary>
    public static readonly Field Target = Field.Number("target", "The value that is aimed at.", meaning: true);

    /// <summary>How often it is measured.</summary>
    public static readonly Field Frequency = Field.Word("frequency", ManagementWords.Frequency, "How often it is measured; a last measurement that is older says nothing any more.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("title", "What is measured, in one line.", required: true, lengthMax: 300);

    /// <summary>The first value that is a warning.</summary>
    public static readonly Field Warning = Field.Number("warning", "The first value that is a warning; absent = every value that misses the target is one.", meaning: true);

    /// <summary>The first value that is a breach.</summary>
    public static readonly Field Limit = Field.Number("limit", "The first value that is a breach.", meaning: true);

    /// <summary>What a value counts.</summary>
    public static readonly Field Unit = Field.Text("unit", "The unit of the value, such as % or incidents a month.", lengthMax: 100);

    private static readonly Field StartsOn = Field.Date("startsOn", "The day from which it is measured; absent = the first measurement, which is due by the day on which the implementation of the management system is complete.");

    /// <summary>The last day on which it is measured.</summary>
    public static readonly Field EndsOn = Field.Date("endsOn", "The last day on which it is measured; absent = it goes on.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Metric", "metrics", "metric", KindGroup.ManagementSystem,
        "Something that is measured, with what the organisation expects of it (ISO/IEC 42001 9.1).", Title,
        [
            Title,
            Field.Text("description", "What is measured, how, and why.", meaning: true),
            Unit,
            BetterWhen,
            Target,
            Warning,
            Limit,
            Frequency,
            StartsOn,
            EndsOn,
        ])
    {
        IsReviewed = true,
        DateOrders = [new(StartsOn, EndsOn)],
        Rules =
        [
            new(Limit, c => c.After.Number(Warning) is { } warning && c.After.Number(Limit) is { } limit && IsWorse(c.After, warning, limit)
                ? "a limit that is reached after the warning, or with it" : null),
            new(Warning, c => c.After.Number(Target) is { } target && c.After.Number(Warning) is { } warning && IsWorse(c.After, target, warning)
                ? "a warning that is no better than the target" : null),
        ],
        Holds = new(c => AlertsOf(c) is { Open.Count: > 0 } alerts ? alerts : null, ExpectedBeforeItEnds),
        Standing = new("status", ManagementWords.MetricStatus, "What the last measurement says on the view's day.", Judge),
        Derived =
        [
            new("trend", FieldType.Word, ManagementWords.Trend, "Which way the last two measurements go.", (v, d) => Trend(v, d)),
            new("alert", FieldType.Word, ManagementWords.MetricStatus, "WARNING or BREACH: the gravest that no finding has answered; it stays open when the value comes back. Null where none is open.", (v, d) => OpenAlert(v, d)?.Word),
            new("alertSince", FieldType.Date, null, "The day of the measurement with which the oldest open alert began: it crossed the warning or the limit, or missed the target where no warning is set, or stayed beyond it after what was found was closed, and no finding that was FOUND_IN the metric came on that day or after it; an OBSERVATION answers no breach.", (v, d) => OpenAlert(v, d)?.Since),
            new("lastValue", FieldType.Number, null, "The value of the last measurement up to the view's day.", (v, d) => MeasurementKind.Last(v, d)?.Number(MeasurementKind.Value)),
            new("lastMeasuredOn", FieldType.Date, null, "The day of the last measurement up to the view's day.", (v, d) => MeasurementKind.Last(v, d)?.Date(MeasurementKind.On)),
        ],
        Due = [new("MEASURE", "The frequency of the metric (ISO/IEC 42001 9.1).", NextOn)],
    };

    /// <summary>The day by which it is measured again; null where it is measured no more.</summary>
    public static DateOnly? NextOn(View view, Document metric)
    {
        var last = MeasurementKind.Last(view, metric)?.Date(MeasurementKind.On);
        var next = last is { } day ? Calendars.Next(day, metric.Text(Frequency)) : metric.Date(StartsOn) ?? CadenceKind.ImplementationDay(view);
        return next is { } found && !(metric.Date(EndsOn) < found) ? found : null;
    }

    private static Standing Judge(View view, Document metric)
    {
        if (MeasurementKind.Last(view, metric) is not { } last)
        {
            return new("UNKNOWN", [new("NO_DATA", metric, $"Measure {metric.Key} and record the value.")]);
        }

        // What is measured no longer had to be measured up to its last day.
        var measuredUntil = metric.Date(EndsOn) is { } end && end < view.On ? end : view.On;
        if (Calendars.Next(last.Date(MeasurementKind.On)!.Value, metric.Text(Frequency)) < measuredUntil)
        {
            return new("UNKNOWN", [new("STALE_DATA", last, $"Measure {metric.Key} again: the last value is of {last.Date(MeasurementKind.On):yyyy-MM-dd}.")]);
        }

        return Grade(metric, last.Number(MeasurementKind.Value)!.Value) switch
        {
            null => new("UNKNOWN", [new("NO_TARGET", metric, $"Set a target, a warning or a limit of {metric.Key}.")]),
            Breach => new("BREACH", [new("LIMIT_REACHED", last, _ => $"Bring {metric.Key} back within its limit{(OpenAlert(view, metric) is null ? "" : " and record a finding about the breach")}.")]),
            Alarm => new("WARNING", [metric.Number(Warning) is null
                ? new("TARGET_MISSED", last, $"Bring {metric.Key} to its target, or set from which value on it is a warning.")
                : new("WARNING_REACHED", last, $"Bring {metric.Key} back within its warning.")]),
            _ => new("OK", []),
        };
    }

    /// <summary>Whether the last value up to the view's day reaches the target; false where there is no value or no target.</summary>
    public static bool IsReached(View view, Document metric) =>
        metric.Number(Target) is { } target && MeasurementKind.Last(view, metric)?.Number(MeasurementKind.Value) is { } value && !IsWorse(metric, value, target);

    /// <summary>Whether the first of two values is worse than the second.</summary>
    public static bool IsWorse(Document metric, double one, double other) => metric.Text(BetterWhen) == "HIGHER" ? one < other : one > other;

    /// <summary>The alert that no finding has answered: since when, and the gravest word of it; null where there is none.</summary>
    public static (DateOnly Since, string Word)? OpenAlert(View view, Document metric)
    {
        List<Answer> answers = [.. view.Snapshot.Sources(metric, ManagementEdges.FoundIn).Where(f => f.Date(FindingKind.FoundOn) <= view.On).Select(f => Answer.Of(f, view.Snapshot.Sources(f, ManagementEdges.Corrects)))];
        (DateOnly Since, int Grade)? open = null;
        foreach (var (since, grade) in Unanswered(metric, MeasurementKind.Upto(view, metric, view.On), answers))
        {
            open = (open?.Since ?? since, Math.Max(grade, open?.Grade ?? 0));
            if (grade == Breach)
            {
                break;      // Nothing is graver, and there may be very many values.
            }
        }

        return open is { } found ? (found.Since, WordOf(found.Grade)) : null;
    }

    // Where an alert begins that no finding has answered, by day.
    private static IEnumerable<(DateOnly Since, int Grade)> Unanswered(Document metric, IReadOnlyList<Document> values, List<Answer> answers)
    {
        // An alert begins where a value is graver than the one before it: a breach that grows out of a warning is one of its own. One that goes on after what answered it was closed begins anew.
        var (before, last) = (0, DateOnly.MinValue);
        for (var i = 0; i < values.Count; i++)
        {
            var (grade, day) = (GradeOf(metric, values[i]), values[i].Date(MeasurementKind.On)!.Value);
            if (grade > 0 && Begins(grade, before, last, day))
            {
                yield return (day, grade);
            }

            (before, last) = (grade, day);
        }

        bool Begins(int grade, int before, DateOnly last, DateOnly day) =>
            grade > (answers.Count > 0 && GoesOnUnanswered(last, day) ? 0 : before) && !answers.Exists(a => a.FoundOn >= day && a.Answers >= grade);

        bool GoesOnUnanswered(DateOnly last, DateOnly day) =>
            answers.Exists(a => a.ClosedFrom >= last && a.ClosedFrom <= day) && !answers.Exists(a => a.FoundOn <= day && !(a.ClosedFrom <= day));
    }

    private static string WordOf(int grade) => grade == Breach ? "BREACH" : "WARNING";

    private static int GradeOf(Document metric, Document measurement) => Grade(metric, measurement.Number(MeasurementKind.Value)!.Value) ?? 0;

    // An observation may be deleted, and then nothing would be left of what happened: only what stays answers an alert that ends by another value or other limits.
    private static Alerts AlertsOf(ChangedDocument changed)
    {
        var metric = changed.After;
        var values = MeasurementKind.InOrder(changed.Sources(metric, ManagementEdges.MeasurementOf)).ToList();
        List<Answer> answers = [.. changed.Sources(metric, ManagementEdges.FoundIn).Where(f => f.Text(FindingKind.Grade) != FindingKind.Observation).Select(f => Answer.Of(f, changed.Sources(f, ManagementEdges.Corrects)))];
        return new([.. Unanswered(metric, values, answers)], values, answers);
    }

    // Each of them goes on, by the same day, or was answered: the oldest does not stand for those after it.
    private static string? ExpectedBeforeItEnds(object held, ChangedDocument? left)
    {
        var now = left is null ? null : AlertsOf(left);
        foreach (var (since, grade) in ((Alerts)held).Open)
        {
            var goesOn = now is not null && now.Open.Exists(a => a.Since <= since && a.Grade >= grade)
                && now.Values.Exists(v => v.Date(MeasurementKind.On) == since && GradeOf(left!.After, v) >= grade);
            if (!goesOn && now?.Answers.Exists(a => a.FoundOn >= since) != true)
            {
                return $"a nonconformity that was FOUND_IN the metric about the {WordOf(grade)} of {since:yyyy-MM-dd} before values or limits end it; an error of measurement is one as well";
            }
        }

        return null;
    }

    /// <summary>The alerts of a metric, and from what they follow.</summary>
    /// <param name="Open">Those that nothing that stays has answered.</param>
    /// <param name="Values">The measurements by day.</param>
    /// <param name="Answers">What has been found and stays.</param>
    private sealed record Alerts(List<(DateOnly Since, int Grade)> Open, List<Document> Values, List<Answer> Answers);

    // How grave a value is, 0 where it is as it should be; null where nobody has said what is expected.
    private static int? Grade(Document metric, double value) =>
        metric.Number(Limit) is { } limit && !IsWorse(metric, limit, value) ? Breach
        : metric.Number(Warning) is { } warning ? IsWorse(metric, warning, value) ? 0 : Alarm
        : metric.Number(Target) is { } target ? IsWorse(metric, value, target) ? Alarm : 0
        : metric.Number(Limit) is null ? null : 0;

    /// <summary>What a finding answers.</summary>
    /// <param name="FoundOn">The day on which it was made.</param>
    /// <param name="Answers">The gravest value that it answers.</param>
    /// <param name="ClosedFrom">The day from which it is closed; null while it is open.</param>
    private readonly record struct Answer(DateOnly FoundOn, int Answers, DateOnly? ClosedFrom)
    {
        public static Answer Of(Document finding, IReadOnlyList<Document> actions) => new(
            finding.Date(FindingKind.FoundOn)!.Value, finding.Text(FindingKind.Grade) == FindingKind.Observation ? Alarm : Breach, FindingKind.ClosedFrom(finding, actions));
    }

    /// <summary>Which way the last two measurements go: a word of <see cref="ManagementWords.Trend"/>.</summary>
    public static string Trend(View view, Document metric)
    {
        var last = MeasurementKind.Upto(view, metric, view.On).TakeLast(2).Select(m => m.Number(MeasurementKind.Value)!.Value).ToArray();
        return last.Length < 2 ? "UNKNOWN" : last[0] == last[1] ? "SAME" : IsWorse(metric, last[0], last[1]) ? "BETTER" : "WORSE";
    }
}
