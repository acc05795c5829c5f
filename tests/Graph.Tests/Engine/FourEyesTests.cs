using System.Text.RegularExpressions;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Two eyes or four: who is taken for one person.</summary>
public sealed class FourEyesTests
{
    [Theory]
    [InlineData("Anna", "oidc:1", "Anna", "oidc:2", false)]     // Two people of one name.
    [InlineData("Anna", "oidc:1", "Anna Maria", "oidc:1", true)]   // One person with a new name.
    [InlineData("Anna", "oidc:1", "anna ", null, true)]     // Nobody vouches for the second.
    [InlineData("Anna", null, "ANNA", null, true)]
    [InlineData("Anna", "oidc:1", "Anna", "token:anna", true)]  // Two authorities: the name decides.
    [InlineData("Anna", "oidc:1", "Ben", "token:ben", false)]
    [InlineData("Kim Doe", "token:kim doe", "Kim  Doe", "token:kim  doe", true)]   // Tokens vouch for no more than a name.
    [InlineData("Ren\u00e9", "token:ren\u00e9", "Rene\u0301", "token:rene\u0301", true)]
    [InlineData("\u0410da", "token:\u0430da", "Ada", "token:ada", true)]
    [InlineData("Kim", "token:kim", "Ben", "token:ben", false)]
    [InlineData("Anna", null, "Ben", null, false)]
    [InlineData("Ren\u00e9", null, "Rene\u0301", "oidc:1", true)]       // As Windows types it and as macOS does.
    [InlineData("Ada Lovelace", null, "Ada\u00a0\u2003Lovelace", null, true)]
    [InlineData("Stra\u00dfe", null, "STRASSE", null, true)]
    [InlineData("\uff21da", null, "Ada", null, true)]
    [InlineData("\u0410da", null, "Ada", null, true)]                  // A Cyrillic letter.
    [InlineData("A\u202eda\u200b", "oidc:1", "Ada", "token:ada", true)]
    [InlineData("\uac00\ub098", null, "\u1100\u1161\u1102\u1161", null, true)]
    [InlineData("\u5f20\u4f1f", null, "\u7ae0\u73ae", null, false)]   // Two names that sound alike.
    [InlineData("Ada", null, "Adam", null, false)]
    public void Subjects_decide_where_one_authority_vouches_for_both_and_names_elsewhere(string name, string? subject, string other, string? otherSubject, bool one)
    {
        Assert.Equal(one, new ActorIdentity(name, subject).MayBe(new(other, otherSubject)));
        Assert.Equal(one, new ActorIdentity(other, otherSubject).MayBe(new(name, subject)));
    }

