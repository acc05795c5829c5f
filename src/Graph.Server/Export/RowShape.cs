using System.Reflection;
using System.Text.Json;

namespace Graph.Server.Export;

/// <summary>The columns of a kind of row, in the order in which its record declares them: the same for every format.</summary>
internal sealed class RowShape
{
    private RowShape(IReadOnlyList<Column> columns) => Columns = columns;

    public IReadOnlyList<Column> Columns { get; }

    public static RowShape Of<T>()
        where T : class => new(
        [
            .. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(p => new Column(JsonNamingPolicy.CamelCase.ConvertName(p.Name), JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(p.Name)), p.GetValue)),
        ]);

    /// <summary>Columns that are named one by one.</summary>
    public static RowShape Of(IEnumerable<(string Name, Func<object, object?> Read)> columns) =>
        new([.. columns.Select(c => new Column(c.Name, JsonEncodedText.Encode(c.Name), c.Read))]);

    /// <summary>A column: its name, its name as JSON, and its value in a row.</summary>
    internal sealed record Column(string Name, JsonEncodedText Encoded, Func<object, object?> Read);
}
