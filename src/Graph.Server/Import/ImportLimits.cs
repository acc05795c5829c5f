namespace Graph.Server.Import;

/// <summary>The limits of files that are imported.</summary>
public sealed class ImportLimits
{
    /// <summary>The greatest size of a file in bytes. Default 64 MiB.</summary>
    public long FileBytesMax { get; set; } = 64L << 20;

    /// <summary>The greatest depth of lists and maps in a file. Default 16.</summary>
    public int DepthMax { get; set; } = 16;

    /// <summary>The greatest number of files in one import. Default 10,000.</summary>
    public int FileCountMax { get; set; } = 10_000;
}
