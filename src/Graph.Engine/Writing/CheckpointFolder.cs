using System.Globalization;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>
/// Checkpoints as files: each holds what turns the one before it into the next, the first one what turns nothing into the first. They
/// make a start quick, and are never trusted over the log: it is still verified as a whole, and a checkpoint counts where the log has its
/// hash at its revision. Whatever is wrong with a file, it and those after it are left out, told of and written anew; the folder may be deleted at any time.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="tell">Told what is wrong with a file.</param>
public sealed class CheckpointFolder(string path, Action<string> tell)
{
    private const string Ending = ".delta";
    private const string Unfinished = ".part";

    private readonly Lock gate = new();

    /// <summary>The snapshots that the files hold, the oldest first.</summary>
    internal List<Snapshot> Load(GraphModel model, CancellationToken cancellationToken)
    {
        var snapshots = new List<Snapshot>();
        var last = Snapshot.Empty(model);
        try
        {
            var files = Files().GroupBy(f => f.From).ToDictionary(g => g.Key, g => g.MinBy(f => f.To));
            while (files.TryGetValue(last.Head.Revision, out var file))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = SnapshotDelta.Read(File.ReadAllBytes(file.Path), last);
                if (next.Head.Revision != file.To)
                {
                    throw new InvalidDataException($"it is of revision {next.Head.Revision} and named for {file.To}");
                }

                snapshots.Add(last = next);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            tell($"The checkpoint after revision {last.Head.Revision} in '{path}' is left out and written anew: {e.Message}.");
        }

        return snapshots;
    }

    /// <summary>Says that the log has no such revision and hash.</summary>
    internal void Refuse(Snapshot snapshot) =>
        tell($"The checkpoint of revision {snapshot.Head.Revision} in '{path}' is not of this log, and is left out and written anew.");

    /// <summary>Makes the files those of some snapshots, the oldest first: writes what is missing and deletes what is not wanted.</summary>
    internal void Keep(GraphModel model, IReadOnlyList<Snapshot> snapshots)
    {
        lock (gate)
        {
            try
            {
                Directory.CreateDirectory(path);
                var known = Files().Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
                var last = Snapshot.Empty(model);
                foreach (var snapshot in snapshots)
                {
                    var file = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{last.Head.Revision}-{snapshot.Head.Revision}-{snapshot.Head.Hash[..16]}{Ending}"));
                    if (!known.Remove(file))
                    {
                        File.WriteAllBytes(file + Unfinished, SnapshotDelta.Write(last, snapshot));
                        File.Move(file + Unfinished, file, overwrite: true);
                    }

                    last = snapshot;
                }

                foreach (var file in known)
                {
                    File.Delete(file);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                tell($"Checkpoints cannot be kept in '{path}': {e.Message}. The next start takes longer; nothing else depends on them.");
            }
        }
    }

    private IEnumerable<(string Path, long From, long To)> Files()
    {
        if (!Directory.Exists(path))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(path, "*" + Ending))
        {
            if (Path.GetFileNameWithoutExtension(file).Split('-') is [var from, var to, _]
                && long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                yield return (file, first, last);
            }
        }
    }
}
