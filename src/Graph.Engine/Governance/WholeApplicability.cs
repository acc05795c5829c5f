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
/// <param name="Unstated">Those of which no statement speaks that is approved or waits for a decision.</param>
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
            var statements = StatementsOf(view, row).ToList();
            statements.ForEach(s => all[s.Ordinal] = s);
            if (!statements.Exists(s => rule.IsDoneOn(s, view.On) || s.Text(rule.Status) == ApprovalRule.Submitted))
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

    /// <summary>The rows that a control satisfies and that are stated not to apply, although the treatment of a risk relies on the control.</summary>
    public static IEnumerable<Shortfall> ReliedOn(View view, Document control) => view.Snapshot.Targets(control, EdgeKinds.Satisfies)
        .Where(row => row.Boolean(RequirementKind.Excludable) == true && StatedApplicability.Of(view, row).Any(s => s?.Boolean(StatementKind.Applicable) == false))
        .Select(row => new Shortfall("EXCLUDED_BUT_RELIED_ON", row, $"State that {row.Key} applies, or treat the risks that rely on {control.Key} otherwise."));

    // One on a heading speaks of every row below.
    private static IEnumerable<Document> StatementsOf(View view, Document row) => Catalogue.Of(view.Snapshot).PlacesOf(row)
        .SelectMany(at => view.Snapshot.Sources(at, EdgeKinds.States)).Where(s => s.Text(StatementKind.Type) == "APPLICABILITY");
}
