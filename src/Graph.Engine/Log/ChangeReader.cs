using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Log;

/// <summary>
/// Reads the stored form of a change in one pass over its bytes: a start reads every entry ever written. Names of kinds and fields
/// and tokens of people are taken from a pool, because they are few and come in every entry.
/// </summary>
internal static class ChangeReader
{
    private const int NameCountMax = 10_000;
    private const int NameLengthMax = 72;

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> NamesByText = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    // The dictionary's own count takes all of its locks.
    private static int nameCount;

    /// <summary>Reads a change; without its steps it is known when and by whom it was made, and what was answered.</summary>
    public static Change Read(long revision, ReadOnlySpan<byte> payload, bool withSteps = true)
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            json.Read();
            var change = ReadChange(ref json, revision, withSteps);
            return json.Read() ? throw new FormatException("the entry is not a change: something follows it") : change;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("the entry is not a change: " + e.Message, e);
        }
    }

    private static Change ReadChange(ref Utf8JsonReader json, long revision, bool withSteps)
    {
        string? id = null, actor = null, client = null, at = null, reason = null, origin = null, request = null;
        ChangeCounts? counts = null;
        List<string>? keys = null;
        List<Step>? steps = null;
        var version = 0;
        Expect(ref json, JsonTokenType.StartObject);
        while (NextName(ref json) is { } name)
        {
            switch (name)
            {
                case "v":
                    version = json.GetInt32();
                    if (version != ChangeCodec.Version)
                    {
                        throw new FormatException($"format version {version} is not known; this program reads version {ChangeCodec.Version}");
                    }

                    break;
                case "id":
                    id = json.GetString();
                    break;
                case "actor":
                    actor = Name(ref json);
                    break;
                case "client":
                    client = Name(ref json);
                    break;
                case "at":
                    at = json.GetString();
                    break;
                case "reason":
                    reason = json.GetString();
                    break;
                case "origin":
                    origin = Name(ref json);
                    break;
                case "request":
                    request = json.GetString();
                    break;
                case "counts":
                    counts = ReadCounts(ref json);
                    break;
                case "keys":
                    keys = ReadTexts(ref json);
                    break;
                case "ops" when withSteps:
                    steps = ReadSteps(ref json);
                    break;
                case "ops":
                    steps = [];
                    json.Skip();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new(
            revision, Given(id, "id"), Given(actor, "actor"),
            DateTimeOffset.Parse(Given(at, "at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Given(reason, "reason"), Origin(Given(origin, "origin")), Given(request, "request"), Given(counts, "counts"), Given(keys, "keys"),
            version == 0 ? throw Lacks("v") : Given(steps, "ops"))
        {
            Client = client,
        };
    }

    private static ChangeCounts ReadCounts(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartArray);
        Span<int> counts = stackalloc int[6];
        foreach (ref var count in counts)
        {
            json.Read();
            count = json.GetInt32();
        }

        json.Read();
        Expect(ref json, JsonTokenType.EndArray);
        return new(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    private static List<Step> ReadSteps(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartArray);
        var steps = new List<Step>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            steps.Add(ReadStep(ref json));
        }

        return steps;
    }

    private static Step ReadStep(ref Utf8JsonReader json)
    {
        string? verb = null, of = null, kind = null, from = null, to = null, meaning = null;
        ExternalId? external = null;
        var setsExternal = false;
        KeyValuePair<string, object?>[] fields = [];
        Expect(ref json, JsonTokenType.StartObject);
        while (NextName(ref json) is { } name)
        {
            switch (name)
            {
                case "put" or "delete" or "erase":
                    (verb, of) = (name, json.GetString());
                    break;
                case "link" or "unlink":
                    (verb, kind) = (name, Name(ref json));
                    break;
                case "kind":
                    kind = Name(ref json);
                    break;
                case "from":
                    from = json.GetString();
                    break;
                case "to":
                    to = json.GetString();
                    break;
                case "external":
                    setsExternal = true;
                    external = json.TokenType == JsonTokenType.Null ? null
                        : ReadTexts(ref json) is [var source, var id] ? new(source, id)
                        : throw new FormatException("the entry is not a change: expected a source and an id");
                    break;
                case "meaning":
                    meaning = json.GetString();
                    break;
                case "fields":
                    fields = ReadFields(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return verb switch
        {
            "put" => new DocumentPut(Given(kind, "kind"), Given(of, verb), setsExternal, external, fields) { Meaning = meaning },
            "link" => new EdgePut(Given(from, "from"), Given(kind, verb), Given(to, "to"), fields),
            "unlink" => new EdgeRemoved(Given(from, "from"), Given(kind, verb), Given(to, "to")),
            "delete" => new DocumentDeleted(Given(of, verb)),
            "erase" => new PersonErased(Given(of, verb)),
            _ => throw Lacks("delete"),
        };
    }

    private static KeyValuePair<string, object?>[] ReadFields(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject);
        var fields = new List<KeyValuePair<string, object?>>(8);
        while (NextName(ref json) is { } name)
        {
            fields.Add(new(name, ReadValue(ref json)));
        }

        return [.. fields];
    }

    // Raw values: the builder gives them their type by the field they belong to.
    private static object? ReadValue(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return PersonalValues.IsToken(json.ValueSpan) ? Name(ref json) : json.GetString();
            case JsonTokenType.True or JsonTokenType.False:
                return json.TokenType == JsonTokenType.True;
            case JsonTokenType.Number:
                return json.TryGetInt32(out var whole) ? (object)whole : json.GetDouble();
            case JsonTokenType.StartArray:
                return ReadTexts(ref json).ToArray();
            default:
                Expect(ref json, JsonTokenType.StartObject);
                var flags = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (NextName(ref json) is { } name)
                {
                    flags[name] = json.GetBoolean();
                }

                return flags;
        }
    }

    private static List<string> ReadTexts(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartArray);
        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(json.GetString() ?? throw new FormatException("the entry is not a change: expected a text, found null"));
        }

        return texts;
    }

    // Stands on the value afterwards; null at the end of the object.
    private static string? NextName(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = Name(ref json);
        json.Read();
        return name;
    }

    private static string Name(ref Utf8JsonReader json)
    {
        if (json.ValueSpan.Length > NameLengthMax)
        {
            return json.GetString()!;
        }

        Span<char> buffer = stackalloc char[NameLengthMax];
        ReadOnlySpan<char> text = buffer[..json.CopyString(buffer)];
        if (!NamesByText.TryGetValue(text, out var name))
        {
            name = text.ToString();
            if (nameCount < NameCountMax && Names.TryAdd(name, name))
            {
                Interlocked.Increment(ref nameCount);
            }
        }

        return name;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType != type)
        {
            throw new FormatException($"the entry is not a change: expected {type}, found {json.TokenType}");
        }
    }

    private static T Given<T>(T? value, string name)
        where T : class => value ?? throw Lacks(name);

    private static FormatException Lacks(string name) => new($"the entry is not a change: it lacks '{name}'");

    private static ChangeOrigin Origin(string word) => word switch
    {
        "EDIT" => ChangeOrigin.Edit,
        "AUTHORITY" => ChangeOrigin.Authority,
        "SEED" => ChangeOrigin.Seed,
        _ => throw new FormatException($"the origin '{word}' is not known"),
    };
}
