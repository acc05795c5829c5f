using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;
using Graph.Engine.Log;

namespace Graph.Server.Export.Packs;

/// <summary>What differs between a pack and the one that is made again from the log of which it says it is.</summary>
/// <param name="Faults">The files that differ, each with how.</param>
/// <param name="Erased">The files that differ in nothing but names that were erased since, each with how many values hold one.</param>
internal sealed record PackComparison(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, int> Erased)
{
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { BadDataFound = null };

    /// <summary>Compares two packs of which each was found whole by itself.</summary>
    public static async Task<PackComparison> OfAsync(Stream given, PackVerification givenFound, Stream made, CancellationToken cancellationToken)
    {
        var madeFound = await PackVerification.OfAsync(made, cancellationToken);
        await using var givenFiles = new ZipArchive(given, ZipArchiveMode.Read, leaveOpen: true);
        await using var madeFiles = new ZipArchive(made, ZipArchiveMode.Read, leaveOpen: true);
        var (faults, erased) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var name in madeFound.Hashes.Keys.Union(givenFound.Hashes.Keys, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!givenFound.Hashes.TryGetValue(name, out var hash) || !madeFound.Hashes.TryGetValue(name, out var expected))
            {
                faults.Add($"{name}: {(hash is null ? "is missing; the log gives it" : "is a file that the log does not give")}");
            }
            else if (hash != expected)
            {
                if (ErasedCount(name, givenFiles.GetEntry(name)!, madeFiles.GetEntry(name)!) is { } count)
                {
                    erased.Add(name, count);
                }
                else
                {
                    faults.Add($"{name}: is not what the log gives");
                }
            }
        }

        return new(faults, erased);
    }

    // How many values differ, where each of them can be the one that the log gives with a name in the place of what is shown for an erased one; null where there is another difference.
    private static int? ErasedCount(string name, ZipArchiveEntry given, ZipArchiveEntry made)
    {
        var count = 0;
        using var givenValues = Values(name, given).GetEnumerator();
        foreach (var value in Values(name, made))
        {
            if (!givenValues.MoveNext() || !Fits(givenValues.Current, value))
            {
                return null;
            }

            count += givenValues.Current == value ? 0 : 1;
        }

        return givenValues.MoveNext() || count == 0 ? null : count;
    }

    // The cells of a table, each line ended by null; of other files, in all of which these two characters are encoded in texts, what stands between them.
    private static IEnumerable<string?> Values(string name, ZipArchiveEntry entry)
    {
        using var text = new StreamReader(entry.Open());
        if (!name.EndsWith(".csv", StringComparison.Ordinal))
        {
            foreach (var part in text.ReadToEnd().Split('<', '>'))
            {
                yield return part;
            }

            yield break;
        }

        using var csv = new CsvParser(text, Csv);
        while (csv.Read())
        {
            foreach (var cell in csv.Record!)
            {
                yield return cell;
            }

            yield return null;
        }
    }

    private static bool Fits(string? given, string? made)
    {
        if (given is null || made is null || given == made)
        {
            return given == made;
        }

        var parts = made.Split(PersonalValues.Erased);
        if (parts.Length == 1 || given.Length < parts[0].Length + parts[^1].Length || !given.StartsWith(parts[0], StringComparison.Ordinal) || !given.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = given.AsSpan(parts[0].Length, given.Length - parts[0].Length - parts[^1].Length);
        foreach (var part in parts[1..^1])
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
