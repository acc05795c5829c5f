using Graph.Engine.Model;
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

    private readonly Holdings holdings = Holdings.Of(view.Snapshot);
    private readonly Dictionary<Row, ApplicabilityStatement[]> statements = [];

    /// <summary>The statements that were asked for so far, by row: as they are now, whatever is asked for later.</summary>
    public IReadOnlyDictionary<Row, ApplicabilityStatement[]> ApplicabilityStatements => new Dictionary<Row, ApplicabilityStatement[]>(statements);

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

    /// <summary>The approved statement of applicability, of either value, that decides of the row for the system, or, where none is given, for all; null where none does.</summary>
    public Document? StatementFor(Row row, Document? system) => Statement(row, system)?.Document;

    private Verdict Judge(Row row, SystemFacts system, ref VerdictBasis? basis)
    {
        var verdict = WithoutStatement(row, system, ref basis);
        if (verdict == Verdict.NotApplicable || (basis is null && !row.Excludable) || Statement(row, system.System) is not { } statement)
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
            var role = Any(row.RoleBits, system.RoleBits, system.Roles is null ? row.RoleBits : 0);
            if (role == Truth.False)
            {
                return False("roles", ref basis);
            }

            unknown |= Unknown(role, "roles", missing);
            basis = basis is null ? null : basis with { MatchedRole = Array.Find(roles, r => SystemFacts.Has(system.Roles, r) == Truth.True) };
        }

        if (row.Classes is { } classes)
        {
            var systemClass = Any(row.ClassBits, system.ClassBits, system.UnknownClassBits);
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
            var point = Truth.False;
            for (var i = 0; i < included.Length && point != Truth.True; i++)
            {
                point = (Truth)Math.Max((int)point, (int)system.HasPoint(included[i]));
            }

            if (point == Truth.False)
            {
                return False("annexIIIIn", ref basis);
            }

            unknown |= Unknown(point, "annexIIIPoints", missing);
        }

        if (row.AnnexIIIOut is { } excluded)
        {
            var outside = system.HasNoPointBut(excluded);
            if (outside == Truth.True)
            {
                return False("annexIIIOut", ref basis);
            }

            unknown |= Unknown(outside == Truth.Unknown ? Truth.Unknown : Truth.True, "annexIIIPoints", missing);
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
                    LegacyRule = rule.Document,
                    ShieldEndsOn = EndCounts(rule, system) ? rule.EndsOn : null,
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

    // True where one is known, unknown where one may be.
    private static Truth Any(uint asked, uint known, uint unknown) =>
        (asked & known) != 0 ? Truth.True : (asked & unknown) != 0 ? Truth.Unknown : Truth.False;

    // Routes that the row allows and the system has; an unknown route counts as any that the row allows, with the earliest day.
    private static DateOnly? EffectiveDate(Row row, SystemFacts system, out Truth route)
    {
        var shared = row.RouteBits & system.RouteBits;
        var hasRouteDates = row.EffectiveOther is null && (row.EffectiveAnnexIII is not null || row.EffectiveAnnexI is not null);
        var known = Earliest(row, shared);
        var earliest = Earliest(row, row.RouteBits & (system.RouteBits | system.UnknownRouteBits));

        // A route that it may have decides where it would bind sooner, or none is known by which it binds.
        route = row.Routes is null && !hasRouteDates ? Truth.True
            : shared != 0 && (!hasRouteDates || (known is not null && known == earliest)) ? Truth.True
            : (row.RouteBits & system.UnknownRouteBits) == 0 || (hasRouteDates && earliest is null) ? Truth.False
            : Truth.Unknown;
        return row.EffectiveOther ?? earliest;
    }

    private static DateOnly? Earliest(Row row, uint routes)
    {
        var ofAnnexIII = (routes & Row.AnnexIIIRoute) != 0 ? row.EffectiveAnnexIII : null;
        var ofAnnexI = (routes & ~Row.AnnexIIIRoute) != 0 ? row.EffectiveAnnexI : null;
        return ofAnnexI is null || ofAnnexIII < ofAnnexI ? ofAnnexIII : ofAnnexI;
    }

    private static bool EndCounts(LegacyRule rule, SystemFacts system) => rule.EndsOnWhen is null || system.Holds(rule.EndsOnWhen) != Truth.False;

    // A shield is never assumed: whatever is missing means that there is none.
    private bool Shields(LegacyRule rule, SystemFacts system, DateOnly? effective)
    {
        var cutOff = rule.CutOff(effective);
        if (!(system.PlacedOn < cutOff) || Array.Exists(rule.OnlyIf, i => system.Holds(i) != Truth.True))
        {
            return false;
        }

        if (rule.EndsOn <= view.On && EndCounts(rule, system))
        {
            return false;
        }

        return !rule.EndedByChange
            || view.On < cutOff
            || (system.DesignChangedOn is { } changed
                ? changed < cutOff || changed > view.On
                : system.Flag("designUnchanged") == Truth.True);
    }

    private ApplicabilityStatement? Statement(Row row, Document? system)
    {
        ApplicabilityStatement? decisive = null;
        foreach (var statement in StatementsAbout(row))
        {
            if ((statement.About is null || (system is not null && Array.IndexOf(statement.About, system.Ordinal) >= 0))
                && (decisive is null || statement.ApprovedOn > decisive.ApprovedOn || (statement.ApprovedOn == decisive.ApprovedOn && statement.Applicable && !decisive.Applicable)))
            {
                decisive = statement;
            }
        }

        return decisive;
    }

    /// <summary>The statements of applicability that are approved on the day and speak of a row.</summary>
    public ApplicabilityStatement[] StatementsAbout(Row row)
    {
        if (holdings.StatementsOf(row).Length == 0)
        {
            return [];
        }

        if (!statements.TryGetValue(row, out var all))
        {
            statements.Add(row, all = [.. StatementsOf(row)]);
        }

        return all;
    }

    private IEnumerable<ApplicabilityStatement> StatementsOf(Row row)
    {
        foreach (var document in holdings.StatementsOf(row))
        {
            if (document.Text(StatementKind.Type) == "APPLICABILITY" && document.Boolean(StatementKind.Applicable) is { } applicable
                && Statements.ApprovedOn(document, view.On) is { } approvedOn)
            {
                yield return new(document, approvedOn, applicable, Statements.About(view.Snapshot, document));
            }
        }
    }
}

