using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Graph.Server.Api.Reading;

namespace Graph.Server.Export.Packs;

/// <summary>What a pack says of itself in <c>head.json</c>: of what log, view and program it is. Properties stand in the order in which they are written.</summary>
/// <param name="Assumed">The changes that it assumes and no log holds, in words; null = none.</param>
/// <param name="Form">The version of the program's exports; null in packs of before it was told.</param>
/// <param name="Hash">The hash of the log.</param>
/// <param name="Kind">What kind of question its view answers.</param>
/// <param name="Law">The day of each framework's text.</param>
/// <param name="MappingSets">The mapping sets that may give credit; null = all.</param>
/// <param name="Method">The version of the method by which cells are judged.</param>
/// <param name="On">The day judged.</param>
/// <param name="Renewals">Whether proof that is valid today counts as renewed.</param>
/// <param name="Revision">The revision of the log.</param>
/// <param name="Subject">The key of a system, or <see cref="Organisation"/>.</param>
/// <param name="Today">The day from which the view looks; null in packs of before it was told.</param>
internal sealed record PackHead(
    IReadOnlyList<string>? Assumed, string? Form, string? Hash, string? Kind, IReadOnlyDictionary<string, string?>? Law, IReadOnlyList<string>? MappingSets,
    string? Method, DateOnly? On, string? Renewals, long? Revision, string? Subject, DateOnly? Today)
{
    /// <summary>The name of the file.</summary>
    public const string File = "head.json";

    /// <summary>The subject of a pack of everything.</summary>
    public const string Organisation = "organisation";

    private static readonly JsonSerializerOptions Indented = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>Why this program cannot make the pack again from a log; null where it can.</summary>
    [JsonIgnore]
    public string? Hindrance =>
        Assumed is not null ? $"it assumes {Assumed.Count} changes, of which {File} names the keys and not the contents"
        : Form != Exports.Form || Method != Graph.Engine.Analysis.Method.Version ? $"another version of the program made it (exports of form {Form ?? "before 6"}, method {Method ?? "unknown"}; this one has {Exports.Form} and {Graph.Engine.Analysis.Method.Version})"
        : Stamp is null ? $"{File} does not name its view whole"
        : null;

    /// <summary>The view that the pack is of; null where it does not say.</summary>
    [JsonIgnore]
    public ViewStamp? Stamp =>
        On is { } on && Today is { } today && ViewStamp.TryParse(
            string.Create(CultureInfo.InvariantCulture, $"{Revision}.{on:yyyy-MM-dd}.{today:yyyy-MM-dd}.{Kind}.{Renewals}{(MappingSets is null ? "" : "." + string.Join(',', MappingSets))}"), out var stamp) ? stamp : null;

    /// <summary>Reads the file; what it must say and does not is one fault.</summary>
    public static (PackHead? Head, string? Fault) Read(ReadOnlySpan<byte> json)
    {
        PackHead? head;
        try
        {
            head = JsonSerializer.Deserialize<PackHead>(json, Indented);
        }
        catch (JsonException)
        {
            head = null;
        }

        // What a terminal would obey is no key, hash or version, and is not told to it.
        if (head is null || ((string?[])[head.Subject, head.Hash, head.Form, head.Method]).Any(t => t?.Any(char.IsControl) == true))
        {
            return (null, $"{File}: expected a JSON object with the values that a pack has, found something else");
        }

        string[] missing =
        [
            .. head.Subject is null ? ["subject"] : (string[])[], .. head.Revision is null or < 0 ? ["revision"] : (string[])[],
            .. head.Hash is null ? ["hash"] : (string[])[], .. head.On is null ? ["on"] : (string[])[],
        ];
        return missing.Length == 0 ? (head, null) : (null, $"{File}: expected subject, revision, hash and on, found no {string.Join(", no ", missing)}");
    }

    /// <summary>The text of the file.</summary>
    public string Write() => JsonSerializer.Serialize(this, Indented) + "\n";
}
