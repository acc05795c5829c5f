namespace Graph.Server.Export.Packs;

/// <summary>
/// Names of files that are made of keys: below the folder of a pack whatever a key says, of characters that every system takes, and unlike each other also where
/// capitals do not count. A key of small letters, digits, '.' and '-' is its own name.
/// </summary>
internal static class PackNames
{
    private const int LengthMax = 100;

    // Windows opens no file of such a name, whatever its ending.
    private static readonly HashSet<string> Devices =
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"com{n}", $"lpt{n}"])];

    /// <summary>A name for each key. They follow from the keys together, in whatever order these come.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> keys)
    {
        var (names, taken) = (new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (key, readable) in keys.Select(k => (Key: k, Readable: Readable(k))).OrderBy(k => k.Readable != k.Key).ThenBy(k => k.Key, StringComparer.Ordinal))
        {
            var name = readable;
            for (var n = 2; !taken.Add(name); n++)
            {
                name = $"{readable}_{n}";
            }

            names.Add(key, name);
        }

        return names;
    }

    /// <summary>What is left of a key in a name. No '_' of a key is, so that whatever is told apart by one is like no other.</summary>
    public static string Readable(string key)
    {
        var kept = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? char.ToLowerInvariant(c) : '-')).Trim('.', '-');
        var name = kept[..Math.Min(kept.Length, LengthMax)].TrimEnd('.', '-');
        return name.Length == 0 ? "_" : Devices.Contains(name.Split('.')[0]) ? "_" + name : name;
    }
}
