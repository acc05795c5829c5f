using System.Buffers;
using System.Collections;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQLParser.AST;

namespace Graph.Server.Transport;

/// <summary>
/// Writes an answer while it is made into JSON: what was executed is walked until a piece is full, the piece goes out, and only when
/// there is room for it is the next one made. So beside the values themselves no answer costs more than a piece, however long it is
/// and however slowly it is read; and values are let go as they are written, which is why a result is written once.
/// </summary>
internal sealed class AnswerWriter(IGraphQLTextSerializer serializer, ExecutionResult result)
{
    /// <summary>The size of a piece in bytes; the value that fills it comes on top.</summary>
    public const int PieceBytes = 16 * 1024;

    // JSON media types with nosniff need no letter escaped that JSON does not.
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> piece = new(1_024);
    private readonly Dictionary<GraphQLField, JsonEncodedText> names = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Level> open = new();

    /// <summary>The greatest number of bytes that were ever held back.</summary>
    public int HeldBytesMax { get; private set; }

    /// <summary>Writes errors, data and extensions, in this order.</summary>
    /// <exception cref="OperationCanceledException">The reader is gone.</exception>
    public Task WriteAsync(PipeWriter body, CancellationToken gone) => WriteAsync(
        async (piece, cancellationToken) =>
        {
            // Waits while the reader is behind.
            var sent = await body.WriteAsync(piece, cancellationToken);
            if (sent.IsCompleted || sent.IsCanceled)
            {
                throw new OperationCanceledException("The reader is gone.");
            }
        },
        gone);

    /// <summary>Writes errors, data and extensions, in this order, a piece at a time to whatever takes them.</summary>
    public async Task WriteAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> body, CancellationToken gone)
    {
        await using var json = new Utf8JsonWriter(piece, Form);
        json.WriteStartObject();
        if (result.Errors is { Count: > 0 } errors)
        {
            json.WriteStartArray("errors"u8);
            foreach (var error in errors)
            {
                json.WriteRawValue(serializer.Serialize(error), skipInputValidation: true);
                await SendAsync(json, body, PieceBytes, gone);
            }

            json.WriteEndArray();
        }

        if (result.Executed)
        {
            json.WritePropertyName("data"u8);
            Open(json, result.Data as ExecutionNode);
            while (open.Count > 0)
            {
                Walk(json);
                await SendAsync(json, body, PieceBytes, gone);
            }
        }

        if (result.Extensions is { Count: > 0 } extensions)
        {
            json.WritePropertyName("extensions"u8);
            json.WriteRawValue(serializer.Serialize(extensions), skipInputValidation: true);
        }

        json.WriteEndObject();
        await SendAsync(json, body, 0, gone);
    }

    private async ValueTask SendAsync(Utf8JsonWriter json, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> body, int enough, CancellationToken gone)
    {
        if (piece.WrittenCount + json.BytesPending < enough)
        {
            return;
        }

        json.Flush();
        HeldBytesMax = Math.Max(HeldBytesMax, piece.WrittenCount);
        await body(piece.WrittenMemory, gone);
        piece.ResetWrittenCount();
    }

    private void Walk(Utf8JsonWriter json)
    {
        while (piece.WrittenCount + json.BytesPending < PieceBytes && open.TryPop(out var level))
        {
            if (level.Next == level.Nodes.Count)
            {
                Close(json, level);
                continue;
            }

            var node = level.Nodes[level.Next];
            level.Nodes[level.Next] = null!;
            open.Push(level with { Next = level.Next + 1 });
            if (level.IsObject)
            {
                json.WritePropertyName(Name(node));
            }

            Open(json, node);
        }
    }

    private void Open(Utf8JsonWriter json, ExecutionNode? node)
    {
        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields }:
                json.WriteStartObject();
                open.Push(new(fields, 0, IsObject: true));
                break;
            case ArrayExecutionNode { Items: { } items }:
                json.WriteStartArray();
                open.Push(new(items, 0, IsObject: false));
                break;
            case ArrayExecutionNode { SerializedResult: { } values }:
                Write(json, values);
                break;
            case ValueExecutionNode value:
                Write(json, value.ToValue());
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void Close(Utf8JsonWriter json, Level level)
    {
        if (level.IsObject)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteEndArray();
        }
    }

    private JsonEncodedText Name(ExecutionNode node)
    {
        if (!names.TryGetValue(node.Field, out var name))
        {
            names[node.Field] = name = JsonEncodedText.Encode(node.Name!, Form.Encoder);
        }

        return name;
    }

    // A list of values is one value of a document: it is bounded, and never the long part of an answer.
    private void Write(Utf8JsonWriter json, IEnumerable values)
    {
        json.WriteStartArray();
        if (values is object?[] texts)
        {
            foreach (var text in texts)
            {
                Write(json, text);
            }
        }
        else
        {
            foreach (var value in values)
            {
                Write(json, value);
            }
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, object? value)
    {
        if (!JsonValue.TryWrite(json, value))
        {
            json.WriteRawValue(serializer.Serialize(value), skipInputValidation: true);
        }
    }

    /// <summary>An object or a list that is begun, and which of its parts comes next.</summary>
    private readonly record struct Level(IList<ExecutionNode> Nodes, int Next, bool IsObject);
}
