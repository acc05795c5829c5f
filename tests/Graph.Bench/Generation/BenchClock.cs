namespace Graph.Bench.Generation;

/// <summary>Noon of the day on which every generated graph is judged.</summary>
internal sealed class BenchClock : TimeProvider
{
    public static readonly BenchClock Instance = new();

    public override DateTimeOffset GetUtcNow() => new(Proof.Today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
}
