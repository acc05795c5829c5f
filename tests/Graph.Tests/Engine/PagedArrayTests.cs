using CsCheck;
using Graph.Engine.Snapshots;

namespace Graph.Tests.Engine;

public sealed class PagedArrayTests
{
    // Indexes around the bounds of pages (64) and of middles (16,384), a few of them hot.
    private static readonly Gen<int> Index = Gen.OneOf(Gen.Int[0, 130], Gen.Int[16_380, 16_390], Gen.Int[0, 70_000]);
    private static readonly Gen<Dictionary<int, string?>> Batch =
        Gen.Select(Index, Gen.OneOf(Gen.Const((string?)null), Gen.Int[0, 9].Select(n => (string?)$"v{n}"))).Array[0, 40]
            .Select(writes => writes.DistinctBy(w => w.Item1).ToDictionary(w => w.Item1, w => w.Item2));

    [Fact]
    public void Holds_what_was_written_last_and_older_arrays_stay_as_they_were() => Batch.Array[1, 12].Sample(
        batches =>
        {
            var versions = new List<(PagedArray<string> Array, Dictionary<int, string?> Model)> { (PagedArray<string>.Empty, []) };
            foreach (var batch in batches)
            {
                var (array, model) = versions[^1];
                var next = new Dictionary<int, string?>(model);
                foreach (var (index, value) in batch)
                {
                    next[index] = value;
                }

                versions.Add((array.With([.. batch.OrderBy(w => w.Key)]), next));
            }

            var asked = batches.SelectMany(b => b.Keys).SelectMany(i => (int[])[i, i + 1]).Append(1_000_000).Distinct().ToList();
            return versions.TrueForAll(v => asked.TrueForAll(i => v.Array[i] == v.Model.GetValueOrDefault(i)));
        },
        iter: 200);

    [Fact]
    public void Writing_nothing_gives_the_same_array()
    {
        var array = PagedArray<string>.Empty.With([new(3, "three")]);
        Assert.Same(array, array.With([]));
    }
}
