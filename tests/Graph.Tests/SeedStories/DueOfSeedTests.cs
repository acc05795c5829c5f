using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Time;

namespace Graph.Tests.SeedStories;

/// <summary>
/// What is due is found without asking every document: rules say the earliest day that they may give. On days all over the demo's story the answer is the one of
/// plain loops that ask every rule about every document, in the same order.
/// </summary>
[Collection(SeedStoryTests.Name)]
public sealed class DueOfSeedTests(SeedStory seed)
{
    [Theory]
    [InlineData("2026-08-06")]
    [InlineData("2026-11-24")]
    [InlineData("2027-03-15")]
    [InlineData("2030-01-01")]
    public async Task What_is_due_is_what_plain_loops_find(string day)
    {
        var view = await seed.ViewAsync(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        var places = ManagementWords.DueAct.Words.Select((w, i) => (w.Word, i)).ToDictionary(w => w.Word, w => w.i);
        foreach (var days in (int[])[0, 90, 3_660])
        {
            var expected = view.Snapshot.Model.Kinds
                .SelectMany(k => view.Snapshot.Documents(k).SelectMany(d => k.Due.Select(r => DueItem.Of(view, r, d)).OfType<DueItem>()))
                .Where(i => i.On.DayNumber <= view.On.DayNumber + days)
                .OrderBy(i => i.On).ThenBy(i => places[i.Rule.What]).ThenBy(i => i.Document.Key, StringComparer.Ordinal)
                .Select(i => (i.On, i.Rule.What, i.Document.Key)).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, DueItem.Within(view, days).Select(i => (i.On, i.Rule.What, i.Document.Key)));
        }
    }
}
