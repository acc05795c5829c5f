using System.Text;
using System.Text.Json;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Stores.Memory;

namespace Graph.Tests.Engine;

/// <summary>
/// The stored form of version 1, which is never changed: a log written on the day on which the format was settled is read by today's code,
/// gives the recorded hashes and the recorded graph, and is written again byte by byte. A new version adds a fixture and keeps this one.
/// </summary>
public sealed class LogFormatTests
{
    [Fact]
    public void A_change_is_stored_as_one_readable_object()
    {
        var change = new Change(
            7, "ticket-12", "~" + new string('a', 64), new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.FromHours(1)), "Gäste-Auskunft \"neu\" & geprüft", ChangeOrigin.Edit,
            new string('b', 64), new(1, 2, 3, 4, 5, 6), ["ai-system:guest"],
            [
                new DocumentPut("AiSystem", "ai-system:guest", true, new("cmdb", "77"), [new("title", "Guest's assistant"), new("roles", (string[])["DEPLOYER"]), new("facts", Facts()), new("placedOn", new DateOnly(2027, 1, 2)), new("inScope", true), new("purpose", null)]),
                new DocumentPut("Risk", "risk:1", false, null, [new("inherentImpact", 3)]),
                new DocumentPut("Risk", "risk:2", true, null, []),
                new EdgePut("ai-system:guest", "HAS_RISK", "risk:1", []),
                new EdgePut("control:c", "SATISFIES", "eu-ai-act:12(1)", [new("extent", "PARTIAL")]),
                new EdgeRemoved("ai-system:guest", "HAS_RISK", "risk:2"),
                new DocumentDeleted("risk:2"),
            ]);
        var expected = $$$"""
            {"v":1,"id":"ticket-12","actor":"~{{{new string('a', 64)}}}","at":"2026-11-24T12:30:00.0000000Z",
            "reason":"Gäste-Auskunft \"neu\" & geprüft","origin":"EDIT",
            "request":"{{{new string('b', 64)}}}","counts":[1,2,3,4,5,6],"keys":["ai-system:guest"],"ops":[
            {"put":"ai-system:guest","kind":"AiSystem","external":["cmdb","77"],"fields":{"title":"Guest's assistant","roles":["DEPLOYER"],
            "facts":{"bookings":false,"talks":true},"placedOn":"2027-01-02","inScope":true,"purpose":null}},
            {"put":"risk:1","kind":"Risk","fields":{"inherentImpact":3}},
            {"put":"risk:2","kind":"Risk","external":null,"fields":{}},
            {"link":"HAS_RISK","from":"ai-system:guest","to":"risk:1"},
            {"link":"SATISFIES","from":"control:c","to":"eu-ai-act:12(1)","fields":{"extent":"PARTIAL"}},
            {"unlink":"HAS_RISK","from":"ai-system:guest","to":"risk:2"},
            {"delete":"risk:2"}]}
            """.ReplaceLineEndings("");
        Assert.Equal(expected, Encoding.UTF8.GetString(ChangeCodec.Write(change)));
    }

    [Fact]
    public void The_client_and_an_erasure_are_stored_where_there_is_one()
    {
        var change = new Change(
            8, "erase-1", "~" + new string('a', 64), new DateTimeOffset(2026, 11, 24, 12, 30, 0, TimeSpan.Zero), "Asked for", ChangeOrigin.Authority,
            new string('b', 64), new(0, 0, 0, 0, 0, 0), [], [new PersonErased("~" + new string('c', 64))]) { Client = "token:3f9a1c20" };
        var expected = $$$"""
            {"v":1,"id":"erase-1","actor":"~{{{new string('a', 64)}}}","client":"token:3f9a1c20","at":"2026-11-24T12:30:00.0000000Z",
            "reason":"Asked for","origin":"AUTHORITY","request":"{{{new string('b', 64)}}}","counts":[0,0,0,0,0,0],"keys":[],
            "ops":[{"erase":"~{{{new string('c', 64)}}}"}]}
            """.ReplaceLineEndings("");
        var bytes = ChangeCodec.Write(change);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes));
        Assert.Equal(expected, Encoding.UTF8.GetString(ChangeCodec.Write(ChangeCodec.Read(8, bytes))));
    }

    [Fact]
    public void What_a_document_means_is_stored_where_it_has_changed()
    {
        var change = new Change(
            9, "edit-1", "~" + new string('a', 64), new DateTimeOffset(2026, 11, 24, 12, 30, 0, TimeSpan.Zero), "Rewritten", ChangeOrigin.Edit,
            new string('b', 64), new(0, 1, 0, 0, 0, 0), ["control:c"], [new DocumentPut("Control", "control:c", false, null, [new("procedure", "Step by step.")]) { Meaning = new string('d', 32) }]);
        var expected = $$$"""
            {"v":1,"id":"edit-1","actor":"~{{{new string('a', 64)}}}","at":"2026-11-24T12:30:00.0000000Z",
            "reason":"Rewritten","origin":"EDIT","request":"{{{new string('b', 64)}}}","counts":[0,1,0,0,0,0],"keys":["control:c"],
            "ops":[{"put":"control:c","kind":"Control","meaning":"{{{new string('d', 32)}}}","fields":{"procedure":"Step by step."}}]}
            """.ReplaceLineEndings("");
        var bytes = ChangeCodec.Write(change);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes));
        Assert.Equal(expected, Encoding.UTF8.GetString(ChangeCodec.Write(ChangeCodec.Read(9, bytes))));
    }

    [Fact]
    public async Task A_log_of_version_1_gives_the_recorded_hashes_and_the_recorded_graph()
    {
        var records = Recorded(out var personal);
        await using var store = new MemoryLogStore();
        await store.AppendAsync(LogHead.Empty, [.. records.Select((r, i) => i == 0 ? r with { Personal = personal } : r)], default);
        await using var live = await LiveEngine.OpenAsync(store: store);
        Assert.Equal(records[^1].Head, live.Current.Head);
        Assert.Equal(await File.ReadAllTextAsync(Fixture("log-v1.graph.txt")), SnapshotText.Of(live.Current));
        Assert.Equal("Quilla Person", live.Engine.Personal.Resolve((string?)live.Value("person:quilla", "name")));
    }

    [Fact]
    public void Each_entry_of_version_1_is_written_again_byte_by_byte()
    {
        var head = LogHead.Empty;
        foreach (var record in Recorded(out _))
        {
            var change = ChangeCodec.Read(record.Head.Revision, record.Payload);
            Assert.Equal(Encoding.UTF8.GetString(record.Payload.Span), Encoding.UTF8.GetString(ChangeCodec.Write(change with { Steps = [.. change.Steps.Select(Typed)] })));
            head = head.Next(record.Payload.Span);
            Assert.Equal(record.Head, head);
        }
    }

    [Fact]
    public void The_fixture_has_every_kind_of_step_origin_and_value()
    {
        var steps = Recorded(out _).SelectMany(r => ChangeCodec.Read(r.Head.Revision, r.Payload).Steps).ToList();
        Assert.Equal(["DocumentDeleted", "DocumentPut", "EdgePut", "EdgeRemoved"], steps.Select(s => s.GetType().Name).Distinct().Order());
        Assert.Contains(steps, s => s is DocumentPut { SetsExternal: true, External: not null });
        var types = steps.OfType<DocumentPut>().SelectMany(p => p.Fields.Where(f => f.Value is not null).Select(f => FieldOf(p.Kind, f.Key).Type)).Distinct();
        // The fixture is of a time before there were numbers; PartTests sends those through a log of their own.
        Assert.Equal(Enum.GetValues<FieldType>().Where(t => t != FieldType.Number).Order(), types.Order());
        Assert.Equal(Enum.GetValues<ChangeOrigin>(), Recorded(out _).Select(r => ChangeCodec.Read(r.Head.Revision, r.Payload).Origin).Distinct().Order());
    }

    // The codec gives raw values; what is text in the entry and a map or list in a document is written alike.
    private static Step Typed(Step step) => step is DocumentPut put
        ? put with { Fields = [.. put.Fields.Select(f => KeyValuePair.Create(f.Key, Graph.Engine.Validation.FieldValue.Trusted(FieldOf(put.Kind, f.Key), f.Value)))] }
        : step;

    private static Field FieldOf(string kind, string name) =>
        GraphModel.Default.TryGetKind(kind, out var found) && found.TryGetField(name, out var field) ? field : throw new InvalidOperationException($"There is no {kind}.{name}.");

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, bool> Facts() =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("talks", true), KeyValuePair.Create("bookings", false)]);

    private static List<LogRecord> Recorded(out List<PersonalValue> personal)
    {
        var records = new List<LogRecord>();
        personal = [];
        foreach (var line in File.ReadLines(Fixture("log-v1.jsonl")))
        {
            var root = JsonDocument.Parse(line).RootElement;
            if (root.TryGetProperty("entry", out var entry))
            {
                records.Add(new(new(root.GetProperty("revision").GetInt64(), root.GetProperty("hash").GetString()!), Encoding.UTF8.GetBytes(entry.GetRawText()), []));
            }
            else
            {
                personal.Add(new(root.GetProperty("digest").GetString()!, root.GetProperty("salt").GetBytesFromBase64(), root.GetProperty("personal").GetString()));
            }
        }

        return records;
    }

    private static string Fixture(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "graph.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("graph.sln is not above the tests"), "tests", "Graph.Tests", "Fixtures", name);
    }
}
