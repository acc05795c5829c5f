using System.Globalization;
using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Traversal;
using Graph.Engine.Writing;
using Graph.Tests.Engine;

namespace Graph.Tests.SeedStories;

/// <summary>What the seed promises its readers: the counts of its tables, and a place for every word of the method.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class SeedTests(SeedStory seed)
{
    [Theory]
    [InlineData("eu-ai-act", 588, 196)]
    [InlineData("iso-42001", 116, 70)]
    [InlineData("iso-27001", 139, 123)]
    [InlineData("nist-ai-rmf", 95, 72)]
    [InlineData("soc2", 74, 61)]
    [InlineData("gdpr", 34, 1)]
    public void A_framework_carries_every_provision_of_its_table(string framework, int rows, int assessable)
    {
        var requirements = seed.Engine.Current.Documents(RequirementKind.Kind).Where(r => r.Key.StartsWith(framework + ":", StringComparison.Ordinal)).ToList();
        Assert.Equal(rows, requirements.Count);
        Assert.Equal(assessable, requirements.Count(r => r.Boolean(RequirementKind.Assessable) == true));
    }

    [Fact]
    public void Mapping_sets_carry_author_method_confidence_licence_and_attribution()
    {
        var sets = seed.Engine.Current.Documents(MappingSetKind.Kind).ToList();
        Assert.Equal(9, sets.Count);
        Assert.Equal(1293, seed.Engine.Current.Keys(MappingKind.Kind).Count);
        Assert.All(sets, s => Assert.All(
            ["author", "method", "confidence", "licence", "attribution"],
            name => Assert.NotNull(s[MappingSetKind.Kind.TryGetField(name, out var field) ? field : throw new KeyNotFoundException(name)])));
        Assert.Equal(["mapping-set:guide"], sets.Where(s => s.Boolean(MappingSetKind.Disputed) == true).Select(s => s.Key));
    }

    [Fact]
    public async Task The_kinds_that_a_management_review_looks_at_are_those_of_which_the_last_change_of_links_is_kept()
    {
        var agenda = ReviewAgenda.Of(await seed.ViewAsync(SeedStory.Today));
        Assert.Equal(
            seed.Engine.Current.Model.Kinds.Where(k => k.IsReviewed).Select(k => k.Name).Order(StringComparer.Ordinal),
            agenda.Inputs.SelectMany(i => i.Rows).Select(r => r.Document.Kind.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_entry_of_the_seed_is_counted_once_and_none_is_refused()
    {
        Assert.Equal(seed.Report.Entries.In, seed.Report.Entries.Accepted + seed.Report.Entries.Rejected + seed.Report.Entries.Duplicate);
        Assert.Equal(0, seed.Report.Entries.Rejected);
    }

    [Fact]
    public void Whatever_the_demo_holds_is_described_and_no_two_titles_or_descriptions_differ_only_by_a_number()
    {
        var documents = seed.Engine.Current.Model.Kinds.Where(k => k.Group == KindGroup.Organisation).SelectMany(seed.Engine.Current.Documents).ToList();
        Assert.True(documents.Count > 200, $"the demo holds {documents.Count}");
        var described = documents
            .Select(d => (Document: d, Field: d.Kind.TryGetField("description", out var field) ? field : null))
            .Where(d => d.Field is not null).Select(d => (d.Document, Text: d.Document.Text(d.Field!))).ToList();
        Assert.Empty(described.Where(d => string.IsNullOrWhiteSpace(d.Text)).Select(d => d.Document.Key));
        Assert.Empty(AlikeButForNumbers(described.Select(d => (d.Document.Key, d.Text!))));
        Assert.All(
            documents.GroupBy(d => d.Kind),
            kind => Assert.Empty(AlikeButForNumbers(kind.Select(d =>
                (d.Key, kind.Key.Title.Type == FieldType.Personal ? seed.Engine.Personal.Resolve(d.Text(kind.Key.Title))! : d.Text(kind.Key.Title)!)))));
    }

    [Fact]
    public void The_history_is_of_three_quarters_and_its_times_never_go_backwards()
    {
        var instants = Enumerable.Range(1, (int)seed.Engine.Current.Head.Revision).Select(r => seed.Engine.InstantOf(r)).ToList();
        Assert.Equal(instants.Order(), instants);
        Assert.True(instants[^1] - instants[0] > TimeSpan.FromDays(270), $"from {instants[0]:O} to {instants[^1]:O}");
    }

    [Fact]
    public async Task Every_line_of_the_table_in_the_seeds_README_is_true()
    {
        var wrong = new List<string>();
        foreach (var row in Table())
        {
            var view = await seed.ViewAsync(row.Day);
            var system = row.System == "organisation" ? null : seed.Document("ai-system:" + row.System);
            var requirement = seed.Document(row.Requirement);
            var cell = view.Cells.Cell(requirement, system) ?? throw new KeyNotFoundException($"{row.Requirement} has no cell for {row.System}");
            string[] found = [EngineGraph.Word(cell.Verdict), EngineGraph.Word(cell.State), .. cell.Defects.Select(d => EngineGraph.Word(d.Code))];
            if (!found.Contains(row.Word))
            {
                wrong.Add($"{row.Word} of {row.System} at {row.Requirement} on {row.Day:yyyy-MM-dd}: found {string.Join(", ", found)}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_word_of_the_method_has_a_line_in_the_table()
    {
        var words = Enum.GetValues<Verdict>().Select(EngineGraph.Word)
            .Concat(Enum.GetValues<State>().Select(EngineGraph.Word))
            .Concat(Enum.GetValues<DefectCode>().Select(EngineGraph.Word));
        Assert.Empty(words.Except(Table().Select(r => r.Word)));
    }

    [Fact]
    public void An_amendment_of_Article_11_1_would_turn_exactly_its_links_suspect_and_a_better_summary_none()
    {
        var snapshot = seed.Engine.Current;
        ChangeRequest Edit(string field, object value) => new(field, "Ada", "r", [new PutDocument("Requirement", "eu-ai-act:11(1)", null, new Dictionary<string, object?> { [field] = value })]);
        string[] places = ["eu-ai-act:11(1)", "eu-ai-act:11", "eu-ai-act:chapter-III-section-2", "eu-ai-act:chapter-III"];
        var expected = new List<string>();
        foreach (var kind in snapshot.Model.Edges.Where(e => e.Reviewed))
        {
            foreach (var place in places.Select(snapshot.Document).OfType<Graph.Engine.Snapshots.Document>())
            {
                foreach (var (far, _) in snapshot.In(place, kind))
                {
                    expected.Add($"{snapshot.Document(far)!.Key}|{kind.Name}|{place.Key}");
                }
            }
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), seed.Engine.DryRun(Edit("textVersion", "2026-12-01")).NewlySuspect);
        Assert.Contains(expected, l => l.Contains("|DEMONSTRATES|", StringComparison.Ordinal));
        Assert.Contains(expected, l => l.Contains("|TO|", StringComparison.Ordinal));
        Assert.Empty(seed.Engine.DryRun(Edit("summary", "The same in better words.")).NewlySuspect);
    }

    [Fact]
    public async Task Gaps_of_the_AI_Act_differ_by_day_and_system_as_the_amended_law_demands()
    {
        var law = seed.Document("eu-ai-act");
        async Task<HashSet<string>> Gaps(string system, DateOnly day) =>
            [.. (await seed.ViewAsync(day)).Cells.Gaps(seed.Document(system), law).Select(c => c.Requirement.Key)];

        var today = await Gaps("ai-system:credit-scoring", SeedStory.Today);
        var december = await Gaps("ai-system:credit-scoring", new(2026, 12, 2));
        var highRisk = await Gaps("ai-system:credit-scoring", new(2027, 12, 2));
        var legacy = await Gaps("ai-system:hiring-shortlist", new(2027, 12, 2));
        Assert.Equal(["eu-ai-act:5(1)(ba)", "eu-ai-act:5(1)(bb)"], december.Except(today).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("eu-ai-act:9(1)", december);
        Assert.Contains(highRisk, k => k.StartsWith("eu-ai-act:9(", StringComparison.Ordinal));
        Assert.DoesNotContain(legacy, k => k.StartsWith("eu-ai-act:9(", StringComparison.Ordinal));
        Assert.All(["eu-ai-act:5(1)(ba)", "eu-ai-act:5(1)(bb)"], k => Assert.Contains(k, legacy));
    }

    [Fact]
    public async Task Withdrawing_a_control_of_one_system_lists_no_other_system()
    {
        var view = await seed.ViewAsync(SeedStory.Today);
        var control = seed.Document("control:sealed-bias-room");
        var consequences = Consequences.Of(view, control, ImpactEvent.Loss);
        Assert.NotEmpty(consequences);
        Assert.All(consequences, c => Assert.Equal("ai-system:credit-scoring", c.System?.Key));
        var systems = ImpactQuery.Run(view, control, ImpactEvent.Loss, new(), default).Nodes.Value.Where(r => r.Node.Kind == AiSystemKind.Kind);
        Assert.All(systems, r => Assert.Equal("ai-system:credit-scoring", r.Node.Key));
    }

    [Fact]
    public async Task Credit_from_ISO_42001_reaches_the_AI_Act_and_never_more_than_in_part()
    {
        var view = await seed.ViewAsync(new(2027, 12, 2));
        var cells = view.Cells.Cells(seed.Document("eu-ai-act"), [seed.Document("ai-system:credit-scoring")]);
        Assert.Contains(cells, c => c.CreditState is not null && c.Credit!.Paths.Any(p => p.Source.Key.StartsWith("iso-42001:", StringComparison.Ordinal)));
        Assert.All(cells, c => Assert.True(c.CreditState is null or <= State.Partial));
    }

    private static IEnumerable<string> AlikeButForNumbers(IEnumerable<(string Key, string Text)> texts) =>
        texts.GroupBy(t => string.Concat(t.Text.Where(c => !char.IsDigit(c))), StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1).Select(g => string.Join(" and ", g.Select(t => t.Key)));

    private static List<Line> Table() =>
    [
        .. File.ReadLines(Path.Combine(SeedStory.Root, "seed", "README.md"))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c.Length >= 6 && DateOnly.TryParseExact(c[4], "yyyy-MM-dd", out _))
            .Select(c => new Line(c[1], c[2], c[3].Trim('`'), DateOnly.ParseExact(c[4], "yyyy-MM-dd", CultureInfo.InvariantCulture))),
    ];

    private sealed record Line(string Word, string System, string Requirement, DateOnly Day);
}
