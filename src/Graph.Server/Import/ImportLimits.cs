using System.ComponentModel;

namespace Graph.Server.Import;

/// <summary>The limits of what is imported, by the command line and by <c>POST /imports</c>.</summary>
public sealed class ImportLimits
{
    /// <summary>The greatest size of a file in bytes. Default 64 MiB.</summary>
    [Description("The greatest size of a file that is imported, in bytes.")]
    public long FileBytesMax { get; set; } = 64L << 20;

    /// <summary>The greatest number of files in one import. Default 10,000.</summary>
    [Description("The greatest number of files in one import.")]
    public int FileCountMax { get; set; } = 10_000;

    /// <summary>The greatest depth of lists and maps in a YAML file. Default 16.</summary>
    [Description("The greatest depth of lists and maps in a YAML file.")]
    public int YamlDepthMax { get; set; } = 16;

    /// <summary>The greatest number of columns of a CSV file. Default 200.</summary>
    [Description("The greatest number of columns of a CSV file.")]
    public int ColumnCountMax { get; set; } = 200;

    /// <summary>The greatest number of rows of a CSV file, without empty ones. Default 200,000.</summary>
    [Description("The greatest number of rows of a CSV file, without empty ones.")]
    public int RowCountMax { get; set; } = 200_000;

    /// <summary>The greatest length of a cell of a CSV file in characters. Default 100,000.</summary>
    [Description("The greatest length of a cell of a CSV file in characters.")]
    public int CellCharsMax { get; set; } = 100_000;
}
