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
    private readonly Catalogue catalogue;
    private Snapshot[] snapshots;

    private Touched(Snapshot before, Snapshot after)
    {
        snapshots = ReferenceEquals(before, after) ? [after] : [before, after];
        catalogue = Catalogue.Of(after);
    }

    /// <summary>The controls that may apply to others, or be shown to operate by other proof, by document number.</summary>
    public HashSet<int> Controls { get; } = [];

    /// <summary>The pieces of proof that may be worth something else or to others, by document number.</summary>
    public HashSet<int> Proofs { get; } = [];

    /// <summary>The rows into which other links may lead, or links of what is touched.</summary>
    public HashSet<Row> LinkedRows { get; } = [];

    /// <summary>The rows whose cells may have another state, or another verdict by a statement.</summary>
    public HashSet<Row> Rows { get; } = [];

    /// <summary>The rows of which a statement speaks that is touched.</summary>
    public HashSet<Row> StatedRows { get; } = [];

    /// <summary>The rows that may be lowered otherwise, whatever their chains.</summary>
    public HashSet<Row> LoweredRows { get; } = [];

    /// <summary>The rows in which any system may be meant: a statement or finding may speak of each, and a link in or out of a joint group makes or breaks the group for each.</summary>
    public HashSet<Row> RowsForAll { get; } = [];

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
            TakeLowered(Lowerings.At(difference, snapshots));
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

        TakeLowered(Lowerings.At(difference, snapshots));
        return kind.Group != KindGroup.Catalogue;
    }

    private bool TakeEdge(LinkDifference edge)
    {
        var (kind, from, to) = (edge.Kind, edge.From.Ordinal, edge.To.Ordinal);
        if ((kind == EdgeKinds.Satisfies || kind == EdgeKinds.Demonstrates) && (edge.Before?.Joint ?? edge.After?.Joint) is not null && catalogue.Row(to) is { } linked)
        {
            RowsForAll.UnionWith(catalogue.RowsBelow(linked.Document));
        }

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
        else if (kind == EdgeKinds.Supersedes)
        {
            TakeGroupsOf(from);
            TakeGroupsOf(to);
        }
        else if (kind == EdgeKinds.SubjectTo)
        {
            Systems.Add(from);
        }
        else if (kind == EdgeKinds.States || kind == EdgeKinds.About)
        {
            TakeStatement(from);
        }

        TakeLowered(Lowerings.Along(edge, snapshots));

        // Who uses what of whom decides for whom proof counts, everywhere.
        return kind != EdgeKinds.Uses && kind != EdgeKinds.SuppliedBy;
    }

    private void TakeLowered(IEnumerable<(LoweringRule Rule, int Lowered)> lowered)
    {
        foreach (var (rule, ordinal) in lowered)
        {
            if (rule.Of == ControlKind.Kind)
            {
                Controls.Add(ordinal);
            }
            else if (catalogue.Row(ordinal) is { } row)
            {
                LoweredRows.UnionWith(catalogue.RowsBelow(row.Document));
            }
            else
            {
                Proofs.Add(ordinal);
                if (Array.Exists(snapshots, s => s.Document(ordinal) is { } proof && proof.Kind == AssessmentKind.Kind && AssessmentKind.IsClassification(proof)))
                {
                    TakeFar(ordinal, EdgeKinds.Assesses, outgoing: true, Systems, AiSystemKind.Kind);    // What backs a claim of a system decides what it owes.
                }
            }
        }
    }

    // Versions are one member of a joint group: which documents are versions of one another makes or breaks the groups of all of them.
    private void TakeGroupsOf(int version)
    {
        foreach (var snapshot in snapshots)
        {
            foreach (var one in JointMembers.Versions(snapshot, version))
            {
                foreach (var (node, data) in new Edges(snapshot.Outgoing, one, EdgeKinds.Demonstrates.Number))
                {
                    if (data?.Joint is not null && catalogue.Row(node) is { } row)
                    {
                        Rows.UnionWith(catalogue.RowsBelow(row.Document));
                        RowsForAll.UnionWith(catalogue.RowsBelow(row.Document));
                    }
                }
            }
        }
    }

    private void TakeStatement(int statement) => TakeRows(statement, EdgeKinds.States, StatedRows.Add);

    /// <summary>From proof on to controls, and from both to the rows to which they are linked.</summary>
    private Touched Spread()
    {
        foreach (var rows in (HashSet<Row>[])[Rows, RowsForAll])
        {
            rows.UnionWith(StatedRows);
            rows.UnionWith(LoweredRows);
        }

        foreach (var proof in Proofs)
        {
            TakeFar(proof, EdgeKinds.EvidencedBy, outgoing: false, Controls, ControlKind.Kind);
            TakeRowsLinked(proof, EdgeKinds.Demonstrates);
        }

        foreach (var control in Controls)
        {
            TakeRowsLinked(control, EdgeKinds.Satisfies);
        }

        snapshots = [];     // Whoever keeps this keeps neither.
        return this;
    }

    private void TakeRowsLinked(int from, EdgeKind kind) => TakeRows(from, kind, Rows.Add, LinkedRows.Add);

    private void TakeRows(int from, EdgeKind kind, Func<Row, bool> below, Func<Row, bool>? linked = null)
    {
        foreach (var snapshot in snapshots)
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
        foreach (var snapshot in snapshots)
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
}
