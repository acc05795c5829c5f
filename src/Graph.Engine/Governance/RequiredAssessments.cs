using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>How an assessment that a system needs stands.</summary>
public enum AssessmentStanding
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>There is one that nobody has signed.</summary>
    Unsigned,

    /// <summary>Something has changed since it was signed that it watches.</summary>
    Stale,

    /// <summary>Its review is overdue.</summary>
    Overdue,

    /// <summary>Signed, reviewed in time, and of the system as it is.</summary>
    InForce,
}

/// <summary>Whether a system needs an assessment of a kind, and whether it has one.</summary>
/// <param name="Kind">The kind: AIIA, DPIA or FRIA. One document may serve for several: for its own kind, and for that of every template that it follows whole.</param>
/// <param name="Requirement">The requirement that decides; null where the catalogue does not hold it.</param>
/// <param name="Verdict">Whether that is owed on the view's day; undetermined where the catalogue does not hold it.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Assessments">The assessments that serve as one of the kind, signed ones first, the newest first.</param>
public sealed record RequiredAssessment(string Kind, Document? Requirement, Verdict Verdict, AssessmentStanding Standing, IReadOnlyList<Document> Assessments);

/// <summary>
/// Which assessments a system needs: an impact assessment of the management system (ISO/IEC 42001 6.1.4, 8.4), one of data protection (GDPR 35) and one of
/// fundamental rights (Regulation (EU) 2024/1689 Art. 27). What decides is the verdict of the requirement itself, with its facts and dates. What is left out of the
/// management system is not assessed by it; law asks for its assessments all the same.
/// </summary>
public static class RequiredAssessments
{
    private static readonly (string Kind, string Requirement)[] Screens = [("AIIA", "iso-42001:8.4"), ("DPIA", "gdpr:35"), ("FRIA", "eu-ai-act:27(1)")];

    /// <summary>The three, as they stand for a system.</summary>
    public static IReadOnlyList<RequiredAssessment> Of(View view, Document system) => [.. Judged(view, system).Select(s => Of(view, system, s.Kind, s.Requirement, s.Verdict))];

    /// <summary>Those of the three that are owed, or may be, by the catalogue, as they stand.</summary>
    public static IEnumerable<RequiredAssessment> Owed(View view, Document system) =>
        Judged(view, system).Where(s => s.Requirement is not null && s.Verdict is Verdict.Applicable or Verdict.Undetermined).Select(s => Of(view, system, s.Kind, s.Requirement, s.Verdict));

    /// <summary>The requirement that decides on a kind; null where the catalogue does not hold it.</summary>
    public static Document? Requirement(View view, string kind) => view.Snapshot.Document(Screens.First(s => s.Kind == kind).Requirement);

    private static IEnumerable<(string Kind, Document? Requirement, Verdict Verdict)> Judged(View view, Document system) =>
        Screens.Select(s => (s.Kind, Requirement: view.Snapshot.Document(s.Requirement))).Select(s => (s.Kind, s.Requirement, VerdictOf(view, system, s.Kind, s.Requirement)));

    private static RequiredAssessment Of(View view, Document system, string kind, Document? requirement, Verdict verdict)
    {
        var found = view.Snapshot.Sources(system, EdgeKinds.Assesses).Where(a => AssessmentKind.Serves(view, a, kind))
            .OrderByDescending(a => AssessmentKind.Approval.IsDoneOn(a, view.On)).ThenByDescending(a => a.Date(AssessmentKind.Approval.DoneOn)).ThenBy(a => a.Key, StringComparer.Ordinal).ToList();
        return new(kind, requirement, verdict, StandingOf(view, found), found);
    }

    private static Verdict VerdictOf(View view, Document system, string kind, Document? requirement)
    {
        var isSubject = CellReader.IsSubject(system, view.On);
        if (!isSubject && (kind == "AIIA" || !AiSystemKind.IsLeftOut(view, system)))
        {
            return Verdict.NotApplicable;
        }

        // Without the text that would ask nobody can tell.
        if (requirement is null)
        {
            return Verdict.Undetermined;
        }

        // Of a heading the row that is nearest to being owed.
        var verdicts = isSubject ? [.. view.Cells.Cells(requirement, [system], CancellationToken.None).Select(c => c.Verdict)] : ByLaw(view, system, requirement);
        var verdict = verdicts.Count == 0 ? Verdict.NotApplicable : Enum.GetValues<Verdict>().First(verdicts.Contains);

        // A system that nobody left out of the management system is assessed by it, also where nobody has chosen the standard for it or put it into a scope yet (ISO/IEC 42001 8.4).
        return verdict == Verdict.NotApplicable && kind == "AIIA" ? Verdict.Applicable : verdict;
    }

    // By the rows themselves: what is left out of the management system has no cells.
    private static List<Verdict> ByLaw(View view, Document system, Document requirement)
    {
        var (verdicts, facts) = (new Verdicts(view), new SystemFacts(view.Snapshot, view.On, system));
        return [.. view.Cells.RowsOf(requirement).Select(r => verdicts.Judge(r, facts))];
    }

    // The newest one that is signed speaks, as it is judged itself.
    private static AssessmentStanding StandingOf(View view, List<Document> found) => found.Count == 0 ? AssessmentStanding.Missing : AssessmentKind.Kind.Standing!.Judge(view, found[0]).Word switch
    {
        "UNSIGNED" => AssessmentStanding.Unsigned,
        "STALE" => AssessmentStanding.Stale,
        "OVERDUE" => AssessmentStanding.Overdue,
        _ => AssessmentStanding.InForce,
    };
}
