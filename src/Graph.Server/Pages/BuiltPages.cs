using System.Collections.Frozen;

namespace Graph.Server.Pages;

/// <summary>
/// What the build of the pages left: two pages and their files. The list is made once, at the start, so a request can only name a
/// file that is on it, whatever it writes into the address.
/// </summary>
internal sealed class BuiltPages
{
    private const string Packed = ".gz";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".ttf"] = "font/ttf",
        [".woff2"] = "font/woff2",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private BuiltPages(string start, string editor, FrozenDictionary<string, PageFile> files)
    {
        Start = start;
        Editor = editor;
        Files = files;
    }

    /// <summary>The path of the start page.</summary>
    public string Start { get; }

    /// <summary>The path of GraphiQL.</summary>
    public string Editor { get; }

    /// <summary>The files below /assets, by their names.</summary>
    public FrozenDictionary<string, PageFile> Files { get; }

    /// <summary>The pages in a folder; null where they were not built.</summary>
    public static BuiltPages? Find(string folder)
    {
        var start = Path.Combine(folder, "index.html");
        var editor = Path.Combine(folder, "graphiql.html");
        var assets = Path.Combine(folder, "assets");
        if (!File.Exists(start) || !File.Exists(editor) || !Directory.Exists(assets))
        {
            return null;
        }

        var paths = Directory.GetFiles(assets).ToHashSet(StringComparer.Ordinal);
        return new(start, editor, paths
            .Where(path => MediaTypes.ContainsKey(Path.GetExtension(path)))
            .Select(path => new PageFile(path, MediaTypes[Path.GetExtension(path)], paths.Contains(path + Packed) ? path + Packed : null))
            .ToFrozenDictionary(file => Path.GetFileName(file.Path), StringComparer.Ordinal));
    }
}
