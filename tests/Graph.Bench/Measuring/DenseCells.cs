using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Proof = Graph.Bench.Generation.Proof;

namespace Graph.Bench.Measuring;

/// <summary>
/// The baseline of coverage and gaps: the best chain of each cell by plain loops over arrays made beforehand. No verdicts, no joint
/// groups, no credit, no organisation cells, nothing explained: what is left is what no form of it can do without.
/// </summary>
internal sealed class DenseCells
{
    private readonly List<(string Framework, int[] Links, bool[] IsPartial, ulong Types)> rows = [];
    private readonly List<Control> controls = [];
    private readonly Dictionary<int, int> controlIndex = [];
    private readonly Dictionary<int, Shown> proofs = [];
    private readonly Dictionary<int, int> systemIndex = [];
    private readonly ulong[] everyone;
    private readonly State[] best;

    public DenseCells(Snapshot snapshot)
    {
        foreach (var system in snapshot.Documents(AiSystemKind.Kind).Where(s => CellReader.IsSubject(s, Proof.Today)))
        {
            systemIndex.Add(system.Ordinal, systemIndex.Count);
        }

        best = new State[systemIndex.Count];
        everyone = [.. Enumerable.Repeat(ulong.MaxValue, Words(systemIndex.Count))];
        foreach (var document in snapshot.Documents(ControlKind.Kind).Where(c => ControlKind.StatusOn(c, Proof.Today) is "IMPLEMENTED"))
        {
            controlIndex.Add(document.Ordinal, controls.Count);
            controls.Add(new(Bits(snapshot.Out(document, EdgeKinds.AppliesTo)), [.. Far(snapshot.Out(document, EdgeKinds.EvidencedBy)).Select(p => Read(snapshot, snapshot.Document(p)!)).OfType<Shown>()]));
        }

        foreach (var row in snapshot.Documents(RequirementKind.Kind).Where(r => r.Boolean(RequirementKind.Assessable) == true && r.Text(RequirementKind.Scope) == "SYSTEM"))
        {
            var types = row.List(RequirementKind.Proof) is { } words ? words.Aggregate(0UL, (m, w) => m | Bit(w)) : ulong.MaxValue;
            var links = new List<(int Control, bool IsPartial)>();
            var at = row;
            while (at.Kind == RequirementKind.Kind)
            {
                foreach (var (node, data) in snapshot.In(at, EdgeKinds.Satisfies))
                {
                    if (controlIndex.TryGetValue(node, out var index))
                    {
                        links.Add((index, data?[EdgeKinds.Satisfies.Fields[0]] is "PARTIAL"));
                    }
                }

                at = snapshot.Document(snapshot.Out(at, EdgeKinds.PartOf).FirstOrNone())!;
            }

            rows.Add((at.Key, [.. links.Select(l => l.Control)], [.. links.Select(l => l.IsPartial)], types));
        }
    }

    /// <summary>The number of cells met, for all systems; null = of every framework.</summary>
    public int CountMet(string? framework)
    {
        var met = 0;
        foreach (var row in rows)
        {
            if (framework is null || row.Framework == framework)
            {
                Array.Clear(best);
                for (var l = 0; l < row.Links.Length; l++)
                {
                    var control = controls[row.Links[l]];
                    Raise(control.Systems, everyone, State.Unproven);
                    foreach (var proof in control.Proofs)
                    {
                        if ((proof.Type & row.Types) != 0)
                        {
                            Raise(control.Systems, proof.Systems, row.IsPartial[l] && proof.State > State.Partial ? State.Partial : proof.State);
                        }
                    }
                }

                met += best.AsSpan().Count(State.Covered);
            }
        }

        return met;
    }

    /// <summary>The number of cells of one system that are not met.</summary>
    public int CountNotMet(Document system)
    {
        var index = systemIndex[system.Ordinal];
        int word = index >> 6, bit = index & 63, notMet = 0;
        foreach (var (_, links, isPartial, types) in rows)
        {
            var met = false;
            for (var l = 0; l < links.Length; l++)
            {
                var control = controls[links[l]];
                if ((control.Systems[word] >> bit & 1) != 0 && !isPartial[l])
                {
                    foreach (var proof in control.Proofs)
                    {
                        met |= (proof.Type & types) != 0 && proof.State == State.Covered && (proof.Systems[word] >> bit & 1) != 0;
                    }
                }
            }

            notMet += met ? 0 : 1;
        }

        return notMet;
    }

    private void Raise(ulong[] one, ulong[] other, State state)
    {
        for (var word = 0; word < one.Length; word++)
        {
            for (var bits = one[word] & other[word]; bits != 0; bits &= bits - 1)
            {
                var system = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                if (system < best.Length && best[system] < state)
                {
                    best[system] = state;
                }
            }
        }
    }

    private static int Words(int count) => (count + 63) >> 6;

    private static ulong Bit(string word) => 1UL << Proof.Types.ToList().IndexOf(word);

    private static List<int> Far(Edges edges)
    {
        var far = new List<int>();
        foreach (var (node, _) in edges)
        {
            far.Add(node);
        }

        return far;
    }

    private ulong[] Bits(Edges edges)
    {
        var bits = new ulong[everyone.Length];
        var any = false;
        foreach (var (node, _) in edges)
        {
            any = true;
            if (systemIndex.TryGetValue(node, out var index))
            {
                bits[index >> 6] |= 1UL << (index & 63);
            }
        }

        return any ? bits : everyone;
    }

    private Shown? Read(Snapshot snapshot, Document proof)
    {
        if (proof.Kind != EvidenceKind.Kind)
        {
            return null;
        }

        if (!proofs.TryGetValue(proof.Ordinal, out var shown))
        {
            var state = proof.Date(EvidenceKind.Approval.DoneOn) is null ? State.Unapproved : proof.Date(EvidenceKind.ExpiresOn) < Proof.Today ? State.Expired : State.Covered;
            proofs.Add(proof.Ordinal, shown = new(Bit(proof.Text(EvidenceKind.Type)!), state, proof.Text(EvidenceKind.Scope) == "ORGANISATION" ? everyone : Bits(snapshot.Out(proof, EdgeKinds.Concerns))));
        }

        return shown;
    }

    private sealed record Shown(ulong Type, State State, ulong[] Systems);

    private sealed record Control(ulong[] Systems, Shown[] Proofs);
}
