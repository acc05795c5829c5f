using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Graph.Server.Api;
using Graph.Server.Transport;
using Graph.Tests.Protection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Api;

/// <summary>Answers that are not read yet hold only so much together.</summary>
public sealed class AnswerRoomTests
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    [Fact]
    public void Answers_fit_up_to_the_limit_and_one_value_more_is_refused_while_all_are_new()
    {
        var room = new AnswerRoom(new() { SendingValueCountMax = 5_000 }, new FakeTimeProvider());
        using var one = Take(room, 2_000);
        using var two = Take(room, 3_000);

        var refused = Assert.Throws<ApiError>(() => Take(room, 1_001));
        Assert.Equal((ErrorCode.Unavailable, Least), (refused.ErrorCode, refused.RetryAfter));
        Assert.Equal([new("limit", "sendingValueCountMax"), new("maximum", 5_000L)], refused.Facts);
        Assert.False(one.Token.IsCancellationRequested || two.Token.IsCancellationRequested);
        Assert.Equal(5_000, room.ValueCount);
        one.Dispose();
        using var three = Take(room, 2_000);
        Assert.Equal(5_000, room.ValueCount);
    }

    [Fact]
    public void Who_had_its_time_gives_way_the_first_ones_first_and_no_more_than_are_needed()
    {
        var clock = new FakeTimeProvider();
        var room = new AnswerRoom(new() { SendingValueCountMax = 6_000 }, clock);
        var places = new List<AnswerRoom.Place>();
        for (var i = 0; i < 3; i++)
        {
            places.Add(Take(room, 2_000));
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Throws<ApiError>(() => Take(room, 4_001));     // The third has had three seconds only.
        Assert.DoesNotContain(places, p => p.Token.IsCancellationRequested);
        places.Add(Take(room, 2_001));
        Assert.Throws<ApiError>(() => Take(room, 2_000));

        Assert.Equal([true, true, false, false], places.Select(p => p.Token.IsCancellationRequested));
        places.ForEach(p => p.Dispose());
        Assert.Equal(0, room.ValueCount);
    }

    [Fact]
    public void A_short_answer_always_fits_and_one_above_the_limit_fits_alone()
    {
        var room = new AnswerRoom(new() { SendingValueCountMax = 5_000 }, new FakeTimeProvider());
        using var all = Take(room, int.MaxValue);
        using var small = Take(room, AnswerRoom.ShortCount);

        Assert.Equal((5_000, 0), (all.Count, small.Count));
        Assert.Throws<ApiError>(() => Take(room, AnswerRoom.ShortCount + 1));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_slow_reader_is_cut_off_for_another_answer_and_before_its_time_the_other_is_told_to_come_again(string accept)
    {
        await using var server = await ServedHost.StartAsync(o => (o.Api.SendingValueCountMax, o.Api.SendingTimeMin) = (200_000, TimeSpan.FromMinutes(5)));
        await server.Engine.ApplyAsync(new("fill", "test", "Fill.", [.. Enumerable.Range(0, 500).Select(i => ApiHost.Put("Risk", $"risk:{i}", ("title", new string('x', 100)), ("kind", "THREAT")))]), default);
        var query = "{view{" + string.Concat(Enumerable.Range(0, 100).Select(i => $"a{i}:risks(first:500){{nodes{{key,title}}}}")) + "}}";
        var body = "{\"query\":\"" + query + "\"}";
        var room = server.Services.GetRequiredService<AnswerRoom>();
        using var slow = await server.ConnectAsync($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.True(await slow.GetStream().ReadAsync(new byte[100]) > 0);
        for (var started = TimeProvider.System.GetTimestamp(); room.ValueCount == 0; await Task.Yield())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "Nothing is being sent.");
        }

        Assert.InRange(room.ValueCount, 150_000, 200_000);

        using var refused = await server.PostAsync(query);
        Assert.Equal(TimeSpan.FromMinutes(5), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("sendingValueCountMax", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["limit"]);

        server.Services.GetRequiredService<ApiOptions>().SendingTimeMin = TimeSpan.Zero;
        using var served = await server.PostAsync(query);
        Assert.Equal(100 * 500, Encoding.UTF8.GetString(await served.Content.ReadAsByteArrayAsync()).Split("\"key\":").Length - 1);
        Assert.False(await ReadsToItsEndAsync(slow));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("{ __typename }")).StatusCode);
    }

    private static AnswerRoom.Place Take(AnswerRoom room, int values)
    {
        var place = room.Open();
        place.Take(values, new());
        return place;
    }

    // Whether the last piece of the body came, which is empty.
    private static async Task<bool> ReadsToItsEndAsync(TcpClient client)
    {
        var (buffer, end) = (new byte[64 * 1024], "");
        try
        {
            for (int read; (read = await client.GetStream().ReadAsync(buffer)) > 0;)
            {
                end = (end + Encoding.UTF8.GetString(buffer, 0, read))[^Math.Min(5, end.Length + read)..];
                if (end == "0\r\n\r\n")
                {
                    return true;
                }
            }
        }
        catch (IOException)
        {
            // It was reset.
        }

        return false;
    }
}
