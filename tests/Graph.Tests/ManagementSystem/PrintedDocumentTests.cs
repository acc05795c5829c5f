using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Server.Export.Packs;
using Graph.Tests.Api;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>Documents that people print and sign: whole, the same each time, harmless whatever texts say. The day is 2026-08-06.</summary>
public sealed class PrintedDocumentTests
{
    private const string Place = "/exports/documents/";
    private const string Waits = "This is submitted and waits for a decision: nobody with authority has signed it.";
    private const string Nasty = "<script>alert('x')</script>\"}</style>";

    private static readonly Operation[] Some =
    [
        Put("Framework", "iso", ("title", "A standard " + Nasty), ("kind", "STANDARD"), ("edition", "1"), ("voluntary", true)),
        Put("Requirement", "iso:A.2", ("ref", "A.2"), ("title", Nasty), ("assessable", true), ("scope", "SYSTEM"), ("excludable", true), ("effectiveOther", "2024-01-01"), ("needsControl", true)), Link("iso:A.2", "PART_OF", "iso"),
        Put("Template", "template:iv", ("title", "Technical documentation"), ("form", "ANNEX_IV"), ("version", "1")),
        Put("TemplateItem", "item:purpose", ("prompt", "The purpose " + Nasty), ("order", 1), ("section", Nasty), ("source", "LAW"), ("ref", "Annex IV, point 1(a)"), ("prefilledFrom", "system.purpose")), Link("item:purpose", "ITEM_OF", "template:iv"),
        Put("TemplateItem", "item:metrics", ("prompt", "The metrics"), ("order", 2), ("source", "LAW"), ("ref", "Annex IV, point 4")), Link("item:metrics", "ITEM_OF", "template:iv"),
        Put("AiSystem", "ai-system:a", ("title", Nasty), ("purpose", "It sorts " + Nasty), ("roles", new[] { "PROVIDER" })), Link("ai-system:a", "SUBJECT_TO", "iso"),
        Put("Risk", "risk:a", ("title", Nasty), ("kind", "THREAT")), Link("ai-system:a", "HAS_RISK", "risk:a"),
        Put("Assessment", "assessment:a", ("title", Nasty), ("kind", "AIIA"), ("harms", Nasty)), Link("assessment:a", "ASSESSES", "ai-system:a"), Link("assessment:a", "IDENTIFIES", "risk:a"), Link("assessment:a", "FOLLOWS", "template:iv"),
        Put("AssessedImpact", "impact:a", ("title", Nasty), ("affects", "PERSON"), ("effect", "BAD"), ("likelihood", 3)), Link("impact:a", "IMPACT_OF", "assessment:a"),
        Put("Answer", "answer:a", ("value", Nasty), ("state", "CONFIRMED")), Link("answer:a", "ANSWER_OF", "assessment:a"), Link("answer:a", "ANSWERS", "item:purpose"),
        Put("ManagementReview", "review:a", ("title", Nasty), ("heldOn", "2026-08-05"), ("minutes", Nasty)), Put("ReviewDecision", "decision:a", ("title", Nasty)), Link("decision:a", "DECISION_OF", "review:a"),
        Put("Person", "person:p", ("name", "Pia " + Nasty)), Put("Task", "task:a", ("title", Nasty), ("dueOn", "2026-09-01")), Link("task:a", "ARISES_FROM", "decision:a"), Link("task:a", "OWNED_BY", "person:p"),
    ];

