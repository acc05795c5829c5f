using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Views;
using Graph.Tests.SeedStories;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>
/// Goal: every criterion, every input of a review, every word that is worked out and every day that is due says what is so and nothing else. Method: on an organisation in which
/// everything is met, one document is changed through GraphQL; exactly the approved lines come and go, and once it is undone all is as it was.
/// </summary>
public sealed class KnockOutTests(SmallOrganisation organisation) : IClassFixture<SmallOrganisation>
{
    // Words that a list has because other kinds use it as well.
    private static readonly string[] OfOthers =
    [
        "ScopeStatement.validity REVIEW_OVERDUE",   // A scope has an end and no review.
        "RiskMethod.validity REVIEW_OVERDUE",       // So has a method.
        "PlannedChange.status BLOCKED",             // Tasks alone wait for others.
        "ManagementReview.progress BLOCKED",
        "Metric.alert UNKNOWN",                     // An alert is a warning or a breach.
        "Metric.alert OK",
        "Control.status NOT_OPERATING",             // What brings it is a MAJOR finding, which nobody takes back: a test of its own closes one.
    ];

    private static string Path => System.IO.Path.Combine(SeedStory.Root, "tests", "Graph.Tests", "Fixtures", "knock-outs.txt");

    private static bool Approves => Environment.GetEnvironmentVariable("GRAPH_APPROVE") == "1";

    public static IEnumerable<object[]> All => KnockOutList.All.Select((k, i) => (object[])[i, k.Name]);

