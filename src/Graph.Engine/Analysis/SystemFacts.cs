using System.Collections.Immutable;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Analysis;

/// <summary>True, false or unknown.</summary>
internal enum Truth
{
    False = -1,
    Unknown = 0,
    True = 1,
}

/// <summary>What is known about one system on a day, read once, and the three-valued answers to conditions.</summary>
internal sealed class SystemFacts
{
    /// <summary>The name of what is missing where a claim that lowers duties is not backed.</summary>
    public const string Classification = "classification";

    private const string HighRisk = "HIGH_RISK";
    private const string Exempt = AiSystemKind.Exempt;

    private static readonly uint LoweringBits = Row.Bits(Words.SystemClass, [HighRisk, Exempt]);
    private static readonly uint ProductBits = Row.Bits(Words.Route, ["ANNEX_I_A", "ANNEX_I_B"]);

    private readonly ImmutableSortedDictionary<string, bool>? recorded;
    private readonly bool isProfilingUnknown;
    private readonly List<string[]> found = [];
    private readonly string[] foundPoints = [];
    private readonly uint foundRoutes;
    private readonly bool isAnyPointUnknown;
    private readonly List<int> subjectTo = [];
    private Dictionary<string, bool>? flags;

    public SystemFacts(Snapshot snapshot, DateOnly day, Document system)
        : this(day, system, snapshot.Targets, snapshot.Sources)
    {
    }

    /// <summary>The same of a graph that is still being changed.</summary>
    public SystemFacts(
        DateOnly day, Document system, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        System = system;
        Roles = system.List(AiSystemKind.Roles);
        Classes = system.List(AiSystemKind.Classes);
        Routes = system.List(AiSystemKind.Routes);
        Points = system.List(AiSystemKind.AnnexIIIPoints);
        recorded = system.Flags(AiSystemKind.Facts);
        PlacedOn = system.Date(AiSystemKind.PlacedOn);
        DesignChangedOn = system.Date(AiSystemKind.DesignChangedOn);
        subjectTo.AddRange(targets(system, EdgeKinds.SubjectTo).Select(f => f.Ordinal));

        RouteBits = Row.Bits(Words.Route, Routes);
        var deciding = AssessmentKind.DecidingClassifications(system, day, sources);

        // 6(3) takes back what Annex III makes of a system, and nothing that the law of its product does (6(1)).
        var exemptionBacked = deciding.Count > 0 && (Classes?.Contains(Exempt) != true || (RouteBits & ProductBits) == 0);
        foreach (var assessment in deciding)
        {
            // An overdue or stale one no longer backs a claim that lowers duties; whoever claims more needs no fresh one.
            var classes = assessment.List(AssessmentKind.Classes)!;
            found.Add(classes);
            var points = assessment.List(AssessmentKind.AnnexIIIPoints) ?? [];
            foundPoints = foundPoints.Length == 0 ? points : [.. foundPoints.Union(points)];
            foundRoutes |= Row.Bits(Words.Route, AssessmentKind.RoutesFound(assessment));

            // It exempts from the points that it looked at, and no others.
            exemptionBacked = exemptionBacked && Points?.All(p => Array.Exists(points, f => Matches(p, f))) != false && !(AssessmentKind.NextReviewOn(assessment) < day) && !classes.Contains(HighRisk) && (Classes?.Contains(Exempt) != true || classes.Contains(Exempt))
                && !AssessmentKind.Overtaking(assessment, targets, sources).Any(o => o.On <= day);
        }

        ClaimsLess = Classes is not null && (Classes.Contains(Exempt) || (!Classes.Contains(HighRisk) && (Points is { Length: > 0 } || foundPoints.Length > 0 || found.Exists(f => f.Contains(HighRisk)))));
        // Whoever is named in Annex III is high-risk but for 6(3), under whatever words they leave it; no signature exempts a system that profiles natural persons (6(3), last
        // subparagraph), and unknown is never a pass.
        var profiles = ClaimsLess ? Flag(AiSystemKind.ProfilesPersons) : Truth.False;
        isProfilingUnknown = exemptionBacked && profiles == Truth.Unknown;
        IsUnbacked = ClaimsLess && (!exemptionBacked || profiles != Truth.False);
        RoleBits = Row.Bits(Words.Role, Roles);
        UnknownClassBits = Classes is null ? uint.MaxValue : IsUnbacked ? LoweringBits : 0;

        // What the newest signed classification found and an edit left out is not gone by that; nor is anything high-risk by no route, or by Annex III and none of its points (6(1), (2)).
        var isHighRisk = Classes?.Contains(HighRisk) == true;
        UnknownRouteBits = Routes is null || (isHighRisk && Routes.Length == 0) ? Row.AllRoutes
            : (foundRoutes | (Points is { Length: > 0 } || foundPoints.Length > 0 ? Row.AnnexIIIRoute : 0)) & ~RouteBits;
        isAnyPointUnknown = Points is null || (isHighRisk && Points.Length == 0 && (RouteBits & Row.AnnexIIIRoute) != 0);
        ClassBits = Row.Bits(Words.SystemClass, Classes) & ~UnknownClassBits;
    }

