using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>
/// Whether a system owes a requirement on the view's day (design section 4, verdict and fine print 1):
/// <list type="number">
/// <item>conditions, joined by and: one false is NOT_APPLICABLE;</item>
/// <item>legacy: a rule shows that the system is shielded;</item>
/// <item>dates: formal and effective day;</item>
/// <item>where a condition was unknown, APPLICABLE becomes UNDETERMINED;</item>
/// <item>an approved statement excludes.</item>
/// </list>
/// </summary>
internal sealed class Verdicts(View view)
{
    private static readonly VerdictBasis None = new();

    private readonly Dictionary<Row, ApplicabilityStatement[]> statements = [];

    /// <summary>The verdict alone.</summary>
    public Verdict Judge(Row row, SystemFacts system)
    {
        VerdictBasis? basis = null;
        return Judge(row, system, ref basis);
    }

    /// <summary>The verdict's reasons.</summary>
    public VerdictBasis Explain(Row row, SystemFacts system)
    {
        VerdictBasis? basis = None;
        Judge(row, system, ref basis);
        return basis!;
    }

    /// <summary>Whether an approved statement of applicability, of either value, speaks of the row for the system.</summary>
    public bool IsStated(Row row, Document system) => Statement(row, system) is not null;

    private Verdict Judge(Row row, SystemFacts system, ref VerdictBasis? basis)
    {
        var verdict = WithoutStatement(row, system, ref basis);
        if (verdict == Verdict.NotApplicable || Statement(row, system.System) is not { } statement)
        {
            return verdict;
        }

        basis = basis is null ? null : basis with { Statement = statement.Document };
        return row.Excludable && !statement.Applicable ? Verdict.Excluded : verdict;
    }

    private Verdict WithoutStatement(Row row, SystemFacts system, ref VerdictBasis? basis)
    {
        var unknown = false;
        List<string>? missing = basis is null ? null : [];
        if (row.IsVoluntary && !system.IsSubjectTo(row.Framework!))
        {
            return False("subjectTo", ref basis);
        }

        if (row.Roles is { } roles)
        {
            var role = Any(roles, r => SystemFacts.Has(system.Roles, r), out var matched);
            if (role == Truth.False)
            {
                return False("roles", ref basis);
            }

            unknown |= Unknown(role, "roles", missing);
            basis = basis is null ? null : basis with { MatchedRole = matched };
        }

        if (row.Classes is { } classes)
        {
            var systemClass = Any(classes, system.HasClass, out _);
            if (systemClass == Truth.False)
            {
                return False("classes", ref basis);
            }

            unknown |= Unknown(systemClass, system.MissingClass, missing);
            basis = basis is null ? null : basis with { ClassesBacked = Array.Exists(classes, c => system.HasClass(c) == Truth.True && system.IsFound(c)) };
        }

        var effective = EffectiveDate(row, system, out var route);
        if (route == Truth.False)
        {
            return False("routes", ref basis);
        }

        unknown |= Unknown(route, "routes", missing);
        if (row.AnnexIIIIn is { } included)
        {
            var point = Any(included, system.HasPoint, out _);
            if (point == Truth.False)
            {
                return False("annexIIIIn", ref basis);
            }

            unknown |= Unknown(point, "annexIIIPoints", missing);
        }

        if (row.AnnexIIIOut is { } excluded)
        {
            if (system.Points is { Length: > 0 } points && Array.TrueForAll(points, p => Array.Exists(excluded, e => SystemFacts.Matches(p, e))))
            {
                return False("annexIIIOut", ref basis);
            }

            unknown |= Unknown(system.Points is null ? Truth.Unknown : Truth.True, "annexIIIPoints", missing);
        }

        foreach (var item in row.Facts)
        {
            var truth = system.Holds(item);
            if (truth == Truth.False)
            {
                return False("facts", ref basis);
            }

            unknown |= truth == Truth.Unknown;
            if (truth == Truth.Unknown)
            {
                missing?.AddRange(system.Missing(item));
            }
        }

        effective ??= row.Formal;
        var formal = row.Formal ?? effective;
        if (basis is not null)
        {
            basis = basis with { FormalDate = formal, EffectiveDate = effective, Missing = [.. missing!.Distinct(StringComparer.Ordinal)] };
        }

        foreach (var rule in row.LegacyRules)
        {
            if (Shields(rule, system, effective))
            {
                basis = basis is null ? null : basis with
                {
                    LegacyRule = rule,
                    ShieldEndsOn = EndCounts(rule, system) ? rule.Date(LegacyRuleKind.EndsOn) : null,
                };
                return Verdict.Legacy;
            }
        }

        var early = formal < effective ? formal : effective;
        var late = formal < effective ? effective : formal;
        return view.On < early ? Verdict.NotYet
            : view.On < late ? (row.IsUnresolved ? Verdict.Unresolved : Verdict.NotYet)
            : unknown ? Verdict.Undetermined
            : Verdict.Applicable;
    }

    private static Verdict False(string condition, ref VerdictBasis? basis)
    {
        basis = basis is null ? null : new() { FalseCondition = condition };
        return Verdict.NotApplicable;
    }

    private static bool Unknown(Truth truth, string name, List<string>? missing)
    {
        if (truth == Truth.Unknown)
        {
            missing?.Add(name);
        }

        return truth == Truth.Unknown;
    }

