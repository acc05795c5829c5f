using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Engine;

/// <summary>An engine over the memory store with a clock that only the test moves, and short words for what a test asks of it.</summary>
internal sealed class LiveEngine : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly string prefix;
    private int changeCount;

    private LiveEngine(GraphEngine engine, ILogStore store, FakeTimeProvider clock)
    {
        prefix = engine.Current.Head.Revision == 0 ? "change" : $"after-{engine.Current.Head.Revision}";
        Engine = engine;
        Store = store;
        Clock = clock;
    }

    public GraphEngine Engine { get; }

    public ILogStore Store { get; }

    public FakeTimeProvider Clock { get; }

    public Snapshot Current => Engine.Current;

    public static async Task<LiveEngine> OpenAsync(
        EngineOptions? options = null, GraphModel? model = null, ILogStore? store = null, DateTimeOffset? now = null)
    {
        var clock = new FakeTimeProvider(now ?? Start);
        store ??= new MemoryLogStore();
        return new(await GraphEngine.OpenAsync(model ?? GraphModel.Default, store, options ?? new(), clock, null, default), store, clock);
    }

    /// <summary>An engine that holds a framework, one of its rows and one document of each kind that tests join to others.</summary>
    public static async Task<LiveEngine> WithSmallGraphAsync(EngineOptions? options = null)
    {
        var live = await OpenAsync(options);
        await live.Keep(
            Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-24")),
            Requirement("law:1"), Link("law:1", "PART_OF", "law"),
            Put("Fact", "fact:talks", ("title", "talks")),
            Put("AiSystem", "s", ("title", "A system")),
            Put("Risk", "r", ("title", "A risk"), ("kind", "THREAT")),
            Put("Control", "c", ("title", "A control")),
            Put("Evidence", "e", ("title", "A policy"), ("type", "POLICY")));
        return live;
    }

    public static PutDocument Put(string kind, string? key, params (string Name, object? Value)[] fields) =>
        new(kind, key, null, fields.ToDictionary(f => f.Name, f => f.Value));

    public static PutDocument Requirement(string key, params (string Name, object? Value)[] fields) =>
        Put("Requirement", key, [("ref", key), ("title", "A row"), .. fields]);

    public static LinkDocuments Link(string from, string kind, string to, params (string Name, object? Value)[] fields) =>
        new(from, kind, to, fields.ToDictionary(f => f.Name, f => f.Value));

    public static UnlinkDocuments Unlink(string from, string kind, string to) => new(from, kind, to);

    public static DeleteDocument Delete(string key, bool edges = false) => new(key, edges);

    public ChangeRequest Request(string actor, params IReadOnlyList<Operation> operations) =>
        new($"{prefix}-{++changeCount}", actor, "a test", operations);

    /// <summary>Asks for a change by the usual editor.</summary>
    public Task<ChangeResult> Ask(params IReadOnlyList<Operation> operations) => AskAs("Ada Editor", operations);

    public Task<ChangeResult> AskAs(string actor, params IReadOnlyList<Operation> operations) =>
        Engine.ApplyAsync(Request(actor, operations), default);

    public Task<ChangeResult> Seed(DateTimeOffset? at, params IReadOnlyList<Operation> operations) =>
        Engine.ApplyAsync(Request("Sam Seed", operations) with { Origin = ChangeOrigin.Seed, At = at }, default);

    public Task<ChangeResult> Decide(string actor, DecisionVerb verb, string key, string? contentHash = null) =>
        Engine.ApplyAsync(Request(actor) with { Origin = ChangeOrigin.Authority, Decisions = [new(verb, key, contentHash)] }, default);

    public Task<ChangeResult> Erase(string reason, params string[] tokens) =>
        Engine.ApplyAsync(Request("Otto Officer") with { Reason = reason, Origin = ChangeOrigin.Authority, Erasures = tokens }, default);

    /// <summary>Makes a change that must be accepted.</summary>
    public async Task<ChangeResult> Keep(params IReadOnlyList<Operation> operations) => Kept(await Ask(operations));

    public static ChangeResult Kept(ChangeResult result)
    {
        Assert.True(result.Accepted, string.Join('\n', result.Violations));
        return result;
    }

    /// <summary>Asks for a change that must be refused for one reason, and leave everything as it was.</summary>
    public async Task Refuses(ViolationCode code, string path, string message, params IReadOnlyList<Operation> operations)
    {
        var before = Current;
        Refused(await Ask(operations), code, path, message);
        Assert.Same(before, Current);
        Assert.Equal(before.Head, await Store.HeadAsync(default));
    }

    public static void Refused(ChangeResult result, ViolationCode code, string path, string message)
    {
        var violation = Assert.Single(result.Violations);
        Assert.Equal((code, path), (violation.Code, violation.Path));
        Assert.Contains(message, violation.Message, StringComparison.Ordinal);
    }

    public Document Find(string key) => Current.Document(key) ?? throw new InvalidOperationException($"There is no '{key}'.");

    /// <summary>The value of a field as the log would write it.</summary>
    public object? Value(string key, string field) =>
        Find(key).Kind.TryGetField(field, out var found) ? Find(key)[found] : throw new InvalidOperationException($"There is no field '{field}'.");

    /// <summary>The stored bytes of the whole log as text.</summary>
    public async Task<IReadOnlyList<string>> LogText()
    {
        var entries = new List<string>();
        await foreach (var record in Store.ReadAsync(0, default))
        {
            entries.Add(System.Text.Encoding.UTF8.GetString(record.Payload.Span));
        }

        return entries;
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
