using System.Globalization;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that an audit, a review, an incident or a metric brought to light.</summary>
public static class FindingKind
{
    /// <summary>The grade that lowers chains while it is open.</summary>
    public const string Major = "MAJOR";

    /// <summary>The grade of what is no nonconformity, and closed by an answer.</summary>
    public const string Observation = "OBSERVATION";

    /// <summary>How grave it is.</summary>
    public static readonly Field Grade = Field.Word("grade", ManagementWords.Grade, "How grave it is.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("title", "What was found, in one line.", required: true, lengthMax: 300);

    private static readonly Field Description = Field.Text("description", "What was found, against which criterion, by which record.", meaning: true);

    /// <summary>The day on which it was found.</summary>
    public static readonly Field FoundOn = Field.Date("foundOn", "The day on which it was found.", required: true);

    /// <summary>Its root cause.</summary>
    public static readonly Field Cause = Field.Text("cause", "Its root cause.", meaning: true);

    // The nature of a nonconformity and what was done are kept as evidence (ISO/IEC 42001 10.2).
    private const string Remains = "a nonconformity to be closed by a corrective action (CORRECTS) of which somebody else judges that it worked, also where the action is to show that there was none";

    private static readonly Field AnsweredOn = Field.Date("answeredOn", "OBSERVATION: the day on which it was answered; a nonconformity is closed by its corrective actions alone.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Finding", "findings", "finding", KindGroup.ManagementSystem,
        "A nonconformity or an observation (ISO/IEC 42001 10.2). While a MAJOR one is open, a control that it is against does not operate, and cells of a requirement that it is against are PARTIAL at most.", Title,
        [Title, Description, Grade, FoundOn, Cause, AnsweredOn])
    {
        IsReviewed = true,
        DateOrders = [new(FoundOn, AnsweredOn)],
        Keep = new([ManagementEdges.FoundIn, ManagementEdges.AgainstEnd], f => f.Text(Grade) == Observation ? null : Remains),
        Holds = new(
            c => IsOpenMajor(c) ? new Reach(IsOfAllSystems(c), CertificateKind.MayBeOfAny(c.After, c.Targets)) : null,
            (read, left) => left is null || read is not Reach was ? null
                : was.IsOfAllSystems && NamesSystem(left) ? $"a MAJOR finding that named no system to be one of all while it is open; {Remains}"
                : was.MayBeOfAnyStandard && !CertificateKind.MayBeOfAny(left.After, left.Targets) && CertificateKind.IsAgainstNoStandard(left.After, left.Targets)
                    ? $"a MAJOR finding of which nothing said of what standard it is to stay so wherever else it is said to be found, unless it names a row that it is against; {Remains}"
                : null),
        Rules =
        [
            DocumentRule.NotAhead(FoundOn),
            new(FoundOn, c => c.Before is { } before && before.Text(Grade) != Observation && before.Date(FoundOn) < c.After.Date(FoundOn) ? $"a day up to {before.Date(FoundOn):yyyy-MM-dd}, as it was recorded" : null),
            new(Grade, c => c.Before?.Text(Grade) is { } was && Gravity(c.After.Text(Grade)!) < Gravity(was) ? $"{was} or a graver one, as it was recorded; {Remains}" : null),
            new(AnsweredOn, c => c.After[AnsweredOn] is not null && c.After.Text(Grade) != Observation ? "a nonconformity to be closed by its corrective actions" : null),
        ],
        Standing = new("status", ManagementWords.FindingStatus, "Where it stands on the view's day.", Judge),
        Due =
        [
            new("CORRECT", "The organisation's cadence for corrective action (ISO/IEC 42001 10.2).", (v, d) => Judge(v, d).Word == "OPEN" ? CadenceKind.After(v, "CORRECTIVE_ACTION", d.Date(FoundOn)) : null)
            {
                Earliest = d => d.Date(FoundOn),
                EarliestIn = v => CadenceKind.Find(v, "CORRECTIVE_ACTION") is null ? null : DateOnly.MinValue,
            },
        ],
    };

    /// <summary>Whether it is graver than an observation.</summary>
    public static bool IsNonconformity(Document finding) => finding.Text(Grade) != Observation;

    /// <summary>Whether it was found up to the view's day and is not closed.</summary>
    public static bool IsOpen(View view, Document finding) => IsOpenOn(view.On, finding, view.Snapshot.Sources(finding, ManagementEdges.Corrects));

    /// <summary>Whether it was found up to a day and is not closed on it by its corrective actions.</summary>
    public static bool IsOpenOn(DateOnly day, Document finding, IReadOnlyList<Document> actions) => finding.Date(FoundOn) <= day && !(ClosedFrom(finding, actions) <= day);

    /// <summary>
    /// The day from which a finding is closed by what is recorded: its cause is known, and each of its corrective actions was implemented and judged effective by
    /// somebody else, or was judged not to have worked and one that worked was implemented after that; an observation without actions was answered. Null where
    /// something of that is missing.
    /// </summary>
    public static DateOnly? ClosedFrom(Document finding, IReadOnlyList<Document> actions)
    {
        if (actions.Count == 0)
        {
            return finding.Text(Grade) == Observation ? finding.Date(AnsweredOn) : null;
        }

        var effective = actions.Where(a => CorrectiveActionKind.EffectiveFrom(a) is not null).ToList();
        return finding.Text(Cause) is not null && actions.All(a => effective.Contains(a) || effective.Exists(e => CorrectiveActionKind.IsAfterFailure(e, a))) ? effective.Max(CorrectiveActionKind.EffectiveFrom) : null;
    }

    /// <summary>The fields of the finding that a waiver opens.</summary>
    public static IReadOnlyDictionary<string, object?> OfWaiver(Document waiver, DateOnly day) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [Title.Name] = $"An assessment is waived: {waiver.Key}",
        [Description.Name] = $"What is owed before a system goes live was waived; {waiver.Key} says why and by whom.",
        [Grade.Name] = "MINOR",
        [FoundOn.Name] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    // The first system that it names takes every other one out, and with it what the finding lowers there; one against controls alone takes them out of operation, whatever systems it names.
    private static bool IsOfAllSystems(ChangedDocument c) => !NamesSystem(c) && (c.Targets(c.After, ManagementEdges.AgainstEnd).Count == 0 || NamesRow(c.After, c.Targets));

    private static bool IsOpenMajor(ChangedDocument c) => c.After.Text(Grade) == Major && IsOpenOn(c.Day, c.After, c.Sources(c.After, ManagementEdges.Corrects));

    /// <summary>Whether it is against a row of a standard or law.</summary>
    internal static bool NamesRow(Document finding, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) => targets(finding, ManagementEdges.AgainstEnd).Any(d => d.Kind == Catalogue.RequirementKind.Kind);

    // What an open MAJOR lowers before a change.
    private sealed record Reach(bool IsOfAllSystems, bool MayBeOfAnyStandard);

    private static bool NamesSystem(ChangedDocument c) => c.Targets(c.After, ManagementEdges.AgainstEnd).Any(d => d.Kind == Organisation.AiSystemKind.Kind);

    private static int Gravity(string grade) => ManagementWords.Grade.IndexOf(grade);

    private static Standing Judge(View view, Document finding)
    {
        var actions = view.Snapshot.Sources(finding, ManagementEdges.Corrects);
        if (ClosedFrom(finding, actions) <= view.On)
        {
            return new("CLOSED", []);
        }

        if (finding.Text(Grade) == Observation && actions.Count == 0)
        {
            return new("OPEN", [new("NO_ACTION", finding, $"Answer {finding.Key}.")]);
        }

        List<Shortfall> shortfalls = finding.Text(Cause) is null ? [new("NO_CAUSE", finding, $"Find the root cause of {finding.Key}.")] : [];
        if (actions.Count == 0)
        {
            return new("OPEN", [.. shortfalls, new("NO_ACTION", finding, $"Plan a corrective action for {finding.Key}.")]);
        }

        // What did not work is answered by whatever is planned or done after it.
        var found = actions.Where(a => !CorrectiveActionKind.IsAnswered(view, a, actions)).Select(a => CorrectiveActionKind.Kind.Standing!.Judge(view, a)).ToList();
        shortfalls.AddRange(found.SelectMany(f => f.Shortfalls));
        return found.Exists(f => f.Word == "NOT_EFFECTIVE") ? new("NOT_EFFECTIVE", shortfalls)
            : found.Exists(f => f.Word is "PLANNED" or "OVERDUE") ? new("IN_CORRECTION", shortfalls)
            : found.Exists(f => f.Word == "IMPLEMENTED") ? new("AWAITING_JUDGEMENT", shortfalls)
            : new("IN_CORRECTION", shortfalls);
    }
}

/// <summary>What is done about a finding.</summary>
public static class CorrectiveActionKind
{
    private static readonly Field ImplementedBy = Field.Personal("implementedBy", "Who recorded that it was implemented, until that is taken out; written by the server, and never the one who approves the judgement of its effect, whoever edits it later.", access: FieldAccess.Authority);

