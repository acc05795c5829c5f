using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>Templates, their items and the answers of documents that follow them: what is missing keeps a document from being decided on.</summary>
public sealed class FormTests
{
    private static readonly Operation[] Form =
    [
        Put("Fact", "fact:talks", ("title", "talks")),
        Put("Template", "template:t", ("title", "A form"), ("form", "VENDOR_DUE_DILIGENCE")),
        Item("what", 2), Put("TemplateItem", "item:plain", ("prompt", "About plain?"), ("order", 1), ("source", "GUIDE"), ("required", false)), Item("when-it-talks", 3, ("conditions", new[] { "talks" }), ("answerType", "YES_NO")),
        Put("AiSystem", "s", ("title", "A system"), ("purpose", "It sorts letters.")),
        Put("Assessment", "a", ("title", "An assessment"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine.")), Link("a", "ASSESSES", "s"), Link("a", "FOLLOWS", "template:t"),
        .. ItemLinks("what", "plain", "when-it-talks"),
    ];

    [Fact]
    public async Task What_follows_no_template_lacks_nothing_and_says_that_it_does_not_know()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Evidence", "e", ("title", "A record"), ("type", "POLICY")));
        Assert.Null(live.Derived("e", "missing"));
        Assert.Null(live.Derived("e", "itemsAsked"));
        await live.Approve("e");
    }

    [Fact]
    public async Task Required_items_that_are_asked_or_may_be_asked_are_missing_until_somebody_confirms_an_answer()
    {
        await using var live = await OpenAsync();
        await live.Keep(Form);
        Assert.Equal("what when-it-talks", Missing(live, "a"));
        await live.Keep(Answer("a", "what", ("value", "Letters.")));
        Assert.Equal("what when-it-talks", Missing(live, "a"));
        await live.Keep(Put("Answer", "answer:a-what", ("state", "CONFIRMED")));
        Assert.Equal("when-it-talks", Missing(live, "a"));
        Assert.Equal((3, 1), (live.Derived("a", "itemsAsked"), live.Derived("a", "itemsAnswered")));
    }

    [Theory]
    [InlineData(null, "UNANSWERED", false)]
    [InlineData(true, "UNANSWERED", true)]
    [InlineData(false, "NOT_ASKED", true)]
    public async Task An_item_is_asked_where_its_condition_holds_or_is_unknown(bool? talks, string state, bool isKnown)
    {
        await using var live = await OpenAsync();
        await live.Keep(Form);
        if (talks is not null)
        {
            await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = talks })));
        }

        var row = Forms.Of(live.On(), live.Find("a")).Single(r => r.Item.Key == "item:when-it-talks");
        Assert.Equal((state, isKnown), (EngineGraph.Word(row.State), row.IsKnown));
    }

    [Fact]
    public async Task A_condition_of_a_document_about_several_systems_is_asked_where_any_of_them_meets_it()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, Put("AiSystem", "s2", ("title", "Another"), ("facts", new Dictionary<string, object?> { ["talks"] = false })), Link("a", "ASSESSES", "s2")]);
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = false })));
        Assert.Equal("what", Missing(live, "a"));
        await live.Keep(Put("AiSystem", "s2", ("facts", new Dictionary<string, object?> { ["talks"] = true })));
        Assert.Equal("what when-it-talks", Missing(live, "a"));
    }

    [Fact]
    public async Task A_document_is_not_submitted_while_items_are_missing_and_each_of_them_is_told()
    {
        await using var live = await OpenAsync();
        await live.Keep(Form);
        var refused = await live.Decide("Sue Submitter", DecisionVerb.Submit, "a");
        Assert.Equal(
            ["VALIDATION key: expected 'a' to have a confirmed answer to 'item:what' (Art. what), found none", "VALIDATION key: expected 'a' to have a confirmed answer to 'item:when-it-talks' (Art. when-it-talks), found none"],
            refused.Violations.Select(v => $"{EngineGraph.Word(v.Code)} {v.Path}: {v.Message}"));
        await live.Keep([.. Answer("a", "what", ("value", "Letters."), ("state", "CONFIRMED")), .. Answer("a", "when-it-talks", ("value", "NO"))]);
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "'item:when-it-talks' (Art. when-it-talks), found one that nobody has confirmed");
        await live.Keep(Put("Answer", "answer:a-when-it-talks", ("state", "CONFIRMED")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"));
    }

    [Fact]
    public async Task What_turned_missing_after_the_submission_keeps_it_from_being_signed_and_not_from_being_rejected()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Answer("a", "what", ("value", "Letters."), ("state", "CONFIRMED"))]);
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = false })));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = true })));
        Refused(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"), ViolationCode.Validation, "key", "'item:when-it-talks'");
        Kept(await live.Decide("Sid Signer", DecisionVerb.Reject, "a"));
    }

    [Theory]
    [InlineData("Evidence", "type", "TECHNICAL_DOCUMENTATION")]
    [InlineData("ManagedDocument", "type", "RECORD")]
    public async Task Evidence_and_managed_documents_follow_templates_as_assessments_do(string kind, string field, string type)
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, Put(kind, "d", ("title", "A file"), (field, type)), Link("d", "FOLLOWS", "template:t")]);
        Assert.Equal("what when-it-talks", Missing(live, "d"));
        Assert.Equal(2, (await live.Decide("Sue Submitter", DecisionVerb.Submit, "d")).Violations.Count);
        await live.Keep([.. Answer("d", "what", ("value", "Letters."), ("state", "CONFIRMED")), .. Answer("d", "when-it-talks", ("value", "YES"), ("state", "CONFIRMED"))]);
        await live.Approve("d");
    }

    [Fact]
    public async Task An_edit_of_an_answer_takes_the_signature_away_and_whoever_made_it_does_not_sign()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Answer("a", "what", ("value", "Letters."), ("state", "CONFIRMED")), .. Answer("a", "when-it-talks", ("value", "NO"), ("state", "CONFIRMED"))]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"));
        Kept(await live.AskAs("Pat Part", Put("Answer", "answer:a-what", ("value", "Parcels."))));
        Assert.Null(live.Value("a", "status"));
        Assert.Equal("Pat Part", live.Engine.Personal.Resolve((string?)live.Derived("answer:a-what", "confirmedBy")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Refused(await live.Decide("Pat Part", DecisionVerb.Sign, "a"), ViolationCode.Forbidden, "key", "nobody decides on what they submitted or last edited");
    }

    [Fact]
    public async Task What_was_signed_with_a_form_keeps_the_form_as_it_was()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Answer("a", "what", ("value", "Letters."), ("state", "CONFIRMED")), .. Answer("a", "when-it-talks", ("value", "NO"), ("state", "CONFIRMED"))]);
        await live.Keep(Put("TemplateItem", "item:what", ("prompt", "What does it sort?")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        const string bound = "expected 'template:t' to stay as it is: 'a', which is SUBMITTED, was submitted or decided on with it. Make a new Template instead";
        await live.Refuses(ViolationCode.Conflict, "changes", bound, Put("TemplateItem", "item:what", ("prompt", "Whom does it sort?")));
        Kept(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"));
        await live.Refuses(ViolationCode.Conflict, "changes", bound.Replace("SUBMITTED", "SIGNED", StringComparison.Ordinal), [Item("more", 4), .. ItemLinks("more")]);
        await live.Refuses(ViolationCode.Conflict, "changes", bound.Replace("SUBMITTED", "SIGNED", StringComparison.Ordinal), Delete("item:plain", edges: true));
        await live.Keep(Put("TemplateItem", "item:what", ("section", "A heading")));      // Means nothing else.
        Assert.Equal("SIGNED", live.Value("a", "status"));
    }

    [Fact]
    public async Task A_template_that_asks_nothing_is_followed_by_nothing_that_is_submitted_or_decided_on()
    {
        const string nothing = "expected 'template:t', which 'a' follows, to have an item that must be answered, found none";
        await using var live = await OpenAsync();
        await live.Keep([.. Form.Where(o => o is not PutDocument { Kind: "TemplateItem" } && o is not LinkDocuments { Kind: "ITEM_OF" })]);
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", nothing);
        await live.Keep([Item("plain", 1, ("required", false)), .. ItemLinks("plain")]);
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", nothing);

        // What need not be asked of this system is asked of others.
        await live.Keep([Item("when-it-talks", 2, ("conditions", new[] { "talks" })), .. ItemLinks("when-it-talks"), Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = false }))]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"));
    }

    [Fact]
    public async Task What_law_asks_stays_asked_in_its_template()
    {
        const string asked = "what law asks is asked of whoever follows the template; another form is a new Template";
        await using var live = await OpenAsync();
        await live.Keep([.. Form, Put("TemplateItem", "item:law", ("prompt", "Why?"), ("order", 4), ("source", "LAW")), Put("TemplateItem", "item:may", ("prompt", "Who?"), ("order", 5), ("source", "LAW"), ("required", false)), Put("TemplateItem", "item:tip", ("prompt", "Where?"), ("order", 6), ("source", "GUIDE")), .. ItemLinks("law", "may", "tip"), Put("Template", "template:u", ("title", "U"), ("form", "OTHER"))]);
        await live.Refuses(ViolationCode.Validation, "changes[0].put.templateItem.required", "expected absent or true, as it was recorded: " + asked, Put("TemplateItem", "item:law", ("required", false)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.templateItem.source", "expected LAW, as it was recorded: " + asked, Put("TemplateItem", "item:law", ("source", "GUIDE")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.templateItem.conditions", "expected the conditions as they were recorded: " + asked, Put("TemplateItem", "item:law", ("conditions", new[] { "talks" })));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.template.form", "expected OTHER, as it was recorded: another form is a new Template", Put("Template", "template:u", ("form", "AIIA")));
        foreach (var going in (Operation[][])[[Delete("item:law", edges: true)], [Delete("template:t", edges: true)]])
        {
            var refused = await live.Ask(going);
            Assert.Contains($"expected an item of LAW to stay with its template; {asked}; 'item:", Assert.Single(refused.Violations.Take(1)).Message, StringComparison.Ordinal);
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].put.templateItem.source", "expected LAW", Put("TemplateItem", "item:law", ("source", "GUIDE")), Delete("item:law", edges: true));
        await live.Refuses(ViolationCode.Conflict, "changes[0].unlink", "to keep ITEM_OF to 'template:t'", Unlink("item:law", "ITEM_OF", "template:t"), Link("item:law", "ITEM_OF", "template:u"));

        // What was never required, other wording, what others ask, and what was not there before.
        await live.Keep(Put("TemplateItem", "item:may", ("prompt", "Who else?")), Put("TemplateItem", "item:law", ("prompt", "Why so?"), ("required", true)), Put("TemplateItem", "item:tip", ("required", false), ("source", "STANDARD")), Delete("item:plain", edges: true));
        await live.Keep(Put("TemplateItem", "item:new", ("prompt", "When?"), ("order", 6), ("source", "LAW"), ("required", false)), Link("item:new", "ITEM_OF", "template:u"), Unlink("item:new", "ITEM_OF", "template:u"), Link("item:new", "ITEM_OF", "template:t"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", asked, Delete("item:may", edges: true));
    }

    [Fact]
    public async Task Following_another_template_takes_the_signature_away()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Assessment", "b", ("title", "B"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine.")));
        var before = Content.Hash(live.Find("b"), live.Current);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "b"));
        await live.Keep([.. Form, Link("b", "FOLLOWS", "template:t")]);
        Assert.Null(live.Value("b", "status"));
        Assert.NotEqual(before, Content.Hash(live.Find("b"), live.Current));
    }

    [Fact]
    public async Task The_content_of_what_follows_no_template_has_the_hash_that_it_had_before_there_were_any()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Evidence", "e", ("title", "A record"), ("type", "POLICY")));
        var before = System.Security.Cryptography.SHA256.HashData("""{"kind":"Evidence","title":"A record","type":"POLICY","CONCERNS":[]}"""u8);
        Assert.Equal(Convert.ToHexStringLower(before), Content.Hash(live.Find("e"), live.Current));
    }

    [Theory]
    [InlineData("YES_NO", "YES", null)]
    [InlineData("YES_NO", "maybe", "expected YES or NO")]
    [InlineData("NUMBER", "72.5", null)]
    [InlineData("NUMBER", "many", "expected a number")]
    [InlineData("NUMBER", "NaN", "expected a number")]
    [InlineData("DATE", "2028-02-29", null)]
    [InlineData("DATE", "2027-02-29", "expected a day as yyyy-MM-dd")]
    [InlineData("CHOICE", "Red", null)]
    [InlineData("CHOICE", "Blue", "expected one of Red, Green")]
    [InlineData("CHOICES", "Green; Red", null)]
    [InlineData("CHOICES", "Green; Blue", "expected one or more of Red, Green, separated by semicolons")]
    [InlineData("TEXT", "Words.", null)]
    public async Task An_answer_has_the_form_that_its_item_asks_for(string type, string value, string? expected)
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, Item("typed", 9, type is "CHOICE" or "CHOICES" ? [("answerType", type), ("choices", new[] { "Red", "Green" })] : [("answerType", type)]), .. ItemLinks("typed")]);
        var answer = Answer("a", "typed", ("value", value));
        if (expected is null)
        {
            await live.Keep(answer);
        }
        else
        {
            await live.Refuses(ViolationCode.Validation, "changes[0].put.answer.value", expected, answer);
        }
    }

    [Fact]
    public async Task An_answer_that_no_longer_fits_its_item_counts_as_missing()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Answer("a", "what", ("value", "Letters."), ("state", "CONFIRMED"))]);
        await live.Keep(Put("TemplateItem", "item:what", ("answerType", "NUMBER")));
        Assert.Equal(FormState.Unfit, Forms.Of(live.On(), live.Find("a")).Single(r => r.Item.Key == "item:what").State);
        Assert.Equal("what when-it-talks", Missing(live, "a"));
    }

    [Fact]
    public async Task An_answer_is_to_an_item_of_a_template_that_its_document_follows_and_there_is_one()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Answer("a", "what", ("value", "Letters.")), Put("Assessment", "b", ("title", "B"), ("kind", "AIIA"))]);
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.answer.value", "expected one answer to 'item:what' in 'a', which has another",
            Put("Answer", "again", ("value", "More.")), Link("again", "ANSWER_OF", "a"), Link("again", "ANSWERS", "item:what"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.answer.value", "expected an answer to an item of a template that 'b' follows",
            Put("Answer", "other", ("value", "More.")), Link("other", "ANSWER_OF", "b"), Link("other", "ANSWERS", "item:what"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.answer.answers", "expected exactly 1 ANSWERS", Put("Answer", "none", ("value", "More.")), Link("none", "ANSWER_OF", "a"));
    }

    [Fact]
    public async Task Templates_items_and_answers_have_limits_at_which_they_are_taken_and_above_which_they_are_not()
    {
        await using var live = await OpenAsync();
        string[] names = [.. Enumerable.Range(1, 1_000).Select(i => $"n{i}")];
        await live.Keep([.. Form.Take(2), .. names.Select((n, i) => Item(n, i + 1)), .. ItemLinks(names), Put("Assessment", "a", ("title", "A"), ("kind", "AIIA")), Link("a", "FOLLOWS", "template:t")]);
        await live.Refuses(ViolationCode.Validation, "changes[0].put.templateItem.order", "expected at most 1000 items of a template", [Item("one-more", 1), .. ItemLinks("one-more")]);

        await live.Keep([.. names.SelectMany(n => Answer("a", n, ("value", "So.")))]);
        await live.Keep(Put("Template", "template:u", ("title", "Another"), ("form", "AIIA")), Item("other", 1), Link("item:other", "ITEM_OF", "template:u"), Link("a", "FOLLOWS", "template:u"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.answer.value", "expected at most 1000 answers in a document", Answer("a", "other", ("value", "So.")));

        await live.Keep([.. Enumerable.Range(1, 19).SelectMany(i => (Operation[])[Put("Template", $"template:{i}", ("title", $"T{i}"), ("form", "OTHER")), .. i == 19 ? [] : new Operation[] { Link("a", "FOLLOWS", $"template:{i}") }])]);
        await live.Refuses(ViolationCode.Validation, "changes[0].link.follows", "expected at most 20 FOLLOWS from 'a', found 21", Link("a", "FOLLOWS", "template:19"));
    }

    [Theory]
    [InlineData("prefilledFrom", "system", "expected system., vendor., document. or fact. and a name after it")]
    [InlineData("prefilledFrom", "system.a b", "expected system., vendor., document. or fact. and a name after it")]
    [InlineData("answerType", "CHOICE", "expected choices where the answer is one of them, and nowhere else")]
    [InlineData("conditions", new[] { "ghost" }, "expected the name of a declared fact")]
    [InlineData("conditions", new[] { "class:ROUND" }, "after 'class:', found 'ROUND'")]
    [InlineData("rulesOut", new[] { "EXEMPT_6_3" }, "expected no classes where the answer is neither YES or NO nor a choice")]
    [InlineData("rulesIn", new[] { "PROHIBITED" }, "expected no classes where the answer is neither YES or NO nor a choice")]
    [InlineData("rulesAt", new[] { "Red" }, "expected some of the choices")]
    public async Task An_item_that_makes_no_sense_is_refused(string field, object value, string expected)
    {
        await using var live = await OpenAsync();
        await live.Keep(Form);
        var result = await live.Ask(Put("TemplateItem", "item:plain", (field, value)));
        Assert.Contains(expected, Assert.Single(result.Violations).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_profiles_persons_cannot_find_the_exemption_of_6_3()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Form.Take(2), Item("profiling", 1, ("answerType", "YES_NO"), ("rulesOut", new[] { "EXEMPT_6_3" })), .. ItemLinks("profiling"),
            Put("Fact", "fact:profilesPersons", ("title", "profilesPersons")), Put("AiSystem", "s", ("title", "S"), ("facts", new Dictionary<string, object?> { ["profilesPersons"] = false })),
            Put("Assessment", "c", ("title", "Class"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "4(a)" }), ("conclusion", "Narrow.")), Link("c", "ASSESSES", "s"), Link("c", "FOLLOWS", "template:t"),
            .. Answer("c", "profiling", ("value", "YES"), ("state", "CONFIRMED")),
        ]);
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "c"), ViolationCode.Validation, "key", "which does not go with the classes that it finds: it rules out EXEMPT_6_3");
        await live.Keep(Put("Assessment", "c", ("classes", new[] { "HIGH_RISK" })));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "c"));
    }

    [Fact]
    public async Task An_exemption_of_6_3_is_signed_once_the_system_says_that_it_does_not_profile_persons()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Fact", "fact:profilesPersons", ("title", "profilesPersons")), Put("AiSystem", "s", ("title", "S")),
            Put("Assessment", "c", ("title", "Class"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "4(a)" }), ("conclusion", "Narrow.")), Link("c", "ASSESSES", "s"));
        await ExpectsAsync(DecisionVerb.Submit, "none");
        await live.Keep(Put("AiSystem", "s", ("facts", Profiles(true))));
        await ExpectsAsync(DecisionVerb.Submit, "true");
        await live.Keep(Put("AiSystem", "s", ("facts", Profiles(false))));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "c"));
        await live.Keep(Put("AiSystem", "s", ("facts", null)));
        await ExpectsAsync(DecisionVerb.Sign, "none");
        await live.Keep(Put("AiSystem", "s", ("facts", Profiles(false))));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, "c"));

        async Task ExpectsAsync(DecisionVerb verb, string found) => Refused(
            await live.Decide(verb == DecisionVerb.Submit ? "Sue Submitter" : "Ann Approver", verb, "c"), ViolationCode.Validation, "key",
            $"expected 's' to have the fact profilesPersons false before it is found EXEMPT_6_3 (Regulation (EU) 2024/1689 Art. 6(3), last subparagraph), found {found}");

        static Dictionary<string, object?> Profiles(bool persons) => new() { ["profilesPersons"] = persons };
    }

    [Fact]
    public async Task A_prefill_proposes_what_the_graph_knows_and_leaves_alone_what_was_confirmed()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Form, Put("Component", "k", ("title", "A model"), ("type", "MODEL")), Link("s", "USES", "k"), Put("Person", "person:p", ("name", "Pia")), Link("s", "OWNED_BY", "person:p"),
            .. Items(
                ("purpose", "system.purpose"), ("parts", "system.uses"), ("owner", "system.ownedBy"), ("end", "document.conclusion"), ("none", "system.placedOn"), ("ghost", "system.ghost"), ("stages", "system.stagesWithoutRisk")),
        ]);
        await live.Keep([.. Answer("a", "end", ("value", "Mine."), ("state", "CONFIRMED"))]);
        var proposed = Prefill.Of(live.On(), live.Find("a"));
        Assert.Equal(
            ["It sorts letters.", "A model (k)", "person:p", "CONCEPTION; DESIGN; DEVELOPMENT; VERIFICATION; DEPLOYMENT; OPERATION; RETIREMENT"],
            proposed.OfType<PutDocument>().Select(p => (string?)p.Fields["value"]));
        await live.Keep([.. proposed]);
        Assert.Equal("PROPOSED", live.Value("answer:a/item:purpose", "state"));
        Assert.Contains("purpose", Missing(live, "a"), StringComparison.Ordinal);
        Assert.Equal(proposed.Count, Prefill.Of(live.On(), live.Find("a")).Count);

        // Confirmed, it is out of reach of a prefill; unconfirmed, it follows what the graph says now.
        await live.Keep(Put("Answer", "answer:a/item:purpose", ("state", "CONFIRMED")), Put("AiSystem", "s", ("purpose", "It sorts parcels.")), Put("Component", "k", ("title", "Another model")));
        var again = Prefill.Of(live.On(), live.Find("a")).OfType<PutDocument>().ToDictionary(p => p.Key!, p => (string?)p.Fields["value"]);
        Assert.DoesNotContain("answer:a/item:purpose", again.Keys);
        Assert.Equal("Another model (k)", again["answer:a/item:parts"]);
    }

    [Fact]
    public async Task A_prefill_never_takes_the_key_of_an_answer_that_was_deleted()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Items(("purpose", "system.purpose"))]);
        await live.Keep([.. Prefill.Of(live.On(), live.Find("a"))]);
        await live.Keep(Delete("answer:a/item:purpose", edges: true));
        Assert.Equal("answer:a/item:purpose/2", Assert.Single(Prefill.Of(live.On(), live.Find("a")).OfType<PutDocument>()).Key);
    }

    [Fact]
    public async Task One_document_serves_for_every_form_that_it_follows_whole_and_each_is_judged()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")),
            Put("Template", "template:t", ("title", "FRIA"), ("form", "FRIA")), Item("fria", 1), Link("item:fria", "ITEM_OF", "template:t"),
            Put("Template", "template:d", ("title", "DPIA"), ("form", "DPIA")), Put("TemplateItem", "item:dpia", ("prompt", "Why?"), ("order", 1), ("source", "LAW")), Link("item:dpia", "ITEM_OF", "template:d"),
            Put("Assessment", "a", ("title", "One for all"), ("kind", "AIIA")), Link("a", "ASSESSES", "s"), Link("a", "FOLLOWS", "template:t"), Link("a", "FOLLOWS", "template:d"));
        await live.Keep([.. Answer("a", "fria", ("value", "So."), ("state", "CONFIRMED"))]);
        Assert.Equal("AIIA a, DPIA , FRIA a", Required());
        await live.Keep([.. Answer("a", "dpia", ("value", "So."), ("state", "CONFIRMED"))]);
        Assert.Equal("AIIA a, DPIA a, FRIA a", Required());

        string Required() => string.Join(", ", RequiredAssessments.Of(live.On(), live.Find("s")).Select(r => $"{r.Kind} {string.Join(' ', r.Assessments.Select(a => a.Key))}"));
    }

    [Fact]
    public async Task What_a_vendor_only_claims_scores_nothing()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Form, .. Answer("a", "what", ("value", "Letters."), ("state", "CONFIRMED"), ("backing", "CLAIMED")), .. Answer("a", "when-it-talks", ("value", "NO"), ("state", "CONFIRMED"), ("backing", "VERIFIED"))]);
        Assert.Equal((2, 1), (live.Derived("a", "itemsAnswered"), live.Derived("a", "itemsBacked")));
    }

    private static string Missing(LiveEngine live, string key) => string.Join(' ', ((string[])live.Derived(key, "missing")!).Select(k => k["item:".Length..]));

    private static PutDocument Item(string name, int order, params (string, object?)[] fields) =>
        Put("TemplateItem", "item:" + name, [("prompt", $"About {name}?"), ("order", order), ("source", "LAW"), ("ref", "Art. " + name), .. fields]);

    private static IEnumerable<Operation> ItemLinks(params string[] names) => names.Select(n => Link("item:" + n, "ITEM_OF", "template:t"));

    private static IEnumerable<Operation> Items(params (string Name, string From)[] items) =>
        items.SelectMany((i, n) => (Operation[])[Item(i.Name, 10 + n, ("prefilledFrom", i.From)), .. ItemLinks(i.Name)]);

    private static Operation[] Answer(string document, string item, params (string, object?)[] fields) =>
    [
        Put("Answer", $"answer:{document}-{item}", fields), Link($"answer:{document}-{item}", "ANSWER_OF", document), Link($"answer:{document}-{item}", "ANSWERS", "item:" + item),
    ];
}
