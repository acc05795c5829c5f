using CsCheck;
using Graph.Engine.Time;

namespace Graph.Tests.Engine;

/// <summary>A sample follows from the seed and the keys alone, and hardly changes when the population does.</summary>
public sealed class SampleTests
{
    private static readonly Gen<string[]> Populations = Gen.String[Gen.Char["abc:-1"], 1, 6].Array[0, 40].Select(keys => keys.Distinct().ToArray());

    // As sha256sum has it: printf 's\na' gives 009fa556, d 2945dd3a, c a953fc7a, b cd85bddd.
    [Fact]
    public void Keys_are_drawn_by_the_hash_of_seed_line_feed_and_key() =>
        Assert.Equal(["a", "d", "c", "b"], Draw(["a", "b", "c", "d"], "s", 4));

    [Fact]
    public void The_same_seed_draws_the_same_whatever_the_order_of_the_population_and_a_larger_sample_begins_with_the_smaller() =>
        Gen.Select(Populations, Gen.String, Gen.Int[0, 45], Gen.Int[0, 45]).Sample((population, seed, one, other) =>
        {
            var (small, large) = (Math.Min(one, other), Math.Max(one, other));
            var drawn = Draw(population, seed, large);
            Assert.Equal(drawn, Draw([.. population.Reverse()], seed, large));
            Assert.Equal(drawn.Take(small), Draw(population, seed, small));
            Assert.Equal(Math.Min(large, population.Length), drawn.Distinct().Count());
        });

    [Fact]
    public void One_more_document_changes_at_most_one_of_what_is_drawn() =>
        Gen.Select(Populations, Gen.String, Gen.Int[0, 45]).Sample((population, seed, size) =>
        {
            foreach (var without in population)
            {
                var (before, after) = (Draw([.. population.Where(k => k != without)], seed, size), Draw(population, seed, size));
                Assert.True(after.Except(before).Count() <= 1);
                Assert.True(before.Except(after).Count() <= 1);
                Assert.Equal(before.Intersect(after), after.Intersect(before));
            }
        });

    [Fact]
    public void Another_seed_draws_otherwise()
    {
        string[] population = [.. Enumerable.Range(0, 100).Select(i => $"evidence:{i}")];

        Assert.NotEqual(Draw(population, "2026-H1", 10), Draw(population, "2026-H2", 10));
    }

    private static IReadOnlyList<string> Draw(string[] population, string seed, int size) => Sample.Draw(population, k => k, seed, size);
}