    private static Truth Any(string[] words, Func<string, Truth> holds, out string? matched)
    {
        matched = null;
        var best = Truth.False;
        foreach (var word in words)
        {
            var truth = holds(word);
            if (truth == Truth.True)
            {
                matched = word;
                return truth;
            }

            best = truth > best ? truth : best;
        }

        return best;
    }

    // Routes that the row allows and the system has; an unknown route counts as any that the row allows, with the earliest day.
    private static DateOnly? EffectiveDate(Row row, SystemFacts system, out Truth route)
    {
        var allowed = row.Routes ?? ["ANNEX_III", "ANNEX_I_A", "ANNEX_I_B"];
        var shared = system.Routes is { } own ? Array.FindAll(allowed, own.Contains) : allowed;
        var hasRouteDates = row.EffectiveOther is null && (row.EffectiveAnnexIII is not null || row.EffectiveAnnexI is not null);
        DateOnly? earliest = null;
        foreach (var each in shared)
        {
            var date = each == "ANNEX_III" ? row.EffectiveAnnexIII : row.EffectiveAnnexI;
            earliest = earliest is null || date < earliest ? date ?? earliest : earliest;
        }

        route = row.Routes is null && !hasRouteDates ? Truth.True
            : system.Routes is null ? Truth.Unknown
            : shared.Length == 0 || (hasRouteDates && earliest is null) ? Truth.False
            : Truth.True;
        return row.EffectiveOther ?? earliest;
    }

    private static bool EndCounts(Document rule, SystemFacts system) =>
        rule.Text(LegacyRuleKind.EndsOnWhen) is not { } when || system.Holds(Row.Parse([when])[0]) != Truth.False;

    // A shield is never assumed: whatever is missing means that there is none.
    private bool Shields(Document rule, SystemFacts system, DateOnly? effective)
    {
        var cutOff = rule.Text(LegacyRuleKind.PlacedBefore) is { } text && text != LegacyRuleKind.Effective
            ? DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : (DateOnly?)null
            : effective;
        if (Array.Exists(Row.Parse(rule.List(LegacyRuleKind.OnlyIf)), i => system.Holds(i) != Truth.True) || !(system.PlacedOn < cutOff))
        {
            return false;
        }

        if (rule.Date(LegacyRuleKind.EndsOn) <= view.On && EndCounts(rule, system))
        {
            return false;
        }

        return rule.Boolean(LegacyRuleKind.EndedByChange) != true
            || view.On < cutOff
            || (system.DesignChangedOn is { } changed
                ? changed < cutOff || changed > view.On
                : system.Flag("designUnchanged") == Truth.True);
    }

    private ApplicabilityStatement? Statement(Row row, Document system)
    {
        if (!statements.TryGetValue(row, out var all))
        {
            statements.Add(row, all = [.. StatementsOf(row)]);
        }

        ApplicabilityStatement? decisive = null;
        foreach (var statement in all)
        {
            if ((statement.About is null || statement.About.Contains(system.Ordinal))
                && (decisive is null || statement.ApprovedOn > decisive.ApprovedOn || (statement.ApprovedOn == decisive.ApprovedOn && statement.Applicable && !decisive.Applicable)))
            {
                decisive = statement;
            }
        }

        return decisive;
    }

    private IEnumerable<ApplicabilityStatement> StatementsOf(Row row)
    {
        var snapshot = view.Snapshot;
        foreach (var document in row.SelfAndAbove.SelectMany(r => Statements.StatedOf(snapshot, r.Document)).DistinctBy(d => d.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            if (document.Text(StatementKind.Type) == "APPLICABILITY" && document.Boolean(StatementKind.Applicable) is { } applicable
                && Statements.ApprovedOn(document, view.On) is { } approvedOn)
            {
                yield return new(document, approvedOn, applicable, Statements.About(snapshot, document));
            }
        }
    }

    private sealed record ApplicabilityStatement(Document Document, DateOnly ApprovedOn, bool Applicable, HashSet<int>? About);
}

/// <summary>What both kinds of statements have in common.</summary>
internal static class Statements
{
    /// <summary>The day of approval, if it was approved on the day; null otherwise.</summary>
    public static DateOnly? ApprovedOn(Document statement, DateOnly day) =>
        statement.Date(StatementKind.Approval.DoneOn) is { } approved && approved <= day && !IsRejected(statement, StatementKind.Approval, day) ? approved : null;

    /// <summary>Whether a document was rejected on the day.</summary>
    public static bool IsRejected(Document document, ApprovalRule rule, DateOnly day) =>
        document.Text(rule.Status) == ApprovalRule.Rejected && !(document.Date(rule.RejectedOn) > day);

    /// <summary>The systems that a statement is about; null = all.</summary>
    public static HashSet<int>? About(Snapshot snapshot, Document statement)
    {
        HashSet<int>? about = null;
        foreach (var (node, _) in snapshot.Out(statement, EdgeKinds.About))
        {
            (about ??= []).Add(node);
        }

        return about;
    }

    /// <summary>The statements that speak of a requirement.</summary>
    public static List<Document> StatedOf(Snapshot snapshot, Document requirement)
    {
        var list = new List<Document>();
        foreach (var (node, _) in snapshot.In(requirement, EdgeKinds.States))
        {
            list.Add(snapshot.Document(node)!);
        }

        return list;
    }
}
