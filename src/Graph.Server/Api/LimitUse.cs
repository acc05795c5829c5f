namespace Graph.Server.Api;

/// <summary>What a request has used of the limits that it met, in the order met; of several measures the greatest.</summary>
internal sealed class LimitUse
{
    /// <summary>The member of a request's extensions by which a caller asks to see the use, and of the answer's that shows it.</summary>
    public const string Name = "limits";

    private readonly OrderedDictionary<string, (long Used, long Maximum)> known = new(StringComparer.Ordinal);

    public void Note(string limit, long used, long maximum) =>
        known[limit] = (known.TryGetValue(limit, out var before) ? Math.Max(before.Used, used) : used, maximum);

    public void NoteAll(LimitUse other)
    {
        foreach (var (limit, (used, maximum)) in other.known)
        {
            Note(limit, used, maximum);
        }
    }

    /// <summary>As the answer shows it.</summary>
    public IReadOnlyDictionary<string, object?> Show() => known.ToDictionary(
        limit => limit.Key, object? (limit) => new Dictionary<string, object?> { ["used"] = limit.Value.Used, ["maximum"] = limit.Value.Maximum });
}
