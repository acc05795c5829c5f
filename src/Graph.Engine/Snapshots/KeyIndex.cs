using System.Collections.Immutable;

namespace Graph.Engine.Snapshots;

/// <summary>
/// The numbers of all keys ever used. A key is never reused, so the index only grows: a large table that nobody changes any
/// more and a small persistent one for what came since; when the small one has grown past a quarter of the large one, both
/// become a new large one.
/// </summary>
internal sealed class KeyIndex
{
    private const int RecentMin = 4_096;

    private readonly Dictionary<string, int> settled;
    private readonly ImmutableDictionary<string, int> recent;

    private KeyIndex(Dictionary<string, int> settled, ImmutableDictionary<string, int> recent)
    {
        this.settled = settled;
        this.recent = recent;
    }

    public static KeyIndex Empty { get; } =
        new(new(StringComparer.Ordinal), ImmutableDictionary.Create<string, int>(StringComparer.Ordinal));

    public bool TryGet(string key, out int ordinal) => recent.TryGetValue(key, out ordinal) || settled.TryGetValue(key, out ordinal);

    /// <summary>The keys whose numbers are at least as great as one.</summary>
    public IEnumerable<KeyValuePair<string, int>> Since(int ordinal) => settled.Concat(recent).Where(k => k.Value >= ordinal);

    public KeyIndex With(IReadOnlyCollection<KeyValuePair<string, int>> added)
    {
        if (added.Count == 0)
        {
            return this;
        }

        if (recent.Count + added.Count <= Math.Max(RecentMin, settled.Count / 4))
        {
            return new(settled, recent.AddRange(added));
        }

        var all = new Dictionary<string, int>(settled.Count + recent.Count + added.Count, StringComparer.Ordinal);
        foreach (var (key, ordinal) in settled.Concat(recent).Concat(added))
        {
            all.Add(key, ordinal);
        }

        return new(all, Empty.recent);
    }
}
