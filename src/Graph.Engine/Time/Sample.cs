using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>Of what a sample is drawn.</summary>
public enum SampleOf
{
    /// <summary>Pieces of evidence.</summary>
    Evidence,

    /// <summary>Owed cells.</summary>
    Cells,
}

/// <summary>Samples that anybody can draw again: the order follows from a seed and the keys, and from nothing else.</summary>
public static class Sample
{
    /// <summary>How items are drawn, so that an auditor can do it by hand.</summary>
    public const string Method =
        "For each key of the population take the SHA-256, in hexadecimal, of the seed, one line feed (U+000A) and the key, as UTF-8; sort the keys by it and take them from the start.";

    /// <summary>The first items of a population in the order of the SHA-256 of seed, line feed and key.</summary>
    public static IReadOnlyList<T> Draw<T>(IEnumerable<T> population, Func<T, string> key, string seed, int size) =>
    [
        .. population.Select(item => (Item: item, Key: key(item)))
            .Select(i => (i.Item, i.Key, Order: Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{i.Key}")))))
            .OrderBy(i => i.Order, StringComparer.Ordinal).ThenBy(i => i.Key, StringComparer.Ordinal).Take(size).Select(i => i.Item),
    ];

    /// <summary>The owed cells of a framework, heading or row (null = every framework) for systems (null = all in scope), in cell order.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<Cell> OwedCells(View view, Document? within, IReadOnlyList<Document>? systems, CancellationToken cancellationToken = default) =>
        [.. view.Cells.Cells(within, systems, cancellationToken).Where(c => c.IsOwed)];

    /// <summary>All evidence; where a framework or systems are given, only what some chain of an owed cell there uses. By key.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<Document> Evidence(View view, Document? within, IReadOnlyList<Document>? systems, CancellationToken cancellationToken = default)
    {
        if (within is null && systems is null)
        {
            return [.. view.Snapshot.Documents(EvidenceKind.Kind)];
        }

        var used = new HashSet<int>();
        foreach (var cell in OwedCells(view, within, systems, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            used.UnionWith(cell.Chains.SelectMany(c => c.Proof).Where(p => p.Kind == EvidenceKind.Kind).Select(p => p.Ordinal));
        }

        return [.. used.Select(o => view.Snapshot.Document(o)!).OrderBy(d => d.Key, StringComparer.Ordinal)];
    }
}
