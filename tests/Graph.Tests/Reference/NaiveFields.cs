namespace Graph.Tests.Reference;

/// <summary>Reads a field as what it is; an absent field is null (or false).</summary>
internal static class NaiveFields
{
    public static string? Text(this NaiveDocument document, string field) => Value(document.Fields, field) as string;

    public static string? Text(this NaiveEdge edge, string field) => Value(edge.Fields, field) as string;

    public static DateOnly? Date(this NaiveDocument document, string field) =>
        Value(document.Fields, field) is DateOnly day ? day : null;

    public static int? Number(this NaiveDocument document, string field) =>
        Value(document.Fields, field) is int number ? number : null;

    public static bool IsTrue(this NaiveDocument document, string field) => Value(document.Fields, field) is true;

    public static bool IsFalse(this NaiveDocument document, string field) => Value(document.Fields, field) is false;

    /// <summary>A list; null = unknown, which is not the same as empty.</summary>
    public static IReadOnlyList<string>? List(this NaiveDocument document, string field) =>
        Value(document.Fields, field) as IReadOnlyList<string>;

    public static IReadOnlyList<string>? List(this NaiveEdge edge, string field) =>
        Value(edge.Fields, field) as IReadOnlyList<string>;

    /// <summary>A named fact of a system; null = unknown.</summary>
    public static bool? Fact(this NaiveDocument document, string name) =>
        Value(document.Fields, "facts") is IReadOnlyDictionary<string, bool> facts
        && facts.TryGetValue(name, out bool value)
            ? value
            : null;

    private static object? Value(IReadOnlyDictionary<string, object?> fields, string field) =>
        fields.TryGetValue(field, out object? value) ? value : null;
}
