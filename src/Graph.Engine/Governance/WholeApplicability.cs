using System.Collections.Concurrent;
using System.Numerics;
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
/// <param name="Drafts">The statements that nobody has handed in, or that were rejected, by key.</param>
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
        var drafts = ordered.Where(s => (s.Text(rule.Status) ?? ApprovalRule.Draft) is ApprovalRule.Draft or ApprovalRule.Rejected).ToList();
        var text = string.Concat(waiting.Concat(approved).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {Content.Hash(s, view.Snapshot)}\n"));
        return new(framework, rows, unstated, drafts, waiting, approved, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>The statements that decide on a row, one for all systems or several where they differ; null among them where nothing is stated. Where no system is subject to the standard, what is stated for all.</summary>
    public static IReadOnlyList<Document?> Stated(View view, Document row) => StatedApplicability.Of(view, row);

    /// <summary>Whether a standard has a Statement of Applicability whatever system is subject to it: it is that of the management system, or something is stated of it.</summary>
    public static bool IsAsked(View view, Document framework) => framework.Key == DocumentedInformation.Standard
        || AuditCoverage.Rows(view, framework).Any(r => r.Boolean(RequirementKind.Excludable) == true && StatedApplicability.StatementsOf(view, r).Any());

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
        // Worked out once, for there are very many controls.
        var exclusions = view.Once(typeof(Exclusions), static v => new Exclusions(v));
        return exclusions.ReliedOn(control)
            .Select(row => new Shortfall("EXCLUDED_BUT_RELIED_ON", row, r => $"State that {r.Key} applies, or treat the risks that rely on {control.Key} otherwise."));
    }

    /// <summary>The controls on which the treatment of a risk relies, by the row that is stated not to apply all the same; in the order of their keys.</summary>
    public static ILookup<int, Document> ReliedOn(View view) => view.Once(typeof(WholeApplicability), static v => v.Snapshot.Documents(ControlKind.Kind)
        .SelectMany(c => ReliedOn(v, c).Select(s => (Row: s.Node!.Ordinal, Control: c))).ToLookup(r => r.Row, r => r.Control));

    private static string? Incomplete(WholeApplicability whole) =>
        whole.Waiting.Count > 0 ? $"the Statement of Applicability of '{whole.Framework.Key}' to be approved as a whole (approveApplicability); '{whole.Waiting[0].Key}' would be left waiting"
        : whole.Unstated.Count > 0 ? $"the Statement of Applicability of '{whole.Framework.Key}' to be approved as a whole, once every row that may be excluded is stated; {whole.Unstated.Count} are not, such as {whole.Unstated[0].Key}"
        : null;

    /// <summary>The rows that are excluded for anybody, and for whom: sets of rows are a bit for each, in the order of their keys.</summary>
    private sealed class Exclusions
    {
        private readonly Holdings holdings;
        private readonly Snapshot snapshot;
        private readonly List<Document> rows = [];

        // What is excluded for a system, by its number, where that differs from what is for every other one.
        private readonly Dictionary<int, ulong[]> forSystems = [];
        private readonly ulong[] forOthers;
        private readonly ConcurrentDictionary<int, ulong[]?> forHolders = [];
        private readonly ulong[]?[] forRisks;

        // By the number of the row and of every heading above it: a control that satisfies a heading satisfies the rows below.
        private readonly ulong[]?[] below;

        public Exclusions(View view)
        {
            (snapshot, holdings) = (view.Snapshot, Holdings.Of(view.Snapshot));
            var (catalogue, verdicts) = (Catalogue.Of(snapshot), new Verdicts(view));
            rows.AddRange(snapshot.Documents(RequirementKind.Kind)
                .Where(r => r.Boolean(RequirementKind.Excludable) == true && Array.Exists(verdicts.StatementsAbout(catalogue.Row(r)), s => !s.Applicable)));
            forOthers = NewSet();
            forRisks = new ulong[]?[snapshot.OrdinalCount];
            below = new ulong[]?[rows.SelectMany(catalogue.PlacesOf).Select(at => at.Ordinal + 1).DefaultIfEmpty().Max()];
            for (var i = 0; i < rows.Count; i++)
            {
                if (IsExcluded(rows[i], null))
                {
                    Add(forOthers, i);
                }

                foreach (var at in catalogue.PlacesOf(rows[i]))
                {
                    Add(below[at.Ordinal] ??= NewSet(), i);
                }
            }

            for (var i = 0; i < rows.Count; i++)
            {
                var isExcluded = IsExcluded(rows[i], null);
                foreach (var system in verdicts.StatementsAbout(catalogue.Row(rows[i])).SelectMany(s => s.About ?? []).Distinct().Select(o => snapshot.Document(o)!)
                    .Where(s => s.Kind == AiSystemKind.Kind && IsExcluded(rows[i], s) != isExcluded))
                {
                    var number = holdings.NumberOf(system.Ordinal);
                    (forSystems.TryGetValue(number, out var set) ? set : forSystems[number] = [.. forOthers])[i >> 6] ^= 1UL << (i & 63);
                }
            }

            bool IsExcluded(Document row, Document? system) => verdicts.StatementFor(catalogue.Row(row), system)?.Boolean(StatementKind.Applicable) == false;
        }

        /// <summary>
        /// Those that a control satisfies and that are excluded for a system that has a risk which the control treats, itself or through what it uses; of a risk
        /// that no system has, those that are excluded where nothing else is said of a system.
        /// </summary>
        public List<Document> ReliedOn(Document control)
        {
            ulong[]? satisfied = null;
            foreach (var (node, _) in snapshot.Out(control, EdgeKinds.Satisfies))
            {
                if (node < below.Length && below[node] is { } set)
                {
                    Unite(satisfied ??= NewSet(), set);
                }
            }

            if (satisfied is null)
            {
                return [];
            }

            var excluded = NewSet();
            foreach (var (risk, _) in snapshot.In(control, EdgeKinds.MitigatedBy))
            {
                Unite(excluded, forRisks[risk] ??= ReadForRisk(risk));
            }

            return RowsOf(satisfied, excluded);
        }

        // Most risks are of one system, component or vendor.
        private ulong[] ReadForRisk(int ordinal)
        {
            ulong[]? all = null;
            foreach (var (holder, _) in snapshot.In(snapshot.Document(ordinal)!, EdgeKinds.HasRisk))
            {
                if (forHolders.GetOrAdd(holder, ReadForHolder) is { } set)
                {
                    if (all is null)
                    {
                        all = set;
                    }
                    else
                    {
                        Unite(all = [.. all], set);
                    }
                }
            }

            return all ?? forOthers;
        }

        // Null where no system uses it.
        private ulong[]? ReadForHolder(int ordinal)
        {
            List<int> numbers = [];
            SubjectSet.Unpack(holdings.StandsFor(ordinal), numbers);
            if (numbers.Count == 0)
            {
                return null;
            }

            if (numbers.Count == 1)
            {
                return forSystems.GetValueOrDefault(numbers[0], forOthers);
            }

            var set = NewSet();
            numbers.ForEach(number => Unite(set, forSystems.GetValueOrDefault(number, forOthers)));
            return set;
        }

        private List<Document> RowsOf(ulong[] one, ulong[] other)
        {
            var both = new List<Document>();
            for (var word = 0; word < one.Length; word++)
            {
                for (var left = one[word] & other[word]; left != 0; left &= left - 1)
                {
                    both.Add(rows[(word << 6) + BitOperations.TrailingZeroCount(left)]);
                }
            }

            return both;
        }

        private ulong[] NewSet() => new ulong[(rows.Count + 63) >> 6];

        private static void Add(ulong[] set, int row) => set[row >> 6] |= 1UL << (row & 63);

        private static void Unite(ulong[] set, ulong[] other)
        {
            for (var word = 0; word < set.Length; word++)
            {
                set[word] |= other[word];
            }
        }
    }
}
