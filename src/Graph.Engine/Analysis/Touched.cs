using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>
/// What a difference between two snapshots can change in cells: the rows whose state may be another one, and the systems whose verdicts and
/// credit may be. Everything else may be taken over as it was worked out before. It errs on the side of too much.
/// </summary>
internal sealed class Touched
{
    private readonly Snapshot before;
    private readonly Snapshot after;
    private readonly Catalogue catalogue;

    private Touched(Snapshot before, Snapshot after)
    {
        this.before = before;
        this.after = after;
        catalogue = Catalogue.Of(after);
    }

    /// <summary>The controls that may apply to others, or be shown to operate by other proof, by document number.</summary>
    public HashSet<int> Controls { get; } = [];

    /// <summary>Those of them that are not among them for the sake of their proof alone.</summary>
    private HashSet<int> ownControls = [];

    /// <summary>Whether any system may be meant: a statement may speak of each, and a link in or out of a joint group makes or breaks the group for each.</summary>
    private bool isForAll;

    /// <summary>The pieces of proof that may be worth something else or to others, by document number.</summary>
    public HashSet<int> Proofs { get; } = [];

    /// <summary>The rows into which other links may lead, or links of what is touched.</summary>
    public HashSet<Row> LinkedRows { get; } = [];

    /// <summary>The rows whose cells may have another state, or another verdict by a statement.</summary>
    public HashSet<Row> Rows { get; } = [];

    /// <summary>The systems about which something else may be known, by document number.</summary>
    public HashSet<int> Systems { get; } = [];

    /// <summary>What differs between two snapshots; null where it may be anything.</summary>
    public static Touched? Between(Snapshot before, Snapshot after)
    {
        if (before.CatalogueVersion != after.CatalogueVersion)
        {
            return null;
        }

        var diff = SnapshotDiff.Between(before, after);
        var touched = new Touched(before, after);
        return diff.AreNumbersShared && diff.UnorderedDocuments.All(touched.TakeDocument) && diff.UnorderedEdges.All(touched.TakeEdge)
            ? touched.Spread()
            : null;
    }

    /// <summary>What another meaning of a document can change; null where it may be anything.</summary>
    public static Touched? ByMeaningOf(Document document, Snapshot snapshot)
    {
        var touched = new Touched(snapshot, snapshot);
        return document.Kind.Group != KindGroup.Catalogue && touched.TakeDocument(new(document, document)) ? touched.Spread() : null;
    }

    /// <summary>
    /// The numbers of the systems whose cells of the rows may have another state; null where it may be any system's or the organisation's. Both
    /// graphs must number their systems alike.
    /// </summary>
    public HashSet<int>? SystemsOfRows(int countMax)
    {
        if (isForAll)
        {
            return null;
        }

        var (systems, numbers) = (new HashSet<int>(), new List<int>());
        foreach (var snapshot in Both())
        {
            var holdings = Holdings.Of(snapshot);
            foreach (var control in ownControls.Where(c => snapshot.Document(c) is not null))
            {
                if (!Add(holdings.Control(control).AppliesTo))
                {
                    return null;
                }
            }

            foreach (var proof in Proofs.Where(p => snapshot.Document(p) is not null))
            {
                // Through a control it counts for those for whom both do: either set holds them.
                var belongsTo = holdings.Proof(proof).Terms.BelongsTo;
                foreach (var (control, _) in new Edges(snapshot.Incoming, proof, EdgeKinds.EvidencedBy.Number))
                {
                    if (!Add(belongsTo) && !Add(holdings.Control(control).AppliesTo))
                    {
                        return null;
                    }
                }

                if (new Edges(snapshot.Outgoing, proof, EdgeKinds.Demonstrates.Number).Any() && !Add(belongsTo))
                {
                    return null;
                }
            }
        }

        return systems.Count > countMax ? null : systems;

        bool Add(in SubjectSet set)
        {
            if (set.All || set.Organisation || set.Systems.Length > countMax)
            {
                return false;
            }

            numbers.Clear();
            SubjectSet.Unpack(set.Systems, numbers);
            if (numbers.Count > countMax)
            {
                return false;
            }

            systems.UnionWith(numbers);
            return true;
        }
    }

    /// <summary>What is known of each row, without that of the given rows.</summary>
    public static T?[] Without<T>(T?[] known, HashSet<Row> rows)
    {
        var kept = (T?[])known.Clone();
        foreach (var row in rows)
        {
            kept[row.Number] = default;
        }

        return kept;
    }

