namespace Graph.Tests.Stores.PowerCut;

/// <summary>What a program asked of the disk, in order.</summary>
internal abstract record FileOperation(string Path);

/// <summary>Bytes were written; they are durable only after the next sync of the file.</summary>
internal sealed record FileWritten(string Path, long Offset, byte[] Bytes) : FileOperation(Path);

/// <summary>The file was cut to a length; durable only after the next sync.</summary>
internal sealed record FileTruncated(string Path, long Length) : FileOperation(Path);

/// <summary>Everything written to the file so far is durable.</summary>
internal sealed record FileSynced(string Path) : FileOperation(Path);

/// <summary>The file was deleted.</summary>
internal sealed record FileDeleted(string Path) : FileOperation(Path);

/// <summary>Somebody was told that everything up to this revision is kept.</summary>
internal sealed record Acknowledged(long Revision) : FileOperation("");
