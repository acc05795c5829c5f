using System.Text.Json;
using GraphQL.Types;

namespace Graph.Server.Api.Inputs;

/// <summary>An input of the API that is written as JSON where there is no GraphQL document: judged and read as a variable of its type would be.</summary>
internal static class JsonInput
{
    private const int DepthMax = 64;

    /// <summary>Reads a value; null where it is null, or where anything is wrong with it, which is told.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="path">Its place.</param>
    /// <param name="options">How many faults are told.</param>
    /// <param name="fault">Takes each fault.</param>
    public static object? Read(IGraphType type, string json, string path, ApiOptions options, Action<InputFault> fault)
    {
        object? value;
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = DepthMax, AllowDuplicateProperties = false });
            value = Value(document.RootElement);
        }
        catch (JsonException)
        {
            fault(new(path, $"expected JSON of at most {DepthMax} levels without a name twice"));
            return null;
        }

        var faults = InputFaults.Of(type, value, path, options.ErrorCountMax + 1, options.Introspection);
        foreach (var one in faults)
        {
            fault(one);
        }

        return faults.Count > 0 ? null : Coerced(type, value);
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt32(out var whole) ? whole : json.TryGetInt64(out var large) ? large : json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        _ => json.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value), StringComparer.Ordinal),
    };

    // What was judged fits its type.
    private static object? Coerced(IGraphType type, object? value) => (type, value) switch
    {
        (NonNullGraphType must, _) => Coerced(must.ResolvedType!, value),
        (_, null) => null,
        (ListGraphType list, List<object?> items) => items.Select(i => Coerced(list.ResolvedType!, i)).ToArray(),
        (ListGraphType list, _) => new[] { Coerced(list.ResolvedType!, value) },
        (IInputObjectGraphType shape, IDictionary<string, object?> given) => shape.Fields.Where(f => given.ContainsKey(f.Name) || f.DefaultValue is not null)
            .ToDictionary(f => f.Name, f => given.TryGetValue(f.Name, out var item) ? Coerced(f.ResolvedType!, item) : f.DefaultValue, StringComparer.Ordinal),
        (ScalarGraphType scalar, _) => scalar.ParseValue(value),
        _ => throw new System.Diagnostics.UnreachableException($"{type.Name} is no type of an input."),
    };
}
