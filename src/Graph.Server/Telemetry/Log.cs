namespace Graph.Server.Telemetry;

/// <summary>Everything the server logs. Event ids grow and are never reused; no personal value is logged.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Opened {Database} ({Store}) at revision {Revision} with {DocumentCount} documents and {EdgeCount} edges in {Milliseconds} ms")]
    public static partial void Opened(ILogger logger, string database, string store, long revision, int documentCount, int edgeCount, long milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Loaded the seed {Folder}: {EntryCount} entries of {FileCount} files made revision {Revision} with {DocumentCount} documents and {EdgeCount} edges in {Milliseconds} ms")]
    public static partial void Seeded(ILogger logger, string folder, int entryCount, int fileCount, long revision, int documentCount, int edgeCount, long milliseconds);

    [LoggerMessage(3, LogLevel.Information, "Listening on {Addresses}; {Callers}")]
    public static partial void Listening(ILogger logger, string addresses, string callers);

    [LoggerMessage(4, LogLevel.Information, "Stopping: what was accepted is written, then the store is closed")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "Stopped at revision {Revision}")]
    public static partial void Stopped(ILogger logger, long revision);

    [LoggerMessage(6, LogLevel.Warning, "The store is empty and there is no seed to load")]
    public static partial void NoSeed(ILogger logger);

    [LoggerMessage(7, LogLevel.Error, "Writing has stopped at revision {Revision}: the store failed. Reads go on; open the store again to write")]
    public static partial void WritingStopped(ILogger logger, Exception cause, long revision);

    [LoggerMessage(8, LogLevel.Information, "{Step:l}")]
    public static partial void OnTheWay(ILogger logger, string step);

    [LoggerMessage(9, LogLevel.Warning, "Refused at {Place}: nobody knows the caller ({Cause})")]
    public static partial void RefusedCaller(ILogger logger, string place, string cause);

    [LoggerMessage(10, LogLevel.Warning, "Refused at {Place}: {Client} has not the role {Role}")]
    public static partial void RefusedRole(ILogger logger, string place, string? client, string role);

    [LoggerMessage(11, LogLevel.Warning, "Refused {FieldCount} fields, the first of them {Field}: {Client} has not the role {Roles}")]
    public static partial void RefusedFields(ILogger logger, int fieldCount, string field, string? client, string roles);

    [LoggerMessage(12, LogLevel.Warning, "Refused {Field} to {Client}: forbidden at {Path}")]
    public static partial void RefusedChange(ILogger logger, string? client, string field, string path);

    [LoggerMessage(13, LogLevel.Error, "The API tokens cannot be read; nobody is let in by one")]
    public static partial void TokensUnreadable(ILogger logger, Exception cause);

    [LoggerMessage(14, LogLevel.Error, "The keys of the issuer cannot be read; nobody is let in by one of its tokens that is signed with a key not read before")]
    public static partial void IssuerUnreadable(ILogger logger, Exception cause);

    [LoggerMessage(15, LogLevel.Warning, "The store does not answer ({Cause:l}). Reads go on at revision {Revision}, changes are refused, and it is asked again until it answers")]
    public static partial void StoreLost(ILogger logger, string cause, long revision);

    [LoggerMessage(19, LogLevel.Warning, "Changes are refused: {Cause:l} Reads go on at revision {Revision}, and the store is asked again until it takes changes")]
    public static partial void StoreClosed(ILogger logger, string cause, long revision);

    [LoggerMessage(16, LogLevel.Information, "The store answers and takes changes again; serving revision {Revision}")]
    public static partial void StoreFound(ILogger logger, long revision);

    [LoggerMessage(20, LogLevel.Error, "A change is refused: {Cause:l} Others are written all the same; serving revision {Revision}")]
    public static partial void WriteRefused(ILogger logger, string cause, long revision);

    [LoggerMessage(18, LogLevel.Warning, "{Said:l}")]
    public static partial void Store(ILogger logger, string said);

    [LoggerMessage(17, LogLevel.Information, "Another server of the same store has loaded the seed meanwhile; serving revision {Revision}")]
    public static partial void SeededByOther(ILogger logger, long revision);
}