    public Document System { get; }

    public string[]? Roles { get; }

    public string[]? Classes { get; }

    public string[]? Routes { get; }

    public string[]? Points { get; }

    public uint RoleBits { get; }

    public uint RouteBits { get; }

    /// <summary>The routes of which nobody knows whether it has them.</summary>
    public uint UnknownRouteBits { get; }

    /// <summary>The classes that it is known to have; <see cref="HasClass"/> as bits.</summary>
    public uint ClassBits { get; }

    public uint UnknownClassBits { get; }

    public DateOnly? PlacedOn { get; }

    public DateOnly? DesignChangedOn { get; }

    /// <summary>Whether it claims to be less than high-risk: by 6(3), although it is named in Annex III, or although the newest signed classification found it high-risk or named there.</summary>
    public bool ClaimsLess { get; }

    /// <summary>
    /// Whether it claims less than its points say without a signed classification, or without being known not to profile natural persons; then HIGH_RISK and EXEMPT_6_3 are
    /// unknown.
    /// </summary>
    public bool IsUnbacked { get; }

    /// <summary>Whether every row is judged as by other facts, apart from its own dates and statements, where these are of the first and those of the last of two days, or the other way round.</summary>
    public bool AreJudgedAs(SystemFacts other, DateOnly first, DateOnly last) =>
        (System == other.System || (System.Key == other.System.Key && System.HasSameContent(other.System)))
        && IsUnbacked == other.IsUnbacked && isProfilingUnknown == other.isProfilingUnknown
        && subjectTo.SequenceEqual(other.subjectTo)
        && UnknownRouteBits == other.UnknownRouteBits && foundPoints.AsSpan().SequenceEqual(other.foundPoints) && foundRoutes == other.foundRoutes
        && found.Count == other.found.Count && found.Zip(other.found).All(f => f.First.AsSpan().SequenceEqual(f.Second))
        && !(DesignChangedOn > first && DesignChangedOn <= last);

    public bool IsSubjectTo(Document framework) => subjectTo.Contains(framework.Ordinal);

    /// <summary>Whether the newest signed classification found the class, and every other of its day.</summary>
    public bool IsFound(string systemClass) => found.Count > 0 && found.TrueForAll(f => f.Contains(systemClass));

    public Truth Flag(string name) =>
        recorded is not null && (flags ??= new(recorded, StringComparer.Ordinal)).TryGetValue(name, out var answer) ? (answer ? Truth.True : Truth.False) : Truth.Unknown;

    public Truth HasClass(string systemClass) =>
        Classes is null || (IsUnbacked && systemClass is HighRisk or Exempt) ? Truth.Unknown
        : Classes.Contains(systemClass) ? Truth.True
        : Truth.False;

