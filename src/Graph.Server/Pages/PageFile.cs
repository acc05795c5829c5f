namespace Graph.Server.Pages;

/// <summary>A file that the pages load, as it lies on disk, and packed where the build has packed it.</summary>
internal sealed record PageFile(string Path, string MediaType, string? PackedPath);
