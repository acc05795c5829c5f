using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Graph.Server.Export.Packs;

/// <summary>What a look at a pack found.</summary>
/// <param name="Faults">What is wrong; empty where it is whole.</param>
/// <param name="FileCount">How many files were compared.</param>
/// <param name="Revision">The revision of the log that it says it is of; 0 where it does not say.</param>
/// <param name="Hash">The hash of the log that it says it is of.</param>
/// <param name="AssumedCount">How many changes it assumes that no log holds; 0 unless it is a what if.</param>
internal sealed record PackVerification(IReadOnlyList<string> Faults, int FileCount, long Revision, string? Hash, int AssumedCount)
{
    private const int SmallBytesMax = 4 * 1024 * 1024;

    /// <summary>Compares every file of a pack with its list of hashes: none more, none fewer, none other; and all bytes with the seal at its end.</summary>
    /// <param name="stream">The pack; one can go back in it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidDataException">It is no ZIP file.</exception>
    public static async Task<PackVerification> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        var isWhole = await PackSeal.IsWholeAsync(stream, cancellationToken);
        await using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var faults = new List<string>();
        var files = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries.Where(e => !files.TryAdd(e.FullName, e)))
        {
            faults.Add($"{entry.FullName}: is there twice");
        }

        var listed = files.Remove(PackWriter.Sums, out var sums) ? await ReadSumsAsync(sums, faults, cancellationToken) : [];
        if (sums is null)
        {
            faults.Add($"{PackWriter.Sums}: is missing");
        }

        var (revision, hash, assumed) = (0L, (string?)null, 0);
        foreach (var (name, entry) in files)
        {
            if (!listed.Remove(name, out var expected))
            {
                faults.Add($"{name}: is not in {PackWriter.Sums}");
            }
            else if (await HashAsync(entry, cancellationToken) != expected)
            {
                faults.Add($"{name}: is not what was written");
            }
            else if (name == EvidencePack.HeadFile)
            {
                (revision, hash, assumed) = Head(await BytesAsync(entry, cancellationToken));
            }
        }

        faults.AddRange(listed.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}: is missing"));
        if (!isWhole && faults.Count == 0)
        {
            faults.Add(PackSeal.IsSealed(archive.Comment)
                ? "the ZIP file: a byte between its files is not what was written; the files themselves are"
                : "the ZIP file: has no seal, so that nothing shows what stands between its files; the files themselves are as they were written");
        }

        return new(faults, files.Count, revision, hash, assumed);
    }

    private static (long, string?, int) Head(byte[] bytes)
    {
        using var head = JsonDocument.Parse(bytes);
        return (
            head.RootElement.GetProperty("revision").GetInt64(), head.RootElement.GetProperty("hash").GetString(),
            head.RootElement.TryGetProperty("assumed", out var assumed) && assumed.ValueKind == JsonValueKind.Array ? assumed.GetArrayLength() : 0);
    }

    private static async Task<Dictionary<string, string>> ReadSumsAsync(ZipArchiveEntry entry, List<string> faults, CancellationToken cancellationToken)
    {
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(await BytesAsync(entry, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length < 67 || line[64..66] != "  " || !line[..64].All(char.IsAsciiHexDigitLower) || !listed.TryAdd(line[66..], line[..64]))
            {
                faults.Add($"{PackWriter.Sums}: a line is no hash and name");
            }
        }

        return listed;
    }

    // A file of any size is hashed in pieces; only the two small ones are read whole, and no more of them than they can have.
    private static async Task<string> HashAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        await using var from = await entry.OpenAsync(cancellationToken);
        try
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(from, cancellationToken));
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        await using var from = await entry.OpenAsync(cancellationToken);
        var bytes = new byte[SmallBytesMax];
        return bytes[..await from.ReadAtLeastAsync(bytes, SmallBytesMax, throwOnEndOfStream: false, cancellationToken)];
    }
}
