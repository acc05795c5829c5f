namespace Graph.Tests.Api.Subscriptions;

/// <summary>Waits for what happens on other threads, without sleeping.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> seen, string what)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !seen(); await Task.Yield())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), $"It did not come: {what}");
        }
    }
}
