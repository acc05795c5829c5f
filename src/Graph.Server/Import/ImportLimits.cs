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

    /// <summary>The greatest number of values in a file: cells, entries of lists, and in YAML names, maps and lists as well. Default 1,000,000.</summary>
    [Description("The greatest number of values in a file that is imported: cells, entries of lists, and in YAML names, maps and lists as well.")]
    public int ValueCountMax { get; set; } = 1_000_000;

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

    /// <summary>The greatest size of the body of <c>POST /imports</c> in bytes. Default 16 MiB.</summary>
    [Description("The greatest size of the body of POST /imports in bytes.")]
    public int UploadBytesMax { get; set; } = 16 << 20;

    /// <summary>The greatest number of uploads that are worked on at a time. Default 2.</summary>
    [Description("The greatest number of uploads (POST /imports) that are worked on at a time, from their first byte to their answer; others are told to come again.")]
    public int UploadCountMax { get; set; } = 2;

    /// <summary>The greatest time of an upload until it begins to write. Default 1 minute.</summary>
    [Description("The greatest time of an upload (POST /imports) until it begins to write.")]
    public TimeSpan UploadTimeMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The greatest number of rejects that are told of the form of one file, and of all that the answer to an upload lists. Default 1,000.</summary>
    [Description("The greatest number of rejects that are told of the form of one file, and of all that the answer to an upload lists; more are said to be there.")]
    public int RejectCountMax { get; set; } = 1_000;

    /// <summary>The greatest number of steps that the answer to an upload lists, and of links that turn suspect. Default 1,000.</summary>
    [Description("The greatest number of steps that the answer to an upload lists, and of links that turn suspect; it says how many more there are.")]
    public int StepCountMax { get; set; } = 1_000;
}
