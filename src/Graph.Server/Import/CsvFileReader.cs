using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Graph.Engine.Model;
using Graph.Engine.Validation;

namespace Graph.Server.Import;

/// <summary>
/// Reads a CSV file into the nodes that a YAML file of the same documents or links would give, each row a map:
/// <list type="number">
/// <item>the name of the file says what it holds, the header which columns and which delimiter;</item>
/// <item>a row that is broken is a fault of its own and counted, and the rows after it are read;</item>
/// <item>rows without anything are passed over, as spreadsheets leave them.</item>
/// </list>
/// </summary>
internal sealed class CsvFileReader
{
    private readonly TextReader text;
    private readonly CsvContent content;
    private readonly CsvColumns columns;
    private readonly ImportLimits limits;
    private readonly UnreadEntries unread;
    private readonly Action<ImportReject> fault;
    private readonly string file;

    private CsvFileReader(TextReader text, string file, CsvContent content, GraphModel model, ImportOptions options, UnreadEntries unread, Action<ImportReject> fault)
    {
        this.text = text;
        this.file = file;
        this.content = content;
        columns = new(content, model, takesAuthority: options.IsSeed);
        limits = options.Limits;
        this.unread = unread;
        this.fault = fault;
    }

    /// <summary>Reads the file; null with a fault where nothing of it can be read.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">Its name.</param>
    /// <param name="model">The kinds and edge kinds.</param>
    /// <param name="options">Whether it is a seed, and the limits.</param>
    /// <param name="unread">Counts the rows that cannot be read.</param>
    /// <param name="fault">Takes each fault.</param>
    public static SourceNode? Read(TextReader text, string file, GraphModel model, ImportOptions options, UnreadEntries unread, Action<ImportReject> fault)
    {
        if (CsvContent.Of(file, model) is { } content)
        {
            return new CsvFileReader(text, file, content, model, options, unread, fault).ReadFile();
        }

        fault(new(file, 1, null, null, $"expected a name that begins with what the file holds ({string.Join(", ", CsvContent.Words(model))}), such as risks.csv"));
        return null;
    }

    private SourceMap? ReadFile()
    {
        var line = 1;
        var header = text.ReadLine();
        while (header is not null && string.IsNullOrWhiteSpace(header))
        {
            header = text.ReadLine();
            line++;
        }

        if (header is null)
        {
            Fault(1, "expected a header with the names of the columns, found nothing");
            return null;
        }

        var delimiter = DelimiterOf(header);
        var rows = ReadRows(HeaderOf(header, line, delimiter), line, delimiter);
        var list = new SourceList(rows, line, 1);
        return content.Kind is { } kind
            ? Map("documents", Map(kind.Name, list, line), line)
            : Map(CsvContent.Links, list, line);
    }

    private static SourceMap Map(string name, SourceNode node, int line) => new([new(name, line, node)], line, 1);

    // Names of columns hold none of the three.
    private static char DelimiterOf(string header) => ",;\t".MaxBy(d => header.Count(c => c == d));

    private IReadOnlyList<CsvColumn>? HeaderOf(string header, int line, char delimiter)
    {
        if (header.Contains('\0', StringComparison.Ordinal))
        {
            Fault(line, "expected a header in UTF-8, found characters without meaning: the file may be UTF-16");
            return null;
        }

        // Names of columns hold no delimiter, so what is too long need not be taken apart.
        if (header.Count(c => c == delimiter) is var count && count >= limits.ColumnCountMax)
        {
            Fault(line, $"expected at most {limits.ColumnCountMax} columns, found {count + 1}", ViolationCode.LimitExceeded);
            return null;
        }

        using var reader = new StringReader(header);
        using var parser = new Parser(reader, delimiter);
        if (!parser.Read() || parser.IsBroken)
        {
            Fault(line, "expected a header of names with quotes only around whole names");
            return null;
        }

        return columns.Of([.. parser.Cells.Select(c => c.Trim())], (code, column, reason) => Fault(line, reason, code, field: column));
    }

