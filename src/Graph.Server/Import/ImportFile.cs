namespace Graph.Server.Import;

/// <summary>A file to be imported.</summary>
/// <param name="Path">Where it is; nothing where its bytes are at hand.</param>
/// <param name="Name">How it is called in reports: its path as given, or within the folder that was given.</param>
public sealed record ImportFile(string Path, string Name)
{
    /// <summary>How names of CSV files end; every other file is taken for YAML.</summary>
    public const string CsvEnding = ".csv";

    /// <summary>How names of files end that are looked for and uploaded.</summary>
    internal static readonly string[] Endings = [".yaml", ".yml", CsvEnding];

    /// <summary>The bytes of a file that is not on a disk.</summary>
    internal ArraySegment<byte>? Bytes { get; init; }

    /// <summary>Whether its name says what form it has.</summary>
    internal bool IsKnown => HasEnding(Name);

    /// <summary>Whether it is CSV.</summary>
    public bool IsCsv => Name.EndsWith(CsvEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The files that paths stand for: a file itself, and for a folder all YAML and CSV files below it in the order of their paths.
    /// </summary>
    /// <exception cref="FileNotFoundException">A path leads nowhere, or a folder has no such file.</exception>
    public static IReadOnlyList<ImportFile> Find(IEnumerable<string> paths, ImportLimits limits)
    {
        var files = new List<ImportFile>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(new(path, path));
            }
            else if (Directory.Exists(path))
            {
                files.AddRange(InFolder(path));
            }
            else
            {
                throw new FileNotFoundException($"There is no file or folder {path}.", path);
            }
        }

        return files.Count <= limits.FileCountMax
            ? files
            : throw new FileNotFoundException($"Expected at most {limits.FileCountMax} files, found {files.Count}.");
    }

    /// <summary>Opens it to be read from its beginning.</summary>
    internal Stream Open() => Bytes is { } bytes ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : File.OpenRead(Path);

    private static bool HasEnding(string name) => Array.Exists(Endings, e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static List<ImportFile> InFolder(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(HasEnding)
            .Select(f => new ImportFile(f, System.IO.Path.GetRelativePath(folder, f).Replace('\\', '/')))
            .OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new FileNotFoundException($"The folder {folder} has no YAML or CSV file.", folder);
    }
}
