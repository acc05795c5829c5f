using Graph.Engine.Log;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>One change that an import will ask for.</summary>
/// <param name="Request">The request; the path of its i-th operation is <c>e{i}</c>.</param>
/// <param name="Entries">The entries of the file, one for each operation.</param>
/// <param name="AlreadyDone">Entries that need no operation: what they take away is gone.</param>
/// <param name="Line">Where it begins.</param>
internal sealed record PlannedChange(ChangeRequest Request, IReadOnlyList<ImportEntry> Entries, IReadOnlyList<ImportEntry> AlreadyDone, int Line);

/// <summary>A file and the changes it stands for, which are made all together or not at all.</summary>
internal sealed record PlannedFile(ImportSource Source, IReadOnlyList<PlannedChange> Changes)
{
    /// <summary>The requests.</summary>
    public IReadOnlyList<ChangeRequest> Requests => [.. Changes.Select(c => c.Request)];
}

/// <summary>Turns what was read into requests: splits, names and dates them.</summary>
internal sealed class ImportPlanner(GraphEngine engine, ImportOptions options, DateTimeOffset? seedStart)
{
    private readonly Dictionary<string, int> occurrences = new(StringComparer.Ordinal);

    public PlannedFile Plan(ImportSource source)
    {
        var changes = new List<PlannedChange>();
        foreach (var draft in source.Drafts)
        {
            // An entry of a history stays one entry of the log, however large; the engine refuses it where it is too large.
            var parts = draft.IsHistory ? [draft.Entries] : ChangeSplitter.Split(draft.Entries, engine.Options.OperationCountMax, engine.Model);
            changes.AddRange(parts.Where(p => p.Count > 0).Select(p => Plan(source, draft, p)));
        }

        return new(source, changes);
    }

    private PlannedChange Plan(ImportSource source, ChangeDraft draft, IReadOnlyList<ImportEntry> part)
    {
        var reason = draft.Reason ?? options.Reason ?? $"{(options.IsSeed ? "Seed" : "Import")}: {source.Name}";
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
        var request = new ChangeRequest(
            isReturn ? $"{id}-r{snapshot.Head.Revision}" : id, draft.Actor ?? options.Actor, reason, [.. entries.Select(e => e.Operation)])
        {
            Origin = options.IsSeed ? ChangeOrigin.Seed : ChangeOrigin.Edit,
            At = at,
            Paths = [.. entries.Select((_, i) => $"e{i}")],
        };
        return new(request, entries, done, draft.Line);
    }

    private static bool IsDone(Operation operation, Snapshot snapshot) => operation switch
    {
        DeleteDocument delete => IsGone(delete.Key, snapshot),
        UnlinkDocuments unlink => IsGone(unlink.From, snapshot) || IsGone(unlink.To, snapshot),
        _ => false,
    };

    private static bool IsGone(string key, Snapshot snapshot) => snapshot.WasUsed(key) && snapshot.Document(key) is null;
}
