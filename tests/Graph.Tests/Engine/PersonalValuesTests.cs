using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Names and addresses lie beside the log, never in it.</summary>
public sealed class PersonalValuesTests
{
    private static readonly string[] Names = ["Quilla Person", "quilla@example.org", "Ada Editor", "Sue Submitter", "Abe Approver", "Cora Collector"];

    [Fact]
    public async Task The_stored_bytes_hold_no_name_no_address_and_no_actor()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Person", "person:q", ("name", "Quilla Person"), ("email", "quilla@example.org"), ("role", "Owner")),
            Put("Evidence", "e", ("collectedBy", "Cora Collector")), Link("c", "SATISFIES", "law:1"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "e"));
        Kept(await live.Decide("Abe Approver", DecisionVerb.Approve, "e"));
        var log = string.Join('\n', await live.LogText());
        Assert.All(Names, name => Assert.DoesNotContain(name, log, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Names.Order(), (await live.Store.ReadPersonalAsync(default)).Select(p => p.Value!).Order());
        Assert.Equal("Quilla Person", live.Engine.Personal.Resolve((string?)live.Value("person:q", "name")));
    }

    [Fact]
    public async Task Two_stores_keep_the_same_name_under_digests_that_do_not_match()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        await one.Keep(Put("Person", "p", ("name", "Quilla Person")));
        await other.Keep(Put("Person", "p", ("name", "Quilla Person")));
        Assert.NotEqual(one.Value("p", "name"), other.Value("p", "name"));
        Assert.DoesNotContain(await one.LogText(), (await other.LogText()).Contains);
    }

    [Fact]
    public async Task Putting_the_same_name_again_alters_nothing()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Person", "p", ("name", "Quilla Person")));
        var before = live.Current;
        var result = await live.Keep(Put("Person", "p", ("name", "Quilla Person")));
        Assert.Equal(1, result.Counts.Unchanged);
        Assert.Same(before.Document("p"), live.Current.Document("p"));
    }

    [Fact]
    public async Task An_erased_name_is_shown_as_erased_and_the_log_still_replays_to_the_same_hash()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Person", "p", ("name", "Quilla Person"), ("email", "quilla@example.org")));
        var token = (string)live.Value("p", "name")!;
        var before = live.Current;
        Kept(await live.Erase("Asked for under Art. 17.", token));

        Assert.Equal(before.Head.Revision + 1, live.Current.Head.Revision);
        Assert.Equal("(erased)", live.Engine.Personal.Resolve(token));
        Assert.Contains($$"""[{"erase":"{{token}}"}]""", (await live.LogText())[^1], StringComparison.Ordinal);
        await using var again = await OpenAsync(store: live.Store);
        Assert.Equal(live.Current.Head, again.Current.Head);
        Assert.Equal(live.Value("p", "name"), again.Value("p", "name"));
        Assert.Equal("(erased)", again.Engine.Personal.Resolve((string?)again.Value("p", "name")));
        Assert.Equal("quilla@example.org", again.Engine.Personal.Resolve((string?)again.Value("p", "email")));

        // Who writes the name once more gets a new token: the old one can no longer be led back to it.
        await again.Keep(Put("Person", "p2", ("name", "Quilla Person")));
        Assert.NotEqual(again.Value("p", "name"), again.Value("p2", "name"));
    }

    [Fact]
    public async Task What_is_not_there_or_stands_in_the_reason_is_not_erased()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Person", "p", ("name", "Al")));
        var token = (string)live.Value("p", "name")!;

        Refused(await live.Erase("So al asked.", token), ViolationCode.Validation, "reason", "does not hold what is to be erased");
        Refused(await live.Erase("r", "~" + new string('0', 64)), ViolationCode.NotFound, "erasures[0]", "not erased yet");
        Refused(await live.Engine.ApplyAsync(live.Request("Ada") with { Erasures = [token] }, default), ViolationCode.Forbidden, "origin", "by authority");
        Refused(
            (await live.Engine.ApplyAllAsync([live.Request("Ada") with { Origin = ChangeOrigin.Authority, Erasures = [token] }, live.Request("Ada")], default))[0],
            ViolationCode.Validation, "changes", "come alone");
        Kept(await live.Erase("A legal matter.", token));
        Refused(await live.Erase("A legal matter.", token), ViolationCode.NotFound, "erasures[0]", "not erased yet");
    }

    [Fact]
    public async Task A_name_written_together_with_its_erasure_gets_a_token_of_its_own()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Person", "p", ("name", "Quilla Person")));
        var token = (string)live.Value("p", "name")!;

        var erasing = live.Erase("Asked for.", token);
        var writing = live.Ask(Put("Person", "q", ("name", "Quilla Person")));
        Kept(await erasing);
        Kept(await writing);

        Assert.Equal("Quilla Person", live.Engine.Personal.Resolve((string?)live.Value("q", "name")));
    }

    [Fact]
    public void Every_field_that_names_a_person_is_declared_personal() =>
        Assert.Equal(
            ["approvedBy", "collectedBy", "email", "endedBy", "implementedBy", "name", "raisedBy", "recordedBy", "rejectedBy", "reviewedBy", "signedBy", "submittedBy"],
            GraphModel.Default.Kinds.SelectMany(k => k.Fields).Concat(EdgeKinds.All.SelectMany(e => e.Fields))
                .Where(f => f.Type == FieldType.Personal).Select(f => f.Name).Distinct().Order());
}
