using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Graph.Server.Transport;

namespace Graph.Server.Export;

/// <summary>How rows of one shape are written, one after the other, into a buffer. Nothing of a row is kept.</summary>
internal interface IRowForm : IDisposable
{
    /// <summary>What comes before the rows.</summary>
    void Begin(IBufferWriter<byte> to);

    void Write(IBufferWriter<byte> to, object row);

    /// <summary>What comes after the rows.</summary>
    void End(IBufferWriter<byte> to);
}

/// <summary>
/// CSV (RFC 4180) in UTF-8 with a header. A cell that a spreadsheet would take for a formula, because it begins with one of
/// <c>= + - @</c>, a tab or a carriage return, gets an apostrophe in front: what is read stays text.
/// </summary>
internal sealed class CsvRows : IRowForm
{
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",

        ShouldQuote = cell => cell.Field is { } text && NeedsQuotes(text),
    };

    // The library would quote its own line end and delimiter only; many readers end a line at any, and spreadsheets of many countries a cell at others.
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\t\r\n");

    private readonly RowShape shape;
    private readonly Utf8Text text = new();
    private readonly CsvWriter csv;

    public CsvRows(RowShape shape)
    {
        this.shape = shape;
        csv = new(text, Configuration, leaveOpen: true);
    }

    public void Begin(IBufferWriter<byte> to)
    {
        text.To = to;
        foreach (var column in shape.Columns)
        {
            csv.WriteField(column.Name);
        }

        EndLine();
    }

    public void Write(IBufferWriter<byte> to, object row)
    {
        text.To = to;
        foreach (var column in shape.Columns)
        {
            switch (column.Read(row))
            {
                // Null and an empty text are both an empty cell: CSV has no other.
                case null:
                    csv.WriteField("", shouldQuote: false);
                    break;
                case string cell:
                    csv.WriteField(FormulaMark.Add(cell));
                    break;

                // A number that is negative is no formula: marked, it would be a number no more.
                case var other:
                    csv.WriteField(Text(other), shouldQuote: false);
                    break;
            }
        }

        EndLine();
    }

    public void End(IBufferWriter<byte> to)
    {
    }

    public void Dispose()
    {
        csv.Dispose();
        text.Dispose();
    }

    private static bool NeedsQuotes(string cell) => cell is [' ', ..] or [.., ' '] || cell.AsSpan().ContainsAny(Quoted) || FormulaMark.IsMarked(cell);

    // None of these has a character that is quoted.
    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
    };

    private void EndLine()
    {
        csv.NextRecord();
        csv.Flush();
    }

    // Whole lines arrive here, so that no character is cut in two.
    private sealed class Utf8Text : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public IBufferWriter<byte> To { get; set; } = null!;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Encoding.UTF8.GetBytes(buffer, To);
    }
}

/// <summary>JSON objects: one array of all rows, or one row a line (NDJSON).</summary>
internal sealed class JsonRows(RowShape shape, bool isLines) : IRowForm
{
    private readonly Utf8JsonWriter json = new(new ArrayBufferWriter<byte>(1), new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private bool isFirst = true;

    public void Begin(IBufferWriter<byte> to) => to.Write(isLines ? ""u8 : "["u8);

    public void Write(IBufferWriter<byte> to, object row)
    {
        to.Write(isLines ? ""u8 : isFirst ? "\n"u8 : ",\n"u8);
        isFirst = false;
        json.Reset(to);
        json.WriteStartObject();
        foreach (var column in shape.Columns)
        {
            json.WritePropertyName(column.Encoded);
            if (!JsonValue.TryWrite(json, column.Read(row)))
            {
                throw new UnreachableException($"expected a text, a number, a day or a flag in {column.Encoded}");
            }
        }

        json.WriteEndObject();
        json.Flush();
        to.Write(isLines ? "\n"u8 : ""u8);
    }

    public void End(IBufferWriter<byte> to) => to.Write(isLines ? ""u8 : "\n]\n"u8);

    public void Dispose() => json.Dispose();
}
