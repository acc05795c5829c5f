using System.Globalization;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>What was answered at a revision is what a view of that revision answers ever after, however it is rebuilt.</summary>
public sealed class RecordedAnswersTests(ITestOutputHelper output)
{
    private const int ChangeCount = 200;

    private const string Asked =
        """
        query($at: At) { view(at: $at) {
          revision hash on today
          cells(first: 200) { totalCount nodes { requirement { key } system { key } verdict state stateWithCredit owed credit { state paths { state source { key } } } defects { code node { key } } } }
          law: coverage(of: "law") { ...C } std: coverage(of: "std") { ...C }
          suspectLinks { totalCount }
          statistics { documentCount edgeCount }
          aiSystems { nodes { key title roles classes inScope revision editedBy } }
          requirements { nodes { key title summary needsControl effectiveOther revision } }
          controls { nodes { key title status scope implementedOn retiredOn editedBy satisfies { edges { key extent reviewedOn } } evidencedBy { edges { key suspect } } } }
          evidence { nodes { key title status expiresOn approvedBy contentHashNow suspect } }
        } }
        fragment C on Coverage { owed met metWithCredit shallow worst undetermined states { state count } notOwed { verdict count } bySystem { system { key } owed met } }
        """;

    private static readonly EngineOptions Options = new() { CheckpointSpacingMin = 7, CheckpointCountMax = 4, CheckpointMonthCountMax = 2, PastSnapshotCountMax = 1, RecentSnapshotCountMax = 1 };

    [Fact]
    public async Task Answers_recorded_after_each_of_200_changes_equal_later_answers_as_of_them()
    {
        var random = Random();
        await using var store = new MemoryLogStore();
        var clock = Clock();
        await using var engine = await OpenAsync(store, clock);
        await CheckAsync(engine, await RecordAsync(engine, clock, random), random);
    }

    [Fact]
    public async Task Answers_recorded_from_a_file_equal_those_of_the_file_opened_again()
    {
        var random = Random();
        using var folder = new TemporaryFolder();
        var clock = Clock();
        List<Recorded> recorded;
        await using (var engine = await OpenAsync(SqliteLogStore.Open(folder.File("graph.db")), clock))
        {
            recorded = await RecordAsync(engine, clock, random);
        }

        clock.Advance(TimeSpan.FromDays(3));
        await using var again = await OpenAsync(SqliteLogStore.Open(folder.File("graph.db")), clock);
        await CheckAsync(again, recorded, random);
    }

