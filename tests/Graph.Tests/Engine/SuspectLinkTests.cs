using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>What turns links suspect, what does not, and how they are accepted.</summary>
public sealed class SuspectLinkTests
{
    private const string Satisfies = "c|SATISFIES|law:1";

    [Theory]
    [InlineData("Control", "c", "description", "Somebody looks.", "c|EVIDENCED_BY|e c|SATISFIES|law:1 r|MITIGATED_BY|c")]
    [InlineData("Control", "c", "title", "Another name", "")]
    [InlineData("Control", "c", "implementedOn", "2026-01-01", "")]
    [InlineData("Control", "c", "retiredOn", "2026-12-01", "")]
    [InlineData("Evidence", "e", "description", "Two pages.", "c|EVIDENCED_BY|e e|DEMONSTRATES|law:1")]
    [InlineData("Evidence", "e", "expiresOn", "2027-11-24", "")]
    [InlineData("Evidence", "e", "effectiveFrom", "2026-11-01", "")]
    [InlineData("Risk", "r", "description", "It happens.", "r|MITIGATED_BY|c")]
    [InlineData("Requirement", "law:1", "summary", "In better words.", "")]
    [InlineData("Requirement", "law:1", "textVersion", "2026-07-24", "")]
    [InlineData("Requirement", "law:1", "textVersion", "2026-07-25", "c|SATISFIES|law:1 e|DEMONSTRATES|law:1")]
    [InlineData("Framework", "law", "consolidatedOn", "2026-12-01", "")]
    public async Task An_edit_turns_exactly_the_links_suspect_of_which_it_changes_an_end(string kind, string key, string field, string value, string suspect)
    {
        await using var live = await WithLinksAsync();
        var edit = live.Request("Ada Editor", Put(kind, key, (field, value)));
        var expected = suspect.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, live.Engine.DryRun(edit).NewlySuspect);
        Kept(await live.Engine.ApplyAsync(edit, default));
        Assert.Equal(expected, Keys(live));
        Assert.Equal(suspect.Contains("|law:1", StringComparison.Ordinal), Suspicion.Of(live.Current).IsAnySuspectAt(live.Find("law:1")));
    }

    [Fact]
    public async Task What_was_written_back_as_it_was_is_not_suspect_any_more()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Put("Control", "c", ("description", "Somebody looks.")));
        await live.Keep(Put("Control", "c", ("description", null)));
        Assert.Empty(Keys(live));
    }

    [Fact]
    public async Task Of_a_heading_the_rows_below_it_that_changed_are_told_and_a_new_row_below_it_is_one()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Requirement("law:2"), Link("law:2", "PART_OF", "law"), Row("law:2(1)"), Below("law:2(1)"), Row("law:2(2)"), Below("law:2(2)"), Link("c", "SATISFIES", "law:2"));
        var amendment = live.Request("Ada Editor", Put("Requirement", "law:2", ("textVersion", "2026-09-01")), Put("Requirement", "law:2(2)", ("textVersion", "2026-09-01")), Row("law:2(3)"), Below("law:2(3)"), Put("Requirement", "law:2(1)", ("title", "Better")));
        Assert.Equal(["c|SATISFIES|law:2"], live.Engine.DryRun(amendment).NewlySuspect);
        Kept(await live.Engine.ApplyAsync(amendment, default));
        await live.Keep(Put("Requirement", "law:2(3)", ("assessable", true), ("textVersion", "2026-10-01")));
        var suspicion = Suspicion.Of(live.Current);
        var changes = suspicion.ChangesOf(Assert.Single(suspicion.Links()));
        Assert.Equal(["law:2(2) 2026-07-24 2026-09-01 False", "law:2(3) 2026-07-24 2026-10-01 False"], changes.Select(c => $"{c.Document} {c.Reviewed} {c.Now} {c.IsFrom}"));

        static PutDocument Row(string key) => Requirement(key, ("assessable", true));
        static LinkDocuments Below(string key) => Link(key, "PART_OF", "law:2");
    }

    [Fact]
    public async Task An_acceptance_is_a_new_review_by_whoever_accepts()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Put("Control", "c", ("description", "Somebody looks.")), Put("Requirement", "law:1", ("textVersion", "2026-09-01")));
        live.Clock.Advance(TimeSpan.FromDays(2));
        var result = Kept(await Accept(live, "Berta Boss", Satisfies, "c|EVIDENCED_BY|e"));
        Assert.Equal(new(0, 0, 0, 0, 2, 0), result.Counts);
        Assert.Equal(["e|DEMONSTRATES|law:1", "r|MITIGATED_BY|c"], Keys(live));
        var data = live.Current.Edge(live.Find("c"), EdgeKinds.Satisfies, live.Find("law:1"))!;
        Assert.Equal(
            (new DateOnly(2026, 11, 26), "Berta Boss", $"{live.Find("c").Meaning}/2026-09-01"),
            ((DateOnly)data[EdgeKinds.Satisfies.ReviewedOn!]!, live.Engine.Personal.Resolve((string?)data[EdgeKinds.Satisfies.Fields[^2]]), (string)data[EdgeKinds.Satisfies.ReviewedAgainst!]!));
        var last = (await live.LogText())[^1];
        Assert.Contains("\"origin\":\"AUTHORITY\"", last, StringComparison.Ordinal);
        Assert.Contains("{\"link\":\"SATISFIES\",\"from\":\"c\",\"to\":\"law:1\",\"fields\":{\"reviewedOn\":\"2026-11-26\"", last, StringComparison.Ordinal);
        Assert.Equal("Ada Editor", live.Engine.Personal.Resolve(live.Find("c").EditedBy));
    }

    [Fact]
    public async Task A_text_version_of_the_future_can_be_accepted_as_well()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Put("Framework", "law", ("consolidatedOn", null)), Put("Requirement", "law:1", ("textVersion", "2027-01-01")));
        Kept(await Accept(live, "Berta Boss", Satisfies, "e|DEMONSTRATES|law:1"));
        Assert.Empty(Keys(live));
    }

    [Fact]
    public async Task A_link_that_is_not_suspect_or_not_there_is_refused_and_nothing_is_accepted()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Put("Requirement", "law:1", ("textVersion", "2026-09-01")));
        var before = live.Current;
        var result = await Accept(live, "Berta Boss", Satisfies, "c|EVIDENCED_BY|e", "c|SATISFIES|law:9", Satisfies, "c|APPLIES_TO|s", "nonsense", "c|NO_KIND|e");
        Assert.Equal(
            ["Conflict links[1]", "NotFound links[2]", "Validation links[3]", "Conflict links[4]", "NotFound links[5]", "NotFound links[6]"],
            result.Violations.Select(v => $"{v.Code} {v.Path}"));
        Assert.Same(before, live.Current);
    }

    [Fact]
    public async Task As_many_links_as_the_limit_are_accepted_and_one_more_is_refused()
    {
        await using var live = await WithLinksAsync(new() { OperationCountMax = 12 });
        await live.Keep(Put("Requirement", "law:1", ("textVersion", "2026-09-01")));
        string[] none = [.. Enumerable.Repeat("x|SATISFIES|y", 12)];
        Assert.All((await Accept(live, "Berta Boss", none)).Violations, v => Assert.Equal(ViolationCode.NotFound, v.Code));
        Refused(await Accept(live, "Berta Boss", [.. none, Satisfies]), ViolationCode.LimitExceeded, "links", "expected at most 12");
    }

    [Fact]
    public async Task Only_authority_accepts_and_the_same_request_again_gets_its_answer_again()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Put("Requirement", "law:1", ("textVersion", "2026-09-01")));
        Refused(await live.Engine.ApplyAsync(live.Request("Berta Boss") with { AcceptedLinks = [Satisfies] }, default), ViolationCode.Forbidden, "origin", "accepted by authority");
        var request = live.Request("Berta Boss") with { Origin = ChangeOrigin.Authority, AcceptedLinks = [Satisfies] };
        Kept(await live.Engine.ApplyAsync(request, default));
        Assert.True(Kept(await live.Engine.ApplyAsync(request, default)).Replayed);
        Refused(await live.Engine.ApplyAsync(request with { AcceptedLinks = ["e|DEMONSTRATES|law:1"] }, default), ViolationCode.Conflict, "changeId", "with other content");
        Refused(await live.Engine.ApplyAsync(request with { Actor = "Carl Chief" }, default), ViolationCode.Conflict, "changeId", "with other content");
    }

    [Fact]
    public async Task A_replayed_log_gives_the_same_suspect_links_also_where_it_does_not_say_what_documents_mean()
    {
        await using var live = await WithLinksAsync();
        await live.Keep(Put("Control", "c", ("procedure", "Step by step.")));
        await using var again = await OpenAsync(store: live.Store);
        Assert.Equal(Keys(live), Keys(again));
        Assert.NotEmpty(Keys(again));

        await using var older = await Older(live);
        Assert.Equal(Keys(live), Keys(older));
    }

    // The same log as it was written before entries said what documents mean.
    private static async Task<LiveEngine> Older(LiveEngine live)
    {
        var store = new Graph.Stores.Memory.MemoryLogStore();
        var personal = await live.Store.ReadPersonalAsync(default);
        var head = LogHead.Empty;
        await foreach (var record in live.Store.ReadAsync(0, default))
        {
            var text = System.Text.RegularExpressions.Regex.Replace(System.Text.Encoding.UTF8.GetString(record.Payload.Span), "\"meaning\":\"[0-9a-f]+\",", "");
            var payload = System.Text.Encoding.UTF8.GetBytes(text);
            await store.AppendAsync(head, [new(head.Next(payload), payload, head.Revision == 0 ? [.. personal] : [])], default);
            head = head.Next(payload);
        }

        return await OpenAsync(store: store);
    }

    private static async Task<LiveEngine> WithLinksAsync(EngineOptions? options = null)
    {
        var live = await WithSmallGraphAsync(options);
        await live.Keep(Put("Requirement", "law:1", ("assessable", true), ("textVersion", "2024-07-12")), Link("c", "APPLIES_TO", "s"));
        await live.Keep(Link("c", "SATISFIES", "law:1"), Link("c", "EVIDENCED_BY", "e"), Link("e", "DEMONSTRATES", "law:1"), Link("r", "MITIGATED_BY", "c"));
        Assert.Empty(Keys(live));
        return live;
    }

    private static Task<ChangeResult> Accept(LiveEngine live, string actor, params string[] links) =>
        live.Engine.ApplyAsync(live.Request(actor) with { Origin = ChangeOrigin.Authority, AcceptedLinks = links }, default);

    private static IEnumerable<string> Keys(LiveEngine live) => Suspicion.Of(live.Current).Links().Select(l => l.Key);
}
