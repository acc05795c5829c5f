using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using Graph.Server.Transport;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;

namespace Graph.Tests.Api;

/// <summary>Answers become JSON while they are sent: the same text as the library's, without ever holding it.</summary>
public sealed class AnswerWriterTests
{
    private const string Rows = "{ rows { id: text text number ratio flag nothing words inner { text } none { text } } }";

    private static readonly GraphQLSerializer Serializer = new(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    [Theory]
    [InlineData(0, Rows)]
    [InlineData(1, Rows)]
    [InlineData(500, Rows)]
    [InlineData(3, "{ rows { number } fails }")]
    [InlineData(3, "{ fails mustFail }")]
    [InlineData(3, "{ none: rows @skip(if: true) { number } }")]
    [InlineData(3, "{ nope }")]
    public async Task The_text_is_the_one_of_the_library(int count, string query)
    {
        var result = await ExecuteAsync(count, query);
        result.Extensions = new() { ["limits"] = new Dictionary<string, object?> { ["depthMax"] = 3 } };
        var expected = Serializer.Serialize(result);
        using var body = new MemoryStream();

        await WriteAsync(result, PipeWriter.Create(body, new(leaveOpen: true)));

        Assert.Equal(expected, Encoding.UTF8.GetString(body.ToArray()));
    }

    [Fact]
    public async Task Values_are_let_go_as_they_are_written()
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var result = await ExecuteAsync(2_000, Rows);
        var (first, last) = (NodeAt(result, 0), NodeAt(result, 1_999));
        Assert.True(first.IsAlive);
        var writing = WriteAsync(result, pipe.Writer);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(writing.IsCompleted);
        Assert.Equal((false, true), (first.IsAlive, last.IsAlive));
        await pipe.Reader.CompleteAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => writing);
        GC.KeepAlive(result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference NodeAt(ExecutionResult result, int row) =>
        new(((ArrayExecutionNode)((ObjectExecutionNode)result.Data!).SubFields![0]).Items![row]);

    [Fact]
    public async Task An_answer_of_many_megabytes_costs_a_piece()
    {
        var small = await ExecuteAsync(2_000, Rows);
        var large = await ExecuteAsync(100_000, Rows);
        await MeasureAsync(await ExecuteAsync(2_000, Rows));

        var (smallBytes, smallAllocated, _) = await MeasureAsync(small);
        var (largeBytes, largeAllocated, held) = await MeasureAsync(large);

        // Fifty times the text for next to nothing: the piece, its growing, the names of the fields, and what the pipe of the test takes for each piece.
        Assert.True(largeBytes > 20_000_000, $"{largeBytes} bytes");
        Assert.True(largeBytes > 45 * smallBytes, $"{smallBytes} and {largeBytes} bytes");
        Assert.True(largeAllocated < 400_000, $"{smallAllocated} and {largeAllocated} bytes allocated");
        Assert.InRange(held, AnswerWriter.PieceBytes, AnswerWriter.PieceBytes + 1_000);
    }

    [Fact]
    public async Task A_reader_that_is_behind_holds_the_writer_back()
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var writing = WriteAsync(await ExecuteAsync(20_000, Rows), pipe.Writer);
        var (bytes, most) = (0L, 0L);
        while (await pipe.Reader.ReadAsync() is var read && !(read.IsCompleted && read.Buffer.IsEmpty))
        {
            most = Math.Max(most, read.Buffer.Length);
            bytes += Math.Min(read.Buffer.Length, 4_096);
            pipe.Reader.AdvanceTo(read.Buffer.GetPosition(Math.Min(read.Buffer.Length, 4_096)));
        }

        await writing;
        Assert.True(bytes > 4_000_000, $"{bytes} bytes");
        Assert.InRange(most, 32 * 1024, (64 * 1024) + AnswerWriter.PieceBytes + 1_000);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_writing()
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var writing = WriteAsync(await ExecuteAsync(20_000, Rows), pipe.Writer);
        await pipe.Reader.ReadAsync();
        await pipe.Reader.CompleteAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => writing);
    }

    private static async Task<(long Bytes, long Allocated, int Held)> MeasureAsync(ExecutionResult result)
    {
        var body = new Counting();
        var pipe = PipeWriter.Create(body);
        var writer = new AnswerWriter(Serializer, result);
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Never waits, so it stays on this thread.
        var writing = writer.WriteAsync(pipe, default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(writing.IsCompletedSuccessfully);
        await writing;
        return (body.Count, allocated, writer.HeldBytesMax);
    }

    private static async Task WriteAsync(ExecutionResult result, PipeWriter body)
    {
        await new AnswerWriter(Serializer, result).WriteAsync(body, default);
        await body.CompleteAsync();
    }

    private static Task<ExecutionResult> ExecuteAsync(int count, string query) => new DocumentExecuter().ExecuteAsync(o =>
    {
        o.Schema = new Schema { Query = Query(count) };
        o.Query = query;
    });

    private static ObjectGraphType Query(int count)
    {
        var inner = new ObjectGraphType { Name = "Inner" };
        inner.Field<StringGraphType>("text").Resolve(_ => "<b> & \"ünïcödé\" \U0001F642");
        var row = new ObjectGraphType { Name = "Row" };
        row.Field<StringGraphType>("text").Resolve(c => "Some text of a usual length, once more for each of the rows");
        row.Field<IntGraphType>("number").Resolve(c => c.Source);
        row.Field<FloatGraphType>("ratio").Resolve(_ => 0.5);
        row.Field<BooleanGraphType>("flag").Resolve(_ => true);
        row.Field<StringGraphType>("nothing").Resolve(_ => null);
        row.Field<ListGraphType<StringGraphType>>("words").Resolve(_ => new[] { "a", null, "b" });
        row.Field("inner", inner).Resolve(_ => inner);
        row.Field("none", inner).Resolve(_ => null);
        var query = new ObjectGraphType { Name = "Query" };
        query.Field("rows", new ListGraphType(row)).Resolve(_ => Enumerable.Range(0, count).Cast<object>().ToArray());
        query.Field<StringGraphType>("fails").Resolve(_ => throw new ExecutionError("no \"text\""));
        query.Field<NonNullGraphType<StringGraphType>>("mustFail").Resolve(_ => throw new ExecutionError("no"));
        return query;
    }

    /// <summary>Counts what comes and keeps nothing.</summary>
    private sealed class Counting : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return default;
        }
    }
}
