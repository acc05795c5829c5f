using System.IO.Pipelines;
using System.Text;
using Graph.Server.Export;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Export;

/// <summary>Rows are made as fast as they are read, whoever reads them and however many there are.</summary>
public sealed class RowStreamTests
{
    private const int PauseBytes = 32 * 1024;

    private sealed record Line(int Number, string Text);

    // Everything happens on the thread of the test, so that a pause of the writer is a fact and not a matter of time.
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
        var stream = new RowStream(form, new(TimeSpan.FromMinutes(1), ending, new FakeTimeProvider()));
        var writing = stream.WriteAsync(Rows(), pipe.Writer, default);

        long read = 0, lines = 0;
        while (read < long.MaxValue)
        {
            if (writing.IsCompleted)
            {
                await writing;
                await pipe.Writer.CompleteAsync();
            }
            else
            {
                // The writer waits: what it made and nobody read yet fits into the pipe, one piece and one row.
                Assert.InRange((made * text.Length) - read, long.MinValue, PauseBytes + RowStream.PieceBytes + 1_000);
            }

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

        Assert.Equal(count, made);
        Assert.Equal(extension switch { "csv" => count + 1, "json" => count + 2, _ => count }, lines);
        Assert.InRange(stream.HeldBytesMax, RowStream.PieceBytes, RowStream.PieceBytes + 1_000);

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
        var pipe = Inline();
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        var writing = new RowStream(form, new(TimeSpan.FromSeconds(10), ending, clock)).WriteAsync(
            Enumerable.Range(0, 2_000).Select(i => new Line(i, new('x', 200))), pipe.Writer, default);

        while (!writing.IsCompleted)
        {
            clock.Advance(TimeSpan.FromHours(1));
            var result = await pipe.Reader.ReadAsync();
            pipe.Reader.AdvanceTo(result.Buffer.End);
        }

        await writing;
        Assert.False(ending.IsCancellationRequested);
    }

    [Fact]
    public async Task Rows_that_take_too_long_to_make_end_the_export()
    {
        var clock = new FakeTimeProvider();
        var pipe = Inline();
        using var form = ExportFormat.Lines.Form(RowShape.Of<Line>());
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        var stream = new RowStream(form, new(TimeSpan.FromSeconds(10), ending, clock));

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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RowStream(form, new(TimeSpan.FromMinutes(1), ending, TimeProvider.System)).WriteAsync(
            Enumerable.Range(0, 100_000).Select(i => new Line(i, "x")), pipe.Writer, default));
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
        await new RowStream(form, new(TimeSpan.FromMinutes(1), ending, TimeProvider.System)).WriteAsync([], PipeWriter.Create(body, new(leaveOpen: true)), default);

        Assert.Equal(expected, Encoding.UTF8.GetString(body.ToArray()));
    }
}
