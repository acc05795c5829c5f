using Graph.Engine.Log;
using Graph.Engine.Writing;

namespace Graph.Bench.Generation;

/// <summary>One change of the seed while it is drawn.</summary>
internal sealed class Draft(string id, DateTimeOffset at)
{
    private static readonly string[] Actors = ["Mira Okafor", "Jonas Lindqvist", "Priya Raman", "Tomasz Zielinski"];

    private readonly List<Operation> operations = [];

    /// <summary>The day of the change: nothing has been collected on a later one.</summary>
    public DateOnly Day { get; } = DateOnly.FromDateTime(at.UtcDateTime);

    public void Put(string kind, string key, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var given = new Dictionary<string, object?>(fields.Length, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                given.Add(name, value);
            }
        }

        operations.Add(new PutDocument(kind, key, null, given));
    }

    public void Link(string from, string kind, string to, string? extent = null, string? joint = null)
    {
        var fields = new Dictionary<string, object?>(2, StringComparer.Ordinal);
        if (extent is not null)
        {
            fields.Add("extent", extent);
        }

        if (joint is not null)
        {
            fields.Add("joint", joint);
        }

        operations.Add(new LinkDocuments(from, kind, to, fields));
    }

    public ChangeRequest Request() =>
        new(id, Actors[at.Minute % Actors.Length], "Recorded in the course of the work.", operations) { Origin = ChangeOrigin.Seed, At = at };
}