    private static readonly Field RecordedBy = Field.Personal("recordedBy", "Who last recorded when it was implemented or whether it worked; written by the server, and never the one who approves that judgement.", access: FieldAccess.Authority);

    /// <summary>
    /// How its effect is judged: by approval, so never by whoever submitted or last edited it, recorded its effect, or owns it; and only once it was planned,
    /// implemented, and said on what the judgement rests (ISO/IEC 42001 10.2).
    /// </summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, _ => [DueOn!, ImplementedOn!, Effect!, EffectBasis!]) with
    {
        NorBy = [ImplementedBy, RecordedBy],
        ExpectedDecider = (action, decider) => decider.Verb is not null && decider.Targets(action, EdgeKinds.OwnedBy).Any(decider.MayBe)
            ? "somebody else than who owns the action" : DecidingRoles.Expected(action, decider),
    };

    private const string NotEffective = "NOT_EFFECTIVE";

    private static readonly Field Title = Field.Text("title", "What is done, in one line.", required: true, lengthMax: 300);

    /// <summary>The day by which it is to be implemented.</summary>
    public static readonly Field DueOn = Field.Date("dueOn", "The day by which it is to be implemented; an action without one is not planned, and its effect not judged.");

    /// <summary>The day on which it was implemented.</summary>
    public static readonly Field ImplementedOn = Field.Date("implementedOn", "The day on which it was implemented.");

