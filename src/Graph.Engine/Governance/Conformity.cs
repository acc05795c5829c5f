using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>The procedure by which the conformity of a system is assessed (Art. 43).</summary>
public enum ConformityRoute
{
    /// <summary>A fact is unknown that decides.</summary>
    Unknown,

    /// <summary>No procedure binds.</summary>
    None,

    /// <summary>Internal control.</summary>
    AnnexVi,

    /// <summary>Assessment by a notified body.</summary>
    AnnexVii,

    /// <summary>Either of the two, as the provider chooses.</summary>
    AnnexViOrVii,

    /// <summary>The procedure of the product's own law.</summary>
    SectoralLaw,

    /// <summary>More than one procedure.</summary>
    Several,
}

/// <summary>Whether something is so; unknown is neither.</summary>
public enum YesNoUnknown
{
    /// <summary>It is not so.</summary>
    No,

    /// <summary>A fact is unknown that decides.</summary>
    Unknown,

    /// <summary>It is so.</summary>
    Yes,
}

/// <summary>One procedure of Art. 43 and whether it binds a system.</summary>
/// <param name="Route">The procedure.</param>
/// <param name="Requirement">The paragraph that asks for it.</param>
/// <param name="Binds">Whether its conditions hold, whatever the day.</param>
/// <param name="Because">Why, in plain words.</param>
/// <param name="Missing">What is unknown.</param>
/// <param name="Cell">Its cell; null where the catalogue does not hold it or the system has no cells.</param>
public sealed record ConformityProcedure(ConformityRoute Route, string Requirement, YesNoUnknown Binds, string Because, IReadOnlyList<string> Missing, Cell? Cell);

/// <summary>A step as it stands for a system.</summary>
/// <param name="Rule">The step.</param>
/// <param name="State">How it stands.</param>
/// <param name="Verdict">Of its rows the verdict that is nearest to being owed; null where it has none.</param>
/// <param name="Cells">The rows that it consists of for this system.</param>
/// <param name="Proof">What shows it where it is not rows that do: signed classifications.</param>
/// <param name="BeganOn">The first day on which all of it was there; null where it never was.</param>
/// <param name="LatestOn">Of the days of the newest documents of its rows the earliest; null where there is none.</param>
/// <param name="Missing">The facts that are unknown.</param>
/// <param name="Shortfalls">What is wrong with the step beside its rows.</param>
public sealed record StepResult(
    ConformityStepRule Rule, StepState State, Verdict? Verdict, IReadOnlyList<Cell> Cells, IReadOnlyList<Document> Proof,
    DateOnly? BeganOn, DateOnly? LatestOn, IReadOnlyList<string> Missing, IReadOnlyList<Shortfall> Shortfalls);

/// <summary>Two steps that were not done in their order.</summary>
/// <param name="Order">The order.</param>
/// <param name="EarlierOn">The day of the step that comes first; null where it was not done.</param>
/// <param name="LaterOn">The day of the step that comes after it.</param>
/// <param name="IsUnresolved">Whether on that day the law was between the readings of its date of application.</param>
public sealed record Disorder(StepOrder Order, DateOnly? EarlierOn, DateOnly LaterOn, bool IsUnresolved);