    private bool TakeDocument(DocumentDifference difference)
    {
        var ordinal = (difference.After ?? difference.Before)!.Ordinal;
        var kind = difference.Kind;
        if (kind == AiSystemKind.Kind)
        {
            // Systems are numbered in the order of their keys, so that one more or less moves others.
            Systems.Add(ordinal);
            return difference is { Before: not null, After: not null };
        }

        if (kind == ControlKind.Kind)
        {
            Controls.Add(ordinal);
        }
        else if (kind == EvidenceKind.Kind)
        {
            Proofs.Add(ordinal);
        }
        else if (kind == AssessmentKind.Kind)
        {
            Proofs.Add(ordinal);
            TakeFar(ordinal, EdgeKinds.Assesses, outgoing: true, Systems, AiSystemKind.Kind);
        }
        else if (kind == StatementKind.Kind)
        {
            TakeStatement(ordinal);
        }

        return kind.Group != KindGroup.Catalogue;
    }

    private bool TakeEdge(LinkDifference edge)
    {
        var (kind, from, to) = (edge.Kind, edge.From.Ordinal, edge.To.Ordinal);
        isForAll |= (kind == EdgeKinds.Satisfies || kind == EdgeKinds.Demonstrates) && (edge.Before?.Joint ?? edge.After?.Joint) is not null;
        if (kind == EdgeKinds.Satisfies || kind == EdgeKinds.EvidencedBy || kind == EdgeKinds.AppliesTo)
        {
            Controls.Add(from);
        }
        else if (kind == EdgeKinds.MitigatedBy)
        {
            Controls.Add(to);
        }
        else if (kind == EdgeKinds.HasRisk)
        {
            TakeFar(to, EdgeKinds.MitigatedBy, outgoing: true, Controls, ControlKind.Kind);
        }
        else if (kind == EdgeKinds.Demonstrates || kind == EdgeKinds.Concerns)
        {
            Proofs.Add(from);
        }
        else if (kind == EdgeKinds.Assesses)
        {
            Proofs.Add(from);
            if (edge.To.Kind == AiSystemKind.Kind)
            {
                Systems.Add(to);
            }
        }
        else if (kind == EdgeKinds.SubjectTo)
        {
            Systems.Add(from);
        }
        else if (kind == EdgeKinds.States || kind == EdgeKinds.About)
        {
            TakeStatement(from);
        }

        // Who uses what of whom decides for whom proof counts, everywhere.
        return kind != EdgeKinds.Uses && kind != EdgeKinds.SuppliedBy;
    }

    private void TakeStatement(int statement)
    {
        isForAll = true;
        TakeRows(statement, EdgeKinds.States, Rows.Add);
    }

    /// <summary>From proof on to controls, and from both to the rows to which they are linked.</summary>
    private Touched Spread()
    {
        ownControls = [.. Controls];
        foreach (var proof in Proofs)
        {
            TakeFar(proof, EdgeKinds.EvidencedBy, outgoing: false, Controls, ControlKind.Kind);
            TakeRowsLinked(proof, EdgeKinds.Demonstrates);
        }

        foreach (var control in Controls)
        {
            TakeRowsLinked(control, EdgeKinds.Satisfies);
        }

        return this;
    }

    private void TakeRowsLinked(int from, EdgeKind kind) => TakeRows(from, kind, Rows.Add, LinkedRows.Add);

    private void TakeRows(int from, EdgeKind kind, Func<Row, bool> below, Func<Row, bool>? linked = null)
    {
        foreach (var snapshot in Both())
        {
            foreach (var (node, _) in new Edges(snapshot.Outgoing, from, kind.Number))
            {
                if (catalogue.Row(node) is { } row && (linked is null || linked(row)))
                {
                    foreach (var each in catalogue.RowsBelow(row.Document))
                    {
                        below(each);
                    }
                }
            }
        }
    }

    private void TakeFar(int node, EdgeKind kind, bool outgoing, HashSet<int> into, Kind ofKind)
    {
        foreach (var snapshot in Both())
        {
            foreach (var (far, _) in new Edges(outgoing ? snapshot.Outgoing : snapshot.Incoming, node, kind.Number))
            {
                if (snapshot.Document(far)?.Kind == ofKind)
                {
                    into.Add(far);
                }
            }
        }
    }

    private IEnumerable<Snapshot> Both() => ReferenceEquals(before, after) ? [after] : [before, after];
}
