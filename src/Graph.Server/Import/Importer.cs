using Graph.Engine.Log;
using Graph.Engine.Writing;

namespace Graph.Server.Import;

/// <summary>
/// Imports files: read, plan, then preview or apply. A file is written whole or not at all; the files of a seed all together or
/// not at all. Everything that is wrong is reported at once.
/// </summary>
public sealed class Importer(GraphEngine engine, ImportOptions options)
{
    /// <summary>Imports the files in the order given, which must be such that what a file refers to stands in it or before it.</summary>
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

        // What a seed does not date was there when its story began.
        var seedStart = sources.SelectMany(s => s.Drafts).Min(d => d.At);
        var planner = new ImportPlanner(engine, options, seedStart);
        if (isAllOrNothing)
        {
            progress?.Report(new("all files together", stepCount, stepCount));
        }

        return isAllOrNothing
            ? await RunTogetherAsync([.. sources.Select(planner.Plan)], cancellationToken)
            : await RunEachAsync(sources, planner, progress, cancellationToken);
    }

    private async Task<ImportReport> RunTogetherAsync(IReadOnlyList<PlannedFile> files, CancellationToken cancellationToken)
    {
        var isFaulty = files.Any(f => f.Source.Faults.Count > 0);
        var tally = new ImportTally();
        if (options.IsDryRun || isFaulty)
        {
            // A preview goes on as if a faulty file were mended, so that one look shows what is wrong in all of them.
            var results = engine.DryRunAll([.. files.Select(f => f.Requests)]);
            for (var i = 0; i < files.Count; i++)
            {
                tally.Add(files[i], results[i]);
            }
        }
        else
        {
            var results = await engine.ApplyAllAsync([.. files.SelectMany(f => f.Requests)], cancellationToken);
            var next = 0;
            foreach (var file in files)
            {
                tally.Add(file, [.. results.Skip(next).Take(file.Changes.Count)]);
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
            var isWritten = file.Source.Faults.Count == 0 && planned.All(r => r.Accepted) && planned.Any(Alters);
            tally.Add(file, isWritten ? await engine.ApplyAllAsync(file.Requests, cancellationToken) : planned);
        }

        return tally.Report(isDryRun: false, engine.Current.Head.Revision, isAllOrNothing: false);
    }
    // A file that says what the graph already holds leaves no trace in the log.
    private static bool Alters(ChangeResult result) => !result.Replayed && result.Counts is var c && c.Created + c.Updated + c.Deleted + c.Linked + c.Unlinked > 0;
}
