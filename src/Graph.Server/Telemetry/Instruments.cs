using System.Diagnostics;
using System.Diagnostics.Metrics;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Protection;

namespace Graph.Server.Telemetry;

/// <summary>
/// What the server measures of its work. Every tag is a word of the schema or of a closed list, so that no caller can make up new
/// series and no personal value gets out.
/// </summary>
internal sealed class Instruments
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "Graph";

    private static readonly ActivitySource Activities = new(Name);

    private readonly Histogram<double> operations;
    private readonly Histogram<double> answers;

    public Instruments(IMeterFactory meters, GraphEngine engine, HeavyLimiter heavy, SubscriberLimiter subscribers)
    {
        var meter = meters.Create(Name);
        operations = meter.CreateHistogram<double>("graph.operation.duration", "s", "The time of a GraphQL operation, by its type, by what it asks and by the code of its first error.");
        answers = meter.CreateHistogram<double>("graph.answer.duration", "s", "The time to work out coverage, gaps, cells, impact, trace, an export, an upload or a change; what stands below them in an answer comes on top.");
        meter.CreateObservableGauge("graph.revision", () => engine.Current.Head.Revision, "{revision}", "The revision that is served.");
        meter.CreateObservableGauge("graph.documents", () => engine.Current.DocumentCount, "{document}", "The documents of the graph.");
        meter.CreateObservableGauge("graph.edges", () => engine.Current.EdgeCount, "{edge}", "The edges of the graph.");
        meter.CreateObservableGauge("graph.write.queue", () => engine.QueueCount, "{request}", "The requests for changes that wait for the writer.");
        meter.CreateObservableGauge("graph.write.stopped", () => engine.CanWrite ? 0 : 1, "{writer}", "1 where a failed store has stopped the writer.");
        meter.CreateObservableGauge("graph.store.behind", () => engine.Behind, "{revision}", "Revisions that a shared store was seen to have and that are not served yet.");
        meter.CreateObservableGauge("graph.store.lost", () => engine.StoreLost is null ? 0 : 1, "{store}", "1 while a shared store does not answer or takes no changes.");
        meter.CreateObservableGauge("graph.heavy.running", () => heavy.RunningCount, "{request}", "The heavy queries and exports that are worked out.");
        meter.CreateObservableGauge("graph.heavy.waiting", () => heavy.WaitingCount, "{request}", "The heavy queries and exports that wait for their turn.");
        meter.CreateObservableGauge("graph.subscriptions", () => subscribers.SubscriptionCount, "{subscription}", "The subscriptions that run, over event streams and WebSockets.");
        meter.CreateObservableGauge("graph.sockets", () => subscribers.SocketCount, "{socket}", "The WebSockets that are open.");
    }

    /// <summary>Measures an operation from here until what is returned is disposed.</summary>
    public OperationTrace StartOperation() => new(Activities.StartActivity("graphql"), operations);

    /// <summary>Measures the working out of an answer from here until what is returned is disposed.</summary>
    /// <param name="what">A word of the schema, or the name of an export.</param>
    public AnswerTrace StartAnswer(string what) => new(Activities.StartActivity(what), answers, what);
}

/// <summary>The working out of one answer.</summary>
internal readonly struct AnswerTrace(Activity? activity, Histogram<double> duration, string what) : IDisposable
{
    private readonly long startedAt = Stopwatch.GetTimestamp();

    public void Dispose()
    {
        duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new KeyValuePair<string, object?>("graph.answer", what));
        activity?.Dispose();
    }
}
