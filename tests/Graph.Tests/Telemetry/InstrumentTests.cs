using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Graph.Server.Telemetry;
using Graph.Tests.Protection;
using Microsoft.Extensions.DependencyInjection;

namespace Graph.Tests.Telemetry;

/// <summary>What the server measures of its work.</summary>
public sealed class InstrumentTests : IAsyncLifetime, IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> measured = [];
    private readonly MeterListener listener = new();
    private ServedHost server = null!;

    public async Task InitializeAsync()
    {
        server = await ServedHost.StartAsync();
        var ours = server.Services.GetRequiredService<IMeterFactory>();
        _ = server.Services.GetRequiredService<Instruments>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            // Other tests have servers of their own at the same time.
            if (instrument.Meter.Name == Instruments.Name && instrument.Meter.Scope == ours)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        listener.Start();
    }

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task An_operation_is_measured_by_what_it_asks_and_by_how_it_ended()
    {
        await AskAsync("{ view { coverage(of: \"no-such-framework\") { owed } } }");
        await AskAsync("query Personal_Name { view { statistics { documentCount } } }");
        await AskAsync("{ server { zone } }");
        await AskAsync(Vendor);
        await AskAsync("{ noFieldOfOurs_JaneDoe }");
        await AskAsync("{ not a document");

        Assert.Equal(
            [
                "graph.code=BAD_REQUEST graph.field=unknown graphql.operation.type=unknown",
                "graph.code=BAD_REQUEST graph.field=unknown graphql.operation.type=unknown",
                "graph.code=NOT_FOUND graph.field=view.coverage graphql.operation.type=query",
                "graph.code=OK graph.field=apply graphql.operation.type=mutation",
                "graph.code=OK graph.field=server graphql.operation.type=query",
                "graph.code=OK graph.field=view.statistics graphql.operation.type=query",
            ],
            Tags("graph.operation.duration"));
    }

    [Fact]
    public async Task Answers_that_take_time_to_work_out_are_measured_by_their_names()
    {
        await AskAsync(Vendor);
        await AskAsync("{ view { statistics { documentCount } cells { totalCount } impact(of: \"vendor:v\", event: LOSS) { count } vendors { totalCount } } }");
        using var export = await server.Client.GetAsync(new Uri("/exports/evidence.csv", UriKind.Relative));

        Assert.Equal(["graph.answer=apply", "graph.answer=cells", "graph.answer=evidence", "graph.answer=impact", "graph.answer=statistics"], Tags("graph.answer.duration"));
        Assert.All(measured.Where(m => m.Name == "graph.answer.duration"), m => Assert.InRange(m.Value, 0, 60));
    }

    [Fact]
    public async Task Gauges_tell_what_is_served_and_what_waits()
    {
        await AskAsync(Vendor);

        listener.RecordObservableInstruments();

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["graph.revision"] = 1, ["graph.documents"] = 1, ["graph.edges"] = 0, ["graph.write.queue"] = 0,
                ["graph.write.stopped"] = 0, ["graph.store.behind"] = 0, ["graph.store.lost"] = 0, ["graph.heavy.running"] = 0, ["graph.heavy.waiting"] = 0,
                ["graph.subscriptions"] = 0, ["graph.sockets"] = 0,
            },
            measured.Where(m => !m.Name.EndsWith("duration", StringComparison.Ordinal)).ToDictionary(m => m.Name, m => m.Value));
    }

    private const string Vendor = "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { vendor: { key: \"vendor:v\", title: \"V\" } } }]) { accepted } }";

    private string[] Tags(string name) => [.. measured.Where(m => m.Name == name).Select(m => m.Tags).Order(StringComparer.Ordinal)];

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}"))));

    private async Task AskAsync(string query)
    {
        using var response = await server.PostAsync(query);
        await response.Content.ReadAsStringAsync();
    }
}
