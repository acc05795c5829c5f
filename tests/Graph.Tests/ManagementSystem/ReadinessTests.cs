using Graph.Engine.Governance;

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
}