    public static TheoryData<string> Names => ["assessment:a.html", "review:a.html", "statement-of-applicability.html", "annex-iv/ai-system:a.html"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_document_says_of_what_revision_and_day_it_is_and_what_it_is_not(string name)
    {
        await using var api = await WithSomeAsync();
        using var response = await api.Client.GetAsync(Place + name);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal((200, "text/html; charset=utf-8"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Contains("<p class=\"note\">Supporting evidence, not certification. Unknown is never a pass.</p>", page, StringComparison.Ordinal);
        Assert.Contains($"Judged on 2026-08-06 (CURRENT) with what is known at revision 1, method {Graph.Engine.Analysis.Method.Version}. Hash of the log: {api.Engine.Current.Head.Hash}", page, StringComparison.Ordinal);
        Assert.Contains("@bottom-left{content:\"Supporting evidence, not certification. Revision 1, judged on 2026-08-06.\"", page, StringComparison.Ordinal);
        Assert.Equal("1", response.Headers.GetValues("Graph-Revision").Single());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_table_that_goes_on_to_another_page_has_its_head_there_as_well(string name)
    {
        await using var api = await WithSomeAsync();
        var page = await api.Client.GetStringAsync(Place + name);
        Assert.InRange(Count("<table"), 1, int.MaxValue);
        Assert.Equal((Count("<table"), Count("<tr><th>")), (Count("<thead><tr><th>"), Count("<thead><tr><th>")));

        int Count(string tag) => page.Split(tag).Length - 1;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_texts_say_is_text(string name)
    {
        await using var api = await WithSomeAsync();
        using var response = await api.Client.GetAsync(Place + name);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, page.Split("</style>").Length - 1);
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Two_prints_of_one_graph_are_equal_and_whoever_has_it_is_told_so(string name)
    {
        await using var one = await WithSomeAsync();
        await using var other = await WithSomeAsync();
        using var first = await one.Client.GetAsync(Place + name);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await one.Client.GetByteArrayAsync(Place + name));
        Assert.Equal(WithoutHash(one, await first.Content.ReadAsStringAsync()), WithoutHash(other, await other.Client.GetStringAsync(Place + name)));
        using var again = new HttpRequestMessage(HttpMethod.Get, Place + name);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await one.Client.SendAsync(again);
        Assert.Equal(304, (int)second.StatusCode);
    }

    [Fact]
    public async Task An_assessment_is_printed_with_its_form_impacts_risks_and_who_has_signed_it()
    {
        await using var api = await WithSomeAsync();
        var page = await api.Client.GetStringAsync(Place + "assessment:a.html");
        Assert.Contains("<td>LAW Annex IV, point 1(a)</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>ANSWERED\nconfirmed by test</td>", page, StringComparison.Ordinal);
        Assert.Contains("<p>1 of 2 items that are asked. Until they are answered and confirmed it is neither submitted nor decided on.</p>", page, StringComparison.Ordinal);
        Assert.Contains("<td>The metrics</td><td>LAW Annex IV, point 4</td><td>Missing: it is required and has no answer.</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>affects</td><td>PERSON</td></tr>\n<tr><td>effect</td><td>BAD</td></tr>\n<tr><td>likelihood</td><td>3</td>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"note\">Nobody with authority has signed this: it is a draft.</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_assessment_names_who_submitted_and_signed()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Assessment", "assessment:s", ("title", "Signed"), ("kind", "DPIA"), ("status", "SIGNED"), ("submittedOn", "2026-07-30"), ("submittedBy", "Sue"), ("signedOn", "2026-08-01"), ("signedBy", "Sid")));
        var page = await api.Client.GetStringAsync(Place + "assessment:s.html");
        Assert.Contains("<td>submitted</td><td>Sue</td><td class=\"d\">2026-07-30</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>signed</td><td>Sid</td><td class=\"d\">2026-08-01</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("it is a draft", page, StringComparison.Ordinal);
        Assert.Contains(Waits, await api.Client.GetStringAsync(Place + "assessment:s.html?asOf=HEAD&on=2026-07-31"), StringComparison.Ordinal);
        Assert.Contains("it is a draft", await api.Client.GetStringAsync(Place + "assessment:s.html?asOf=HEAD&on=2026-07-29"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_name_is_printed_no_more_of_any_revision_and_whoever_has_it_is_not_told_that_they_have_the_page()
    {
        const string Past = Place + "assessment:s.html?asOf=1";
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Assessment", "assessment:s", ("title", "Signed"), ("kind", "DPIA"), ("status", "SIGNED"), ("submittedOn", "2026-07-30"), ("submittedBy", "Sue"), ("signedOn", "2026-08-01"), ("signedBy", "Sid")));
        using var known = await api.Client.GetAsync(Past);
        Assert.Contains("<td>signed</td><td>Sid</td>", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var token = api.Engine.Personal.All().Single(p => p.Value.Name == "Sid").Key;
        Kept(await api.Engine.ApplyAsync(new ChangeRequest("erase", "Otto", "Art. 17", []) { Origin = ChangeOrigin.Authority, Erasures = [token] }, default));
        using var again = new HttpRequestMessage(HttpMethod.Get, Past) { Headers = { IfNoneMatch = { known.Headers.ETag! } } };
        using var erased = await api.Client.SendAsync(again);
        Assert.Equal(200, (int)erased.StatusCode);
        Assert.Contains($"<td>signed</td><td>{PersonalValues.Erased}</td>", await erased.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // What is written otherwise changes nothing of that revision.
        await api.WriteAsync(Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")));
        using var same = await api.Client.GetAsync(Past);
        Assert.Equal(erased.Headers.ETag, same.Headers.ETag);
    }

    [Fact]
    public async Task What_nobody_has_stated_is_told_before_any_system_is_subject_to_the_standard_and_equals_what_is_counted()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed,
        [
            Put("Framework", "iso-42001", ("title", "The standard"), ("kind", "STANDARD"), ("voluntary", true)), .. Row("iso-42001:A.2.2"), .. Row("iso-42001:A.2.4"), Put("AiSystem", "ai-system:s", ("title", "S")),
            Put("Statement", "statement:a", ("title", "A"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "It applies."), ("status", "APPROVED"), ("submittedOn", "2026-07-30"), ("submittedBy", "Sue"), ("approvedOn", "2026-08-01"), ("approvedBy", "Sid")), Link("statement:a", "STATES", "iso-42001:A.2.2"),
        ]);
        Assert.Equal("""[{"key":"iso-42001:A.2.4"}]""", (await api.AskAsync("{ view { applicability(framework: \"iso-42001\") { unstated { key } } } }"))["view"]!["applicability"]!["unstated"]!.ToJsonString());
        var rows = JsonNode.Parse(await api.Client.GetStringAsync("/exports/statement-of-applicability.json"))!.AsArray();
        Assert.Equal(["iso-42001:A.2.2 YES NOT_APPLICABLE It applies.", "iso-42001:A.2.4 NOT_STATED NOT_APPLICABLE "], rows.Select(r => $"{r!["requirement"]} {r["applicable"]} {r["verdict"]} {r["justification"]}"));
        var page = await api.Client.GetStringAsync(Place + "statement-of-applicability.html");
        Assert.Contains("<h2>What nobody has stated</h2>", page, StringComparison.Ordinal);
        Assert.Contains("iso-42001:A.2.4", page[page.IndexOf("<h2>What nobody has stated</h2>", StringComparison.Ordinal)..], StringComparison.Ordinal);

        static Operation[] Row(string key) => [Put("Requirement", key, ("ref", key), ("title", key), ("assessable", true), ("scope", "SYSTEM"), ("excludable", true), ("effectiveOther", "2024-01-01")), Link(key, "PART_OF", "iso-42001")];
    }

    [Fact]
    public async Task A_row_of_which_systems_have_different_answers_says_which_has_which()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed,
        [
            .. Some, Put("AiSystem", "ai-system:b", ("title", "B"), ("roles", new[] { "PROVIDER" })), Link("ai-system:b", "SUBJECT_TO", "iso"),
            .. Stated("statement:all", true, "It applies.", "2026-08-01"), .. Stated("statement:b", false, "Nothing of B needs it.", "2026-08-02"), Link("statement:b", "ABOUT", "ai-system:b"),
        ]);
        var page = await api.Client.GetStringAsync(Place + "statement-of-applicability.html");
        Assert.Contains("<td>MIXED</td><td>YES for all others: It applies.\nNO for B: Nothing of B needs it.</td>", page, StringComparison.Ordinal);

        static Operation[] Stated(string key, bool applicable, string why, string approvedOn) =>
            [Put("Statement", key, ("title", key), ("kind", "APPLICABILITY"), ("applicable", applicable), ("justification", why), ("status", "APPROVED"), ("submittedOn", "2026-07-30"), ("submittedBy", "Sue"), ("approvedOn", approvedOn), ("approvedBy", "Sid")), Link(key, "STATES", "iso:A.2")];
    }

    [Theory]
    [InlineData("SUBMITTED", Waits)]
    [InlineData("REJECTED", "This was rejected: nobody with authority has signed it.", "rejectedOn", "rejectedBy")]
    [InlineData("WITHDRAWN", "This no longer counts: it was withdrawn.", "signedOn", "signedBy", "endedOn", "endedBy")]
    [InlineData("SUPERSEDED", "This no longer counts: another version was signed in its place.", "signedOn", "signedBy", "endedOn", "endedBy")]
    public async Task What_is_no_draft_and_does_not_count_says_which_it_is(string status, string said, params string[] acts)
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, Put("Assessment", "assessment:s", [
            ("title", "It"), ("kind", "DPIA"), ("status", status), ("submittedOn", "2026-07-30"), ("submittedBy", "Sue"),
            .. acts.Select(a => (a, (object?)(a.EndsWith("On", StringComparison.Ordinal) ? "2026-08-01" : "Sid")))]));
        var page = await api.Client.GetStringAsync(Place + "assessment:s.html");
        Assert.Contains($"<p class=\"note\">{said}</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("it is a draft", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_that_were_submitted_wait_for_a_decision()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, Put("ManagementReview", "review:s", ("title", "It"), ("heldOn", "2026-07-29"), ("minutes", "All was seen."), ("status", "SUBMITTED"), ("submittedOn", "2026-07-30"), ("submittedBy", "Sue")));
        var page = await api.Client.GetStringAsync(Place + "review:s.html");
        Assert.Contains("This is submitted and waits for a decision: nobody with authority has approved it.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("it is a draft", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_a_system_says_what_would_close_what_binds_it_only_later_and_nothing_of_what_never_does()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            Put("Framework", "eu-ai-act", ("title", "The law"), ("kind", "REGULATION")), Put("Requirement", "eu-ai-act:chapter-III-section-2", ("ref", "chapter-III-section-2"), ("title", "Requirements")), Link("eu-ai-act:chapter-III-section-2", "PART_OF", "eu-ai-act"),
            Put("Requirement", "eu-ai-act:9(1)", ("ref", "9(1)"), ("title", "Risks"), ("assessable", true), ("scope", "SYSTEM"), ("effectiveOther", "2027-12-02"), ("needsControl", true)), Link("eu-ai-act:9(1)", "PART_OF", "eu-ai-act:chapter-III-section-2"),
            Put("Requirement", "eu-ai-act:9(2)", ("ref", "9(2)"), ("title", "Unknown"), ("assessable", true), ("scope", "SYSTEM"), ("effectiveOther", "2026-01-01"), ("classes", new[] { "HIGH_RISK" }), ("needsControl", true)), Link("eu-ai-act:9(2)", "PART_OF", "eu-ai-act:chapter-III-section-2"),
            Put("Requirement", "eu-ai-act:9(3)", ("ref", "9(3)"), ("title", "Of others"), ("assessable", true), ("scope", "SYSTEM"), ("effectiveOther", "2027-12-02"), ("roles", new[] { "IMPORTER" }), ("needsControl", true)), Link("eu-ai-act:9(3)", "PART_OF", "eu-ai-act:chapter-III-section-2"),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", new[] { "PROVIDER" })));
        var page = await api.Client.GetStringAsync(Place + "annex-iv/ai-system:a.html");
        Assert.Contains("<td>eu-ai-act:9(1) Risks</td><td>NOT_YET</td><td>MISSING</td><td>Link a control or proof to eu-ai-act:9(1).</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>eu-ai-act:9(2) Unknown</td><td>UNDETERMINED</td><td>MISSING</td><td>Link a control or proof to eu-ai-act:9(2).", page, StringComparison.Ordinal);
        Assert.Contains("<td>eu-ai-act:9(3) Of others</td><td>NOT_APPLICABLE</td><td>MISSING</td><td></td>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A word and NOT_OPERATING, 12.5 of risk:a", "A word and NOT_OPERATING, 12.5 of risk:a")]
    [InlineData("Over since 2026-08-06.", "Over since <span class=\"d\">2026-08-06</span>.")]
    [InlineData("(evidence:conformity-rehearsal)", "(evidence:<wbr>conformity-rehearsal)")]
    [InlineData("https://example.org/files?of=a&day=2026-08-06", "https://<wbr>example.<wbr>org/<wbr>files?<wbr>of=<wbr>a&amp;<wbr>day=<wbr><span class=\"d\">2026-08-06</span>")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789", "0123456789abcdef<wbr>0123456789abcdef<wbr>0123456789")]
    [InlineData("Konformit\u00e4tsbewertungsverfahren", "Konformit&#228;tsbewertungsverfahren")]
    [InlineData("Paid \u202e001\u202c \u2067(x)\u2069", "Paid [U+202E]001[U+202C] [U+2067](x)[U+2069]")]
    public void Long_keys_addresses_and_hashes_break_at_their_marks_and_nothing_else_does(string value, string shown) =>
        Assert.Contains($"<tr><td>{shown}</td></tr>", new PackPage("A page", "A foot").Table(["it"], [[value]]).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Minutes_tell_the_inputs_as_they_were_when_the_review_was_held()
    {
        await using var api = await WithSomeAsync();
        await api.ApproveAsync("review:a");
        await api.WriteAsync(Put("ManagementReview", "review:b", ("title", "Second"), ("heldOn", "2026-08-06"), ("minutes", "All was seen.")));
        await api.WriteAsync(Put("Risk", "risk:later", ("title", "Later"), ("kind", "THREAT")));
        api.Clock.Advance(TimeSpan.FromDays(10));
        var page = await api.Client.GetStringAsync(Place + "review:b.html");
        Assert.Contains("As known at revision 3, judged on <span class=\"d\">2026-08-06</span>. New and changed since the review before (review:a).", page, StringComparison.Ordinal);
        Assert.DoesNotContain("risk:later", page, StringComparison.Ordinal);
        Assert.Contains("All was seen.", page, StringComparison.Ordinal);
        var first = await api.Client.GetStringAsync(Place + "review:a.html");
        Assert.Contains("There was no review before whose minutes are approved: nothing is counted as new or changed.", first, StringComparison.Ordinal);
        Assert.Contains("Nothing was recorded before the review was: its inputs are as on the day of this page.", first, StringComparison.Ordinal);
        Assert.Contains("(decision:a)", first, StringComparison.Ordinal);
        Assert.Contains("(task:a)</td><td>Pia &lt;script&gt;", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_tell_what_was_gone_when_the_review_was_held_and_nothing_that_went_later()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Put("ContextIssue", "issue:gone", ("title", "Gone"), ("side", "EXTERNAL"), ("topic", "LEGAL")), Put("ContextIssue", "issue:later", ("title", "Gone later"), ("side", "EXTERNAL"), ("topic", "LEGAL")));
        await api.WriteAsync(Put("ManagementReview", "review:b", ("title", "Second"), ("heldOn", "2026-08-06"), ("minutes", "All was seen.")));
        await api.ApproveAsync("review:b");
        await api.WriteAsync(Delete("issue:gone"));
        api.Clock.Advance(TimeSpan.FromDays(1));
        await api.WriteAsync(Put("ManagementReview", "review:c", ("title", "Third"), ("heldOn", "2026-08-07"), ("minutes", "All was seen again.")));
        await api.WriteAsync(Delete("issue:later"));
        var page = await api.Client.GetStringAsync(Place + "review:c.html");
        var gone = page.IndexOf("<h3>Gone since the last review</h3>", StringComparison.Ordinal);
        Assert.NotEqual(-1, gone);
        Assert.Contains("<td>Gone (issue:gone)</td><td>Changes of internal and external issues (9.3.2 b)</td>", page[gone..], StringComparison.Ordinal);
        Assert.DoesNotContain("issue:later", page[gone..], StringComparison.Ordinal);
        Assert.DoesNotContain("Gone since", await api.Client.GetStringAsync(Place + "review:b.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_of_a_review_that_is_recorded_later_are_of_the_day_on_which_it_was_held()
    {
        await using var api = await WithSomeAsync();
        await api.ApproveAsync("review:a");
        api.Clock.Advance(TimeSpan.FromDays(4));
        await api.WriteAsync(Put("Risk", "risk:later", ("title", "Later"), ("kind", "THREAT")));
        await api.WriteAsync(Put("ManagementReview", "review:b", ("title", "Second"), ("heldOn", "2026-08-08"), ("minutes", "All was seen.")));
        var page = await api.Client.GetStringAsync(Place + "review:b.html");
        Assert.Contains("As known at revision 3, judged on <span class=\"d\">2026-08-08</span>. New and changed since the review before (review:a).", page, StringComparison.Ordinal);
        Assert.DoesNotContain("risk:later", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_of_a_review_that_was_held_before_anything_was_recorded_say_that_they_know_more()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Put("ManagementReview", "review:b", ("title", "Second"), ("heldOn", "2026-07-20"), ("minutes", "All was seen.")));
        var page = await api.Client.GetStringAsync(Place + "review:b.html");
        Assert.Contains("As known at revision 1, judged on <span class=\"d\">2026-07-20</span>.", page, StringComparison.Ordinal);
        Assert.Contains("The day on which the review was held is judged as known when it was recorded.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_a_system_holds_answers_what_the_graph_knows_and_what_is_missing()
    {
        await using var api = await WithSomeAsync();
        var page = await api.Client.GetStringAsync(Place + "annex-iv/ai-system:a.html");
        Assert.Contains("Its file:", page, StringComparison.Ordinal);
        Assert.Contains("(risk:a)", page, StringComparison.Ordinal);
        Assert.Contains("1 of 2 items that are asked", page, StringComparison.Ordinal);
        await api.WriteAsync(Put("AiSystem", "ai-system:new", ("title", "New"), ("purpose", "It counts.")));
        var begun = await api.Client.GetStringAsync(Place + "annex-iv/ai-system:new.html");
        Assert.Contains("Nothing that concerns this system follows a template of Annex IV: every point that is asked is missing.", begun, StringComparison.Ordinal);
        Assert.Contains("<td>LAW Annex IV, point 1(a)</td><td>It counts.</td>", begun, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_statement_of_applicability_has_every_row_and_says_which_nobody_has_stated()
    {
        await using var api = await WithSomeAsync();
        var page = await api.Client.GetStringAsync(Place + "statement-of-applicability.html");
        Assert.Contains("<td>NOT_STATED</td><td class=\"n\">1</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>iso:A.2 &lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_statement_of_applicability_shows_what_is_excluded_and_relied_on_and_by_which_hash_it_is_approved()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            Put("Framework", "std", ("title", "Standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("std:1", ("assessable", true), ("scope", "ORGANISATION"), ("excludable", true)), Link("std:1", "PART_OF", "std"),
            Requirement("std:2", ("assessable", true), ("scope", "ORGANISATION"), ("excludable", true)), Link("std:2", "PART_OF", "std"),
            Put("AiSystem", "ai-system:s", ("title", "S")), Link("ai-system:s", "SUBJECT_TO", "std"),
            Put("Statement", "statement:out", ("title", "Not ours"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "We have none.")), Link("statement:out", "STATES", "std:1"), Link("statement:out", "STATES", "std:2"),
            Put("Control", "control:c", ("title", "C")), Link("control:c", "SATISFIES", "std:1"), Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")), Link("risk:r", "MITIGATED_BY", "control:c"), Link("ai-system:s", "HAS_RISK", "risk:r"));
        await api.ApproveAsync("statement:out");
        var hash = (string)(await api.AskAsync("{ view { applicability(framework: \"std\") { contentHash } } }"))["view"]!["applicability"]!["contentHash"]!;

        var page = await api.Client.GetStringAsync(Place + "statement-of-applicability.html");
        Assert.Contains("<td>NO, but relied on</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>in force as a whole</td><td>yes</td>", page, StringComparison.Ordinal);
        Assert.Contains(hash, page.Replace("<wbr>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var list = page[page.IndexOf("Stated not to apply, although", StringComparison.Ordinal)..];
        Assert.Contains("<td>control:c</td>", list, StringComparison.Ordinal);
        var rows = JsonNode.Parse(await api.Client.GetStringAsync("/exports/statement-of-applicability.json"))!.AsArray();
        Assert.Equal(["std:1 NO control:c", "std:2 NO "], rows.Select(r => $"{r!["requirement"]} {r["applicable"]} {r["reliedOnBy"]}"));

        // Said to apply, it is no longer flagged.
        await api.WriteAsync(Put("Statement", "statement:in", ("title", "Ours"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "We rely on it.")), Link("statement:in", "STATES", "std:1"));
        await api.ApproveAsync("statement:in");
        Assert.DoesNotContain("relied on", await api.Client.GetStringAsync(Place + "statement-of-applicability.html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assessment:ghost.html", 404, "NOT_FOUND")]
    [InlineData("risk:a.html", 404, "NOT_FOUND")]
    [InlineData("annex-iv/risk:a.html", 404, "NOT_FOUND")]
    [InlineData("annex-iv/ghost.html", 404, "NOT_FOUND")]
    [InlineData("assessment:a.pdf", 404, "NOT_FOUND")]
    [InlineData("assessment:a.html?colour=red", 400, "BAD_REQUEST")]
    [InlineData("assessment:a.html?asOf=999", 400, "BAD_REQUEST")]
    public async Task What_is_not_there_is_told_with_a_code(string name, int status, string code)
    {
        await using var api = await WithSomeAsync();
        using var response = await api.Client.GetAsync(Place + name);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task A_document_of_what_is_assumed_is_printed_like_any_other()
    {
        await using var api = await WithSomeAsync();
        var assumed = Uri.EscapeDataString("""[{"put":{"answer":{"key":"answer:m","value":"AUC 0.81","state":"CONFIRMED"}}},{"link":{"from":"answer:m","kind":"ANSWER_OF","to":"assessment:a"}},{"link":{"from":"answer:m","kind":"ANSWERS","to":"item:metrics"}}]""");
        var page = await api.Client.GetStringAsync($"{Place}assessment:a.html?assume={assumed}");
        Assert.Contains("(WHAT_IF)", page, StringComparison.Ordinal);
        Assert.Contains("Nothing: every item that is asked has a confirmed answer.", page, StringComparison.Ordinal);
    }

    private static string WithoutHash(ApiHost api, string page) => page.Replace(api.Engine.Current.Head.Hash, "", StringComparison.Ordinal);

    private static async Task<ApiHost> WithSomeAsync()
    {
        var api = await ApiHost.StartAsync();
        var result = await api.Engine.ApplyAsync(new Graph.Engine.Writing.ChangeRequest("some", "test", "A test.", Some), default);
        Assert.True(result.Accepted, string.Join('\n', result.Violations));
        return api;
    }
}