    [Fact]
    public async Task Everything_is_met_before()
    {
        var lines = await organisation.LookAsync(on: null);
        Assert.DoesNotContain(lines, l => l.StartsWith("row ", StringComparison.Ordinal));
        Assert.All(lines.Where(l => l.StartsWith("criterion ", StringComparison.Ordinal)), l => Assert.EndsWith(" MET", l, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.EndsWith("not in time", StringComparison.Ordinal) || l.StartsWith("gap ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_change_brings_its_rows_and_undone_they_go(int number, string name)
    {
        var knockOut = KnockOutList.All[number];
        var before = await organisation.LookAsync(knockOut.On);
        await organisation.WithdrawAsync(knockOut.WithdrawnFirst);
        await organisation.ApplyAsync(knockOut.Take);
        await organisation.DecideAsync(knockOut.Decided);
        await organisation.WithdrawAsync(knockOut.Withdrawn);
        var after = await organisation.LookAsync(knockOut.On);
        if (knockOut.Anew is var (key, anew))
        {
            organisation.IsAnew(key, anew);
        }

        await organisation.TakeBackAsync(knockOut.Decided, knockOut.Give);
        await organisation.ApplyAsync(knockOut.Give);
        await organisation.DecideAsync(knockOut.DecidedAgain);
        await organisation.WithdrawAsync(knockOut.Renewed);
        await organisation.DecideAsync(knockOut.Renewed);
        await organisation.CatchUpAsync();
        var undone = await organisation.LookAsync(knockOut.On);

        var difference = Difference(before, after);
        Assert.All(knockOut.Appears, line => Assert.Contains("+ " + line + "\n", difference, StringComparison.Ordinal));
        Assert.Equal("", Difference(before, undone));
        if (Approves)
        {
            organisation.Seen[number] = difference;
            File.WriteAllText(Path, Print(number => organisation.Seen.GetValueOrDefault(number) ?? Approved(number)));
        }

        Assert.Equal(Approved(number), difference);
        Assert.Equal(knockOut.Name, name);
    }

    [Fact]
    public async Task A_control_operates_no_more_and_a_requirement_is_capped_while_a_nonconformity_is_open_and_no_longer_once_it_is_closed()
    {
        // Nobody takes a MAJOR finding back, so that it has an organisation of its own.
        await using var own = new SmallOrganisation();
        await own.InitializeAsync();
        await own.ApplyAsync(Put("Control", "control:failing", ("title", "Failing"), ("implementedOn", "2026-01-01")));
        var before = await own.LookAsync(on: null);
        await own.ApplyAsync(Put("Finding", "finding:failing", ("title", "It fails"), ("grade", "MAJOR"), ("foundOn", "2026-08-01"), ("cause", "Haste.")), Link("finding:failing", "AGAINST", "control:failing"), Link("finding:failing", "AGAINST", "iso-42001:A.2.2"));
        Assert.Equal(
            """
            - Control.status control:failing = IMPLEMENTED
            - cell iso-42001:A.2.2 APPLICABLE COVERED
            - criterion 11.c MET
            - criterion 11.f MET
            - criterion 6.e MET
            + Control.status control:failing = NOT_OPERATING
            + Finding.status finding:failing = OPEN; NO_ACTION finding:failing
            + agenda nonconformities finding:failing OPEN
            + cell iso-42001:A.2.2 APPLICABLE PARTIAL; NONCONFORMITY_OPEN finding:failing
            + criterion 11.c NOT_MET
            + criterion 11.f NOT_MET
            + criterion 6.e NOT_MET
            + focus OPEN_FINDING finding:failing 2026-08-01
            + record 10.2 finding:failing
            + row 11.c NO_ACTION finding:failing
            + row 11.f INPUT_MISSING finding:failing
            + row 6.e CONTROL_WITHOUT_PROOF iso-42001:A.2.2

            """,
            Difference(before, await own.LookAsync(on: null)));

        // An action does not close it before somebody else has judged it; what was found stays on record and is looked at by the next review and the next surveillance.
        await own.ApplyAsync(Put("CorrectiveAction", "action:failing", ("title", "Mend it"), ("implementedOn", "2026-08-06"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("action:failing", "CORRECTS", "finding:failing"));
        Assert.Contains("Control.status control:failing = NOT_OPERATING", await own.LookAsync(on: null));
        Assert.Contains("cell iso-42001:A.2.2 APPLICABLE PARTIAL; NONCONFORMITY_OPEN finding:failing", await own.LookAsync(on: null));
        await own.DecideAsync("action:failing");
        Assert.Equal(
            """
            - criterion 11.f MET
            + CorrectiveAction.outcome action:failing = EFFECTIVE
            + Finding.status finding:failing = CLOSED
            + agenda nonconformities action:failing EFFECTIVE
            + agenda nonconformities finding:failing CLOSED
            + criterion 11.f NOT_MET
            + focus CLOSED_FINDING finding:failing 2026-08-01
            + record 10.2 finding:failing
            + row 11.f INPUT_MISSING finding:failing

            """,
            Difference(before, await own.LookAsync(on: null)));
    }

    [Theory]
    [InlineData(null, "UNKNOWN")]
    [InlineData(false, "NO")]
    [InlineData(true, "YES")]
    public async Task A_change_that_was_made_is_told_with_whether_it_is_substantial(bool? isSubstantial, string word)
    {
        // Nobody takes it back, so that it has an organisation of its own.
        await using var own = new SmallOrganisation();
        await own.InitializeAsync();
        var before = await own.LookAsync(on: null);
        await own.ApplyAsync(Put("PlannedChange", "change:made", ("title", "Made"), ("doneOn", "2026-08-05"), ("substantial", isSubstantial)), Link("change:made", "CHANGES", "ai-system:next"));
        Assert.Contains($"+ modification change:made 2026-08-05 {word}\n", Difference(before, await own.LookAsync(on: null)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_new_since_the_last_review_and_what_has_changed_is_told_in_each_input()
    {
        Operation[] made =
        [
            Put("Task", "task:too", ("title", "Too")), Link("task:too", "ARISES_FROM", "review:1"), Put("ContextIssue", "issue:too", ("title", "Too"), ("side", "EXTERNAL"), ("topic", "LEGAL")),
            Put("PartyNeed", "need:too", ("title", "Too")), Link("need:too", "NEED_OF", "party:p"), Put("Finding", "finding:too", ("title", "Too"), ("grade", "OBSERVATION"), ("foundOn", "2026-08-01")),
            Put("Measurement", "measurement:too", ("on", "2026-08-01"), ("value", 2)), Put("Metric", "metric:too", ("title", "Too"), ("betterWhen", "LOWER"), ("frequency", "DAILY"), ("limit", 1)), Link("measurement:too", "MEASUREMENT_OF", "metric:too"), Put("Audit", "audit:too", ("title", "Too"), ("type", "SUPPLIER")), Put("PlannedChange", "change:too", ("title", "Too")),
            Put("Objective", "objective:too", ("title", "Too"), ("theme", "OWN")), Put("Incident", "incident:too", ("title", "Too"), ("severity", "MINOR"), ("awareOn", "2026-08-01")),
            Put("Concern", "concern:too", ("title", "Too"), ("type", "CONCERN"), ("raisedOn", "2026-08-01")), Put("Risk", "risk:too", ("title", "Too"), ("kind", "THREAT")),
        ];
        // What crosses a warning stays, so that this has an organisation of its own.
        await using var own = new SmallOrganisation();
        await own.InitializeAsync();
        var before = await TellAsync();
        await own.ApplyAsync(made);
        Assert.Equal(before.ToDictionary(b => b.Key, b => (b.Value.Added + 1, b.Value.Changed)), await TellAsync());
        await own.ApplyAsync(
        [
            Put("Finding", "finding:of-too", ("title", "Too high"), ("grade", "MINOR"), ("foundOn", "2026-08-02")), Link("finding:of-too", "FOUND_IN", "metric:too"),
            .. made.OfType<PutDocument>().Select(p => Delete(p.Key!, edges: true)), Delete("finding:of-too", edges: true),
        ]);
        Assert.Equal(before, await TellAsync());

        // What was changed back has changed all the same. There is no alert to look at but where a value is beyond its limit.
        await own.ApplyAsync(Put("Measurement", "measurement:beyond", ("on", "2026-08-02"), ("value", 84)), Link("measurement:beyond", "MEASUREMENT_OF", "metric:m"));
        (string Kind, string Key)[] old = [("Task", "task:d"), ("ContextIssue", "issue:in"), ("PartyNeed", "need:n"), ("Finding", "finding:f"), ("Metric", "metric:m"), ("Audit", "audit:1"), ("PlannedChange", "change:c"), ("Objective", "objective:o"), ("Incident", "incident:i"), ("Concern", "concern:c"), ("Risk", "risk:1")];
        var titles = old.ToDictionary(o => o.Key, o => own.Title(o.Key));
        await own.ApplyAsync([.. old.Select(o => Put(o.Kind, o.Key, ("title", "Other")))]);
        await own.ApplyAsync([.. old.Select(o => Put(o.Kind, o.Key, ("title", titles[o.Key])))]);
        Assert.All(await TellAsync(), told => Assert.True(told.Value.Changed + told.Value.Added > 0, told.Key));

        async Task<Dictionary<string, (int Added, int Changed)>> TellAsync() => (await own.Api.AskAsync("{ view { reviewAgenda { inputs { id added changed } } } }"))["view"]!["reviewAgenda"]!["inputs"]!.AsArray()
            .ToDictionary(i => (string)i!["id"]!, i => (Added: (int)i!["added"]!, Changed: (int)i["changed"]!));
    }

    [Fact]
    public void Every_criterion_has_a_knock_out() => Assert.DoesNotContain(ReadinessCriteria.All.Select(c => c.Id), id => !Appears($"row {id} "));

    [Fact]
    public void Every_input_of_a_review_has_a_knock_out()
    {
        var snapshot = organisation.Api.Engine.Current;
        var inputs = ReviewAgenda.Of(new View(snapshot, new(2026, 8, 6), new(2026, 8, 6), ViewKind.Current)).Inputs;
        Assert.DoesNotContain(inputs.Select(i => i.Id), id => !Appears($"agenda {id} "));
    }

    [Fact]
    public void Every_word_that_is_worked_out_has_a_knock_out()
    {
        var words = Picture.States.SelectMany(s => (s.Field.Words?.Words.Select(w => w.Word) ?? ["true", "false"]).Select(w => (State: $"{s.Kind.Name}.{s.Field.Name}", Word: w)));
        var missing = words.Where(w => !KnockOutList.All.SelectMany(k => k.Appears).Any(line => IsOf(line, w.State, w.Word))).Select(w => $"{w.State} {w.Word}").ToList();
        Assert.Equal(OfOthers.Order(StringComparer.Ordinal), missing.Order(StringComparer.Ordinal));

        static bool IsOf(string line, string state, string word) =>
            line.StartsWith(state + " ", StringComparison.Ordinal) && line.Split(" = ", 2)[1].Split(';')[0].Trim('[', ']').Split(' ').Contains(word);
    }

    [Fact]
    public void Every_rule_by_which_something_falls_due_has_a_knock_out() => Assert.DoesNotContain(
        GraphModel.Default.Kinds.SelectMany(k => k.Due.Select(r => $"{k.Name}.{r.What}")).Distinct(), rule => !Appears($"due {rule} "));

    [Fact]
    public void Every_way_in_which_a_day_lies_and_everything_that_is_done_by_one_has_a_knock_out()
    {
        var due = KnockOutList.All.SelectMany(k => k.Appears).Where(l => l.StartsWith("due ", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToList();
        Assert.Equal(ManagementWords.DueState.Words.Select(w => w.Word).Order(StringComparer.Ordinal), due.Select(d => d[^1]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(ManagementWords.DueAct.Words.Select(w => w.Word).Order(StringComparer.Ordinal), due.Select(d => d[1].Split('.')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_code_of_what_falls_short_has_a_knock_out()
    {
        var text = File.ReadAllText(Path);
        var missing = ManagementWords.Shortfall.Words.Select(w => w.Word).Where(code => !text.Contains($"; {code} ", StringComparison.Ordinal) && !text.Contains($" {code} ", StringComparison.Ordinal) && !text.Contains($" {code}\n", StringComparison.Ordinal));
        Assert.Empty(missing.ToList());
    }

    [Fact]
    public void Every_record_that_the_standard_asks_for_comes_or_goes_with_a_knock_out()
    {
        var text = File.ReadAllText(Path);
        var records = DocumentedInformation.Of(new View(organisation.Api.Engine.Current, new(2026, 8, 6), new(2026, 8, 6), ViewKind.Current));
        Assert.DoesNotContain(records.Select(r => r.Clause), c => !text.Contains($"- record {c} ", StringComparison.Ordinal) && !text.Contains($"+ record {c} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_else_is_approved_than_what_is_tried()
    {
        if (!Approves)
        {
            Assert.Equal(Print(Approved), File.ReadAllText(Path));
        }
    }

    private static bool Appears(string start) => KnockOutList.All.SelectMany(k => k.Appears).Any(l => l.StartsWith(start, StringComparison.Ordinal));

    private static string Difference(SortedSet<string> before, SortedSet<string> after) =>
        string.Concat(before.Except(after).Select(l => $"- {l}\n").Concat(after.Except(before).Select(l => $"+ {l}\n")));

    // Sections, each with the name of its knock-out as heading.
    private static string Print(Func<int, string> difference)
    {
        var text = new StringBuilder("What comes (+) and goes (-) with each knock-out; printed by its tests with GRAPH_APPROVE=1.\n");
        for (var i = 0; i < KnockOutList.All.Count; i++)
        {
            text.Append($"\n{KnockOutList.All[i].Name}{(KnockOutList.All[i].On is { } on ? $", on {on}" : "")}\n").Append(difference(i));
        }

        return text.ToString();
    }

    private static string Approved(int number)
    {
        var name = KnockOutList.All[number] is var k && k.On is { } on ? $"{k.Name}, on {on}" : k.Name;
        var sections = File.Exists(Path) ? File.ReadAllText(Path).Split("\n\n") : [];
        return sections.FirstOrDefault(s => s.StartsWith(name + "\n", StringComparison.Ordinal)) is { } section ? section[(name.Length + 1)..].TrimEnd('\n') + "\n" : "";
    }
}
