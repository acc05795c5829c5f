using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Engine.Views;
using Graph.Engine.Writing;

namespace Graph.Engine.Governance;

/// <summary>
/// The Statement of Applicability of a standard as a whole (ISO/IEC 42001 6.1.3): every row that may be excluded, and the statements that speak of it. It is
/// approved as a whole, by the hash of all of them, and only where every row is stated.
/// </summary>
/// <param name="Framework">The standard.</param>
/// <param name="Rows">The rows that may be excluded; law and clauses never are.</param>
/// <param name="Unstated">Those of which, for a system that is subject to the standard, no statement speaks that is approved or waits for a decision.</param>
/// <param name="Drafts">The statements that nobody has handed in, or that were rejected or withdrawn, by key.</param>
/// <param name="Waiting">The statements that wait for a decision, by key.</param>
/// <param name="Approved">The statements that are approved, by key.</param>
/// <param name="ContentHash">The hash of what waits and what is approved: whoever approves says what they have seen.</param>
public sealed record WholeApplicability(
    Document Framework, IReadOnlyList<Document> Rows, IReadOnlyList<Document> Unstated, IReadOnlyList<Document> Drafts, IReadOnlyList<Document> Waiting, IReadOnlyList<Document> Approved,
    string ContentHash)
{
    /// <summary>The Statement of Applicability of a standard in a view.</summary>
    public static WholeApplicability Of(View view, Document framework)
    {
        var rows = AuditCoverage.Rows(view, framework).Where(r => r.Boolean(RequirementKind.Excludable) == true).ToList();
        var rule = StatementKind.Approval;
        var all = new Dictionary<int, Document>();
        var unstated = new List<Document>();
        foreach (var row in rows)
        {
            foreach (var statement in StatedApplicability.StatementsOf(view, row))
            {
                all[statement.Ordinal] = statement;
            }

            if (!StatedApplicability.IsStated(view, row, waiting: true))
            {
                unstated.Add(row);
            }
        }

        var ordered = all.Values.OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        var waiting = ordered.Where(s => s.Text(rule.Status) == ApprovalRule.Submitted).ToList();
        var approved = ordered.Where(s => rule.IsDoneOn(s, view.On)).ToList();
        var drafts = ordered.Where(s => (s.Text(rule.Status) ?? ApprovalRule.Draft) is ApprovalRule.Draft or ApprovalRule.Rejected or ApprovalRule.Withdrawn).ToList();
        var text = string.Concat(waiting.Concat(approved).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {Content.Hash(s, view.Snapshot)}\n"));
        return new(framework, rows, unstated, drafts, waiting, approved, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>The decisions by which it is handed in or approved as a whole, or why it cannot be.</summary>
    /// <param name="verb">Submit or Approve.</param>
    /// <param name="contentHash">The hash that the actor has seen; null = whatever it is.</param>
    public (IReadOnlyList<Decision> Decisions, IReadOnlyList<Violation> Faults) Decide(DecisionVerb verb, string? contentHash)
    {
        if (contentHash is not null && contentHash != ContentHash)
        {
            return ([], [new(ViolationCode.Conflict, "contentHash", $"expected the hash of the Statement of Applicability as it is now ({ContentHash}), found {contentHash}")]);
        }

        if (verb == DecisionVerb.Approve && Unstated.Count > 0)
        {
            return ([], [new(ViolationCode.Validation, "framework", $"expected every row that may be excluded to be stated; {Unstated.Count} are not, such as {Unstated[0].Key}")]);
        }

        var statements = verb == DecisionVerb.Submit ? Drafts : Waiting;
        return statements.Count > 0 ? ([.. statements.Select(s => new Decision(verb, s.Key, null))], [])
            : ([], [new(ViolationCode.Conflict, "framework", $"expected statements that {(verb == DecisionVerb.Submit ? "are drafts" : "wait for a decision")}, found none")]);
    }

    /// <summary>
    /// What was expected of a Statement of Applicability of which a statement was approved; null where all is as it should be. It is approved as a whole: nothing of it is left
    /// waiting, and no row that may be excluded is unstated. A row that was added later is approved alone where it makes the whole complete.
    /// </summary>
    public static string? ExpectedOnceApproved(ChangedDocument changed)
    {
        if (changed.After.Text(StatementKind.Type) != "APPLICABILITY")
        {
            return null;
        }

        var view = changed.View();
        return view.Snapshot.Targets(changed.After, EdgeKinds.States).Select(r => Catalogue.Of(view.Snapshot).PlacesOf(r).Last()).SelectMany(top => view.Snapshot.Targets(top, EdgeKinds.PartOf))
            .Where(f => f.Text(FrameworkKind.Type) == "STANDARD").DistinctBy(f => f.Ordinal)
            .Select(f => view.Once((typeof(WholeApplicability), f.Ordinal), v => Of(v, f))).Select(Incomplete).FirstOrDefault(i => i is not null);
    }

    /// <summary>
    /// The rows that a control satisfies and that are stated not to apply to a system, although the treatment of a risk of that system relies on the control; of a risk that no
    /// system has, rows that are stated not to apply at all.
    /// </summary>
    public static IEnumerable<Shortfall> ReliedOn(View view, Document control)
    {
        // Worked out once and empty in most graphs, for there are very many controls.
        var exclusions = view.Once(typeof(Exclusions), static v => new Exclusions(v));
        if (exclusions.Below.Count == 0)
        {
            return [];
        }

        var rows = view.Snapshot.Targets(control, EdgeKinds.Satisfies).SelectMany(t => exclusions.Below.GetValueOrDefault(t.Ordinal) ?? []).DistinctBy(r => r.Row.Ordinal).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        // Most are found with the first of very many risks.
        var relied = new List<Document>();
        foreach (var (node, _) in view.Snapshot.In(control, EdgeKinds.MitigatedBy))
        {
            if (rows.Count > 0 && view.Snapshot.Document(node)! is var risk && risk.Text(RiskKind.Type) == "THREAT")
            {
                rows.RemoveAll(row =>
                {
                    var isRelied = exclusions.Exclude(row, risk);
                    if (isRelied)
                    {
                        relied.Add(row.Row);
                    }

                    return isRelied;
                });
            }
        }

        return relied.OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => new Shortfall("EXCLUDED_BUT_RELIED_ON", row, $"State that {row.Key} applies, or treat the risks that rely on {control.Key} otherwise."));
    }

    private static string? Incomplete(WholeApplicability whole) =>
        whole.Waiting.Count > 0 ? $"the Statement of Applicability of '{whole.Framework.Key}' to be approved as a whole (approveApplicability); '{whole.Waiting[0].Key}' would be left waiting"
        : whole.Unstated.Count > 0 ? $"the Statement of Applicability of '{whole.Framework.Key}' to be approved as a whole, once every row that may be excluded is stated; {whole.Unstated.Count} are not, such as {whole.Unstated[0].Key}"
        : null;

    /// <summary>A row of which an approved statement says for anybody that it does not apply.</summary>
    /// <param name="Row">The row.</param>
    /// <param name="IsExcluded">Whether it does not apply where no statement is about the system.</param>
    /// <param name="Otherwise">The numbers of the systems for which it is the other way round.</param>
    private sealed record ExcludedRow(Document Row, bool IsExcluded, IReadOnlyList<int> Otherwise);

    /// <summary>The rows that are excluded for anybody, and for whom.</summary>
    private sealed class Exclusions
    {
        private readonly Holdings holdings;
        private readonly Snapshot snapshot;

        public Exclusions(View view)
        {
            (snapshot, holdings) = (view.Snapshot, Holdings.Of(view.Snapshot));
            var (catalogue, verdicts) = (Catalogue.Of(snapshot), new Verdicts(view));
            foreach (var requirement in snapshot.Documents(RequirementKind.Kind).Where(r => r.Boolean(RequirementKind.Excludable) == true))
            {
                var row = catalogue.Row(requirement);
                if (Array.TrueForAll(verdicts.StatementsAbout(row), s => s.Applicable))
                {
                    continue;
                }

                var excluded = new ExcludedRow(requirement, IsExcluded(null), [.. verdicts.StatementsAbout(row).SelectMany(s => s.About ?? []).Distinct()
                    .Select(o => snapshot.Document(o)!).Where(s => s.Kind == AiSystemKind.Kind && IsExcluded(s) != IsExcluded(null)).Select(s => holdings.NumberOf(s.Ordinal))]);
                foreach (var at in catalogue.PlacesOf(requirement))
                {
                    if (!Below.TryGetValue(at.Ordinal, out var rows))
                    {
                        Below[at.Ordinal] = rows = [];
                    }

                    rows.Add(excluded);
                }

                bool IsExcluded(Document? system) => verdicts.StatementFor(row, system)?.Boolean(StatementKind.Applicable) == false;
            }
        }

        /// <summary>They, by the number of themselves and of every heading above them: a control that satisfies a heading satisfies them.</summary>
        public Dictionary<int, List<ExcludedRow>> Below { get; } = [];

        /// <summary>Whether a row does not apply to a system that has a risk, itself or through what it uses; where none has it, whether it applies at all.</summary>
        public bool Exclude(ExcludedRow row, Document risk)
        {
            if (row.Otherwise.Count == 0)
            {
                return row.IsExcluded;
            }

            var systems = new SubjectSet(holdings.Union(snapshot.In(risk, EdgeKinds.HasRisk)), All: false, Organisation: false);
            if (!row.IsExcluded)
            {
                return row.Otherwise.Any(systems.HasSystem);
            }

            List<int> numbers = [];
            SubjectSet.Unpack(systems.Systems, numbers);
            return numbers.Count == 0 || numbers.Exists(n => !row.Otherwise.Contains(n));
        }
    }
}