    /// <summary>Whether a system is high-risk, or nobody knows that it is not.</summary>
    public static bool MayBeHighRisk(Snapshot snapshot, DateOnly day, Document system) =>
        system.List(AiSystemKind.Classes) is not { } classes || classes.Contains(HighRisk) || new SystemFacts(snapshot, day, system).HasClass(HighRisk) != Truth.False;

    /// <summary>Whether the system has a point of a list entry; an area covers its points, a recorded area only itself.</summary>
    public Truth HasPoint(string entry) =>
        Points is not null && Array.Exists(Points, p => Matches(p, entry)) ? Truth.True
        : isAnyPointUnknown || Array.Exists(foundPoints, p => Matches(p, entry)) ? Truth.Unknown
        : Truth.False;

    /// <summary>Whether every point that the system has is one of a list of entries; unknown where it may have another, or none is known.</summary>
    public Truth HasNoPointBut(string[] entries) =>
        isAnyPointUnknown ? Truth.Unknown
        : Points!.Length == 0 || !Array.TrueForAll(Points, p => Array.Exists(entries, e => Matches(p, e))) ? Truth.False
        : Array.TrueForAll(foundPoints, p => Array.Exists(entries, e => Matches(p, e))) ? Truth.True
        : Truth.Unknown;

    public static bool Matches(string point, string entry) =>
        point == entry
        || (point.Length > entry.Length && point[entry.Length] == '(' && point.StartsWith(entry, StringComparison.Ordinal));

    public Truth Holds(Term term)
    {
        var truth = term.Subject switch
        {
            TermSubject.Fact => Flag(term.Value),
            TermSubject.AnnexIII => HasPoint(term.Value),
            TermSubject.Class => HasClass(term.Value),
            TermSubject.Role => Has(Roles, term.Value),
            _ => HasRoute(term.Value),
        };

        // What nobody found does not take away what it would be but for that.
        return !term.Negated ? truth : truth == Truth.True && IsMoreThanFound(term) ? Truth.Unknown : (Truth)(-(int)truth);
    }

    private bool IsMoreThanFound(Term term) => term.Subject switch
    {
        TermSubject.Class => found.Count > 0 && !found.Exists(f => f.Contains(term.Value)),
        TermSubject.AnnexIII => foundPoints.Length > 0 && !Array.Exists(foundPoints, p => Matches(p, term.Value)),
        TermSubject.Route => foundRoutes != 0 && (foundRoutes & Row.Bits(Words.Route, [term.Value])) == 0,
        _ => false,
    };

    /// <summary>An item holds when one of its alternatives does.</summary>
    public Truth Holds(Term[] alternatives)
    {
        var best = Truth.False;
        foreach (var term in alternatives)
        {
            var truth = Holds(term);
            best = truth > best ? truth : best;
        }

        return best;
    }

    /// <summary>The names of what is unknown in an item.</summary>
    public IEnumerable<string> Missing(Term[] alternatives) =>
        alternatives.Where(t => Holds(t) == Truth.Unknown).Select(t => t.Subject switch
        {
            TermSubject.Fact => t.Value,
            TermSubject.AnnexIII => "annexIIIPoints",
            TermSubject.Class => MissingClass,
            TermSubject.Role => "roles",
            _ => "routes",
        });

    public Truth HasRoute(string route)
    {
        var bit = Row.Bits(Words.Route, [route]);
        return (RouteBits & bit) != 0 ? Truth.True : (UnknownRouteBits & bit) != 0 ? Truth.Unknown : Truth.False;
    }

    public string MissingClass => Classes is null ? "classes" : isProfilingUnknown ? AiSystemKind.ProfilesPersons : Classification;

    public static Truth Has(string[]? words, string word) =>
        words is null ? Truth.Unknown : words.Contains(word) ? Truth.True : Truth.False;
}
