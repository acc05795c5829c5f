using Graph.Engine.Log;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>One change of one document (with its parts and what belongs to it), what appears because of it, and how it is undone.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Take">The change.</param>
/// <param name="Give">What undoes it.</param>
/// <param name="Appears">The lines that it is made for; everything else that comes and goes with them is approved text.</param>
internal sealed record KnockOut(string Name, IReadOnlyList<Operation> Take, IReadOnlyList<Operation> Give, params string[] Appears)
{
    /// <summary>The day on which it is looked at; null = today.</summary>
    public string? On { get; init; }

    /// <summary>What is submitted and approved or signed after the change.</summary>
    public string[] Decided { get; init; } = [];

    /// <summary>What is approved or signed and taken back after the change.</summary>
    public string[] Withdrawn { get; init; } = [];

    /// <summary>What is approved or signed and taken back before the change, for it is a record that is not edited while it counts.</summary>
    public string[] WithdrawnFirst { get; init; } = [];

    /// <summary>What is submitted and approved or signed once more after it is undone.</summary>
    public string[] DecidedAgain { get; init; } = [];

    /// <summary>What was signed and is no longer as it was, taken back and signed once more after it is undone.</summary>
    public string[] Renewed { get; init; } = [];

    /// <summary>A document that is deleted and made again, with its key from then on.</summary>
    public (string Key, string Anew)? Anew { get; init; }

    public override string ToString() => Name;

    /// <summary>A field has another value.</summary>
    public static KnockOut Field(string kind, string key, string field, object? value, object? before, params string[] appears) =>
        new($"{key} has {field} {(value is string[] list ? string.Join(", ", list) : value ?? "no more")}", [Put(kind, key, (field, value))], [Put(kind, key, (field, before))], appears);

    /// <summary>A link is gone.</summary>
    public static KnockOut Unlinked(string from, string kind, string to, params string[] appears) =>
        new($"{from} is no longer {kind} {to}", [Unlink(from, kind, to)], [Link(from, kind, to)], appears);

    /// <summary>A document is there, with what belongs to it.</summary>
    public static KnockOut New(IReadOnlyList<Operation> made, params string[] appears)
    {
        var keys = made.OfType<PutDocument>().Select(p => p.Key!).ToList();
        return new($"{keys[0]} is new", made, [.. keys.AsEnumerable().Reverse().Where(k => !IsPartOf(made, k)).Select(k => Delete(k, edges: true))], appears);
    }

    /// <summary>The same, with what is decided after the change, and again after it is undone.</summary>
    public KnockOut WithDecisions(string[] after, string[]? again = null) => this with { Decided = after, DecidedAgain = again ?? [] };

    // What is deleted with its owner is not deleted by itself.
    private static bool IsPartOf(IReadOnlyList<Operation> made, string key) => made.OfType<LinkDocuments>().Any(l => l.From == key
        && Graph.Engine.Model.GraphModel.Default.TryGetEdge(l.Kind, out var edge) && edge.IsPart && made.OfType<PutDocument>().Any(p => p.Key == l.To));
}
