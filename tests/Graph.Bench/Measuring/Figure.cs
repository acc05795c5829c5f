namespace Graph.Bench.Measuring;

/// <summary>What was measured: the product beside a raw baseline that ran in turn with it.</summary>
/// <param name="Question">The name of the benchmark.</param>
/// <param name="What">What was asked.</param>
/// <param name="Size">The size of the graph.</param>
/// <param name="Rounds">How often each side ran.</param>
/// <param name="Median">The product's median.</param>
/// <param name="Worst">The product's 99th percentile.</param>
/// <param name="Processor">The processor time of one run of the product, of all its threads, the median: what the time would be on a quiet machine, or less.</param>
/// <param name="AllocatedBytes">What one run of the product allocated, the median.</param>
/// <param name="Raw">What the baseline does.</param>
/// <param name="RawMedian">The baseline's median.</param>
/// <param name="Checksum">Over the product's answer: the same for the same size and seed.</param>
/// <param name="Floor">What it must not exceed at 100k; null = nothing is asked.</param>
internal sealed record Figure(
    string Question, string What, string Size, int Rounds, TimeSpan Median, TimeSpan Worst, TimeSpan Processor, long AllocatedBytes,
    string Raw, TimeSpan RawMedian, string Checksum, TimeSpan? Floor)
{
    /// <summary>What the ratio must not exceed at 100k; null = nothing is asked.</summary>
    public double? RatioMax { get; init; }

    public double Ratio => Median / RawMedian;

    public string Judged =>
        Floor is { } floor ? $"{(Median < floor ? "met" : "MISSED")} (< {Short(floor)})"
        : RatioMax is { } max ? $"{(Ratio <= max ? "met" : "MISSED")} (<= {max} x)"
        : "";

    public static string Short(TimeSpan time) =>
        time.TotalSeconds >= 1 ? $"{time.TotalSeconds:F2} s" : time.TotalMilliseconds >= 1 ? $"{time.TotalMilliseconds:F1} ms" : $"{time.TotalMicroseconds:F1} us";

    public static string Short(long bytes) =>
        bytes >= 10_000_000 ? $"{bytes / 1_000_000} MB" : bytes >= 10_000 ? $"{bytes / 1_000} KB" : $"{bytes} B";
}
