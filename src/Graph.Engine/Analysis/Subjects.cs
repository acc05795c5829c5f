using System.Numerics;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>A set of the systems in question, as bits, and whether the organisation is in it.</summary>
internal readonly record struct SubjectSet(ulong[]? Systems, bool All, bool Organisation)
{
    public static readonly SubjectSet Everyone = new(null, All: true, Organisation: true);

    public bool HasSystem(int index) => All || (Systems is not null && (Systems[index >> 6] >> (index & 63) & 1) != 0);

    /// <summary>Calls back for each system in both sets.</summary>
    public void ForEachSystem(SubjectSet other, int count, Action<int> visit)
    {
        if (All && other.All)
        {
            for (var i = 0; i < count; i++)
            {
                visit(i);
            }

            return;
        }

        var first = All ? other.Systems : Systems;
        var second = All || other.All ? null : other.Systems;
        if (first is null || (!All && !other.All && second is null))
        {
            return;
        }

        for (var word = 0; word < first.Length; word++)
        {
            var bits = second is null ? first[word] : first[word] & second[word];
            while (bits != 0)
            {
                visit((word << 6) + BitOperations.TrailingZeroCount(bits));
                bits &= bits - 1;
            }
        }
    }
}

/// <summary>The systems in question, each with a number, and what stands for them: their components and vendors.</summary>
internal sealed class Subjects
{
    private readonly Dictionary<int, ulong[]> standsFor = [];
    private readonly int wordCount;

    public Subjects(Snapshot snapshot, IReadOnlyList<Document> systems)
    {
        Systems = systems;
        wordCount = (systems.Count + 63) >> 6;
        for (var i = 0; i < systems.Count; i++)
        {
            Set(systems[i].Ordinal, i);
            foreach (var (component, _) in snapshot.Out(systems[i], EdgeKinds.Uses))
            {
                Set(component, i);
                foreach (var (vendor, _) in snapshot.Out(snapshot.Document(component)!, EdgeKinds.SuppliedBy))
                {
                    Set(vendor, i);
                }
            }
        }
    }

    public IReadOnlyList<Document> Systems { get; }

    public int Count => Systems.Count;

    /// <summary>The systems for which a system, component or vendor stands; null = none of those in question.</summary>
    public ulong[]? StandsFor(int ordinal) => standsFor.GetValueOrDefault(ordinal);

    /// <summary>The systems for which any of the documents stands.</summary>
    public ulong[]? Union(Edges edges)
    {
        ulong[]? union = null;
        foreach (var (node, _) in edges)
        {
            Add(ref union, StandsFor(node));
        }

        return union;
    }

    public static void Add(ref ulong[]? union, ulong[]? bits)
    {
        if (bits is null)
        {
            return;
        }

        if (union is null)
        {
            union = (ulong[])bits.Clone();
            return;
        }

        for (var i = 0; i < bits.Length; i++)
        {
            union[i] |= bits[i];
        }
    }

    /// <summary>Only the systems themselves among the documents, without what stands for them.</summary>
    public ulong[]? OnlySystems(Snapshot snapshot, Edges edges)
    {
        ulong[]? union = null;
        foreach (var (node, _) in edges)
        {
            if (snapshot.Document(node)!.Kind == AiSystemKind.Kind)
            {
                Add(ref union, StandsFor(node));
            }
        }

        return union;
    }

    private void Set(int ordinal, int index)
    {
        if (!standsFor.TryGetValue(ordinal, out var bits))
        {
            standsFor.Add(ordinal, bits = new ulong[wordCount]);
        }

        bits[index >> 6] |= 1UL << (index & 63);
    }
}
