using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>Counts what became of each file and leads every violation back to its line.</summary>
internal sealed class ImportTally
{
    private readonly List<ImportedFile> files = [];
    private readonly List<ImportReject> rejects = [];
    private readonly Dictionary<string, (string File, int Line)> declared = new(StringComparer.Ordinal);

    /// <summary>Adds a file and the results of its changes.</summary>
    public void Add(PlannedFile file, IReadOnlyList<ChangeResult> results)
    {
        foreach (var change in file.Changes)
        {
            foreach (var entry in change.Entries.Where(e => e.Operation is PutDocument))
            {
                declared.TryAdd(entry.Key, (file.Source.Name, entry.Node.Line));
            }
        }

        var ofFile = file.Source.Faults.ToList();
        var followers = new List<ImportReject>();
        var missingEdges = new List<ImportReject>();
        for (var i = 0; i < results.Count; i++)
        {
            Explain(file, file.Changes[i], results[i], ofFile, followers, missingEdges);
        }

        // What only follows from another refusal is not worth a line each, unless the file has nothing else to say.
        ofFile.AddRange(missingEdges.Where(m => !followers.Exists(f => f.Key == m.Key && f.Field == m.Field)));
        if (ofFile.Count == 0 && followers.Count > 0)
        {
            ofFile.Add(followers[0] with { Reason = $"{followers[0].Reason}; {followers.Count} places of this file refer to what was refused" });
        }

        rejects.AddRange(ofFile.Distinct().OrderBy(r => r.Line));
        files.Add(Count(file, results, isRefused: ofFile.Count > 0));
    }

    /// <summary>The report.</summary>
    public ImportReport Report(bool isDryRun, long revision, bool isAllOrNothing)
    {
        IReadOnlyList<ImportedFile> counted = isAllOrNothing && rejects.Count > 0
            ? [.. files.Select(f => f with { Documents = Refused(f.Documents), Links = Refused(f.Links), Deletes = Refused(f.Deletes), Changes = 0 })]
            : files;
        return new(isDryRun, counted, rejects, revision);

        static ImportCount Refused(ImportCount count) => new(count.In, 0, count.In, 0);
    }

    // A violation at a document's edge, rather than at a field that the file gives, is about the number of its edges.
    private void Explain(PlannedFile file, PlannedChange change, ChangeResult result, List<ImportReject> own, List<ImportReject> followers, List<ImportReject> missingEdges)
    {
        foreach (var violation in result.Violations)
        {
            var dot = violation.Path.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0 || violation.Path[0] != 'e' || !int.TryParse(violation.Path.AsSpan(1, dot - 1), out var index))
            {
                own.Add(new(file.Source.Name, change.Line, null, violation.Path, violation.Message) { Code = violation.Code });
                continue;
            }

            var entry = change.Entries[index];
            var reject = entry.Reject(file.Source.Name, violation.Path[(dot + 1)..], violation.Message) with { Code = violation.Code };
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

    private static ImportedFile Count(PlannedFile file, IReadOnlyList<ChangeResult> results, bool isRefused)
    {
        ImportCount documents = default, links = default, deletes = default;
        var changes = 0;
        for (var i = 0; i < file.Changes.Count; i++)
        {
            var (entries, done, result) = (file.Changes[i].Entries, file.Changes[i].AlreadyDone, results[i]);
            var putCount = entries.Count(e => e.Operation is PutDocument);
            var linkCount = entries.Count(e => e.Operation is LinkDocuments or UnlinkDocuments);
            var deleteCount = entries.Count - putCount - linkCount;
            if (isRefused)
            {
                documents += new ImportCount(putCount, 0, putCount, 0);
                links += new ImportCount(linkCount, 0, linkCount, 0);
                deletes += new ImportCount(deleteCount, 0, deleteCount, 0);
            }
            else
            {
                var counts = result.Counts;
                var putsKnown = result.Replayed ? putCount : putCount - counts.Created - counts.Updated;
                var linksKnown = result.Replayed ? linkCount : counts.Unchanged - putsKnown;
                var deletesKnown = result.Replayed ? deleteCount : 0;
                documents += new ImportCount(putCount, putCount - putsKnown, 0, putsKnown);
                links += new ImportCount(linkCount, linkCount - linksKnown, 0, linksKnown);
                deletes += new ImportCount(deleteCount, deleteCount - deletesKnown, 0, deletesKnown);
                changes += !result.Replayed && entries.Count > counts.Unchanged ? 1 : 0;
            }

            var unlinksDone = done.Count(e => e.Operation is UnlinkDocuments);
            links += new ImportCount(unlinksDone, 0, isRefused ? unlinksDone : 0, isRefused ? 0 : unlinksDone);
            deletes += new ImportCount(done.Count - unlinksDone, 0, isRefused ? done.Count - unlinksDone : 0, isRefused ? 0 : done.Count - unlinksDone);
        }

        // What could not be read is a fault, so the file is refused.
        var unread = file.Source.Unread;
        documents += new ImportCount(unread.Documents, 0, unread.Documents, 0);
        links += new ImportCount(unread.Links, 0, unread.Links, 0);
        deletes += new ImportCount(unread.Deletes, 0, unread.Deletes, 0);
        return new(file.Source.Name, documents, links, deletes, changes, unread.HasMore);
    }
}
