using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Graph.Server.Export.Packs;

/// <summary>What a look at a pack found.</summary>
/// <param name="Faults">What is wrong; empty where it is whole.</param>
/// <param name="Hashes">The SHA-256 of each file that was compared, as the pack lists it.</param>
/// <param name="Head">What it says of itself; null where that is not to be read.</param>
internal sealed record PackVerification(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, string> Hashes, PackHead? Head)
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

        faults.AddRange(files.Keys.Where(n => !IsBelow(n)).Select(n => $"{n}: expected the name of a file in the folder of the pack or below it"));
        var listed = files.Remove(PackWriter.Sums, out var sums) ? await ReadSumsAsync(sums, faults, cancellationToken) : [];
        if (sums is null)
        {
            faults.Add($"{PackWriter.Sums}: is missing");
        }

        PackHead? head = null;
        foreach (var (name, entry) in files)
        {
            if (!listed.TryGetValue(name, out var expected))
            {
                faults.Add($"{name}: is not in {PackWriter.Sums}");
            }
            else if (await HashAsync(entry, cancellationToken) != expected)
            {
                faults.Add($"{name}: is not what was written");
            }
            else if (name == PackHead.File)
            {
                (head, var fault) = PackHead.Read(await BytesAsync(entry, cancellationToken));
                faults.AddRange(fault is null ? [] : [fault]);
            }
        }

        // A pack without a head is none, whether its list knows of one or not.
        faults.AddRange(listed.Keys.Append(PackHead.File).Distinct().Where(n => !files.ContainsKey(n)).Order(StringComparer.Ordinal).Select(name => $"{name}: is missing"));
        if (!isWhole && faults.Count == 0)
        {
            faults.Add(PackSeal.IsSealed(archive.Comment)
                ? "the ZIP file: a byte between its files is not the one that the seal is of; the files themselves are those that SHA256SUMS lists"
                : "the ZIP file: has no seal, so that nothing shows what stands between its files; the files themselves are those that SHA256SUMS lists");
        }

        return new([.. faults.Select(Printable)], listed, head);
    }

    // Whoever unpacks it must not have a file put anywhere else, on any system.
    private static bool IsBelow(string name) => name.IndexOfAny(['\\', ':']) < 0 && name.Split('/').All(part => part is not ("" or "." or "..")) && !name.Any(char.IsControl);

    // A name comes from the file, and a terminal obeys what it may hold.
    private static string Printable(string fault) => string.Concat(fault.Select(c => char.IsControl(c) ? '\ufffd' : c));

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
