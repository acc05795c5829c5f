using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Export;

/// <summary>A form in which rows are written. The extension of the path decides, else the header Accept, else it is JSON.</summary>
internal sealed class ExportFormat
{
    public static readonly ExportFormat Json = new("json", "application/json", rows => new JsonRows(rows, isLines: false));
    public static readonly ExportFormat Csv = new("csv", "text/csv", rows => new CsvRows(rows));
    public static readonly ExportFormat Lines = new("ndjson", "application/x-ndjson", rows => new JsonRows(rows, isLines: true));

    private ExportFormat(string extension, string mediaType, Func<RowShape, IRowForm> form)
    {
        Extension = extension;
        MediaType = mediaType;
        Form = form;
    }

    /// <summary>All, the one that is preferred where the caller has no preference first.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } = [Json, Csv, Lines];

    public string Extension { get; }

    public string MediaType { get; }

    /// <summary>The content type of an answer. CSV says that it has a header, as RFC 4180 asks.</summary>
    public string ContentType => this == Csv ? "text/csv; charset=utf-8; header=present" : MediaType + "; charset=utf-8";

    public Func<RowShape, IRowForm> Form { get; }

    /// <summary>The format of the greatest quality for an Accept header; null where none is acceptable.</summary>
    public static ExportFormat? Choose(StringValues accept)
    {
        if (accept.Count == 0 || accept.All(string.IsNullOrWhiteSpace))
        {
            return Json;
        }

        return MediaTypeHeaderValue.TryParseList(accept!, out var ranges)
            ? All.Select(f => (Format: f, Quality: Quality(f, ranges))).Where(f => f.Quality > 0).OrderByDescending(f => f.Quality).FirstOrDefault().Format
            : null;
    }

    // The most specific range that takes the type decides (RFC 9110, 12.5.1).
    private static double Quality(ExportFormat format, IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(r => r.MatchesAllTypes || (r.MatchesAllSubTypes ? format.MediaType.StartsWith(r.Type + "/", StringComparison.OrdinalIgnoreCase) : r.MediaType.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(r => r.MatchesAllTypes ? 2 : r.MatchesAllSubTypes ? 1 : 0)
        .Select(r => r.Quality ?? 1).FirstOrDefault(0);
}
