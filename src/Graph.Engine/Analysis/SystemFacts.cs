using System.Collections.Immutable;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Engine.Views;

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
    private const string Exempt = "EXEMPT_6_3";

    private readonly ImmutableSortedDictionary<string, bool>? flags;
    private readonly HashSet<string> found = new(StringComparer.Ordinal);
    private readonly HashSet<int> subjectTo = [];

    public SystemFacts(View view, Document system)
    {
        System = system;
        Roles = system.List(AiSystemKind.Roles);
        Classes = system.List(AiSystemKind.Classes);
        Routes = system.List(AiSystemKind.Routes);
        Points = system.List(AiSystemKind.AnnexIIIPoints);
        flags = system.Flags(AiSystemKind.Facts);
        PlacedOn = system.Date(AiSystemKind.PlacedOn);
        DesignChangedOn = system.Date(AiSystemKind.DesignChangedOn);
        foreach (var (node, _) in view.Snapshot.Out(system, EdgeKinds.SubjectTo))
        {
            subjectTo.Add(node);
        }

        var exemptionBacked = false;
        foreach (var (node, _) in view.Snapshot.In(system, EdgeKinds.Assesses))
        {
            var assessment = view.Snapshot.Document(node)!;
            if (assessment.Text(AssessmentKind.Type) == "CLASSIFICATION"
                && assessment.Date(AssessmentKind.Approval.DoneOn) <= view.On
                && !(AssessmentKind.NextReviewOn(assessment) < view.On)
                && assessment.List(AssessmentKind.Classes) is { } classes)
            {
                found.UnionWith(classes);
                exemptionBacked |= !classes.Contains(HighRisk) && (Classes?.Contains(Exempt) != true || classes.Contains(Exempt));
            }
        }

        var lowering = Classes is not null && (Classes.Contains(Exempt) || (Points is { Length: > 0 } && !Classes.Contains(HighRisk)));
        IsUnbacked = lowering && !exemptionBacked;
    }

    public Document System { get; }

    public string[]? Roles { get; }

    public string[]? Classes { get; }

    public string[]? Routes { get; }

    public string[]? Points { get; }

    public DateOnly? PlacedOn { get; }

    public DateOnly? DesignChangedOn { get; }

    /// <summary>Whether it claims less than its points say without a signed classification; then HIGH_RISK and EXEMPT_6_3 are unknown.</summary>
    public bool IsUnbacked { get; }

    public bool IsSubjectTo(Document framework) => subjectTo.Contains(framework.Ordinal);

    /// <summary>Whether a signed, not overdue classification found the class.</summary>
    public bool IsFound(string systemClass) => found.Contains(systemClass);

    public Truth Flag(string name) => flags is not null && flags.TryGetValue(name, out var answer) ? (answer ? Truth.True : Truth.False) : Truth.Unknown;

    public Truth HasClass(string systemClass) =>
        Classes is null || (IsUnbacked && systemClass is HighRisk or Exempt) ? Truth.Unknown
        : Classes.Contains(systemClass) ? Truth.True
        : Truth.False;

    /// <summary>Whether the system has a point of a list entry; an area covers its points, a recorded area only itself.</summary>
    public Truth HasPoint(string entry)
    {
        if (Points is null)
        {
            return Truth.Unknown;
        }

        foreach (var point in Points)
        {
            if (Matches(point, entry))
            {
                return Truth.True;
            }
        }

        return Truth.False;
    }

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
            _ => Has(Routes, term.Value),
        };
        return term.Negated ? (Truth)(-(int)truth) : truth;
    }

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

    public string MissingClass => Classes is null ? "classes" : Classification;

    public static Truth Has(string[]? words, string word) =>
        words is null ? Truth.Unknown : words.Contains(word) ? Truth.True : Truth.False;
}
