using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>Counts what became of each file and leads every violation back to its line.</summary>
internal sealed class ImportTally
{
    private readonly List<ImportedFile> files = [];
    private readonly List<ImportReject> rejects = [];
    private readonly List<ImportStep> steps = [];
    private readonly Dictionary<string, (string File, int Line)> declared = new(StringComparer.Ordinal);
    private readonly SortedSet<string> suspects = new(StringComparer.Ordinal);
    private int changeCount;

    /// <summary>Adds files that went in together and the results of their changes; what was planned says which links turn suspect by them.</summary>
    public void Add(PlannedGroup group, IReadOnlyList<ChangeResult> results, IReadOnlyList<ChangeResult> planned)
    {
        suspects.UnionWith(planned.SelectMany(r => r.NewlySuspect));

        foreach (var entry in group.Changes.SelectMany(c => c.Entries).Where(e => e.Operation is PutDocument))
        {
            declared.TryAdd(entry.Key, (entry.File, entry.Node.Line));
        }

        var own = group.Faults.ToList();
        var followers = new List<ImportReject>();
        var missingEdges = new List<ImportReject>();
        for (var i = 0; i < results.Count; i++)
        {
            Explain(group.Changes[i], results[i], own, followers, missingEdges);
        }

        // What only follows from another refusal is not worth a line each, unless the file has nothing else to say.
        own.AddRange(missingEdges.Where(m => !followers.Exists(f => f.Key == m.Key && f.Field == m.Field)));
        var ofFile = own.ToLookup(r => r.File);
        var following = followers.ToLookup(r => r.File);
        foreach (var name in group.Sources.Select(s => s.Name))
        {
            rejects.AddRange(ofFile[name].Any() ? ofFile[name].Distinct().OrderBy(r => r.Line)
                : following[name].Take(1).Select(f => f with { Reason = $"{f.Reason}; {following[name].Count()} places of this file refer to what was refused" }));
        }

        Count(group, results, isRefused: own.Count + followers.Count > 0);
    }

    /// <summary>The report.</summary>
    public ImportReport Report(bool isDryRun, long revision, bool isAllOrNothing)
    {
        if (isAllOrNothing && rejects.Count > 0)
        {
            return new(isDryRun, [.. files.Select(f => f with { Documents = Refused(f.Documents), Links = Refused(f.Links), Deletes = Refused(f.Deletes), Changes = 0 })], rejects, revision);
        }

        return new(isDryRun, files, rejects, revision) { Changes = changeCount, Steps = steps, NewlySuspect = [.. suspects] };

        static ImportCount Refused(ImportCount count) => new(count.In, 0, count.In, 0);
    }

    // A violation at a document's edge, rather than at a field that the file gives, is about the number of its edges.
    private void Explain(PlannedChange change, ChangeResult result, List<ImportReject> own, List<ImportReject> followers, List<ImportReject> missingEdges)
    {
        foreach (var violation in result.Violations)
        {
            var dot = violation.Path.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0 || violation.Path[0] != 'e' || !int.TryParse(violation.Path.AsSpan(1, dot - 1), out var index))
            {
                own.Add(new(change.File, change.Line, null, violation.Path, violation.Message) { Code = violation.Code });
                continue;
            }

            var entry = change.Entries[index];
            var reject = entry.Reject(violation.Path[(dot + 1)..], violation.Message) with { Code = violation.Code };
            if (own.Exists(o => o.File == reject.File && o.Line == reject.Line && o.Reason.StartsWith(reject.Reason, StringComparison.Ordinal)))
            {
                continue;   // That a document is there twice the reader has said already, with the place of the first.
            }

            if (violation.Code == ViolationCode.NotFound && MissingKey(entry.Operation, violation.Path) is { } key && declared.TryGetValue(key, out var place))
            {
                followers.Add(reject with { Reason = $"{reject.Reason}, which {place.File}:{place.Line} declares and which was refused" });
            }
            else if (entry.Operation is PutDocument put && reject.Field is { } field && !put.Fields.ContainsKey(field))
            {
                missingEdges.Add(reject);
            }
            else
            {
                own.Add(reject);
            }
        }
    }

    private static string? MissingKey(Operation operation, string path) => operation switch
    {
        LinkDocuments link => path.EndsWith(".from", StringComparison.Ordinal) ? link.From : link.To,
        UnlinkDocuments unlink => path.EndsWith(".from", StringComparison.Ordinal) ? unlink.From : unlink.To,
        _ => null,
    };

    private void Count(PlannedGroup group, IReadOnlyList<ChangeResult> results, bool isRefused)
    {
        var counted = new Dictionary<string, ImportedFile>(StringComparer.Ordinal);
        foreach (var source in group.Sources)
        {
            // What could not be read is a fault, so the group is refused.
            var unread = source.Unread;
            counted[source.Name] = new(source.Name, Refused(unread.Documents), Refused(unread.Links), Refused(unread.Deletes), 0, unread.HasMore);
        }

        for (var i = 0; i < results.Count; i++)
        {
            var (change, result) = (group.Changes[i], results[i]);
            var altered = new HashSet<string>(StringComparer.Ordinal);
            for (var e = 0; e < change.Entries.Count; e++)
            {
                var entry = change.Entries[e];
                var outcome = isRefused || result.Replayed ? OperationOutcome.Unchanged : result.Outcomes[e];
                counted[entry.File] = Add(counted[entry.File], entry.Operation, isRefused ? new(1, 0, 1, 0) : outcome == OperationOutcome.Unchanged ? new(1, 0, 0, 1) : new(1, 1, 0, 0));
                if (outcome != OperationOutcome.Unchanged)
                {
                    altered.Add(entry.File);
                    steps.Add(new(entry.File, entry.Node.Line, outcome, entry.Subject));
                }
            }

            foreach (var entry in change.AlreadyDone)
            {
                counted[entry.File] = Add(counted[entry.File], entry.Operation, isRefused ? new(1, 0, 1, 0) : new(1, 0, 0, 1));
            }

            foreach (var file in altered)
            {
                counted[file] = counted[file] with { Changes = counted[file].Changes + 1 };
            }

            changeCount += altered.Count > 0 ? 1 : 0;
        }

        files.AddRange(group.Sources.Select(s => counted[s.Name]));

        static ImportCount Refused(int count) => new(count, 0, count, 0);
    }

    private static ImportedFile Add(ImportedFile file, Operation operation, ImportCount one) => operation switch
    {
        PutDocument => file with { Documents = file.Documents + one },
        LinkDocuments or UnlinkDocuments => file with { Links = file.Links + one },
        _ => file with { Deletes = file.Deletes + one },
    };
}
