namespace Graph.Server.Import;

/// <summary>A file to be imported.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">How it is called in reports: its path as given, or within the folder that was given.</param>
public sealed record ImportFile(string Path, string Name)
{
    /// <summary>
    /// The files that paths stand for: a file itself, and for a folder all YAML files below it in the order of their paths.
    /// </summary>
    /// <exception cref="FileNotFoundException">A path leads nowhere, or a folder has no YAML file.</exception>
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

    private static List<ImportFile> InFolder(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            .Select(f => new ImportFile(f, System.IO.Path.GetRelativePath(folder, f).Replace('\\', '/')))
            .OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new FileNotFoundException($"The folder {folder} has no YAML file.", folder);
    }
}
