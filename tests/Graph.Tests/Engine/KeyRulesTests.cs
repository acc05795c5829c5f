using Graph.Engine.Log;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Stores.Memory;
using Graph.Tests.Api;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Keys are readable, stable and never used for anything else.</summary>
public sealed class KeyRulesTests
{
    [Theory]
    [InlineData("", "found 0")]
    [InlineData("two words", "found 'two words'")]
    [InlineData("a|b", "found 'a|b'")]
    [InlineData("a~b", "found 'a~b'")]
    [InlineData("grün", "found 'grün'")]
    public async Task Refuses_a_key_that_nobody_can_type(string key, string message)
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.key", message, Put("Vendor", key, ("title", "V")));
    }

    [Fact]
    public async Task Takes_a_key_of_200_characters_and_refuses_201()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", new string('k', 200), ("title", "V")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.key", "expected a key of 1 to 200 characters, found 201", Put("Vendor", new string('k', 201), ("title", "V")));
    }

    [Theory]
    [InlineData("eu-ai-act:12(1)")]
    [InlineData("iso-42001:A.6.2.8")]
    [InlineData("nist_x:a/b>c+d")]
    public async Task Takes_the_keys_of_the_frameworks(string key)
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", key, ("title", "V")));
        Assert.Equal(key, live.Find(key).Key);
    }

    [Fact]
    public async Task Refuses_the_key_of_another_kind()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.key", "expected a key of kind Vendor; 'c' is of kind Control", Put("Vendor", "c", ("title", "V")));
    }

    [Fact]
    public async Task Refuses_to_create_what_has_a_key_that_begins_like_those_of_another_kind()
    {
        await using var live = await OpenAsync();
        foreach (var kind in live.Current.Model.Kinds.Where(k => k != VendorKind.Kind))
        {
            await live.Refuses(
                ViolationCode.Validation, "changes[0].put.vendor.key",
                $"expected a key that begins with 'vendor:' or with the prefix of no kind, found '{kind.KeyPrefix}:x:y', which begins like a key of kind {kind.Name}",
                Put("Vendor", $"{kind.KeyPrefix}:x:y", ("title", "V")));
        }

        // What refers to it is not refused for a reason of its own.
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.vendor.key", "begins like a key of kind Control",
            Put("Vendor", "control:x", ("title", "V")), Put("Component", "m", ("title", "M"), ("type", "MODEL")), Link("m", "SUPPLIED_BY", "control:x"));
    }

    [Theory]
    [InlineData("vendor:x")]
    [InlineData("control")]
    [InlineData("controls:x")]
    [InlineData("Control:x")]
    [InlineData("crm:control:x")]
    [InlineData(":control:x")]
    public async Task Takes_a_key_that_begins_like_those_of_its_own_kind_or_of_none(string key)
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", key, ("title", "V")));
        Assert.Equal("Vendor", live.Find(key).Kind.Name);
    }

    [Fact]
    public async Task What_has_such_a_key_from_before_the_other_kind_was_declared_stays_editable()
    {
        var store = new MemoryLogStore();
        await using (var before = await OpenAsync(store: store))
        {
            await before.Keep(External("Vendor", "lamp:x", "crm", "1", "V"), Put("Component", "m", ("title", "M"), ("type", "MODEL")));
        }

        await using var live = await OpenAsync(model: TestKind.Model, store: store);
        await live.Keep(Put("Vendor", "lamp:x", ("title", "By its key")), Link("m", "SUPPLIED_BY", "lamp:x"));
        await live.Keep(External("Vendor", null, "crm", "1", "By its id"));
        Assert.Equal("By its id", live.Value("lamp:x", "title"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.key", "begins like a key of kind Lamp", Put("Vendor", "lamp:y", ("title", "V")));
        await live.Keep(Delete("lamp:x", edges: true));
    }

    [Fact]
    public async Task Refuses_the_key_of_a_deleted_document_in_a_later_change_and_in_the_same()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Delete("c"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.control.key", "'c' was the key of a document that is deleted", Put("Control", "c", ("title", "Again")));
        Assert.True(live.Current.WasUsed("c"));

        // Puts come before deletes, whatever the order of the request: the second one changes what is deleted after it.
        var result = await live.Keep(Delete("r"), Put("Risk", "r", ("title", "Again")));
        Assert.Equal((0, 1, 1), (result.Counts.Created, result.Counts.Updated, result.Counts.Deleted));
        Assert.Null(live.Current.Document("r"));
    }

    [Fact]
    public async Task Finds_a_document_by_its_source_and_id()
    {
        await using var live = await OpenAsync();
        var first = await live.Keep(External("Vendor", null, "crm", "77", "A vendor"));
        Assert.Equal(["vendor:crm-77"], first.Keys);
        var second = await live.Keep(External("Vendor", null, "crm", "77", "A better name"));
        Assert.Equal(["vendor:crm-77"], second.Keys);
        Assert.Equal((0, 1), (second.Counts.Created, second.Counts.Updated));
        Assert.Equal("A better name", live.Value("vendor:crm-77", "title"));
        Assert.Equal("vendor:crm-77", live.Current.Document(new ExternalId("crm", "77"))?.Key);
        var third = await live.Keep(External("Vendor", null, "crm", "77", "A better name"));
        Assert.Equal((1, 0), (third.Counts.Unchanged, third.Counts.Updated));
    }

    [Fact]
    public async Task Refuses_a_document_that_one_change_puts_twice_by_whatever_name()
    {
        await using var live = await OpenAsync();
        var external = new ExternalId("crm", "7");
        await live.Keep(Put("Vendor", "v", ("title", "V")) with { External = external });
        await live.Refuses(
            ViolationCode.Validation, "changes[1].put.vendor.external", "expected 'v' once, found it again",
            Put("Vendor", "v", ("title", "A")), Put("Vendor", null, ("title", "B")) with { External = external });
    }

    [Fact]
    public async Task Refuses_an_external_id_that_another_document_has()
    {
        await using var live = await OpenAsync();
        await live.Keep(External("Vendor", "v1", "crm", "1", "One"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.vendor.external", "expected an id that no other document has; 'v1' has it", External("Vendor", "v2", "crm", "1", "Two"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.risk.key", "'v1' is of kind Vendor", External("Risk", null, "crm", "1", "A risk"));
        await live.Keep(External("Vendor", "v2", "erp", "1", "Two"));
    }

    [Fact]
    public async Task An_external_id_may_move_once_it_is_free()
    {
        await using var live = await OpenAsync();
        await live.Keep(External("Vendor", "v1", "crm", "1", "One"));
        await live.Keep(External("Vendor", "v1", "crm", "2", "One"), External("Vendor", "v2", "crm", "1", "Two"));
        Assert.Equal(("v1", "v2"), (live.Current.Document(new ExternalId("crm", "2"))?.Key, live.Current.Document(new ExternalId("crm", "1"))?.Key));
        await live.Keep(Delete("v2"));
        Assert.Null(live.Current.Document(new ExternalId("crm", "1")));
        await live.Keep(External("Vendor", "v3", "crm", "1", "Three"));
    }

    [Fact]
    public async Task Refuses_an_external_id_that_cannot_be_read()
    {
        await using var live = await OpenAsync();
        foreach (var (source, id) in ((string, string)[])[("", "1"), ("crm", " "), ("crm", "a\u0001b"), ("crm", "half \ud83d"), ("\ude00", "1")])
        {
            await live.Refuses(
                ViolationCode.Validation, "changes[0].put.vendor.external", "expected a source of 1 to 100 and an id of 1 to 200 readable characters", External("Vendor", "v", source, id, "V"));
        }
    }

    [Fact]
    public async Task Takes_a_source_of_100_and_an_id_of_200_characters_and_no_more()
    {
        await using var live = await OpenAsync();
        await live.Keep(External("Vendor", "v", new string('s', 100), new string('i', 200), "V"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.external", "expected a source of 1 to 100", External("Vendor", "w", new string('s', 101), "i", "V"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.external", "an id of 1 to 200", External("Vendor", "w", "s", new string('i', 201), "V"));
    }

    [Fact]
    public async Task A_key_made_by_the_server_follows_from_the_request()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        Operation[] operations = [Put("Vendor", null, ("title", "One")), Put("Vendor", null, ("title", "Two")), External("Vendor", null, "crm", "not a key", "Three")];
        var first = await one.Keep(operations);
        var again = await other.Keep(operations);
        Assert.Equal(first.Keys, again.Keys);
        Assert.Equal(3, first.Keys.Distinct().Count());
        Assert.All(first.Keys, k => Assert.Matches("^vendor:[0-9a-f]{12}$", k));
        Assert.Empty(first.Keys.Intersect((await other.Keep(operations[..2])).Keys));
    }

    private static PutDocument External(string kind, string? key, string source, string id, string title) =>
        Put(kind, key, kind == "Risk" ? [("title", title), ("kind", "THREAT")] : [("title", title)]) with { External = new(source, id) };
}
