using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>A single thing that somebody may do about gaps.</summary>
public enum RemedyAction
{
    /// <summary>Approve a piece of evidence.</summary>
    Approve,

    /// <summary>Sign an assessment.</summary>
    Sign,

    /// <summary>Renew evidence that has expired, or will have, or that shows conformity as it was before a substantial modification.</summary>
    Renew,

    /// <summary>Review an assessment and have it signed again.</summary>
    Review,

    /// <summary>Implement a control.</summary>
    Implement,

    /// <summary>Have a control operate again as it should.</summary>
    Restore,

    /// <summary>Record new proof, approved, that a control operates.</summary>
    AddProof,

    /// <summary>Extend a link from a part of a requirement to the whole of it.</summary>
    Extend,

    /// <summary>State with authority that a joint group of links suffices.</summary>
    StateSufficiency,

    /// <summary>Link a control that meets a mapped requirement to this one as well.</summary>
    Link,

    /// <summary>Review a suspect link and accept it.</summary>
    Accept,

    /// <summary>Close a finding by corrective action that works.</summary>
    Correct,
}

/// <summary>One action, with what it would do, shown by the view in which it is done.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Document">To what.</param>
/// <param name="Edge">The key of the link concerned, of several joined by <c>&gt;</c>; null where none is.</param>
/// <param name="Closes">The cells in question that become COVERED.</param>
/// <param name="Improves">The cells in question that get a better state and are not COVERED.</param>
public sealed record Remedy(RemedyAction Action, Document Document, string? Edge, IReadOnlyList<CellChange> Closes, IReadOnlyList<CellChange> Improves)
{
    /// <summary>ADD_PROOF: the type of the new evidence; null elsewhere.</summary>
    public string? ProofType { get; init; }
}

