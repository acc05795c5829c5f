using Graph.Engine.Log;

namespace Graph.Stores.Neo4j;

/// <summary>The properties of a personal value that lies beside the log.</summary>
internal static class PersonalProperties
{
    public const string Digest = "digest";
    public const string Salt = "salt";
    public const string Value = "value";

    /// <summary>What is shown of the value.</summary>
    public const string Name = "name";

    /// <summary>What is shown of a value; nothing of an erased one.</summary>
    public static string? NameOf(string? value) => value is null ? null : ActorIdentity.Parse(value).Name;

    /// <summary>What stands in a row: all but the name is as it was read and is verified with the log.</summary>
    public static Dictionary<string, object?> Of(Dictionary<string, object?> row) => new(StringComparer.Ordinal)
    {
        [Digest] = row.GetValueOrDefault(Digest),
        [Salt] = row.GetValueOrDefault(Salt),
        [Value] = row.GetValueOrDefault(Value),
        [Name] = NameOf(row.GetValueOrDefault(Value) as string),
    };
}
