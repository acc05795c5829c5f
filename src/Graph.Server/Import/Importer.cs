using Graph.Engine.Log;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>
/// Imports files: read, plan, then preview or apply. A file is written whole or not at all; the files of a seed, and those that are
/// said to go in together, all or none. Everything that is wrong is reported at once.
/// </summary>
public sealed class Importer(GraphEngine engine, ImportOptions options)
{
    /// <summary>
    /// Imports the files in the order given, which must be such that what a file refers to stands in it or before it; where they go in
    /// together, in any order. What is cancelled before the first is written leaves nothing.
    /// </summary>
    /// <exception cref="StoreException">The store failed. What was reported as accepted before is kept; importing again tells the rest.</exception>
    public async Task<ImportReport> RunAsync(IReadOnlyList<ImportFile> files, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var isAllOrNothing = options.IsSeed || options.IsDryRun;
        var stepCount = files.Count + (isAllOrNothing ? 1 : 0);
        var sources = new List<ImportSource>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new(file.Name, sources.Count + 1, stepCount));
            sources.Add(ImportSourceReader.Read(file, engine.Model, options));
        }

        // What a seed does not date was there when its story began, whatever its file is called.
        if (options.IsSeed)
        {
            sources = [.. sources.OrderBy(s => s.Drafts.Any(d => d.At is not null))];
        }

        var seedStart = sources.SelectMany(s => s.Drafts).Min(d => d.At);
        var planner = new ImportPlanner(engine, options, seedStart);
        if (isAllOrNothing)
        {
            progress?.Report(new("all files together", stepCount, stepCount));
        }

        return options.IsTogether ? await RunAsOneAsync(planner.Plan(sources), cancellationToken)
            : isAllOrNothing ? await RunTogetherAsync([.. sources.Select(s => planner.Plan(s))], cancellationToken)
            : await RunEachAsync(sources, planner, progress, cancellationToken);
    }

    // What is written is what a preview at the same revision says.
    private async Task<ImportReport> RunAsOneAsync(PlannedGroup group, CancellationToken cancellationToken)
    {
        var planned = engine.DryRunAll([Expecting(group.Requests)])[0];
        var results = planned.ToArray();
        cancellationToken.ThrowIfCancellationRequested();
        if (!options.IsDryRun && group.Faults.Count == 0 && Array.TrueForAll(results, r => r.Accepted))
        {
            int[] altering = [.. Enumerable.Range(0, results.Length).Where(i => Alters(results[i]))];
            var written = altering.Length == 0 ? [] : await engine.ApplyAllAsync(Expecting([.. altering.Select(i => group.Changes[i].Request)]), cancellationToken);
            for (var i = 0; i < altering.Length; i++)
            {
                results[altering[i]] = written[i];
            }
        }

        var tally = new ImportTally();
        tally.Add(group, results, planned);
        var revision = results.Where(r => !r.Replayed).Select(r => r.Head.Revision).DefaultIfEmpty(engine.Current.Head.Revision).Max();
        return tally.Report(options.IsDryRun, revision, isAllOrNothing: true);
    }

    // Those after the first stand on it.
    private IReadOnlyList<ChangeRequest> Expecting(IReadOnlyList<ChangeRequest> requests) =>
        options.ExpectedRevision is null ? requests : [.. requests.Select((r, i) => i == 0 ? r with { ExpectedRevision = options.ExpectedRevision } : r)];

    private async Task<ImportReport> RunTogetherAsync(IReadOnlyList<PlannedGroup> files, CancellationToken cancellationToken)
    {
        var isFaulty = files.Any(f => f.Faults.Count > 0);
        var tally = new ImportTally();
        if (options.IsDryRun || isFaulty)
        {
            // A preview goes on as if a faulty file were mended, so that one look shows what is wrong in all of them.
            var results = engine.DryRunAll([.. files.Select(f => f.Requests)]);
            for (var i = 0; i < files.Count; i++)
            {
                tally.Add(files[i], results[i], results[i]);
            }
        }
        else
        {
            var results = await engine.ApplyAllAsync([.. files.SelectMany(f => f.Requests)], cancellationToken);
            var next = 0;
            foreach (var file in files)
            {
                tally.Add(file, [.. results.Skip(next).Take(file.Changes.Count)], []);
                next += file.Changes.Count;
            }
        }

        return tally.Report(options.IsDryRun, engine.Current.Head.Revision, isAllOrNothing: options.IsSeed);
    }

    private async Task<ImportReport> RunEachAsync(
        List<ImportSource> sources, ImportPlanner planner, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var tally = new ImportTally();
        for (var i = 0; i < sources.Count; i++)
        {
            progress?.Report(new(sources[i].Name, i + 1, sources.Count));
            var file = planner.Plan(sources[i]);
            var planned = engine.DryRunAll([file.Requests])[0];
            var isWritten = file.Faults.Count == 0 && planned.All(r => r.Accepted) && planned.Any(Alters);
            tally.Add(file, isWritten ? await engine.ApplyAllAsync(file.Requests, cancellationToken) : planned, planned);
        }

        return tally.Report(isDryRun: false, engine.Current.Head.Revision, isAllOrNothing: false);
    }

    // A file that says what the graph already holds leaves no trace in the log.
    private static bool Alters(ChangeResult result) => !result.Replayed && result.Counts is var c && c.Created + c.Updated + c.Deleted + c.Linked + c.Unlinked > 0;
}
