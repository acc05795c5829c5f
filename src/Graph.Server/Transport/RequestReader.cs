using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Graph.Server.Api;
using GraphQL;

namespace Graph.Server.Transport;

/// <summary>
/// Reads GraphQL requests. Bodies are read with a bound, and their JSON by hand: numbers are bounded before anything is made of
/// them, a repeated key is refused, and every fault is an answer and never an exception of a library.
/// </summary>
internal sealed class RequestReader(ApiOptions options, PersistedOperations operations)
{
    private static readonly SearchValues<byte> NotWhole = SearchValues.Create(".eE"u8);

    /// <summary>Reads the body of a POST.</summary>
    public async Task<GraphRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadAsync(request, options.BodyBytesMax, "bodyBytesMax", cancellationToken);
        ReadOnlySpan<byte> bytes = body;
        return Read(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes) with { BodyBytes = bytes.Length };
    }

    /// <summary>Reads the query string of a GET; an empty parameter is an absent one.</summary>
    public GraphRequest Read(IQueryCollection query)
    {
        foreach (var name in (string[])["query", "documentId", "operationName", "variables", "extensions"])
        {
            if (query[name].Count > 1)
            {
                throw ApiError.BadRequest($"expected the parameter '{name}' once, found it {query[name].Count} times");
            }
        }

        var extensions = Map(Given(query, "extensions"), "extensions");
        return new(
            operations.Text(Given(query, "query"), Given(query, "documentId"), extensions), Given(query, "operationName"), Map(Given(query, "variables"), "variables"), extensions);
    }

    private static string? Given(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;

    private Inputs Map(string? json, string name)
    {
        if (json is null)
        {
            return GraphQL.Inputs.Empty;
        }

        return Map(Encoding.UTF8.GetBytes(json), name);
    }

    /// <summary>Reads a JSON object.</summary>
    public Inputs Map(ReadOnlySpan<byte> json, string name) => Guard(json, (ref Utf8JsonReader reader) =>
    {
        Next(ref reader);
        var inputs = Inputs(ref reader, name);
        if (reader.Read())
        {
            throw ApiError.BadRequest($"expected one JSON object in '{name}'");
        }

        return inputs;
    });

    /// <summary>Reads a request that came in another way.</summary>
    public GraphRequest Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            throw ApiError.BadRequest("expected a JSON object in the body, found nothing");
        }

        return Guard(json, (ref Utf8JsonReader reader) =>
        {
            Next(ref reader);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw ApiError.BadRequest("expected a JSON object in the body; batches are not taken");
            }

            string? query = null, documentId = null, operationName = null;
            Inputs variables = GraphQL.Inputs.Empty, extensions = GraphQL.Inputs.Empty;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (Next(ref reader) && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = Name(ref reader, seen);
                Next(ref reader);
                switch (name)
                {
                    case "query":
                        query = String(ref reader, name);
                        break;
                    case "documentId":
                        documentId = String(ref reader, name);
                        break;
                    case "operationName":
                        operationName = String(ref reader, name);
                        break;
                    case "variables":
                        variables = Inputs(ref reader, name);
                        break;
                    case "extensions":
                        extensions = Inputs(ref reader, name);
                        break;
                    default:
                        Value(ref reader);
                        break;
                }
            }

            if (reader.Read())
            {
                throw ApiError.BadRequest("expected one JSON object in the body, found more");
            }

            return new GraphRequest(operations.Text(query, documentId, extensions), operationName is "" ? null : operationName, variables, extensions);
        });
    }

    private delegate T Reading<out T>(ref Utf8JsonReader reader);

    private T Guard<T>(ReadOnlySpan<byte> json, Reading<T> read)
    {
        // One level more than is taken, so that the limit is found here and named.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = options.JsonDepthMax + 1 });
        try
        {
            return read(ref reader);
        }
        catch (JsonException e)
        {
            throw ApiError.BadRequest($"expected JSON, found a fault at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // Text that is not UTF-8, or half a surrogate pair, is found only when it is read.
            throw ApiError.BadRequest("expected JSON in UTF-8, found bytes or escapes that are no text");
        }
    }

    private static bool Next(ref Utf8JsonReader reader) => reader.Read() ? true : throw ApiError.BadRequest("expected more JSON, found its end");

    private static string Name(ref Utf8JsonReader reader, HashSet<string> seen)
    {
        var name = reader.GetString()!;
        return seen.Add(name) ? name : throw ApiError.BadRequest($"expected each key once, found '{Short(name)}' again");
    }

    private static string? String(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw ApiError.BadRequest($"expected a text in '{name}'"),
    };

    private Inputs Inputs(ref Utf8JsonReader reader, string name) => Value(ref reader) switch
    {
        null => GraphQL.Inputs.Empty,
        Dictionary<string, object?> map => map.ToInputs(),
        _ => throw ApiError.BadRequest($"expected a JSON object in '{name}'"),
    };

    // Recursion is bounded by the depth that is taken.
    private object? Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= options.JsonDepthMax)
        {
            throw ApiError.Limit("jsonDepthMax", options.JsonDepthMax, null, "levels of JSON");
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (Next(ref reader) && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    Next(ref reader);
                    if (!map.TryAdd(name, Value(ref reader)))
                    {
                        throw ApiError.BadRequest($"expected each key once, found '{Short(name)}' again");
                    }
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new List<object?>();
                while (Next(ref reader) && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Value(ref reader));
                }

                return list;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.TokenType == JsonTokenType.True;
            case JsonTokenType.Number:
                return Number(reader.ValueSpan);
            default:
                return null;
        }
    }

    private object Number(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > options.NumberBytesMax)
        {
            throw ApiError.Limit("numberBytesMax", options.NumberBytesMax, digits.Length, "bytes in a number");
        }

        if (!digits.ContainsAny(NotWhole))
        {
            // The casts keep each type as it is: left alone, all would become the greatest of the three.
            return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) ? small
                : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? (object)large
                : System.Numerics.BigInteger.Parse(Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
        }

        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw ApiError.BadRequest($"expected a number within the range of a double, found {Encoding.ASCII.GetString(digits)}");
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
