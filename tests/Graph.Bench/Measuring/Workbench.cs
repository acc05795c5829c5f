using System.Diagnostics;
using Graph.Bench.Generation;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Measuring;

/// <summary>One run: a graph of one size, the figures so far, and how to measure one more.</summary>
internal sealed class Workbench(GraphSize size, string file, bool once, TextWriter output) : IAsyncDisposable
{
    private const int RoundCountMin = 5;
    private const int RoundCountMax = 401;
    private static readonly TimeSpan TimeEach = TimeSpan.FromSeconds(2);

    private GraphEngine? engine;

    public GraphSize Size { get; } = size;

    /// <summary>The graph as a SQLite file; benchmarks that write take a copy.</summary>
    public string File { get; } = file;

    /// <summary>Whether each side runs once only, to see that it works.</summary>
    public bool Once { get; } = once;

    public List<Figure> Figures { get; } = [];

    /// <summary>An engine over the graph that forgets what is written to it.</summary>
    public async Task<GraphEngine> EngineAsync() =>
        engine ??= await GraphEngine.OpenAsync(GraphModel.Default, new ForgetfulStore(SqliteLogStore.OpenToRead(File)), new(), BenchClock.Instance, null, default);

    /// <summary>A view that nobody has asked anything yet.</summary>
    public static View ColdView(Snapshot snapshot) => new(snapshot, Proof.Today, Proof.Today, ViewKind.Current);

    public Task CompareAsync(string question, string what, Func<ulong> product, string raw, Func<ulong> baseline, TimeSpan? floor = null, int operations = 1) =>
        CompareAsync(question, what, () => Task.FromResult(product()), raw, () => Task.FromResult(baseline()), floor, operations);

    /// <summary>Runs both sides in turn until the time is over, after one run of each to warm up.</summary>
    /// <param name="question">The name of the benchmark.</param>
    /// <param name="what">What is asked.</param>
    /// <param name="product">Asks the product; gives a checksum.</param>
    /// <param name="raw">What the baseline does.</param>
    /// <param name="baseline">The baseline; gives a checksum.</param>
    /// <param name="floor">What the median must not exceed at 100k.</param>
    /// <param name="operations">How often one call does what is asked.</param>
    /// <param name="once">Whether one run of each is enough, because it takes minutes.</param>
    /// <param name="prepare">Makes ready for a run of the product; not timed.</param>
    /// <param name="prepareBaseline">Makes ready for a run of the baseline; not timed.</param>
    /// <param name="ratioMax">What the ratio must not exceed at 100k.</param>
    public async Task CompareAsync(
        string question, string what, Func<Task<ulong>> product, string raw, Func<Task<ulong>> baseline, TimeSpan? floor = null, int operations = 1,
        bool once = false, Func<Task>? prepare = null, Func<Task>? prepareBaseline = null, double? ratioMax = null)
    {
        var (mine, theirs) = (new Side(), new Side());
        ulong checksum = 0;
        once |= Once;
        prepare ??= () => Task.CompletedTask;
        prepareBaseline ??= () => Task.CompletedTask;
        if (!once)
        {
            await prepare();
            checksum = await product();
            await prepareBaseline();
            await baseline();
        }

        var watch = Stopwatch.StartNew();
        do
        {
            await prepare();
            checksum = await mine.TimeAsync(product);
            await prepareBaseline();
            await theirs.TimeAsync(baseline);
        }
        while (!once && mine.Count < RoundCountMax && (mine.Count < RoundCountMin || watch.Elapsed < TimeEach) && watch.Elapsed < 20 * TimeEach);

        var figure = new Figure(
            question, what, Size.Name, mine.Count, mine.At(0.5) / operations, mine.At(0.99) / operations, mine.Processor / operations, mine.Allocated / operations,
            raw, theirs.At(0.5) / operations, $"{checksum:x16}", Size == GraphSize.Medium ? floor : null)
        {
            RatioMax = Size == GraphSize.Medium ? ratioMax : null,
        };
        Figures.Add(figure);
        output.WriteLine(
            $"{question,-20} {what,-44} {Figure.Short(figure.Median),10} (99%: {Figure.Short(figure.Worst)}, processor {Figure.Short(figure.Processor)}) {Figure.Short(figure.AllocatedBytes),8}  {figure.Ratio,8:F2} x {Figure.Short(figure.RawMedian)} ({raw})  {figure.Checksum} {figure.Judged}");
    }

    /// <summary>Says something beside the figures.</summary>
    public void Tell(string text) => output.WriteLine(text);

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }
    }

    private sealed class Side
    {
        private readonly List<TimeSpan> times = [];
        private readonly List<TimeSpan> processor = [];
        private readonly List<long> allocated = [];

        public int Count => times.Count;

        public TimeSpan Processor => processor.Order().ElementAt(processor.Count / 2);

        public long Allocated => allocated.Order().ElementAt(allocated.Count / 2);

        public TimeSpan At(double part) => times.Order().ElementAt((int)(part * (times.Count - 1)));

        public async Task<ulong> TimeAsync(Func<Task<ulong>> run)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var processorBefore = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            var checksum = await run();
            times.Add(Stopwatch.GetElapsedTime(start));
            processor.Add(Environment.CpuUsage.TotalTime - processorBefore);
            allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
            return checksum;
        }
    }
}