/// <summary>
/// The way of a system through Regulation (EU) 2024/1689: the route of its conformity assessment, each step with its rows, what is out of order and what a
/// modification opens again. All of it follows from the documents and from the verdicts of the catalogue; nothing here is a legal opinion.
/// </summary>
/// <param name="System">The system.</param>
/// <param name="Route">The route.</param>
/// <param name="Because">Why, in plain words.</param>
/// <param name="Procedures">Each procedure of Art. 43 and whether it binds.</param>
/// <param name="Steps">The steps in their order.</param>
/// <param name="Disorders">What is out of order.</param>
/// <param name="Modifications">Changes that were made, the newest first.</param>
/// <param name="RoleChanges">By what the organisation may have become the provider (Art. 25(1)).</param>
/// <param name="Unjudged">What is unknown because the system is left out of the management system, so that none of its rows is judged.</param>
public sealed record Conformity(
    Document System, ConformityRoute Route, string Because, IReadOnlyList<ConformityProcedure> Procedures, IReadOnlyList<StepResult> Steps,
    IReadOnlyList<Disorder> Disorders, IReadOnlyList<Modification> Modifications, IReadOnlyList<RoleChange> RoleChanges, IReadOnlyList<Shortfall> Unjudged)
{
    /// <summary>The fact that standards or common specifications cover all that Section 2 asks and are applied in full.</summary>
    public const string StandardsApplied = "harmonisedStandardsApplied";

    /// <summary>The fact that a notified body takes part in the assessment.</summary>
    public const string NotifiedBodyInvolved = "notifiedBodyInvolved";

    private static readonly (string Requirement, ConformityRoute Route, string Says)[] Paragraphs =
    [
        ("43(1)", ConformityRoute.AnnexVii, "Annex III point 1: without standards that the Official Journal has cited, or common specifications, applied in full, a notified body assesses (Annex VII)"),
        ("43(2)", ConformityRoute.AnnexVi, "Annex III points 2 to 8: internal control (Annex VI), without a notified body"),
        ("43(3)", ConformityRoute.SectoralLaw, "Annex I Section A: the procedure of the product's own law, also where Annex III names the system as well"),
    ];

    // What a system says of itself, and a signed classification finds.
    private static readonly (Field Claimed, Func<Document, string[]?> Found)[] Claims =
        [(AiSystemKind.Classes, a => a.List(AssessmentKind.Classes)), (AiSystemKind.AnnexIIIPoints, a => a.List(AssessmentKind.AnnexIIIPoints)), (AiSystemKind.Routes, AssessmentKind.RoutesFound)];

    /// <summary>What is unknown, each once.</summary>
    public IReadOnlyList<string> Missing =>
        [.. Procedures.SelectMany(p => p.Missing).Concat(Steps.SelectMany(s => s.Missing)).Concat(RoleChanges.SelectMany(r => r.Missing)).Distinct(StringComparer.Ordinal)];

    /// <summary>What is wrong with the way as a whole: a system that is left out, or roles that nobody recorded (Art. 25), by which duties of the provider are in none of the steps.</summary>
    public IReadOnlyList<Shortfall> Shortfalls => [.. Unjudged, .. RoleChange.Unrecorded(System, RoleChanges)];

    /// <summary>The way of a system in a view.</summary>
    public static Conformity Of(View view, Document system)
    {
        var procedures = Paragraphs.Select(p => Procedure(view, system, p.Requirement, p.Route, p.Says)).ToList();
        var (route, because) = RouteOf(view, system, procedures);
        var modifications = Modification.Of(view, system);
        List<StepResult> steps = [.. ConformitySteps.All.Select(r => Step(view, system, r, route, modifications))];
        return new(system, route, because, procedures, steps, [.. ConformitySteps.Orders.SelectMany(o => OutOfOrder(view, o, steps, modifications))], modifications, RoleChange.Of(view, system, modifications),
            LeftOut.Shortfalls(view, system));
    }

    private static ConformityProcedure Procedure(View view, Document system, string paragraph, ConformityRoute route, string says)
    {
        var key = $"{ConformitySteps.Act}:{paragraph}";
        if (view.Snapshot.Document(key) is not { } requirement)
        {
            return new(route, paragraph, YesNoUnknown.Unknown, $"{paragraph}: the catalogue does not hold it.", [key], null);
        }

        if (view.Cells.Cell(requirement, system) is not { } cell)
        {
            return AiSystemKind.IsLeftOut(view, system)
                ? new(route, paragraph, YesNoUnknown.Unknown, $"{paragraph}: the system is left out of the management system, so that no row of it is judged here; law does not ask for that scope.", [AiSystemKind.InScope.Name], null)
                : new(route, paragraph, YesNoUnknown.No, $"{paragraph}: the system is retired.", [], null);
        }

        if (cell.Verdict == Verdict.NotApplicable)
        {
            return new(route, paragraph, YesNoUnknown.No, $"{paragraph} does not bind: {Otherwise(requirement, cell.Because.FalseCondition)}.", [], cell);
        }

        var chosen = route == ConformityRoute.AnnexVii && system.Flags(AiSystemKind.Facts) is { } flags && flags.TryGetValue(StandardsApplied, out var applied) && applied;
        return cell.Because.Missing.Count > 0
            ? new(route, paragraph, YesNoUnknown.Unknown, $"{paragraph}: unknown {string.Join(", ", cell.Because.Missing)}.", cell.Because.Missing, cell)
            : chosen ? new(ConformityRoute.AnnexViOrVii, paragraph, YesNoUnknown.Yes, $"{paragraph}: cited standards or common specifications are recorded as applied in full, so the provider chooses between Annex VI and Annex VII.", [], cell)
            : new(route, paragraph, YesNoUnknown.Yes, $"{paragraph}: {says}.", [], cell);
    }

    private static string Otherwise(Document requirement, string? condition)
    {
        return condition switch
        {
            "subjectTo" => "the system is not subject to it",
            "roles" => $"the organisation is not its {Any(RequirementKind.Roles)}",
            "classes" => $"it is not classified {Any(RequirementKind.Classes)}",
            "routes" => $"it is not high-risk by {Any(RequirementKind.Routes)}",
            "annexIIIIn" => $"Annex III does not name it in point {Any(RequirementKind.AnnexIIIIn)}",
            "annexIIIOut" => "Annex III names it in a point that is left out",
            _ => "a fact on which it depends is otherwise",
        };

        string Any(Field field) => string.Join(" or ", requirement.List(field) ?? []);
    }

    private static (ConformityRoute Route, string Because) RouteOf(View view, Document system, List<ConformityProcedure> procedures)
    {
        var unknown = procedures.Where(p => p.Binds == YesNoUnknown.Unknown).ToList();
        var binding = procedures.Where(p => p.Binds == YesNoUnknown.Yes).ToList();
        var because = string.Join(" ", (unknown.Count > 0 ? unknown : binding.Count > 0 ? binding : procedures).Select(p => p.Because));
        return system.List(AiSystemKind.Classes)?.Contains("PROHIBITED") == true ? (ConformityRoute.None, "Classified as a prohibited practice (Art. 5): no procedure leads to the market.")
            : unknown.Count > 0 ? (ConformityRoute.Unknown, because)
            : binding.Count > 1 ? (ConformityRoute.Several, because)
            : binding.Count == 1 ? (binding[0].Route, because)
            : new SystemFacts(view.Snapshot, view.On, system).HasClass(AiSystemKind.Exempt) == Truth.True
                ? (ConformityRoute.None, "Judged not high-risk (6(3)) and signed: no conformity assessment, but documented (6(4)) and registered (49(2)).")
            : (ConformityRoute.None, because);
    }

    private static StepResult Step(View view, Document system, ConformityStepRule rule, ConformityRoute route, IReadOnlyList<Modification> modifications) => rule.Step switch
    {
        ConformityStep.Classification => Classified(view, system, rule),
        ConformityStep.Placing => Placed(view, system, rule),
        _ => Rows(view, system, rule, route, modifications),
    };

    private static StepResult Rows(View view, Document system, ConformityStepRule rule, ConformityRoute route, IReadOnlyList<Modification> modifications)
    {
        var cells = ConformitySteps.Cells(view, system, rule.Headings);
        var owed = cells.Where(c => c.Verdict != Verdict.Legacy).ToList();
        // Annex VII is a notified body's: a report of the provider's own is none of it.
        var isByBody = rule.Step == ConformityStep.Assessment && owed.Count > 0 && route == ConformityRoute.AnnexVii ? new SystemFacts(view.Snapshot, view.On, system).Flag(NotifiedBodyInvolved) : Truth.True;
        string[] missing = [.. owed.SelectMany(c => c.Because.Missing).Concat(isByBody == Truth.Unknown ? [NotifiedBodyInvolved] : []).Distinct(StringComparer.Ordinal)];
        var open = owed.Where(c => c.State != State.Covered).ToList();
        // What is unknown decides no order, and a procedure for later changes is no assessment.
        var dated = owed.Where(c => c.Because.Missing.Count == 0 && !IsForChanges(c)).ToList();
        var (began, latest) = Days(dated.Count > 0 ? dated : owed, rule.Step == ConformityStep.Assessment ? ProofDay : DayOf);
        var shortfalls = missing.Select(m => new Shortfall("FACT_MISSING", system, $"Record {m} of {system.Key}.")).ToList();
        List<Shortfall> hollow = [.. ConformitySteps.Hollow(view, owed)];
        shortfalls.AddRange(hollow);
        if (isByBody == Truth.False)
        {
            shortfalls.Add(new("NOT_ASSIGNED", system, $"Have a notified body assess {system.Key} (43(1), Annex VII), and record {NotifiedBodyInvolved}: it is recorded that none is."));
        }

        var state = owed.Count == 0 ? (AiSystemKind.IsLeftOut(view, system) ? StepState.Unknown : StepState.NotOwed) : open.Count == 0 && hollow.Count == 0 ? StepState.Done : open.Count > 0 && open.TrueForAll(c => c.Because.Missing.Count > 0) ? StepState.Unknown : StepState.Open;
        state = state == StepState.Done && isByBody != Truth.True ? (isByBody == Truth.False ? StepState.Open : StepState.Unknown) : state;
        if (rule.Step is ConformityStep.Assessment or ConformityStep.Declaration && owed.Count > 0 && ShownOn(owed, null) is not null)
        {
            foreach (var modification in modifications.Where(m => m.IsSubstantial != YesNoUnknown.No && ShownOn(owed, m.On) is null))
            {
                state = modification.IsSubstantial == YesNoUnknown.Yes ? StepState.Reopened : state == StepState.Done ? StepState.Unknown : state;
                shortfalls.Add(Reopening(system, rule.Step, modification));
            }
        }

        // What is shielded is owed by nobody until the facts about the shield contradict each other.
        List<Shortfall> contradicted = [.. modifications.Where(m => m.IsSubstantial != YesNoUnknown.No && cells.Any(c => EndsShield(view, c, m))).Select(m => Unshielding(system, m))];
        if (contradicted.Count > 0 && state is StepState.NotOwed or StepState.Done)
        {
            state = StepState.Unknown;
        }

        shortfalls.AddRange(contradicted);
        return new(rule, state, owed.Count == 0 ? (cells.Count == 0 ? null : Verdict.Legacy) : owed.Min(c => c.Verdict), cells, [], began, latest, missing, shortfalls);
    }

    // A significant change of the design ends the shield (111(2)), and is in substance a substantial modification (recital 177). The verdict knows it by designChangedOn alone.
    private static bool EndsShield(View view, Cell cell, Modification modification) => cell.Verdict == Verdict.Legacy
        && Catalogue.Of(view.Snapshot).Row(cell.Requirement).LegacyRules.Exists(r => r.Document == cell.Because.LegacyRule && r.EndedByChange && !(modification.On < r.CutOff(cell.Because.EffectiveDate)));

    private static Shortfall Unshielding(Document system, Modification modification) => modification.IsSubstantial == YesNoUnknown.Yes
        ? new("FACT_MISSING", system, $"Record in {AiSystemKind.DesignChangedOn.Name} that {modification.Source.Key} changed {system.Key} on {modification.On:yyyy-MM-dd}: a substantial modification ends what shields a system that was on the market before (111(2)).")
        : new("FACT_MISSING", modification.Source, $"Record whether {modification.Source.Key} is a substantial modification: one ends what shields a system that was on the market before (111(2)).");

    private static Shortfall Reopening(Document system, ConformityStep step, Modification modification) =>
        modification.IsSubstantial != YesNoUnknown.Yes ? new("FACT_MISSING", modification.Source, $"Record whether {modification.Source.Key} is a substantial modification (43(4)).")
        : step == ConformityStep.Assessment ? new("REOPENED", modification.Source, $"Have {system.Key} assessed again: it was changed on {modification.On:yyyy-MM-dd}, after its assessment (43(4)).")
        : new("REOPENED", modification.Source, $"Draw up the declaration of {system.Key} anew: it was changed on {modification.On:yyyy-MM-dd}, after its declaration (47(4)).");

    private static StepResult Classified(View view, Document system, ConformityStepRule rule)
    {
        var cells = ConformitySteps.Cells(view, system, rule.Headings);
        var facts = new SystemFacts(view.Snapshot, view.On, system);
        var all = view.Snapshot.Sources(system, EdgeKinds.Assesses).Where(a => a.Text(AssessmentKind.Type) == "CLASSIFICATION").ToList();
        var signed = all.Where(a => AssessmentKind.Approval.IsDoneOn(a, view.On)).OrderByDescending(a => a.Date(AssessmentKind.Approval.DoneOn)).ThenBy(a => a.Key, StringComparer.Ordinal).ToList();
        var shortfalls = new List<Shortfall>();
        if (signed.Count == 0)
        {
            shortfalls.Add(new("NOT_APPROVED", all.FirstOrDefault(), $"Have a CLASSIFICATION assessment of {system.Key} signed."));
        }

        var isProhibited = facts.Classes?.Contains("PROHIBITED") == true;
        if (isProhibited)
        {
            shortfalls.Add(new("NOT_ACCEPTED", system, $"Give up {system.Key}, or find and have signed that it falls under no point of Art. 5."));
        }

        // The derogation never holds for profiling; a signature does not make it so.
        var isProfilingUnknown = facts.ClaimsLess && !isProhibited && facts.Flag(AiSystemKind.ProfilesPersons) == Truth.Unknown;
        if (isProfilingUnknown)
        {
            shortfalls.Add(new("FACT_MISSING", system, $"Record {AiSystemKind.ProfilesPersons} of {system.Key}: a system that profiles natural persons is always high-risk (6(3))."));
        }

        // Whoever claims otherwise than the newest found is not classified as they say; nor does one that is stale or was not reviewed say what the system is now.
        var deciding = AssessmentKind.DecidingClassifications(system, view.On, view.Snapshot.Sources).OrderBy(a => a.Key, StringComparer.Ordinal).ToList();
        List<Shortfall> contradicting =
        [
            .. deciding.SelectMany(a => Otherwise(system, a).Select(f => new Shortfall("NOT_APPROVED", a, $"Record the {f} of {system.Key} as {a.Key} found them, or have it classified anew: what it claims is not what the newest signed classification says."))),
            .. deciding.SelectMany(a => AssessmentKind.Kind.Standing!.Judge(view, a).Shortfalls),
        ];
        shortfalls.AddRange(contradicting);

        if (facts.Classes is null)
        {
            shortfalls.Add(new("FACT_MISSING", system, $"Record the classes of {system.Key}."));
        }

        var owed = cells.Where(c => c.Verdict != Verdict.Legacy).ToList();
        List<Shortfall> hollow = [.. ConformitySteps.Hollow(view, owed)];
        shortfalls.AddRange(hollow);
        var open = hollow.Count > 0 || owed.Exists(c => c.State != State.Covered);
        string[] missing =
        [
            .. facts.Classes is null ? ["classes"] : Array.Empty<string>(),
            .. isProfilingUnknown ? [AiSystemKind.ProfilesPersons] : Array.Empty<string>(),
        ];
        return new(
            rule, signed.Count == 0 || contradicting.Count > 0 || open || isProhibited ? StepState.Open : missing.Length > 0 ? StepState.Unknown : StepState.Done, cells.Count == 0 ? null : cells.Min(c => c.Verdict), cells, signed,
            signed.LastOrDefault()?.Date(AssessmentKind.Approval.DoneOn), signed.FirstOrDefault()?.Date(AssessmentKind.Approval.DoneOn), missing, shortfalls);
    }

    // What a system claims otherwise than a classification found, or claims no more.
    private static IEnumerable<string> Otherwise(Document system, Document classification) =>
        Claims.Where(f => f.Found(classification) is { } found && !(system.List(f.Claimed) ?? []).ToHashSet(StringComparer.Ordinal).SetEquals(found)).Select(f => f.Claimed.Name);

    private static StepResult Placed(View view, Document system, ConformityStepRule rule)
    {
        var on = system.Date(AiSystemKind.PlacedOn);
        return new(
            rule, on is null ? StepState.Unknown : on <= view.On ? StepState.Done : StepState.Open, null, [], [], on <= view.On ? on : null, on <= view.On ? on : null, on is null ? ["placedOn"] : [],
            on is null ? [new("FACT_MISSING", system, $"Record the day on which {system.Key} was or will be placed on the market or put into service.")] : []);
    }

    // The earlier step counts from the first day on which all of it was there, the later one by its newest document: what is renewed after it was done in order stays in order.
    private static IEnumerable<Disorder> OutOfOrder(View view, StepOrder order, List<StepResult> steps, IReadOnlyList<Modification> modifications)
    {
        var (earlier, later) = (Find(order.Earlier), Find(order.Later));
        if (earlier.State == StepState.NotOwed || earlier is { State: StepState.Unknown, BeganOn: null } || later.State == StepState.NotOwed || later.LatestOn is not { } on)
        {
            yield break;
        }

        var began = earlier.BeganOn;
        if (order.Earlier == ConformityStep.Assessment && modifications.FirstOrDefault(m => m.IsSubstantial == YesNoUnknown.Yes) is { } modification && order.Later != ConformityStep.Placing)
        {
            // What is drawn up after the change rests on an assessment after it; what is older, and was not drawn up anew, on the first.
            began = ShownOn(earlier.Cells, modification.On) ?? (on > modification.On ? null : began);
        }

        if (began <= on)
        {
            yield break;
        }

        var isUnresolved = false;
        if (order.Later == ConformityStep.Placing)
        {
            // What did not bind on the day of placing was not owed before it, nor what a transitional rule shields that was placed before the day of effect. Classification is owed
            // for what hangs on the class, which Art. 50 does not.
            if (!(order.Earlier == ConformityStep.Classification ? steps.Where(s => s.Rule.Step != ConformityStep.Transparency).SelectMany(s => s.Cells) : earlier.Cells).Any(c => Bound(c) is not null))
            {
                yield break;
            }

            isUnresolved = !earlier.Cells.Any(c => Bound(c) == true) && order.Earlier != ConformityStep.Classification;
        }

        yield return new(order, began, on, isUnresolved);

        StepResult Find(ConformityStep step) => steps.First(s => s.Rule.Step == step);

        // Whether a row bound by its effect; false where only by its wording, which the law leaves open.
        bool? Bound(Cell cell) => cell.Verdict == Verdict.Legacy ? null
            : cell.Because.EffectiveDate <= on && cell.Because.FormalDate <= on ? true
            : cell.Because.FormalDate <= on && !view.Snapshot.Out(cell.Requirement, EdgeKinds.ShieldedBy).Any() ? false
            : null;
    }

    private static (DateOnly? BeganOn, DateOnly? LatestOn) Days(List<Cell> cells, Func<Document, DateOnly?> dayOf)
    {
        DateOnly? began = null;
        DateOnly? latest = null;
        var whole = cells.Count > 0;
        foreach (var days in cells.Select(c => ChainDays(c, dayOf)))
        {
            whole &= days.Count > 0;
            if (days.Count > 0)
            {
                began = began is { } first && first >= days[0] ? first : days[0];
                latest = latest is { } newest && newest <= days[^1] ? newest : days[^1];
            }
        }

        return (whole ? began : null, latest);
    }

    private static bool IsForChanges(Cell cell) => cell.Requirement.Key == ConformitySteps.Act + ":43(4)";

    /// <summary>The first day on which an assessment or declaration was there, or the first after a day: what was there on the day of a change may not have seen it; null where there is none.</summary>
    private static DateOnly? ShownOn(IReadOnlyList<Cell> cells, DateOnly? after)
    {
        var days = cells.Where(c => !IsForChanges(c)).SelectMany(c => ChainDays(c, ProofDay)).Where(d => after is null || d > after).Order().ToList();
        return days.Count == 0 ? null : days[0];
    }

    /// <summary>The days on which the chains of a cell were whole for the first time, the earliest first: of what was never approved there is none.</summary>
    private static List<DateOnly> ChainDays(Cell cell, Func<Document, DateOnly?> dayOf) =>
        [.. cell.Chains.Where(c => c.State >= State.Expired).Select(c => c.Documents.Select(dayOf).Max()).OfType<DateOnly>().Order()];

    // Of an assessment the day is that on which its proof was collected: neither a new control in front of it nor a later day of effect makes it one of another system.
    private static DateOnly? ProofDay(Document document) => document.Kind == ControlKind.Kind ? null : document.Kind == EvidenceKind.Kind ? EvidenceKind.MadeOn(document) : DayOf(document);

    private static DateOnly? DayOf(Document document) =>
        document.Kind == EvidenceKind.Kind ? document.Date(EvidenceKind.EffectiveFrom) ?? document.Date(EvidenceKind.CollectedOn) ?? document.Date(EvidenceKind.Approval.DoneOn)
        : document.Kind == AssessmentKind.Kind ? document.Date(AssessmentKind.Approval.DoneOn)
        : document.Kind == ControlKind.Kind ? document.Date(ControlKind.ImplementedOn)
        : null;
}
