using CsCheck;
using Graph.Engine.Snapshots;

namespace Graph.Tests.Engine;

/// <summary>The paged adjacency against a sorted dictionary: the same ends, data and counts, and old versions stay as they were.</summary>
public sealed class AdjacencyTests
{
    private const int FarCount = 3_000;

    private static readonly int[] Hot = [0, 5, 5, 5, 64, 16_385];

    // A few documents get most of the writes; two are of one page, one of the next, one of another middle.
    private static readonly Gen<int> Node = Gen.OneOf(Gen.Int[0, 5].Select(i => Hot[i]), Gen.Int[0, 400]);

    private static readonly Gen<Burst> Bursts = Gen.Select(
        Node, Gen.Int[0, 3], Gen.Int[0, FarCount - 1], Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 60], Gen.Int[300, 1_400]), Gen.Int[1, 3], Gen.Int[0, 9],
        (node, kind, first, count, step, roll) => new Burst(node, kind, first, count, step, roll));

    [Fact]
    public void Holds_the_same_ends_as_a_dictionary_through_growth_change_and_drain() => Bursts.Array[1, 6].Array[1, 8].Sample(
        batches =>
        {
            var adjacency = Adjacency.Empty;
            var model = new Dictionary<int, SortedDictionary<uint, EdgeData?>>();
            var versions = new List<(Adjacency Adjacency, Dictionary<int, (uint, EdgeData?)[]> Expected)>();
            foreach (var batch in batches)
            {
                var writes = new Dictionary<(int, uint), EdgeWrite>();
                foreach (var burst in batch)
                {
                    foreach (var write in burst.Writes(model))
                    {
                        writes[(write.Node, write.End)] = write;
                    }
                }

                Apply(model, writes.Values);
                adjacency = adjacency.Apply([.. writes.Values]);
                versions.Add((adjacency, model.ToDictionary(m => m.Key, m => m.Value.Select(e => (e.Key, e.Value)).ToArray())));
            }

            // Only now, after everything was written, so that a shared page that was touched shows.
            foreach (var (version, expected) in versions)
            {
                Same(version, expected);
            }
        },
        iter: 60);

    [Fact]
    public void A_list_becomes_a_hub_at_513_ends_and_stays_readable_when_it_is_drained()
    {
        var small = Adjacency.Empty.Apply(Ends(7, 0, 512));
        Assert.Equal((1, 512), (small.RunCount(7), small.Run(7, 0).Count));
        var hub = small.Apply(Ends(7, 512, 1));
        Assert.Equal(2, hub.RunCount(7));
        Assert.Equal(513, Count(hub, 7));
        var drained = hub.Apply([.. Ends(7, 0, 513).Select(w => w with { Remove = true })]);
        Assert.Equal(0, Count(drained, 7));
        Assert.False(new Edges(drained, 7, 1).Any());
        Assert.Equal(-1, new Edges(drained, 7, 1).FirstOrNone());
        var again = drained.Apply(Ends(7, 10, 3));
        Assert.Equal((3, 10), (new Edges(again, 7, 1).Count(), new Edges(again, 7, 1).FirstOrNone()));
        Assert.Equal((513, 512), (Count(hub, 7), Count(small, 7)));
    }

    [Fact]
    public void A_write_to_a_hub_shares_the_chunks_that_it_does_not_touch()
    {
        var hub = Adjacency.Empty.Apply(Ends(7, 0, 2_000));
        var next = hub.Apply(Ends(7, 1_999, 1));
        Assert.True(hub.RunCount(7) > 2);
        Assert.True(hub.Run(7, 0).Ends == next.Run(7, 0).Ends);
        Assert.False(hub.Run(7, hub.RunCount(7) - 1).Ends == next.Run(7, next.RunCount(7) - 1).Ends);
    }

    [Fact]
    public void Writing_nothing_gives_the_same_adjacency() => Assert.Same(Adjacency.Empty, Adjacency.Empty.Apply([]));

    private static EdgeWrite[] Ends(int node, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(far => new EdgeWrite(node, EdgeEnd.Pack(1, far), null, Remove: false))];

    private static int Count(Adjacency adjacency, int node) => Enumerable.Range(0, adjacency.RunCount(node)).Sum(r => adjacency.Run(node, r).Count);

    private static void Apply(Dictionary<int, SortedDictionary<uint, EdgeData?>> model, IEnumerable<EdgeWrite> writes)
    {
        foreach (var write in writes)
        {
            if (!model.TryGetValue(write.Node, out var ends))
            {
                model.Add(write.Node, ends = []);
            }

            if (write.Remove)
            {
                ends.Remove(write.End);
            }
            else
            {
                ends[write.End] = write.Data;
            }
        }
    }

    private static void Same(Adjacency adjacency, Dictionary<int, (uint End, EdgeData? Data)[]> expected)
    {
        foreach (var node in expected.Keys.Concat([1, 63, 999_999]).Distinct())
        {
            var ends = expected.GetValueOrDefault(node) ?? [];
            var actual = new List<(uint, EdgeData?)>();
            for (var r = 0; r < adjacency.RunCount(node); r++)
            {
                var run = adjacency.Run(node, r);
                for (var i = 0; i < run.Count; i++)
                {
                    actual.Add((EdgeEnd.Pack(run.Kind(i), run.Node(i)), run.Data(i)));
                }
            }

            Assert.Equal(ends, actual);
            for (var kind = 0; kind < 4; kind++)
            {
                var ofKind = ends.Where(e => EdgeEnd.Kind(e.End) == kind).Select(e => EdgeEnd.Node(e.End)).ToList();
                var edges = new Edges(adjacency, node, kind);
                Assert.Equal((ofKind.Count, ofKind.Count > 0, ofKind.Count > 0 ? ofKind[0] : -1), (edges.Count(), edges.Any(), edges.FirstOrNone()));
            }
        }
    }

    /// <summary>Many writes at one document: a row of ends added or changed; or, by the roll, removed; or everything removed.</summary>
    private sealed record Burst(int Node, int Kind, int First, int Count, int Step, int Roll)
    {
        public IEnumerable<EdgeWrite> Writes(Dictionary<int, SortedDictionary<uint, EdgeData?>> model)
        {
            if (Roll == 0)
            {
                return model.GetValueOrDefault(Node)?.Keys.Select(end => new EdgeWrite(Node, end, null, Remove: true)) ?? [];
            }

            var data = Roll % 2 == 0 ? new EdgeData([Roll]) : null;
            return Enumerable.Range(0, Count).Select(i => new EdgeWrite(Node, EdgeEnd.Pack(Kind, (First + (i * Step)) % FarCount), Roll <= 3 ? null : data, Roll <= 3));
        }
    }
}
