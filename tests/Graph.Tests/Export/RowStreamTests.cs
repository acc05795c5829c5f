using System.IO.Pipelines;
using System.Text;
using Graph.Server.Export;
using Graph.Server.Api;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Export;

/// <summary>Rows are made as fast as they are read, whoever reads them and however many there are.</summary>
public sealed class RowStreamTests
{
    private const int PauseBytes = 32 * 1024;

    private sealed record Line(int Number, string Text);

    private static PieceTurns Turns(int count = 1) => new(new ApiOptions { ExportPieceCountMax = count });

    private static Pipe Inline() => new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: PauseBytes, resumeWriterThreshold: PauseBytes / 2, useSynchronizationContext: false));

    public static TheoryData<string> Extensions => [.. ExportFormat.All.Select(f => f.Extension)];

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task A_hundred_thousand_rows_for_a_slow_reader_never_hold_more_than_a_piece_and_a_row(string extension)
    {
        const int count = 100_000;
        var text = new string('x', 200);
        var made = 0L;
        var pipe = Inline();
        using var form = ExportFormat.All.Single(f => f.Extension == extension).Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource();
        using var turns = Turns();
        var stream = new RowStream(form, new(TimeSpan.FromMinutes(1), ending, new FakeTimeProvider()), turns);
        var writing = WriteAsync();

        long read = 0, lines = 0;
        while (read < long.MaxValue)
        {
            // What was made and nobody read yet fits into the pipe, one piece and one row.
            Assert.InRange((Volatile.Read(ref made) * text.Length) - read, long.MinValue, PauseBytes + RowStream.PieceBytes + 1_000);
            var result = await pipe.Reader.ReadAsync();
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, 3_000));
            foreach (var memory in part)
            {
                lines += memory.Span.Count((byte)'\n');
            }

            read += part.Length;
            pipe.Reader.AdvanceTo(part.End);
            if (result.IsCompleted && part.Length == result.Buffer.Length)
            {
                break;
            }
        }

        await writing;
        Assert.Equal(count, made);
        Assert.Equal(extension switch { "csv" => count + 1, "json" => count + 2, _ => count }, lines);
        Assert.InRange(stream.HeldBytesMax, RowStream.PieceBytes, RowStream.PieceBytes + 1_000);

        async Task WriteAsync()
        {
            await stream.WriteAsync(Rows(), pipe.Writer, default);
            await pipe.Writer.CompleteAsync();
        }

        IEnumerable<Line> Rows()
        {
            for (var i = 0; i < count; i++)
            {
                made++;
                yield return new(i, text);
            }
        }
    }

    [Fact]
    public async Task The_time_that_a_reader_takes_is_not_the_time_of_the_export()
    {
        var clock = new FakeTimeProvider();
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var turns = Turns();
        using var reader = new Reader(() => clock.Advance(TimeSpan.FromHours(1)));
        await new RowStream(form, new(TimeSpan.FromSeconds(10), ending, clock), turns).WriteAsync(
            Enumerable.Range(0, 2_000).Select(i => new Line(i, new('x', 200))), PipeWriter.Create(reader), default);

        Assert.InRange(reader.PieceCount, 20, 40);
        Assert.False(ending.IsCancellationRequested);
    }

    [Fact]
    public async Task Rows_that_take_too_long_to_make_end_the_export()
    {
        var clock = new FakeTimeProvider();
        var pipe = Inline();
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var turns = Turns();
        var stream = new RowStream(form, new(TimeSpan.FromSeconds(10), ending, clock), turns);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.WriteAsync(
            Enumerable.Range(0, 20).Select(i =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return new Line(i, "x");
            }),
            pipe.Writer, default));
    }

    [Fact]
    public async Task A_reader_who_leaves_ends_the_export()
    {
        var pipe = Inline();
        await pipe.Reader.CompleteAsync();
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource();

        using var turns = Turns();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RowStream(form, new(TimeSpan.FromMinutes(1), ending, TimeProvider.System), turns).WriteAsync(
            Enumerable.Range(0, 100_000).Select(i => new Line(i, "x")), pipe.Writer, default));
    }

    [Fact]
    public async Task Between_two_pieces_others_have_the_thread_so_a_reader_who_left_unnoticed_costs_one_piece()
    {
        var made = 0;
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource();
        using var gone = new CancellationTokenSource();
        using var turns = Turns();
        using var reader = new Reader(() => { });   // Takes all at once, whoever is there, as a connection does that was reset.
        var thread = new OneThread();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(thread);
        Task writing;
        try
        {
            writing = new RowStream(form, new(TimeSpan.FromMinutes(1), ending, TimeProvider.System), turns).WriteAsync(
                Enumerable.Range(0, 100_000).Select(i => new Line(made++, new('x', 200))), PipeWriter.Create(reader), gone.Token);
            thread.Post(_ => gone.Cancel(), null);
            thread.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.InRange(made, 0, 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task As_many_exports_make_rows_at_a_time_as_the_limit_says_and_one_more_waits(int count)
    {
        using var turns = Turns(count);
        using var free = new ManualResetEventSlim();
        var (within, most) = (0, 0);
        var all = Enumerable.Range(0, count + 1).Select(_ => Task.Run(() => WriteAsync(turns, Rows()))).ToArray();
        await UntilAsync(() => Volatile.Read(ref within) == count && turns.WaitingCount == 1);
        free.Set();
        await Task.WhenAll(all);

        Assert.Equal(count, most);
        Assert.Equal(0, turns.WaitingCount);

        IEnumerable<Line> Rows()
        {
            InterlockedMax(ref most, Interlocked.Increment(ref within));
            free.Wait();
            Interlocked.Decrement(ref within);
            yield return new(1, "x");
        }
    }

    [Fact]
    public async Task A_reader_who_does_not_read_keeps_no_turn()
    {
        using var turns = Turns();
        var pipe = Inline();
        var slow = WriteAsync(turns, Enumerable.Range(0, 1_000).Select(i => new Line(i, new('x', 200))), pipe.Writer);
        await UntilAsync(() => pipe.Reader.TryRead(out var read) && Keep(read));
        await WriteAsync(turns, Enumerable.Range(0, 1_000).Select(i => new Line(i, new('x', 200))));

        Assert.False(slow.IsCompleted);
        await pipe.Reader.CompleteAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        bool Keep(ReadResult read)
        {
            pipe.Reader.AdvanceTo(read.Buffer.Start);
            return read.Buffer.Length > PauseBytes;
        }
    }

    private static async Task WriteAsync(PieceTurns turns, IEnumerable<object> rows, PipeWriter? to = null)
    {
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource();
        await new RowStream(form, new(TimeSpan.FromMinutes(1), ending, TimeProvider.System), turns).WriteAsync(rows, to ?? PipeWriter.Create(Stream.Null), default);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int known; (known = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, known) != known;)
        {
        }
    }

    private static async Task UntilAsync(Func<bool> seen)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !seen(); await Task.Yield())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "What was waited for did not come.");
        }
    }

    [Theory]
    [InlineData("csv", "number,text\r\n")]
    [InlineData("json", "[\n]\n")]
    [InlineData("ndjson", "")]
    public async Task No_rows_are_a_whole_answer_too(string extension, string expected)
    {
        using var body = new MemoryStream();
        using var form = ExportFormat.All.Single(f => f.Extension == extension).Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource();
        using var turns = Turns();
        await new RowStream(form, new(TimeSpan.FromMinutes(1), ending, TimeProvider.System), turns).WriteAsync([], PipeWriter.Create(body, new(leaveOpen: true)), default);

        Assert.Equal(expected, Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>Takes pieces without ever saying that it is gone.</summary>
    private sealed class Reader(Action take) : MemoryStream
    {
        public int PieceCount { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            PieceCount++;
            take();
            return default;
        }
    }

    /// <summary>What is posted runs one after the other on the thread that runs it.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Work, object? State)> posted = new();

        public override void Post(SendOrPostCallback d, object? state) => posted.Enqueue((d, state));

        public void Run()
        {
            while (posted.TryDequeue(out var next))
            {
                next.Work(next.State);
            }
        }
    }
}
