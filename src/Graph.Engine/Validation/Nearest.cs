namespace Graph.Engine.Validation;

/// <summary>Finds what somebody may have meant by a name that does not exist.</summary>
public static class Nearest
{
    private const int HintCountMax = 3;

    /// <summary>Words to put after "found 'name'": the nearest names, or nothing where none is near.</summary>
    public static string Hint(string name, IEnumerable<string> names)
    {
        List<string> near = [.. names
            .Select(n => (Name: n, Distance: Distance(name, n)))
            .Where(n => n.Distance <= 1 + (Math.Min(name.Length, n.Name.Length) / 4))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(HintCountMax).Select(n => n.Name)];
        return near.Count == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
    }

    // Levenshtein's distance over short names; a longer one is near to nothing.
    private static int Distance(string one, string other)
    {
        const int LengthMax = 64;
        if (one.Length > LengthMax || other.Length > LengthMax)
        {
            return int.MaxValue;
        }

        Span<int> row = stackalloc int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
