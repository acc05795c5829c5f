using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Writing;

namespace Graph.Server.Cli;

/// <summary>What there is of one person beside the log.</summary>
/// <param name="Tokens">The tokens of the values, in order.</param>
/// <param name="Persons">The keys of the documents about people that hold one of the values, now or ever.</param>
/// <param name="Names">The keys of the names and addresses themselves.</param>
/// <param name="Spellings">The names that are taken for one but are written in several ways, other than in their case; empty where each is written in one.</param>
/// <param name="Subjects">The subjects of actors of that name who have signed in.</param>
internal sealed record FoundPerson(IReadOnlyList<string> Tokens, IReadOnlyList<string> Persons, IReadOnlySet<string> Names, IReadOnlyList<string> Spellings, IReadOnlyList<string> Subjects)
{
    /// <summary>Finds it by the key of a Person, a name, an e-mail address or the subject of an actor; names and addresses as they are compared for four eyes.</summary>
    public static async Task<FoundPerson> SearchAsync(GraphEngine engine, string asked, CancellationToken cancellationToken)
    {
        var held = await ValuesOfPersonsAsync(engine, cancellationToken);
        var all = engine.Personal.All();
        var keys = all.ToDictionary(p => p.Key, p => ActorIdentity.NameKey(p.Value.Name), StringComparer.Ordinal);

        var key = ActorIdentity.NameKey(asked);
        var direct = all.Where(p => keys[p.Key] == key || p.Value.Subject == asked).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        string[] persons = [.. held.Where(h => h.Key == asked || h.Value.Overlaps(direct)).Select(h => h.Key).Order(StringComparer.Ordinal)];
        direct.UnionWith(persons.SelectMany(p => held[p]));

        // The same name as an actor who has signed in is another value.
        var names = direct.Where(keys.ContainsKey).Select(t => keys[t]).ToHashSet(StringComparer.Ordinal);
        KeyValuePair<string, ActorIdentity>[] found = [.. all.Where(p => names.Contains(keys[p.Key]))];
        var tokens = found.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. found.Select(p => p.Key)],
            [.. held.Where(h => h.Value.Overlaps(tokens)).Select(h => h.Key).Order(StringComparer.Ordinal)],
            names,
            [.. found.GroupBy(p => keys[p.Key]).Select(g => g.Select(p => p.Value.Name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToArray()).Where(s => s.Length > 1).SelectMany(s => s)],
            [.. found.Select(p => p.Value.Subject).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);
    }

    // What a document held before counts as well: a name that was corrected is still in the log.
    private static async Task<Dictionary<string, HashSet<string>>> ValuesOfPersonsAsync(GraphEngine engine, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await foreach (var (_, change) in engine.ReadLogAsync(0, cancellationToken))
        {
            foreach (var put in change.Steps.OfType<DocumentPut>().Where(p => p.Kind == PersonKind.Kind.Name))
            {
                if (!held.TryGetValue(put.Key, out var tokens))
                {
                    held.Add(put.Key, tokens = new(StringComparer.Ordinal));
                }

                tokens.UnionWith(put.Fields
                    .Where(f => PersonKind.Kind.TryGetField(f.Key, out var field) && field.Type == FieldType.Personal)
                    .Select(f => f.Value).OfType<string>());
            }
        }

        return held;
    }
}