    private Random Random()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"GRAPH_SEED={seed}");
        return new(seed);
    }

    private static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));

    private static Task<GraphEngine> OpenAsync(ILogStore store, FakeTimeProvider clock) => GraphEngine.OpenAsync(GraphModel.Default, store, Options, clock, null, default);

    private static async Task<List<Recorded>> RecordAsync(GraphEngine engine, FakeTimeProvider clock, Random random)
    {
        await using var api = await ApiOver.StartAsync(engine);
        var recorded = new List<Recorded>();
        var changes = new RandomChanges(random);
        Assert.True((await engine.ApplyAsync(new("start", "Ada", "start", RandomChanges.Start), default)).Accepted);
        for (var asked = 0; recorded.Count < ChangeCount; asked++)
        {
            Assert.True(asked < ChangeCount * 20, "Hardly any change is accepted.");
            clock.Advance(random.Next(3) == 0 ? TimeSpan.FromHours(random.Next(1, 60)) : TimeSpan.FromSeconds(1 + random.Next(90)));
            var before = engine.Current.Head.Revision;
            var result = await engine.ApplyAsync(changes.Next(asked), default);
            if (result.Accepted && result.Head.Revision > before)
            {
                recorded.Add(new(result.Head.Revision, engine.Current.At, await AnswerAsync(api, null)));
            }
        }

        return recorded;
    }

    private static async Task CheckAsync(GraphEngine engine, List<Recorded> recorded, Random random)
    {
        await using var api = await ApiOver.StartAsync(engine);
        Assert.True(recorded.Select(r => r.Answer).Distinct().Count() > ChangeCount / 2);
        var shuffled = recorded.ToArray();
        random.Shuffle(shuffled);
        foreach (var one in shuffled)
        {
            object asOf = random.Next(2) == 0 ? one.Revision : one.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            Assert.Equal((asOf, one.Answer), (asOf, await AnswerAsync(api, new { asOf })));
        }
    }

    // The answers name no id, which carries the view; everything else must be the same text.
    private static async Task<string> AnswerAsync(ApiOver api, object? at) => (await api.AskAsync(Asked, new { at })).ToJsonString();

    private sealed record Recorded(long Revision, DateTimeOffset At, string Answer);

    /// <summary>Changes of two frameworks, what meets them and what is known of systems; most are valid.</summary>
    private sealed class RandomChanges(Random random)
    {
        private static readonly string[] Systems = ["ai-system:a", "ai-system:b"];
        private static readonly string[] Rows = ["law:1", "law:2", "law:3", "std:1", "std:2"];
        private static readonly string[] Days = ["2026-08-01", "2026-08-10", "2026-08-20", "2026-09-01", "2026-10-01", "2026-12-01", "2027-02-01"];
        private readonly string[] controls = ["control:0", "control:1", "control:2", "control:3"];
        private readonly string[] evidence = ["evidence:0", "evidence:1", "evidence:2", "evidence:3", "evidence:4"];
        private int keys = 10;

        public static IReadOnlyList<Operation> Start { get; } =
        [
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-24")), Put("Framework", "std", ("title", "Standard"), ("kind", "STANDARD"), ("voluntary", false)),
            .. Rows.Select(r => Put("Requirement", r, ("ref", r[4..]), ("title", r), ("assessable", true), ("scope", r[^1] == '3' ? "ORGANISATION" : "SYSTEM"), ("needsControl", r[^1] != '2'))),
            .. Rows.Select(r => Link(r, "PART_OF", r[..3])),
            .. Systems.Select(s => Put("AiSystem", s, ("title", s), ("roles", new[] { "PROVIDER" }), ("classes", Array.Empty<string>()))),
            Put("MappingSet", "set", ("title", "A set"), ("author", "Somebody")), Put("Mapping", "mapping", ("title", "A mapping"), ("relation", "EQUAL"), ("strength", "SUBSTANTIAL")),
            Link("mapping", "IN_SET", "set"), Link("mapping", "FROM", "std:1"), Link("mapping", "TO", "law:1"),
            .. Enumerable.Range(0, 4).Select(i => Put("Control", $"control:{i}", ("title", $"C{i}"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01"))),
            .. Enumerable.Range(0, 5).Select(i => Put("Evidence", $"evidence:{i}", ("title", $"E{i}"), ("type", "POLICY"), ("scope", "ORGANISATION"))),
            .. Enumerable.Range(0, 4).Select(i => Link($"control:{i}", "EVIDENCED_BY", $"evidence:{i}")),
            .. Enumerable.Range(0, 4).Select(i => Link($"control:{i}", "SATISFIES", Rows[i])),
        ];

        public ChangeRequest Next(int number)
        {
            var who = One("Ada", "Bob", "Cyd");
            return random.Next(10) < 4
                ? new($"{number}", who, "a decision", []) { Origin = ChangeOrigin.Authority, Decisions = [new(One(DecisionVerb.Submit, DecisionVerb.Approve, DecisionVerb.Approve, DecisionVerb.Reject), One(evidence), null)] }
                : new($"{number}", who, "an edit", [.. Enumerable.Range(0, random.Next(1, 4)).SelectMany(_ => Edit())]);
        }

        private Operation[] Edit()
        {
            switch (random.Next(12))
            {
                case 0:
                    return [Put("Control", One(controls), ("title", $"C{random.Next(99)}"), ("retiredOn", random.Next(4) == 0 ? One(Days) : null))];
                case 1:
                    return [Put("Control", One(controls), ("implementedOn", random.Next(4) == 0 ? null : One(Days)), ("scope", One("ORGANISATION", "ORGANISATION", "SYSTEM")))];
                case 2:
                    return [Put("Evidence", One(evidence), ("expiresOn", random.Next(4) == 0 ? null : One(Days)))];
                case 3:
                    return [Put("AiSystem", One(Systems), ("inScope", random.Next(4) > 0), ("classes", random.Next(3) == 0 ? null : new[] { "HIGH_RISK" }))];
                case 4:
                    return [Put("Requirement", One(Rows), ("summary", $"S{random.Next(9)}"), ("effectiveOther", random.Next(2) == 0 ? null : One(Days)))];
                case 5:
                    return [Put("Mapping", "mapping", ("relation", One("EQUAL", "SUBSET", "SUPERSET", "INTERSECTS")))];
                case 6 or 7:
                    return [Link(One(controls), "SATISFIES", One(Rows), ("extent", One("FULL", "FULL", "PARTIAL")))];
                case 8:
                    return [Link(One(controls), "EVIDENCED_BY", One(evidence))];
                case 9:
                    return [random.Next(2) == 0 ? Link(One(evidence), "DEMONSTRATES", One(Rows)) : Link(One(controls), "APPLIES_TO", One(Systems))];
                case 10:
                    return [new UnlinkDocuments(One(controls), "SATISFIES", One(Rows))];
                default:
                    var gone = random.Next(evidence.Length);
                    var old = evidence[gone];
                    evidence[gone] = $"evidence:{keys++}";
                    return [new DeleteDocument(old, WithEdges: true), Put("Evidence", evidence[gone], ("title", "New"), ("type", "POLICY"), ("scope", "ORGANISATION")), Link(One(controls), "EVIDENCED_BY", evidence[gone])];
            }
        }

        private T One<T>(params T[] of) => of[random.Next(of.Length)];
    }
}
