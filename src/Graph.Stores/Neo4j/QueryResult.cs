using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Graph.Stores.Neo4j;

/// <summary>The rows of a statement that has succeeded.</summary>
/// <param name="Rows">The rows, each in the order of the statement's RETURN.</param>
internal sealed record QueryResult(IReadOnlyList<object?[]> Rows)
{
    /// <summary>Whether an earlier try of the same call got no answer, and so may have taken effect before this one.</summary>
    public bool MayHaveHappenedBefore { get; init; }

    /// <summary>
    /// Reads an answer. The status alone says little: a statement that fails after its first row does so inside a 202, and a connection
    /// that is cut leaves half a document.
    /// </summary>
    /// <exception cref="QueryRefusedException">The answer is an error.</exception>
    /// <exception cref="NoAnswerException">The answer is not whole, or not one of Neo4j.</exception>
    public static QueryResult Read(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
            {
                throw new QueryRefusedException(errors[0].GetProperty("code").GetString()!, errors[0].GetProperty("message").GetString() ?? "");
            }

            // Bookmarks come last: without them the transaction was not committed, or its answer is cut.
            return status is >= 200 and < 300 && root.TryGetProperty("bookmarks", out _)
                ? new([.. root.GetProperty("data").GetProperty("values").EnumerateArray().Select(row => row.EnumerateArray().Select(Value).ToArray())])
                : throw new NoAnswerException($"the answer with status {status} is not whole", mayHaveHappened: true);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NoAnswerException($"the answer with status {status} is not one of Neo4j, or not whole", mayHaveHappened: true, e);
        }
    }

    /// <summary>The version in what a server tells of itself at its root; null where that is no Neo4j.</summary>
    public static string? Version(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("neo4j_version").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static object? Value(JsonElement typed)
    {
        var value = typed.GetProperty("_value");
        return typed.GetProperty("$type").GetString() switch
        {
            "Null" => null,
            "String" => value.GetString(),
            "Boolean" => value.GetBoolean(),
            "Integer" => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            "Float" => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            "Base64" => value.GetBytesFromBase64(),
            "Date" => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            "OffsetDateTime" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            "List" => value.EnumerateArray().Select(Value).ToArray(),
            "Map" => value.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value), StringComparer.Ordinal),
            var type => new OtherValue(type!, value.ToString()),
        };
    }

    /// <summary>A value of a type that we never write, as somebody may by hand.</summary>
    internal sealed record OtherValue(string Type, string Text)
    {
        public override string ToString() => $"{Text} ({Type})";
    }

    /// <summary>The bytes of a property that holds a text, or bytes that are none.</summary>
    public static byte[] Bytes(object? value) => value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => [],
    };
}
