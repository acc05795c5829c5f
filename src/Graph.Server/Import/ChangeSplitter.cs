using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Validation;

namespace Graph.Server.Import;

/// <summary>
/// Splits a change that is larger than one entry of the log may be into parts of which each is valid after those before it.
/// <list type="number">
/// <item>A document, the edges it must have and those that belong to its approved content form a unit.</item>
/// <item>Units are ordered so that what a unit needs comes before it, and otherwise as in the file.</item>
/// <item>Any other edge follows the later of its two ends; what takes away comes last.</item>
/// </list>
/// </summary>
internal sealed class ChangeSplitter
{
    private readonly GraphModel model;
    private readonly List<Unit> units = [];
    private readonly Dictionary<string, Unit> unitByKey = new(StringComparer.Ordinal);
    private readonly List<ImportEntry> last = [];

    private ChangeSplitter(GraphModel model) => this.model = model;

    /// <summary>The parts, in order, each of at most the given number of entries where units allow it.</summary>
    public static IReadOnlyList<IReadOnlyList<ImportEntry>> Split(IReadOnlyList<ImportEntry> entries, int countMax, GraphModel model)
    {
        if (entries.Count <= countMax)
        {
            return [entries];
        }

        var splitter = new ChangeSplitter(model);
        splitter.FormUnits(entries);
        return splitter.Cut(splitter.Order(), countMax);
    }

    private void FormUnits(IReadOnlyList<ImportEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Operation is PutDocument put)
            {
                var unit = new Unit(units.Count, entry, NeededFacts(put));
                units.Add(unit);
                unitByKey.TryAdd(entry.Key, unit);
            }
        }

        foreach (var entry in entries)
        {
            switch (entry.Operation)
            {
                case PutDocument:
                    break;
                case LinkDocuments link when BelongsToUnit(link.Kind) && unitByKey.TryGetValue(link.From, out var unit):
                    unit.Entries.Add(entry);
                    unit.Needs.Add(link.To);
                    break;
                case UnlinkDocuments unlink when BelongsToUnit(unlink.Kind) && unitByKey.TryGetValue(unlink.From, out var unit):
                    unit.Entries.Add(entry);
                    break;
                default:
                    last.Add(entry);
                    break;
            }
        }
    }

    private bool BelongsToUnit(string kind) => model.TryGetEdge(kind, out var edge) && (edge.CountMin > 0 || edge.CountMax < int.MaxValue || edge.BindsContent);

    private HashSet<string> NeededFacts(PutDocument put)
    {
        var needs = new HashSet<string>(StringComparer.Ordinal);
        if (!model.TryGetKind(put.Kind, out var kind))
        {
            return needs;
        }

        foreach (var (name, value) in put.Fields)
        {
            if (!kind.TryGetField(name, out var field))
            {
                continue;
            }

            if (field.NamesDeclaredBy is not null && value is IDictionary<string, object?> facts)
            {
                needs.UnionWith(facts.Keys.Select(f => "fact:" + f));
            }
            else if (field.Conditions)
            {
                foreach (var item in value is IEnumerable<object?> items ? items.OfType<string>() : value is string one ? [one] : [])
                {
                    Conditions.TryParse(item, out var terms);
                    needs.UnionWith(terms.Where(t => t.Subject == TermSubject.Fact).Select(t => "fact:" + t.Value));
                }
            }
        }

        return needs;
    }

    // Units that need each other in a circle keep the order of the file at the end; the engine says what is wrong with them.
    private List<Unit> Order()
    {
        var missing = new int[units.Count];
        var neededBy = units.ConvertAll(_ => new List<Unit>());
        foreach (var unit in units)
        {
            foreach (var need in unit.Needs)
            {
                if (unitByKey.TryGetValue(need, out var other) && other != unit)
                {
                    neededBy[other.Index].Add(unit);
                    missing[unit.Index]++;
                }
            }
        }

        var ready = new PriorityQueue<Unit, int>(units.Where(u => missing[u.Index] == 0).Select(u => (u, u.Index)));
        var order = new List<Unit>(units.Count);
        while (ready.TryDequeue(out var unit, out _))
        {
            order.Add(unit);
            foreach (var next in neededBy[unit.Index].Where(n => --missing[n.Index] == 0))
            {
                ready.Enqueue(next, next.Index);
            }
        }

        order.AddRange(units.Where(u => missing[u.Index] > 0));
        return order;
    }

    private List<List<ImportEntry>> Cut(List<Unit> order, int countMax)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < order.Count; i++)
        {
            positions.TryAdd(order[i].Entries[0].Key, i);
        }

        var following = last.ToLookup(e => e.Operation is LinkDocuments link
            ? Math.Max(positions.GetValueOrDefault(link.From, -1), positions.GetValueOrDefault(link.To, -1))
            : -1);
        var parts = new List<List<ImportEntry>>();
        for (var i = 0; i < order.Count; i++)
        {
            Add(order[i].Entries);
            foreach (var entry in following[i])
            {
                Add([entry]);
            }
        }

        foreach (var entry in following[-1])
        {
            Add([entry]);
        }

        return parts;

        void Add(List<ImportEntry> together)
        {
            if (parts.Count == 0 || parts[^1].Count + together.Count > countMax)
            {
                parts.Add([]);
            }

            parts[^1].AddRange(together);
        }
    }

    private sealed class Unit(int index, ImportEntry put, HashSet<string> needs)
    {
        public int Index { get; } = index;

        public List<ImportEntry> Entries { get; } = [put];

        public HashSet<string> Needs { get; } = needs;
    }
}