    private List<SourceNode> ReadRows(IReadOnlyList<CsvColumn>? header, int headerLine, char delimiter)
    {
        var rows = new List<SourceNode>();
        using var bounded = new BoundedCells(text, delimiter, limits.ValueCountMax);
        using var parser = new Parser(bounded, delimiter);
        int rowCount = 0, valueCount = 0;
        while (MayGoOn(parser, headerLine))
        {
            var line = headerLine + parser.Line;
            if (parser.IsEmpty)
            {
                continue;
            }

            valueCount += parser.Cells.Length + parser.Cells.Sum(c => c.Count(ch => ch == CsvColumn.Separator));
            if (++rowCount > limits.RowCountMax || valueCount > limits.ValueCountMax)
            {
                Fault(line, rowCount > limits.RowCountMax ? $"expected at most {limits.RowCountMax} rows, found more" : $"expected at most {limits.ValueCountMax} values, found more", ViolationCode.LimitExceeded);
                unread.HasMore = true;
                break;
            }

            // Without a header nobody knows what a row says; it is counted.
            if (header is null || !IsWhole(header, parser, line))
            {
                Unread();
                continue;
            }

            var isFaulty = false;
            var row = CsvColumns.Row(header, parser.Cells, line, (column, reason) =>
            {
                isFaulty = true;
                Fault(line, reason, field: column);
            });
            if (isFaulty)
            {
                Unread();
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private bool MayGoOn(Parser parser, int headerLine)
    {
        try
        {
            return parser.Read();
        }
        catch (InvalidDataException)
        {
            Fault(headerLine + parser.Line, $"expected at most {limits.ValueCountMax} values, found more", ViolationCode.LimitExceeded);
            unread.HasMore = true;
            return false;
        }
    }

    private bool IsWhole(IReadOnlyList<CsvColumn> header, Parser parser, int line)
    {
        if (parser.IsBroken)
        {
            // A quote that is not closed takes the rows after it along, and nobody can say how many they were.
            unread.HasMore |= parser.LineCount > 1;
            Fault(line, parser.LineCount > 1
                ? $"expected quotes only around a whole cell, doubled within it and closed; the row goes on to line {line + parser.LineCount - 1}"
                : "expected quotes only around a whole cell, doubled within it and closed");
            return false;
        }

        if (parser.Cells.Length != header.Count)
        {
            Fault(line, $"expected {header.Count} cells as in the header, found {parser.Cells.Length}");
            return false;
        }

        for (var i = 0; i < header.Count; i++)
        {
            if (parser.Cells[i].Length > limits.CellCharsMax)
            {
                Fault(line, $"expected at most {limits.CellCharsMax} characters in a cell, found {parser.Cells[i].Length}", ViolationCode.LimitExceeded, header[i].Name);
                return false;
            }
        }

        return true;
    }

    private void Unread()
    {
        if (content.Kind is null)
        {
            unread.Links++;
        }
        else
        {
            unread.Documents++;
        }
    }

    private void Fault(int line, string reason, ViolationCode code = ViolationCode.Validation, string? field = null) =>
        fault(new(file, line, null, field, reason) { Code = code });

    /// <summary>The library's parser, which mends what is broken, with the knowledge of what it has mended.</summary>
    private sealed class Parser : IDisposable
    {
        private readonly CsvParser parser;
        private bool isMended;
        private int linesBefore;

        public Parser(TextReader text, char delimiter) => parser = new(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BadDataFound = _ => isMended = true,
            IgnoreBlankLines = false,       // Lines could not be counted.
        });

        public string[] Cells { get; private set; } = [];

        /// <summary>The line on which the row begins.</summary>
        public int Line => linesBefore + 1;

        public int LineCount => parser.RawRow - linesBefore;

        public bool IsEmpty => !IsBroken && Cells.All(string.IsNullOrWhiteSpace);

        // The library takes no offence where a file ends within quotes after a doubled one; the number of quotes tells.
        public bool IsBroken => isMended || parser.RawRecord.Count(c => c == '"') % 2 != 0;

        public bool Read()
        {
            (isMended, linesBefore) = (false, parser.RawRow);
            if (!parser.Read())
            {
                return false;
            }

            Cells = parser.Record!;
            return true;
        }

        public void Dispose() => parser.Dispose();
    }
}