/// <summary>A statement of applicability that is approved.</summary>
/// <param name="Document">The statement.</param>
/// <param name="ApprovedOn">The day of approval.</param>
/// <param name="Applicable">Whether it says that the row applies.</param>
/// <param name="About">The numbers of the systems that it is about; null = all.</param>
internal sealed record ApplicabilityStatement(Document Document, DateOnly ApprovedOn, bool Applicable, int[]? About)
{
    /// <summary>Whether two lists of them decide alike.</summary>
    public static bool AreSame(ApplicabilityStatement[] some, ApplicabilityStatement[] others)
    {
        var same = some.Length == others.Length;
        for (var i = 0; same && i < some.Length; i++)
        {
            var (one, other) = (some[i], others[i]);
            same = one.ApprovedOn == other.ApprovedOn && one.Applicable == other.Applicable
                && (one.About is null ? other.About is null : other.About is not null && one.About.AsSpan().SequenceEqual(other.About));
        }

        return same;
    }
}

/// <summary>What both kinds of statements have in common.</summary>
internal static class Statements
{
    /// <summary>The day of approval, if it is approved on the day; null otherwise.</summary>
    public static DateOnly? ApprovedOn(Document statement, DateOnly day) =>
        StatementKind.Approval.IsDoneOn(statement, day) ? statement.Date(StatementKind.Approval.DoneOn) : null;

    /// <summary>The systems that a statement is about; null = all.</summary>
    public static int[]? About(Snapshot snapshot, Document statement)
    {
        List<int>? about = null;
        foreach (var (node, _) in snapshot.Out(statement, EdgeKinds.About))
        {
            (about ??= []).Add(node);
        }

        return about?.ToArray();
    }
}