    /// <summary>Whether it worked.</summary>
    public static readonly Field Effect = Field.Word("effect", ManagementWords.Effect, "Whether it worked. It counts once somebody else has approved that judgement.");

    private static readonly Field EffectBasis = Field.Text("effectBasis", "On what the judgement rests; it has one before it is submitted.", lengthMax: 2_000, meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "CorrectiveAction", "correctiveActions", "action", KindGroup.ManagementSystem,
        "A corrective action: planned, implemented, and judged by somebody else (ISO/IEC 42001 10.2).", Title,
        [
            Title,
            Field.Text("description", "What is done, by whom, with what.", meaning: true),
            DueOn,
            ImplementedOn,
            Effect,
            EffectBasis,
            ImplementedBy,
            RecordedBy,
            .. Approval.Fields,
        ])
    {
        IsReviewed = true,
        HasVersions = false,
        Approval = Approval,
        Keep = new([ManagementEdges.Corrects], a => Approval.HasCounted(a) && a.Text(Effect) == NotEffective ? "an action that was judged not to work to stay with what it corrects" : null),
        Stamps =
        [
            new(ImplementedBy, p => p.After(ImplementedOn) is null ? null : p.Before?[ImplementedOn] is null ? p.Actor : p.Before[ImplementedBy]),
            new(RecordedBy, p => p.After(ImplementedOn) is null && p.After(Effect) is null ? null
                : Equals(p.Before?[ImplementedOn], p.After(ImplementedOn)) && Equals(p.Before?[Effect], p.After(Effect)) ? p.Before?[RecordedBy] : p.Actor),
        ],
        Rules =
        [
            new(Effect, c => c.After[Effect] is not null && c.After[ImplementedOn] is null ? "an action that is implemented before its effect is judged" : null),
            DocumentRule.NotAhead(ImplementedOn),
            new(ImplementedOn, c => c.Targets(c.After, ManagementEdges.Corrects).FirstOrDefault(f => c.After.Date(ImplementedOn) < f.Date(FindingKind.FoundOn)) is { } finding
                ? $"a day from {finding.Date(FindingKind.FoundOn):yyyy-MM-dd} on, on which '{finding.Key}' was found" : null),
        ],
        Standing = new("outcome", ManagementWords.ActionStatus, "Where it stands on the view's day.", Judge),
        Due =
        [
            new("CORRECT", "The day by which the action is to be implemented (ISO/IEC 42001 10.2).", (v, d) => d.Date(ImplementedOn) <= v.On ? null : d.Date(DueOn)),
            new("JUDGE_EFFECTIVENESS", "The organisation's cadence for judging a corrective action (ISO/IEC 42001 10.2).",
                (v, d) => d.Date(ImplementedOn) <= v.On && !Approval.IsDoneOn(d, v.On) ? CadenceKind.After(v, "EFFECTIVENESS", d.Date(ImplementedOn)) : null),
        ],
    };

