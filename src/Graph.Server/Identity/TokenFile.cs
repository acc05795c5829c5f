using System.Text.Json;
using System.Text.Json.Serialization;
using Graph.Engine.Log;
using Graph.Stores.Sqlite;

namespace Graph.Server.Identity;

/// <summary>
/// The API tokens in a file beside the database, because a running server holds the database. It is replaced as a whole, may be read
/// by its owner alone, and is never taken away by us: that it is there says that callers must be identified.
/// </summary>
internal sealed class TokenFile(string databasePath)
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(databasePath) + "-tokens";

    /// <summary>Whether tokens have ever been made.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>The tokens, in the order in which they were made.</summary>
    /// <exception cref="StoreException">The file cannot be read, or is not what was written.</exception>
    public IReadOnlyList<ApiToken> Read()
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(Path), Form);
            return content is not { V: Version }
                ? throw new StoreException($"The file {Path} has another format than {Version}; use the version of Graph that wrote it, or a newer one.", isTransient: false)
                : content.Tokens.DistinctBy(t => t.Id).Count() == content.Tokens.Count ? content.Tokens
                : throw Damaged(null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException e)
        {
            throw Damaged(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file {Path} cannot be read: {e.Message}", isTransient: false, e);
        }
    }

    /// <summary>Replaces the tokens by what is made of them, whole or not at all, while no other process does.</summary>
    /// <exception cref="StoreException">The file cannot be read or written, or another process changes it.</exception>
    public IReadOnlyList<ApiToken> Change(Func<IReadOnlyList<ApiToken>, IReadOnlyList<ApiToken>> change)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            using var alone = new FileStream(Path + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var tokens = change(Read());
            Write(JsonSerializer.SerializeToUtf8Bytes(new Content(Version, tokens), Form));
            return tokens;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file {Path} cannot be changed: {e.Message}", isTransient: true, e);
        }
    }

    private StoreException Damaged(Exception? cause) =>
        new($"The file {Path} is damaged or was altered by hand: nobody is let in by it. Restore it from a backup, or take it away and make new tokens.", isTransient: false, cause);

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private void Write(byte[] bytes)
    {
        var next = Path + "-new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(next);      // What a broken write left may have other rights.
        using (var file = new FileStream(next, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, Path, overwrite: true);
        DurableFolder.Sync(Folder);
    }

    private sealed record Content(int V, IReadOnlyList<ApiToken> Tokens);
}
