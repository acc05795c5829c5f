using Graph.Engine.Log;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>One change that an import will ask for.</summary>
/// <param name="Request">The request; the path of its i-th operation is <c>e{i}</c>.</param>
/// <param name="Entries">The entries of the files, one for each operation.</param>
/// <param name="AlreadyDone">Entries that need no operation: what they take away is gone.</param>
/// <param name="File">The file in which it begins.</param>
/// <param name="Line">Where it begins.</param>
internal sealed record PlannedChange(ChangeRequest Request, IReadOnlyList<ImportEntry> Entries, IReadOnlyList<ImportEntry> AlreadyDone, string File, int Line);

/// <summary>Files and the changes they stand for, which are made all together or not at all.</summary>
/// <param name="Sources">The files.</param>
/// <param name="Changes">The changes.</param>
/// <param name="Faults">What is wrong with them before the graph is asked.</param>
internal sealed record PlannedGroup(IReadOnlyList<ImportSource> Sources, IReadOnlyList<PlannedChange> Changes, IReadOnlyList<ImportReject> Faults)
{
    /// <summary>The requests.</summary>
    public IReadOnlyList<ChangeRequest> Requests => [.. Changes.Select(c => c.Request)];
}

/// <summary>Turns what was read into requests: joins, splits, names and dates them.</summary>
internal sealed class ImportPlanner(GraphEngine engine, ImportOptions options, DateTimeOffset? seedStart)
{
    // How many files the default reason of a change names.
    private const int FileNameCountMax = 3;

    private readonly Dictionary<string, int> occurrences = new(StringComparer.Ordinal);

    /// <summary>Plans one file, or several that go in together.</summary>
    public PlannedGroup Plan(params IReadOnlyList<ImportSource> sources)
    {
        var changes = new List<PlannedChange>();
        var drafts = Join([.. sources.SelectMany(s => s.Drafts)], out var doubles);
        foreach (var draft in drafts)
        {
            // An entry of a history stays one entry of the log, however large; the engine refuses it where it is too large.
            var parts = draft.IsHistory ? [draft.Entries] : ChangeSplitter.Split(draft.Entries, engine.Options.OperationCountMax, engine.Model);
            changes.AddRange(parts.Where(p => p.Count > 0).Select(p => Plan(draft, p)));
        }

        return new(sources, changes, [.. sources.SelectMany(s => s.Faults), .. doubles]);
    }

    // What several files say of the present is one change, so that their order does not matter; what has a reason or a history of its
    // own keeps it.
    private static List<ChangeDraft> Join(List<ChangeDraft> drafts, out IReadOnlyList<ImportReject> doubles)
    {
        var joined = drafts.FindAll(IsPresent);
        if (joined.Count < 2)
        {
            doubles = [];
            return drafts;
        }

        List<ImportEntry> entries = [.. joined.SelectMany(d => d.Entries)];
        var files = joined.ConvertAll(d => d.File);
        doubles = [.. ImportEntry.Doubles(entries.DistinctBy(e => (e.File, e.Subject)))];
        var whole = joined[0] with
        {
            Entries = entries,
            Title = string.Join(", ", files.Take(FileNameCountMax)) + (files.Count > FileNameCountMax ? $" and {files.Count - FileNameCountMax} more" : ""),
        };
        return [.. drafts.Where(d => ReferenceEquals(d, joined[0]) || !IsPresent(d)).Select(d => IsPresent(d) ? whole : d)];
    }

    private static bool IsPresent(ChangeDraft draft) => draft is { IsHistory: false, At: null, Actor: null, Reason: null };

    private PlannedChange Plan(ChangeDraft draft, IReadOnlyList<ImportEntry> part)
    {
        var reason = draft.Reason ?? options.Reason ?? $"{(options.IsSeed ? "Seed" : "Import")}: {draft.Title}";
        var at = options.IsSeed ? draft.At ?? seedStart : null;
        var id = ChangeName.Of(options, at, reason, part, engine.Model);
        occurrences[id] = occurrences.GetValueOrDefault(id) + 1;
        id = occurrences[id] == 1 ? id : $"{id}-{occurrences[id]}";

        // A history happens once. A state that was imported before may have been left since: bringing the graph back to it is a
        // change of its own, and none where nothing was altered.
        var snapshot = engine.Current;
        var isReturn = !draft.IsHistory && !options.IsSeed && engine.Knows(id);
        var done = isReturn ? part.Where(e => IsDone(e.Operation, snapshot)).ToList() : [];
        var entries = done.Count == 0 ? part : [.. part.Except(done)];
        var request = Ask(draft.Actor, isReturn ? $"{id}-r{snapshot.Head.Revision}" : id, reason, [.. entries.Select(e => e.Operation)]) with
        {
            Origin = options.IsSeed ? ChangeOrigin.Seed : ChangeOrigin.Edit,
            At = at,
            Paths = [.. entries.Select((_, i) => $"e{i}")],
        };
        return new(request, entries, done, draft.File, draft.Line);
    }

    private ChangeRequest Ask(string? actor, string id, string reason, IReadOnlyList<Operation> operations) =>
        options.Caller?.Ask(id, reason, operations) ?? new(id, actor ?? options.Actor, reason, operations);

    private static bool IsDone(Operation operation, Snapshot snapshot) => operation switch
    {
        DeleteDocument delete => IsGone(delete.Key, snapshot),
        UnlinkDocuments unlink => IsGone(unlink.From, snapshot) || IsGone(unlink.To, snapshot),
        _ => false,
    };

    private static bool IsGone(string key, Snapshot snapshot) => snapshot.WasUsed(key) && snapshot.Document(key) is null;
}
