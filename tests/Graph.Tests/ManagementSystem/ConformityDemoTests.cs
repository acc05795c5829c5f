using Graph.Engine.Governance;
using Graph.Engine.Model.ManagementSystem;
using Graph.Tests.SeedStories;

namespace Graph.Tests.ManagementSystem;

/// <summary>What the demo answers about the AI Act beside the management system. Today is 2026-11-24.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class ConformityDemoTests(SeedStory seed)
{
    [Theory]
    [InlineData("credit-scoring", ConformityRoute.AnnexVi, "FundamentalRights 2026-10-21 < FundamentalRightsNotice 2026-10-01")]
    [InlineData("clinic-scheduling", ConformityRoute.AnnexVi, "")]
    [InlineData("hiring-shortlist", ConformityRoute.AnnexVi, "")]
    [InlineData("legal-research", ConformityRoute.None, "Registration  < Placing 2026-09-01")]
    [InlineData("hotel-guest-assistant", ConformityRoute.None, "")]
    [InlineData("letter-reader", ConformityRoute.None, "")]
    public async Task Each_system_has_its_route_and_what_is_out_of_order(string system, ConformityRoute route, string disorders)
    {
        var way = Conformity.Of(await seed.ViewAsync(SeedStory.Today), seed.Document("ai-system:" + system));
        Assert.Equal(route, way.Route);
        Assert.Equal(disorders, string.Join(", ", way.Disorders.Select(d => $"{d.Order.Earlier} {d.EarlierOn:yyyy-MM-dd} < {d.Order.Later} {d.LaterOn:yyyy-MM-dd}")));
    }

    [Fact]
    public async Task Whatever_the_plan_of_a_system_names_is_its_own_gap_with_a_day_and_an_owner()
    {
        var view = await seed.ViewAsync(SeedStory.Today);
        foreach (var system in view.Cells.Systems)
        {
            var plan = SupplementaryPlan.Of(view, system);
            Assert.All(plan.Items, i =>
            {
                Assert.NotNull(i.CloseBy);
                Assert.Equal(i.OwnerOf is null, i.Owners.Count == 0);
                Assert.Equal(i.Owners.Count == 0, i.Shortfalls.Any(s => s.Node == system));
                Assert.Equal(system.Key, (i.Cell.System ?? i.Cell.InheritedBy)?.Key);
                Assert.True(i.CloseBy >= i.BindsFrom);
            });

            // Gaps of today are in it; what comes later is as well.
            var gaps = view.Cells.Gaps(system, seed.Document("eu-ai-act")).Select(c => c.Requirement.Key).ToHashSet();
            Assert.Subset(plan.Items.Select(i => i.Cell.Requirement.Key).ToHashSet(), gaps);
        }
    }

    [Fact]
    public async Task Alerts_vendors_and_the_way_to_the_certificate_are_told_as_they_are()
    {
        var view = await seed.ViewAsync(SeedStory.Today);
        Assert.Equal((new DateOnly(2026, 8, 31), "WARNING"), MetricKind.OpenAlert(view, seed.Document("metric:refusal-ratio")));
        Assert.Null(MetricKind.OpenAlert(view, seed.Document("metric:misheard-calls")));     // A finding of 5 November answers October.
        var plan = TaskPlan.Of(view, null, new(2027, 10, 1), null);
        Assert.Equal((new DateOnly(2027, 5, 10), true), (plan.EndsOn, plan.IsInTime));
        Assert.Equal(["task:labelled-calls", "task:retrain-triage"], plan.Tasks.Where(t => t.IsCritical).Select(t => t.Task.Key));
        Assert.Equal(["GDPR_33 Met", "CONTRACT Late"], OwedNotices.Of(view, seed.Document("incident:guest-list")).Select(n => $"{n.Duty} {n.State}"));
        Assert.Empty(OwedNotices.Of(view, seed.Document("incident:voice-outage")));
    }
}
