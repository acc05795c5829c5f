namespace Graph.Stores.Sqlite;

/// <summary>How a file is kept. The tests weaken it to show that they would notice; nothing else may.</summary>
internal sealed record SqliteSettings
{
    /// <summary>The word of PRAGMA synchronous: FULL, so that acknowledged means durable.</summary>
    public string Synchronous { get; init; } = "FULL";

    /// <summary>The name of the file system layer of SQLite; null = its own.</summary>
    public string? FileSystem { get; init; }

    /// <summary>Whether other processes are kept from writing.</summary>
    public bool LocksOutOtherProcesses { get; init; } = true;

    /// <summary>The size of a page in bytes of a file that is created.</summary>
    public int PageBytes { get; init; } = 16_384;
}