    /// <summary>The day from which it is implemented and judged effective by somebody else; null where it is not.</summary>
    public static DateOnly? EffectiveFrom(Document action) =>
        action.Text(Effect) == "EFFECTIVE" && action.Text(Approval.Status) == Approval.DoneWord && action.Date(ImplementedOn) is { } implemented && action.Date(Approval.DoneOn) is { } judged
            ? implemented > judged ? implemented : judged
            : null;

    /// <summary>Whether an action was implemented on or after the day on which another one was judged not to have worked.</summary>
    public static bool IsAfterFailure(Document action, Document other) =>
        other.Text(Effect) == NotEffective && other.Text(Approval.Status) == Approval.DoneWord && other.Date(Approval.DoneOn) is { } judged && action.Date(ImplementedOn) >= judged;

    /// <summary>Whether an action did not work and another one that may is planned or done since; one that failed itself is no answer to itself.</summary>
    public static bool IsAnswered(View view, Document action, IReadOnlyList<Document> others) => HasFailed(view, action)
        && others.Any(o => o.Ordinal != action.Ordinal && !HasFailed(view, o) && (!(o.Date(ImplementedOn) <= view.On) || IsAfterFailure(o, action)));

    private static bool HasFailed(View view, Document action) => action.Date(ImplementedOn) <= view.On && Approval.IsDoneOn(action, view.On) && action.Text(Effect) == NotEffective;

    private static Standing Judge(View view, Document action) =>
        !(action.Date(ImplementedOn) <= view.On)
            ? action.Date(DueOn) < view.On ? new("OVERDUE", [new("ACTION_OVERDUE", action, $"Implement {action.Key}.")]) : new("PLANNED", [new("NOT_IMPLEMENTED", action, $"Implement {action.Key}.")])
        : !Approval.IsDoneOn(action, view.On) ? new("IMPLEMENTED", [new("EFFECTIVENESS_UNJUDGED", action, $"Have somebody else judge whether {action.Key} worked.")])
        : action.Text(Effect) == "EFFECTIVE" ? new("EFFECTIVE", [])
        : view.Snapshot.Targets(action, ManagementEdges.Corrects) is { Count: > 0 } findings && findings.TrueForAll(f => IsAnswered(view, action, view.Snapshot.Sources(f, ManagementEdges.Corrects)))
            ? new("NOT_EFFECTIVE", [])
        : new("NOT_EFFECTIVE", [new("NOT_EFFECTIVE", action, $"Plan another action: {action.Key} did not work.")]);
}