/// <summary>
/// Which single action closes most cells? A cell is closed by one action where whatever is wrong with one of its chains has that answer alone; which actions
/// these are is counted, and those with most cells are tried in views of what if.
/// </summary>
public static class Remedies
{
    /// <summary>The actions that close most cells, the best first: by cells closed, cells improved, action and key.</summary>
    /// <param name="view">The view.</param>
    /// <param name="of">The framework, heading or row in question; null = every framework.</param>
    /// <param name="systems">The systems in question; null = all in scope.</param>
    /// <param name="trialCountMax">The greatest number of actions that are tried.</param>
    /// <param name="tried">How many were tried; as many as the greatest number where others may have been left.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyList<Remedy> Of(
        View view, Document? of, IReadOnlyList<Document>? systems, int trialCountMax, out int tried, CancellationToken cancellationToken = default)
    {
        var gaps = view.Cells.Cells(of, systems, cancellationToken).Where(c => c.IsOwed && c.State != State.Covered).ToList();
        var scope = gaps.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var remedies = new List<Remedy>();
        tried = 0;
        foreach (var candidate in Candidates(view, gaps, cancellationToken).Take(trialCountMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tried++;
            if (Try(view, candidate, scope, cancellationToken) is { } remedy)
            {
                remedies.Add(remedy);
            }
        }

        return [.. remedies.OrderByDescending(r => r.Closes.Count).ThenByDescending(r => r.Improves.Count)
            .ThenBy(r => r.Action).ThenBy(r => r.Edge ?? r.Document.Key, StringComparer.Ordinal).ThenBy(r => r.ProofType, StringComparer.Ordinal)];
    }

    // First those that alone are wrong with most cells.
    private static IEnumerable<Candidate> Candidates(View view, List<Cell> gaps, CancellationToken cancellationToken)
    {
        var cells = new Dictionary<Candidate, int>();
        foreach (var cell in gaps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var candidate in Of(view, cell).Distinct())
            {
                cells[candidate] = cells.GetValueOrDefault(candidate) + 1;
            }
        }

        return cells.OrderByDescending(c => c.Value).ThenBy(c => c.Key.Action).ThenBy(c => c.Key.Edge ?? c.Key.Document.Key, StringComparer.Ordinal).Select(c => c.Key);
    }

    private static IEnumerable<Candidate> Of(View view, Cell cell)
    {
        foreach (var chain in cell.Chains)
        {
            // Of a control without usable proof every reason has the same answer, and so have two changes after one signature.
            if (chain.Defects.Select(d => For(cell, chain, d)).Distinct().Take(2).ToList() is [{ } only])
            {
                yield return only;
            }
        }

        if (cell.Credit is { } credit)
        {
            foreach (var control in credit.Paths.SelectMany(p => ControlsThatMeet(view, p)).DistinctBy(d => d.Ordinal))
            {
                yield return new(RemedyAction.Link, control, $"{control.Key}|{EdgeKinds.Satisfies.Name}|{cell.Requirement.Key}");
            }
        }
    }

    private static Candidate? For(Cell cell, Chain chain, Defect defect)
    {
        var control = chain.Documents.FirstOrDefault(d => d.Kind == ControlKind.Kind);
        return defect.Code switch
        {
            DefectCode.ProofUnapproved => new(RemedyAction.Approve, defect.Node, null),
            DefectCode.AssessmentUnsigned => new(RemedyAction.Sign, defect.Node, null),
            DefectCode.ProofExpired or DefectCode.ExpiresBefore when defect.Node.Kind == EvidenceKind.Kind => new(RemedyAction.Renew, defect.Node, null),
            DefectCode.AssessmentOverdue or DefectCode.ExpiresBefore => new(RemedyAction.Review, defect.Node, null),
            DefectCode.ClaimedOnly => new(RemedyAction.Review, defect.Node, null),
            DefectCode.AssessmentStale => new(RemedyAction.Review, chain.Proof.Single(p => p.Key == defect.Name), null),
            DefectCode.ControlPlanned => new(RemedyAction.Implement, defect.Node, null),
            DefectCode.ControlDegraded => new(RemedyAction.Restore, defect.Node, null),
            DefectCode.ControlNonconformity or DefectCode.NonconformityOpen => new(RemedyAction.Correct, defect.Node, null),
            DefectCode.ExtentPartial => new(RemedyAction.Extend, defect.Node, defect.Edge),
            DefectCode.LinkSuspect => new(RemedyAction.Accept, defect.Node, defect.Edge),
            DefectCode.SufficiencyMissing => new(RemedyAction.StateSufficiency, cell.Requirement, string.Join('>', chain.Edges.Where(IsLink).Order(StringComparer.Ordinal))),
            DefectCode.ProofMissing or DefectCode.ProofWrongType or DefectCode.ProofRejected or DefectCode.ProofWithdrawn or DefectCode.ProofNotYetEffective or DefectCode.ProofOvertaken when control is not null =>
                new(RemedyAction.AddProof, control, null) { ProofType = ProofTypeFor(cell.Requirement) },
            DefectCode.ProofOvertaken => new(RemedyAction.Renew, chain.Proof.Single(p => p.Key == defect.Name), null),
            _ => null,
        };
    }

    private static bool IsLink(string edge) => edge.Split('|') is [_, var kind, _] && (kind == EdgeKinds.Satisfies.Name || kind == EdgeKinds.Demonstrates.Name);

    // A type of evidence that the requirement takes; null where it takes assessments only.
    private static string? ProofTypeFor(Document requirement) =>
        requirement.List(Model.Catalogue.RequirementKind.Proof) is { Length: > 0 } taken ? taken.FirstOrDefault(t => EvidenceKind.Type.Words!.TryGet(t, out _)) : "POLICY";

    private static IEnumerable<Document> ControlsThatMeet(View view, CreditPath path) =>
        view.Cells.Cell(path.Source, path.System) is { } source
            ? source.Chains.Where(c => c.State == State.Covered && c.Edges.Count > 0).SelectMany(c => c.Documents.Where(d => d.Kind == ControlKind.Kind))
            : [];

    private static Remedy? Try(View view, Candidate candidate, HashSet<string> scope, CancellationToken cancellationToken)
    {
        var builder = new SnapshotBuilder(view.Snapshot, revertible: true);
        if (!candidate.Do(builder, view.On))
        {
            return null;
        }

        var after = view.Of(builder.Build(view.Snapshot.Head, view.Snapshot.At));
        var better = CellComparison.Between(view, after, cancellationToken)
            .Where(c => c is { Before: { } was, After: { } now } && scope.Contains(was.Key) && now.State > was.State).ToLookup(c => c.After!.State == State.Covered);
        return better.Count == 0 ? null : new(candidate.Action, candidate.Document, candidate.Edge, [.. better[true]], [.. better[false]]) { ProofType = candidate.ProofType };
    }

    private sealed record Candidate(RemedyAction Action, Document Document, string? Edge)
    {
        /// <summary>ADD_PROOF: the type of the new evidence; null where the requirement takes none.</summary>
        public string? ProofType { get; init; }

        /// <summary>Does it on top of a graph, on a day; false where it cannot be done.</summary>
        public bool Do(SnapshotBuilder builder, DateOnly day)
        {
            switch (Action)
            {
                case RemedyAction.Approve or RemedyAction.Sign or RemedyAction.Review:
                    var rule = Document.Kind.Approval!;
                    Put(builder, new(rule.Status, rule.DoneWord), new(rule.DoneOn, day));
                    return true;
                case RemedyAction.Renew:
                    Renew(builder, day);
                    return true;
                case RemedyAction.Implement:
                    Put(builder, new KeyValuePair<Field, object?>(ControlKind.ImplementedOn, day));
                    return true;
                case RemedyAction.Restore:
                    Put(builder, new KeyValuePair<Field, object?>(ControlKind.DegradedOn, null));
                    return true;
                case RemedyAction.Correct:
                    Correct(builder, day);
                    return true;
                case RemedyAction.AddProof:
                    return AddProof(builder, day);
                case RemedyAction.StateSufficiency:
                    return StateSufficiency(builder, day);
                default:
                    return ChangeLink(builder);
            }
        }

        private void Put(SnapshotBuilder builder, params IReadOnlyList<KeyValuePair<Field, object?>> fields) =>
            builder.Put(Document.Kind, Document.Key, false, null, fields, Document.Revision, null);

        // What shows conformity is made again, on the day; of all else it is enough that it does not expire.
        private void Renew(SnapshotBuilder builder, DateOnly day)
        {
            Put(builder, new KeyValuePair<Field, object?>(EvidenceKind.ExpiresOn, null));
            if (EvidenceKind.ShowsConformity(Document))
            {
                Put(builder, new(EvidenceKind.CollectedOn, day), new(EvidenceKind.EffectiveFrom, null), new(EvidenceKind.Approval.DoneOn, day));
            }
        }

        // Its cause is found, and every action that there is, or a new one, works in the judgement of somebody else.
        private void Correct(SnapshotBuilder builder, DateOnly day)
        {
            var (kind, rule) = (CorrectiveActionKind.Kind, CorrectiveActionKind.Approval);
            Put(builder, new KeyValuePair<Field, object?>(FindingKind.Cause, Document.Text(FindingKind.Cause) ?? "Found"));
            if (builder.Sources(Document, ManagementEdges.Corrects).Count == 0)
            {
                var (_, action) = builder.Put(kind, Unused(builder, kind), false, null, [new(kind.Title, "Correction")], Document.Revision, null);
                builder.PutEdge(action, ManagementEdges.Corrects, Document, null, 0, null);
            }

            foreach (var action in builder.Sources(Document, ManagementEdges.Corrects))
            {
                builder.Put(
                    kind, action.Key, false, null,
                    [
                        new(CorrectiveActionKind.ImplementedOn, day), new(CorrectiveActionKind.Effect, "EFFECTIVE"),
                        new(rule.Status, rule.DoneWord), new(rule.DoneOn, day),
                    ],
                    Document.Revision, null);
            }
        }

        private bool AddProof(SnapshotBuilder builder, DateOnly day)
        {
            if (ProofType is null)
            {
                return false;
            }

            var rule = EvidenceKind.Approval;
            var (_, proof) = builder.Put(
                EvidenceKind.Kind, Unused(builder, EvidenceKind.Kind), false, null,
                [new(EvidenceKind.Kind.Title, "New proof"), new(EvidenceKind.Type, ProofType), new(EvidenceKind.Scope, "ORGANISATION"), new(rule.Status, rule.DoneWord), new(rule.DoneOn, day)],
                Document.Revision, null);
            builder.PutEdge(Document, EdgeKinds.EvidencedBy, proof, null, 0, null);
            return true;
        }

        private bool StateSufficiency(SnapshotBuilder builder, DateOnly day)
        {
            string[] links = Edge!.Split('>');
            if (builder.FindEnds(links[0]) is not var (from, kind, to) || builder.Edge(from, kind, to)?.Joint is not { } joint)
            {
                return false;
            }

            var rule = StatementKind.Approval;
            var (_, statement) = builder.Put(
                StatementKind.Kind, Unused(builder, StatementKind.Kind), false, null,
                [
                    new(StatementKind.Kind.Title, "Sufficiency"), new(StatementKind.Type, "SUFFICIENCY"), new(StatementKind.Joint, joint), new(StatementKind.Links, links),
                    new(rule.Status, rule.DoneWord), new(rule.DoneOn, day),
                ],
                Document.Revision, null);
            builder.PutEdge(statement, EdgeKinds.States, Document, null, 0, null);
            return true;
        }

        private bool ChangeLink(SnapshotBuilder builder)
        {
            if (builder.FindEnds(Edge!) is not var (from, kind, to))
            {
                return false;
            }

            var data = builder.Edge(from, kind, to);
            if (Action == RemedyAction.Link)
            {
                if (data is not null)
                {
                    return false;
                }

                builder.PutEdge(from, kind, to, null, 0, null);
                return true;
            }

            List<KeyValuePair<Field, object?>> fields = [];
            if (Action == RemedyAction.Extend && kind.TryGetField("extent", out var extent))
            {
                fields.Add(new(extent, null));
            }

            if (Action == RemedyAction.Accept && kind.ReviewedAgainst is { } against)
            {
                fields.Add(new(against, null));     // What remembers no review is not suspect.
            }

            builder.PutEdge(from, kind, to, SnapshotBuilder.Data(kind, fields, data), 0, null);
            return true;
        }

        private static string Unused(SnapshotBuilder builder, Kind kind)
        {
            var key = $"{kind.KeyPrefix}:what-if";
            while (builder.WasUsed(key))
            {
                key += "-";
            }

            return key;
        }
    }
}
