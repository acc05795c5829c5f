using Graph.Engine.Governance;
using Graph.Tests.Engine;

namespace Graph.Tests.ManagementSystem;

/// <summary>The criteria of readiness as a list; what each says is tried one by one in <see cref="KnockOuts.KnockOutTests"/>.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public void Criteria_are_about_eighty_and_speak_of_twelve_items()
    {
        Assert.InRange(ReadinessCriteria.All.Count, 70, 95);
        Assert.Equal(Enumerable.Range(1, 12), ReadinessCriteria.All.Select(c => c.Item.Number).Distinct());
        Assert.All(ReadinessCriteria.All, c => Assert.StartsWith($"{c.Item.Number}.", c.Id, StringComparison.Ordinal));
        Assert.Equal(4, ReadinessCriteria.All.Select(c => c.Phase).Distinct().Count());
    }

    [Fact]
    public async Task Of_very_many_rows_as_many_are_counted_as_are_told()
    {
        await using var live = await LiveEngine.OpenAsync();
        for (var first = 0; first < 12_000; first += 4_000)
        {
            await live.Keep([.. Enumerable.Range(first, 4_000).Select(n => LiveEngine.Put("Risk", $"risk:{n}", ("title", "R"), ("kind", n % 3 == 0 ? "THREAT" : "OPPORTUNITY")))]);
        }

        var results = Readiness.Of(live.On());
        Assert.All(results, r => Assert.Equal(r.Rows.Count(), r.Missing));
        Assert.Equal((CriterionState.NotMet, 12_000, 12_000), results.Where(r => r.Criterion.Id == "3.e").Select(r => (r.State, r.Judged, r.Missing)).Single());
        Assert.Equal("Say who owns risk:0.", results.Single(r => r.Criterion.Id == "3.e").Rows.First().Closes);
    }
}
