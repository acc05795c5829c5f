using CsCheck;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>
/// Wherever a subscriber is cut off, what it was told before and what it is told after subscribing again from there is every change
/// once: while others write, with kinds and without.
/// </summary>
public sealed class ResumeTests
{
    private static readonly Gen<(bool[] Vendors, int[] Cuts, bool WithKinds)> Cases = Gen.Select(Gen.Bool.Array[1, 80], Gen.Int[0, 20].Array[0, 5], Gen.Bool);

    [Fact]
    public async Task Events_before_a_cut_and_events_after_it_are_all_changes_each_once() => await Cases.SampleAsync(
        async c =>
        {
            await using var api = await StartAsync();
            var writing = Task.Run(async () =>
            {
                for (var i = 0; i < c.Vendors.Length; i++)
                {
                    await api.WriteAsync(c.Vendors[i] ? Put("Vendor", $"vendor:{i}", ("title", "V")) : Put("Risk", $"risk:{i}", ("title", "R"), ("kind", "THREAT")));
                }
            });
            var expected = Enumerable.Range(1, c.Vendors.Length).Where(r => !c.WithKinds || c.Vendors[r - 1]).Select(r => (long)r).ToList();
            var told = new List<long>();
            foreach (var take in c.Cuts.Append(int.MaxValue))
            {
                var since = told.Count == 0 ? 0 : told[^1];
                using var reader = await EventReader.OpenAsync(api.Client, $"subscription {{ changes(since: {since}{(c.WithKinds ? ", kinds: [\"Vendor\"]" : "")}) {{ revision }} }}");
                for (var i = 0; i < take && told.Count < expected.Count; i++)
                {
                    told.Add((long)(await reader.DataAsync())["changes"]!["revision"]!);
                }
            }

            await writing;
            Assert.Equal(expected, told);
            Assert.Equal(told, await ToldAsync(api, c.WithKinds));
        },
        iter: 40, threads: 1);

    [Fact]
    public async Task A_subscriber_that_catches_up_with_a_long_log_is_told_each_change_once()
    {
        await using var api = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => api.WriteAsync(Put("Vendor", $"vendor:{i}", ("title", "V")))));
        using var reader = await EventReader.OpenAsync(api.Client, "subscription { changes(since: 100) { revision } }");
        for (var revision = 101; revision <= 500; revision++)
        {
            Assert.Equal(revision, (long)(await reader.DataAsync())["changes"]!["revision"]!);
        }
    }

    // The same once more, in one go.
    private static async Task<List<long>> ToldAsync(ApiHost api, bool withKinds)
    {
        var told = new List<long>();
        using var reader = await EventReader.OpenAsync(api.Client, $"subscription {{ changes(since: 0{(withKinds ? ", kinds: [\"Vendor\"]" : "")}) {{ revision }} }}");
        var count = (int)(await api.AskAsync(withKinds ? "{ log(filter: { kind: \"Vendor\" }) { totalCount } }" : "{ log { totalCount } }"))["log"]!["totalCount"]!;
        while (told.Count < count)
        {
            told.Add((long)(await reader.DataAsync())["changes"]!["revision"]!);
        }

        return told;
    }
}
