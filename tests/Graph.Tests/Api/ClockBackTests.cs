using Graph.Engine.Log;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Api;

/// <summary>A clock that was put back behind the last change: who looks sees the day of that change, by which its rules were judged.</summary>
public sealed class ClockBackTests
{
    [Fact]
    public async Task What_was_withdrawn_does_not_count_again_because_the_clock_was_put_back()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")), Requirement("law:1", ("assessable", true), ("proof", (string[])["POLICY"])), Link("law:1", "PART_OF", "law"),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("status", "APPROVED"), ("approvedOn", "2026-01-01"), ("approvedBy", "Ann")), Link("evidence:e", "DEMONSTRATES", "law:1"));
        Assert.Equal("2026-08-06 COVERED", await SeenAsync(api));
        var hash = (string)(await api.AskAsync("{ view { evidence { nodes { contentHashNow } } } }"))["view"]!["evidence"]!["nodes"]![0]!["contentHashNow"]!;
        Assert.True((bool)(await api.AskAsync($"mutation {{ withdraw(changeId: \"w\", key: \"evidence:e\", reason: \"Wrong.\", contentHash: \"{hash}\") {{ accepted }} }}", actor: "Ann"))["withdraw"]!["accepted"]!);
        var after = await SeenAsync(api);
        Assert.NotEqual("2026-08-06 COVERED", after);

        api.Clock.AdjustTime(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(after, await SeenAsync(api));
        Assert.Equal("2026-08-06", (string)(await api.AskAsync("{ server { today } }"))["server"]!["today"]!);
    }

    private static async Task<string> SeenAsync(ApiHost api)
    {
        var view = (await api.AskAsync("{ view { on cells { nodes { state } } } }"))["view"]!;
        return $"{view["on"]} {view["cells"]!["nodes"]![0]!["state"]}";
    }
}
