using Graph.Engine.Governance;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What crosswalks cover and what nobody has mapped, on the demo and over GraphQL.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class AlignmentTests(SeedStory seed)
{
    [Theory]
    [InlineData("nist-ai-rmf", 72)]
    [InlineData("iso-27001", 123)]
    [InlineData("soc2", 61)]
    [InlineData("gdpr", 34)]
    public async Task Each_row_of_a_framework_is_mapped_or_said_not_to_be(string framework, int rows)
    {
        var view = await seed.ViewAsync(SeedStory.Today);
        var alignment = Alignment.Of(view, seed.Document(framework));
        Assert.Equal(rows, alignment.Rows.Count);
        Assert.DoesNotContain(alignment.Rows, r => r.State == AlignmentState.NotInCatalogue);

        // By hand: a row is unmapped when no mapping of the seed names it or anything above it.
        var named = view.Snapshot.Documents(Graph.Engine.Model.Catalogue.MappingKind.Kind)
            .SelectMany(m => view.Snapshot.Targets(m, Graph.Engine.Model.EdgeKinds.From).Concat(view.Snapshot.Targets(m, Graph.Engine.Model.EdgeKinds.To))).Select(d => d.Key).ToHashSet();
        foreach (var row in alignment.Rows)
        {
            Assert.Equal(!Above(row.Id).Any(named.Contains), row.State == AlignmentState.Unmapped);
            Assert.Equal(row.State is AlignmentState.Unmapped, row.Mappings.Count == 0);
            Assert.DoesNotContain(row.Frameworks, f => f.Key == framework);
        }

        IEnumerable<string> Above(string key)
        {
            for (var at = view.Snapshot.Document(key)!; at.Kind.Name == "Requirement"; at = view.Snapshot.Targets(at, Graph.Engine.Model.EdgeKinds.PartOf)[0])
            {
                yield return at.Key;
            }
        }
    }

    [Fact]
    public async Task Sector_rules_that_the_guide_names_are_in_no_crosswalk_and_said_so()
    {
        var view = await seed.ViewAsync(SeedStory.Today);
        Assert.All(Alignment.SectorRules, r => Assert.Equal(AlignmentState.NotInCatalogue, Alignment.Of(view, r.Id).State));
        Assert.All(["HIPAA", "OCC", "SR 11-7", "ABA Model Rule 1.1", "CCPA", "PCI DSS"], name => Assert.Contains(Alignment.SectorRules, r => r.Title.Contains(name, StringComparison.Ordinal)));
        Assert.Equal(["HEALTHCARE", "FINANCE", "LEGAL", "HOSPITALITY", "OTHER"], Alignment.SectorRules.Select(r => r.Sector).Distinct());
        Assert.Equal(AlignmentState.NothingCorresponds, Alignment.Of(view, "eu-ai-act:47").State);
    }

    [Fact]
    public async Task Alignment_arrives_over_GraphQL_with_what_the_caller_asks_for()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
        [
            Put("Framework", "one", ("title", "One"), ("kind", "REGULATION")), Put("Framework", "two", ("title", "Two"), ("kind", "REGULATION")), Put("Framework", "hipaa", ("title", "HIPAA"), ("kind", "REGULATION")),
            Row("one:1"), Link("one:1", "PART_OF", "one"), Row("one:2"), Link("one:2", "PART_OF", "one"), Row("one:3"), Link("one:3", "PART_OF", "one"), Row("one:4"), Link("one:4", "PART_OF", "one"),
            Requirement("two:1", ("assessable", false)), Link("two:1", "PART_OF", "two"), Row("two:1.1"), Link("two:1.1", "PART_OF", "two:1"),
            Put("MappingSet", "set", ("title", "Set")),
            .. Mapping("m:1", "one:1", "two:1", "INTERSECTS", "PARTIAL"), .. Mapping("m:2", "one:2", "two:1", "INTERSECTS", "ADJACENT"), .. Mapping("m:3", "one:3", "two", "NONE", null),
        ]);
        var alignment = (await api.AskAsync("""
            { view { alignment(frameworks: ["one", "two"], ids: ["one:4", "no:such"]) {
                frameworks { framework { key } total counts { state count } coverage { owed } rows(states: [UNMAPPED, MAPPED]) { totalCount nodes { id state document { key } frameworks { key } mappings { nodes { key } } } } }
                ids { id state document { key } }
                sectorRules { id sector state } } } }
            """))["view"]!["alignment"]!;
        Assert.Equal(
            """{"framework":{"key":"one"},"total":4,"counts":[{"state":"UNMAPPED","count":1},{"state":"NOTHING_CORRESPONDS","count":1},{"state":"RELATED","count":1},{"state":"MAPPED","count":1}],"coverage":{"owed":0},"rows":{"totalCount":2,"nodes":[{"id":"one:1","state":"MAPPED","document":{"key":"one:1"},"frameworks":[{"key":"two"}],"mappings":{"nodes":[{"key":"m:1"}]}},{"id":"one:4","state":"UNMAPPED","document":{"key":"one:4"},"frameworks":[],"mappings":{"nodes":[]}}]}}""",
            alignment["frameworks"]![0]!.ToJsonString());
        Assert.Equal("""[{"state":"MAPPED","count":1}]""", alignment["frameworks"]![1]!["counts"]!.ToJsonString());
        Assert.Equal("""[{"id":"one:4","state":"UNMAPPED","document":{"key":"one:4"}},{"id":"no:such","state":"NOT_IN_CATALOGUE","document":null}]""", alignment["ids"]!.ToJsonString());
        Assert.Equal("""{"id":"hipaa","sector":"HEALTHCARE","state":"UNMAPPED"}""", alignment["sectorRules"]![0]!.ToJsonString());

        static Graph.Engine.Log.Operation Row(string key) => Requirement(key, ("assessable", true), ("scope", "SYSTEM"));

        static Graph.Engine.Log.Operation[] Mapping(string key, string from, string to, string relation, string? strength) =>
            [Put("Mapping", key, ("relation", relation), ("strength", strength)), Link(key, "FROM", from), Link(key, "TO", to), Link(key, "IN_SET", "set")];
    }
}
