using Graph.Server.Identity;

namespace Graph.Server.Import;

/// <summary>How files are imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Who imports, where a change does not name its own actor.</summary>
    public string Actor { get; init; } = "local";

    /// <summary>Why, where a change does not give its own reason; null = the name of the file.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Who asks, where that is known: then no file names an actor of its own. Null = whoever runs the program, who is trusted.
    /// </summary>
    internal Caller? Caller { get; init; }

    /// <summary>Whether all files go in together or not at all. Then their order does not matter: what they say of the present is one change.</summary>
    public bool IsTogether { get; init; }

    /// <summary>The revision that the caller has seen: files that go in together are refused when the graph has moved on. Null = whatever it is.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Whether to say what would happen, and write nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>
    /// Whether the files are the seed of an empty store: they carry their own times and approvals, and they are written all
    /// together or not at all.
    /// </summary>
    public bool IsSeed { get; init; }

    /// <summary>The limits.</summary>
    public ImportLimits Limits { get; init; } = new();
}

/// <summary>How far an import has come.</summary>
/// <param name="File">The file at hand, or the words for what is done with all of them at the end.</param>
/// <param name="Index">The step, counted from 1.</param>
/// <param name="Count">The number of steps: one for each file, and one more where all are written or previewed together.</param>
public readonly record struct ImportProgress(string File, int Index, int Count);
