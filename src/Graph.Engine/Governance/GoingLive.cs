using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>
/// Whether a system may be placed on the market or put into service (ISO/IEC 42001 8.4; GDPR 35(1); Regulation (EU) 2024/1689 Art. 27(1)): every assessment that it
/// owes on that day is signed, or somebody with authority has waived it with a reason, and a finding is open about that. What is left out of the management system
/// owes what law asks for all the same.
/// </summary>
internal static class GoingLive
{
    /// <summary>What a change that has a system go live must have; null where it has it, or no system goes live by it.</summary>
    public static string? Expected(ChangedDocument changed)
    {
        if (changed.IsSeed || Step(changed.After, changed.Day) is var now && now == 0 || now <= StepBefore(changed))
        {
            return null;
        }

        var view = changed.View();
        var system = view.Snapshot.Document(changed.After.Key)!;
        var lacking = Lacking(view, system).Select(r => $"{r.Kind} ({r.Requirement!.Key})").ToList();
        return lacking.Count == 0 ? null
            : $"{string.Join(", ", lacking)} signed, and signed again where what it watches has changed, before the system is placed, or for each an approved statement of kind {StatementKind.Waiver} that names requirement and system, while the nonconformity against both that it opens is not closed";
    }

    /// <summary>The day on which a system goes live, where something is still lacking for it that day or, once that day is over, today; null where nothing is.</summary>
    public static DateOnly? ByWhen(View view, Document system) =>
        system.Date(AiSystemKind.PlacedOn) is { } placed && (placed > view.On ? placed : view.On) is var day && AiSystemKind.IsInUse(system, day)
        && Lacking(view.JudgedOnce(day), system).Any(r => r.Kind != "AIIA" || !AiSystemKind.RanWhenImplemented(view, system)) ? placed : null;

    /// <summary>
    /// What a running system lacks to be running, one for each assessment: the day of a plan comes without any change that could be refused.
    /// </summary>
    public static IReadOnlyList<Shortfall> RunsWithout(View view, Document system) =>
        [.. Lacking(view, system).Select(r => new Shortfall(
            r.Standing switch { AssessmentStanding.Missing => "NO_DATA", AssessmentStanding.Unsigned => "NOT_APPROVED", _ => "OVERTAKEN" }, system,
            $"Have the {r.Kind} of {system.Key} signed ({r.Requirement!.Key}), or waived by an approved statement of kind {StatementKind.Waiver}."))];

    /// <summary>Whether an assessment of a system is waived, and a nonconformity about that is open.</summary>
    public static bool IsWaived(View view, Document system, string kind) => RequiredAssessments.Requirement(view, kind) is { } requirement && IsWaived(view, system, requirement);

    /// <summary>Whether somebody with authority had waived an assessment of a system by a day.</summary>
    public static bool WasWaived(View view, Document system, string kind, DateOnly day) =>
        RequiredAssessments.Requirement(view, kind) is { } requirement && IsWaivedOn(day, view, system, requirement);

    /// <summary>The finding that a waiver opens once it is approved, unless a nonconformity is open already against each requirement and system that it names.</summary>
    public static OpenedDocument? Opened(ChangedDocument waiver)
    {
        if (waiver.After.Text(StatementKind.Type) != StatementKind.Waiver)
        {
            return null;
        }

        var (requirements, systems) = (waiver.Targets(waiver.After, EdgeKinds.States), waiver.Targets(waiver.After, EdgeKinds.About));
        return systems.Count == 0 || requirements.All(r => systems.All(s => IsAgainst(r, s))) ? null : new(
            FindingKind.Kind, waiver.After.Key[(waiver.After.Key.IndexOf(':', StringComparison.Ordinal) + 1)..], FindingKind.OfWaiver(waiver.After, waiver.Day),
            [.. requirements.Concat(systems).Select(to => (ManagementEdges.AgainstEnd, to))]);

        bool IsAgainst(Document requirement, Document system) => waiver.Sources(requirement, ManagementEdges.AgainstEnd)
            .Any(f => IsOpenNonconformity(f, FindingKind.IsOpenOn(waiver.Day, f, waiver.Sources(f, ManagementEdges.Corrects))) && waiver.Targets(f, ManagementEdges.AgainstEnd).Contains(system));
    }

    // An assessment of something else than what goes live is none; one that is overdue speaks of it.
    private static IEnumerable<RequiredAssessment> Lacking(View view, Document system) => RequiredAssessments.Owed(view, system)
        .Where(r => r.Standing is AssessmentStanding.Missing or AssessmentStanding.Unsigned or AssessmentStanding.Stale && !IsWaived(view, system, r.Requirement!));

    // How far it has come: each step asks for what is owed. In the scope of the management system more is owed than out of it, and who says that it operates has no plan.
    private static int Step(Document system, DateOnly day) =>
        AiSystemKind.IsRunning(system, day) ? 3 : AiSystemKind.IsInUse(system, day) ? 2
        : AiSystemKind.IsSaidToOperate(system) && !(system.Date(AiSystemKind.RetiredOn) <= day) ? 1 : 0;

    // What is registered with a day that is over runs already, and a record of what is must not be refused.
    private static int StepBefore(ChangedDocument changed) =>
        !changed.IsNew ? Step(changed.Before ?? changed.After, changed.Day)
        : changed.After.Date(AiSystemKind.PlacedOn) < changed.Day ? Step(changed.After, changed.Day) : 0;

    private static bool IsWaived(View view, Document system, Document requirement) =>
        IsWaivedOn(view.On, view, system, requirement)
        && view.Snapshot.Sources(requirement, ManagementEdges.AgainstEnd).Exists(f => IsOpenNonconformity(f, FindingKind.IsOpen(view, f)) && view.Snapshot.Edge(f, ManagementEdges.AgainstEnd, system) is not null);

    private static bool IsWaivedOn(DateOnly day, View view, Document system, Document requirement) => view.Snapshot.Sources(requirement, EdgeKinds.States)
        .Exists(s => s.Text(StatementKind.Type) == StatementKind.Waiver && Statements.ApprovedOn(s, day) is not null && view.Snapshot.Edge(s, EdgeKinds.About, system) is not null);

    private static bool IsOpenNonconformity(Document finding, bool isOpen) => isOpen && FindingKind.IsNonconformity(finding);
}
