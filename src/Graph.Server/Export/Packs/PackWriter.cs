using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Graph.Server.Export.Packs;

/// <summary>
/// Writes a ZIP file whose bytes depend on nothing but what is put into it: files in the order given, one time for all of them, and at the end
/// <c>SHA256SUMS</c>, which <c>sha256sum -c</c> reads, and a seal over all bytes (<see cref="PackSeal"/>). Nothing of a file is kept once it is written.
/// </summary>
internal sealed class PackWriter : IAsyncDisposable
{
    /// <summary>The name of the list of hashes.</summary>
    public const string Sums = "SHA256SUMS";

    // The first moment that ZIP knows: a pack says in its head of when it is, so that two builds of one graph are equal.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PackSeal to;
    private readonly ZipArchive archive;
    private readonly StringBuilder sums = new();

    public PackWriter(Stream to)
    {
        // The seal cannot go back, so that lengths stand behind the files wherever the bytes go: they must not depend on that.
        this.to = new(to);
        archive = new(this.to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8) { Comment = PackSeal.Room };
    }

    /// <summary>Adds a text.</summary>
    public async Task AddAsync(string name, string text, CancellationToken cancellationToken)
    {
        await using var file = Open(name);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await file.CloseAsync(cancellationToken);
    }

    /// <summary>Adds rows in a form, as fast as they are taken; gives how many there were.</summary>
    public async Task<int> AddAsync(string name, IRowForm form, IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        await using var file = Open(name);
        var piece = new ArrayBufferWriter<byte>(RowStream.PieceBytes);
        form.Begin(piece);
        var count = 0;
        foreach (var row in rows)
        {
            count++;
            form.Write(piece, row);
            if (piece.WrittenCount >= RowStream.PieceBytes)
            {
                await file.WriteAsync(piece.WrittenMemory, cancellationToken);
                piece.ResetWrittenCount();
            }
        }

        form.End(piece);
        await file.WriteAsync(piece.WrittenMemory, cancellationToken);
        await file.CloseAsync(cancellationToken);
        return count;
    }

    /// <summary>Adds the list of hashes and ends the file.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var entry = Entry(Sums);
        await using (var stream = await entry.OpenAsync(cancellationToken))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(sums.ToString()), cancellationToken);
        }

        await archive.DisposeAsync();
        await to.CloseAsync(cancellationToken);
        await to.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await archive.DisposeAsync();
        await to.DisposeAsync();
    }

    private ZipArchiveEntry Entry(string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Time;
        return entry;
    }

    private PackFile Open(string name) => new(this, name, Entry(name).Open());

    /// <summary>One file of a pack.</summary>
    private sealed class PackFile(PackWriter pack, string name, Stream stream) : IAsyncDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            hash.AppendData(bytes.Span);
            await stream.WriteAsync(bytes, cancellationToken);
            await pack.to.FlushAsync(cancellationToken);
        }

        public async Task CloseAsync(CancellationToken cancellationToken)
        {
            await stream.DisposeAsync();
            await pack.to.FlushAsync(cancellationToken);
            pack.sums.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(hash.GetHashAndReset())}  {name}\n");
        }

        public async ValueTask DisposeAsync()
        {
            hash.Dispose();
            await stream.DisposeAsync();
        }
    }
}
