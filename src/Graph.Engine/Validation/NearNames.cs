namespace Graph.Engine.Validation;

/// <summary>Which of many names a person may have meant, for a message that fits on a line.</summary>
public static class NearNames
{
    private const int NearCountMax = 3;
    private const int AllCountMax = 20;
    private const int LengthMax = 64;

    /// <summary>The names nearest to one that was typed; where none is near, the first of all.</summary>
    public static string Of(string typed, IEnumerable<string> names)
    {
        var all = names.ToList();
        var bound = Math.Max(2, typed.Length / 3);
        var near = typed.Length > LengthMax ? [] : all
            .Select(name => (Name: name, Distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Distance <= bound || (typed.Length > 2 && n.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(NearCountMax).Select(n => n.Name).ToList();
        return near.Count > 0 ? "near to it: " + string.Join(", ", near)
            : string.Join(", ", all.Take(AllCountMax)) + (all.Count > AllCountMax ? ", ..." : "");
    }

    // How many characters must be put in, taken out or replaced to make one of the other.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
