using Graph.Engine.Validation;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>Something in a file that was not accepted.</summary>
/// <param name="File">The file, as it was named or found.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Key">The key of the document, or null where the place belongs to none.</param>
/// <param name="Field">The field or edge, or null where it concerns the whole.</param>
/// <param name="Reason">What was expected and what was found.</param>
public sealed record ImportReject(string File, int Line, string? Key, string? Field, string Reason)
{
    /// <summary>The code of the refusal.</summary>
    public ViolationCode Code { get; init; } = ViolationCode.Validation;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{File}:{Line}: {(Key is null ? "" : Key + ": ")}{(Field is null ? "" : Field + ": ")}{Reason}";
}

/// <summary>How many entries there were of one sort, and what became of them; <c>In = Accepted + Rejected + Duplicate</c>.</summary>
/// <param name="In">Entries found, those that could not be read among them.</param>
/// <param name="Accepted">Entries that changed the graph, or would.</param>
/// <param name="Rejected">Entries of files that were refused, the faultless ones among them.</param>
/// <param name="Duplicate">Entries that the graph already had.</param>
public readonly record struct ImportCount(int In, int Accepted, int Rejected, int Duplicate)
{
    /// <summary>The sum of two counts.</summary>
    public static ImportCount operator +(ImportCount a, ImportCount b) =>
        new(a.In + b.In, a.Accepted + b.Accepted, a.Rejected + b.Rejected, a.Duplicate + b.Duplicate);

    /// <summary>The sum of two counts.</summary>
    public static ImportCount Add(ImportCount left, ImportCount right) => left + right;
}

/// <summary>Something that an import altered, or would.</summary>
/// <param name="File">The file that says so.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Key">The key of the document, or of the edge: <c>from|KIND|to</c>.</param>
public readonly record struct ImportStep(string File, int Line, OperationOutcome Outcome, string Key);

/// <summary>What became of one file.</summary>
/// <param name="File">The file.</param>
/// <param name="Documents">Documents.</param>
/// <param name="Links">Edges, whether listed with their document, linked or unlinked.</param>
/// <param name="Deletes">Deletes.</param>
/// <param name="Changes">Entries of the log that were made, or would be, and in which it has a part.</param>
/// <param name="HasMore">Whether a part of the file could not be read so far that its entries could be counted.</param>
public sealed record ImportedFile(string File, ImportCount Documents, ImportCount Links, ImportCount Deletes, int Changes, bool HasMore)
{
    /// <summary>All entries.</summary>
    public ImportCount Entries => Documents + Links + Deletes;
}

/// <summary>What became of an import.</summary>
/// <param name="IsDryRun">Whether nothing was to be written.</param>
/// <param name="Files">The files, in the order in which they were read.</param>
/// <param name="Rejects">Everything that was wrong, by file and line. A file with a reject is not written at all.</param>
/// <param name="Revision">The revision of the graph afterwards.</param>
public sealed record ImportReport(bool IsDryRun, IReadOnlyList<ImportedFile> Files, IReadOnlyList<ImportReject> Rejects, long Revision)
{
    /// <summary>Entries of the log that were made, or would be.</summary>
    public int Changes { get; init; }

    /// <summary>What was altered, or would be, in the order in which it was done.</summary>
    public IReadOnlyList<ImportStep> Steps { get; init; } = [];

    /// <summary>The keys of the links (<c>from|KIND|to</c>) that turned suspect, or would, in order.</summary>
    public IReadOnlyList<string> NewlySuspect { get; init; } = [];

    /// <summary>All entries.</summary>
    public ImportCount Entries => Files.Aggregate(default(ImportCount), (sum, f) => sum + f.Entries);

    /// <summary>Whether everything was accepted or known.</summary>
    public bool Succeeded => Rejects.Count == 0;
}