    [Theory]
    [InlineData("Anna", "oidc:2", true)]
    [InlineData("Anna Maria", "oidc:1", false)]
    [InlineData("anna", null, false)]
    public async Task Whoever_submitted_does_not_approve_under_another_name_and_somebody_else_of_the_same_name_does(string name, string? subject, bool accepted)
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await DecideAsync(live, "Anna", "oidc:1", DecisionVerb.Submit));

        var result = await DecideAsync(live, name, subject, DecisionVerb.Approve);

        if (accepted)
        {
            Kept(result);
        }
        else
        {
            Refused(result, ViolationCode.Forbidden, "key", "nobody decides on what they submitted");
        }
    }

    [Fact]
    public async Task Whoever_edited_last_does_not_approve_after_a_change_of_name()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Engine.ApplyAsync(live.Request("Anna", Put("Evidence", "e", ("title", "New"))) with { Subject = "oidc:1" }, default));
        Kept(await DecideAsync(live, "Ben", "oidc:2", DecisionVerb.Submit));

        Refused(await DecideAsync(live, "Anna Maria", "oidc:1", DecisionVerb.Approve), ViolationCode.Forbidden, "key", "last edited");
    }

    [Fact]
    public async Task An_editor_whose_name_was_erased_may_be_anybody_so_nobody_decides_until_somebody_known_submits_again()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Engine.ApplyAsync(live.Request("Anna", Put("Evidence", "e", ("title", "New"))) with { Subject = "oidc:1" }, default));
        Kept(await DecideAsync(live, "Ben", "oidc:2", DecisionVerb.Submit));
        Kept(await live.Erase("Asked for under Art. 17.", live.Find("e").EditedBy!));

        Refused(await DecideAsync(live, "Carla", "oidc:3", DecisionVerb.Approve), ViolationCode.Forbidden, "key", "last edited by somebody known: the name of who did was erased");
        Refused(await DecideAsync(live, "Anna", "oidc:1", DecisionVerb.Approve), ViolationCode.Forbidden, "key", "last edited");

        Kept(await live.Engine.ApplyAsync(live.Request("Ben", Put("Evidence", "e", ("title", "Newer"))) with { Subject = "oidc:2" }, default));
        Kept(await DecideAsync(live, "Ben", "oidc:2", DecisionVerb.Submit));
        Kept(await DecideAsync(live, "Carla", "oidc:3", DecisionVerb.Approve));
    }

    [Fact]
    public async Task What_somebody_submitted_whose_name_was_erased_is_submitted_again_by_somebody_known_and_then_decided()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await DecideAsync(live, "Nora", "oidc:1", DecisionVerb.Submit));
        Refused(await DecideAsync(live, "Ben", "oidc:2", DecisionVerb.Submit), ViolationCode.Conflict, "key", "DRAFT, REJECTED or WITHDRAWN");
        Kept(await live.Erase("Asked for under Art. 17.", (string)live.Value("e", "submittedBy")!));

        foreach (var verb in (DecisionVerb[])[DecisionVerb.Approve, DecisionVerb.Reject])
        {
            Refused(await DecideAsync(live, "Carla", "oidc:3", verb), ViolationCode.Forbidden, "key", "expected 'e' to be submitted by somebody known: the name of who did was erased, which may be anybody. Once somebody submits it again, somebody else decides");
        }

        Kept(await DecideAsync(live, "Ben", "oidc:2", DecisionVerb.Submit));
        Refused(await DecideAsync(live, "Ben", "oidc:2", DecisionVerb.Approve), ViolationCode.Forbidden, "key", "nobody decides on what they submitted");
        Kept(await DecideAsync(live, "Carla", "oidc:3", DecisionVerb.Approve));
    }

    [Fact]
    public async Task The_log_holds_no_subject_and_shows_the_name_alone()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await DecideAsync(live, "Anna", "oidc:subject-1", DecisionVerb.Submit));

        Assert.DoesNotContain("subject-1", string.Join('\n', await live.LogText()), StringComparison.Ordinal);
        var token = (string)live.Value("e", "submittedBy")!;
        Assert.Equal(("Anna", new ActorIdentity("Anna", "oidc:subject-1")), (live.Engine.Personal.Resolve(token), live.Engine.Personal.Find(token)));
        await using var again = await OpenAsync(store: live.Store);
        Assert.Equal("oidc:subject-1", again.Engine.Personal.Find(token)?.Subject);
    }

    [Theory]
    [InlineData("Anna\u0001oidc:1")]
    [InlineData("")]
    public async Task A_name_that_would_pass_for_a_subject_or_for_nobody_is_refused(string actor)
    {
        await using var live = await WithSmallGraphAsync();
        Refused(await live.AskAs(actor, Put("Risk", "r", ("title", "T"))), ViolationCode.Validation, "actor", "a readable name");
    }

    [Theory]
    [InlineData("changeId", @"id\ud800", "r")]
    [InlineData("changeId", @"id\u001b", "r")]
    [InlineData("reason", "id", @"half \udc00 a character")]
    [InlineData("reason", "id", @"\u001b")]
    public async Task An_id_or_a_reason_that_the_log_could_not_give_back_as_it_was_is_refused(string path, string changeId, string reason)
    {
        await using var live = await WithSmallGraphAsync();
        var result = await live.Engine.ApplyAsync(live.Request("Ada", Put("Risk", "r", ("title", "T"))) with { ChangeId = Regex.Unescape(changeId), Reason = Regex.Unescape(reason) }, default);
        Refused(result, ViolationCode.Validation, path, "expected readable text");
    }

    private static Task<ChangeResult> DecideAsync(LiveEngine live, string name, string? subject, DecisionVerb verb) =>
        live.Engine.ApplyAsync(live.Request(name) with { Subject = subject, Origin = ChangeOrigin.Authority, Decisions = [new(verb, "e", null)] }, default);
}
