using CsCheck;
using Graph.Engine.Snapshots;

namespace Graph.Tests.Engine;

public sealed class KeyIndexTests
{
    // Batches on both sides of the 4,096 keys and the quarter at which the small table is merged into the large one.
    [Fact]
    public void Finds_every_key_of_every_version() => Gen.OneOf(Gen.Int[0, 40], Gen.Int[1_000, 6_000]).Array[1, 8].Sample(
        sizes =>
        {
            var versions = new List<(KeyIndex Index, int Count)> { (KeyIndex.Empty, 0) };
            foreach (var size in sizes)
            {
                var (index, count) = versions[^1];
                versions.Add((index.With([.. Enumerable.Range(count, size).Select(n => KeyValuePair.Create($"key:{n}", n))]), count + size));
            }

            foreach (var (index, count) in versions)
            {
                for (var n = 0; n < versions[^1].Count; n += 7)
                {
                    Assert.Equal(n < count, index.TryGet($"key:{n}", out var found));
                    Assert.Equal(n < count ? n : 0, found);
                }
            }
        },
        iter: 12);

    [Fact]
    public void Adding_nothing_gives_the_same_index() => Assert.Same(KeyIndex.Empty, KeyIndex.Empty.With([]));
}
