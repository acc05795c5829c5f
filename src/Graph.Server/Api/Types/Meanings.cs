using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Time;
using Graph.Engine.Traversal;
using Graph.Engine.Views;
using Graph.Server.Api.Reading;
using Graph.Server.Identity;

namespace Graph.Server.Api.Types;

/// <summary>What the words of the engine's enums mean, for the manual and for whoever asks a cell why. A member without a meaning stops the start.</summary>
internal static class Meanings
{
    private static readonly Dictionary<Type, string> Types = new()
    {
        [typeof(Verdict)] = "Whether a cell is owed, from data alone.",
        [typeof(State)] = "Whether a cell is met, from nothing to everything: the best of its chains, each as weak as its weakest link. Supporting evidence, not certification.",
        [typeof(DefectCode)] = "What is wrong with a chain or beside it. Codes are added, never renamed.",
        [typeof(ViewKind)] = "What kind of question a view answers.",
        [typeof(Renewals)] = "Whether a forecast takes proof that is valid today as renewed.",
        [typeof(ImpactEvent)] = "What happens to the start of an impact question.",
        [typeof(Truncation)] = "The limit that cut an answer short.",
        [typeof(ChangeOrigin)] = "By what right a change was made.",
        [typeof(ErrorCode)] = "The closed list of error codes, the same in errors and userErrors.",
        [typeof(Direction)] = "The direction of an order.",
        [typeof(StepVerb)] = "What a step of a change did.",
        [typeof(Role)] = "What somebody may do. Every role includes READER; ADMINISTRATOR includes EDITOR and AUDITOR and never APPROVER: approving is not editing.",
        [typeof(LinkEnd)] = "One of the two ends of a link.",
        [typeof(CellOrderField)] = "By what cells are ordered.",
        [typeof(TimelineInterval)] = "How far apart the points of a timeline are.",
        [typeof(CellCause)] = "What made a cell what it is from a moment on.",
        [typeof(RemedyAction)] = "A single thing that somebody may do about gaps.",
        [typeof(DifferenceKind)] = "How a document or edge differs between two views, or before and after a change.",
        [typeof(ProofEnd)] = "How a piece of proof ends.",
        [typeof(CalendarEvent)] = "What falls due on a day.",
        [typeof(CyclePhase)] = "Where a criterion belongs in the cycle of a management system.",
        [typeof(CriterionState)] = "Whether a criterion is met. UNKNOWN is never a pass.",
        [typeof(AssessmentStanding)] = "How an assessment that a system needs stands.",
        [typeof(FormState)] = "How an item of a template stands in a document that follows the template.",
        [typeof(AgendaSource)] = "From where an input of a management review comes.",
        [typeof(SampleOf)] = "Of what a sample is drawn.",
    };

    private static readonly Dictionary<Enum, string> Members = new()
    {
        [CyclePhase.Plan] = "Plan: context, leadership, planning, support.",
        [CyclePhase.Do] = "Do: operation.",
        [CyclePhase.Check] = "Check: performance evaluation.",
        [CyclePhase.Act] = "Act: improvement.",
        [CriterionState.Unknown] = "There is nothing to judge by, which is never a pass.",
        [CriterionState.NotMet] = "Something is missing.",
        [CriterionState.Met] = "Everything that it asks for is there.",
        [AssessmentStanding.Missing] = "There is none.",
        [AssessmentStanding.Unsigned] = "There is one that nobody has signed.",
        [AssessmentStanding.Stale] = "It was signed before the last significant change of the system's design.",
        [AssessmentStanding.Overdue] = "Its review is overdue.",
        [AssessmentStanding.InForce] = "Signed, reviewed in time, and of the system as it is.",
        [FormState.Unanswered] = "Missing: it is required and has no answer.",
        [FormState.Unconfirmed] = "Missing: it is required and has an answer that nobody has confirmed.",
        [FormState.Unfit] = "Missing: it is required and has an answer that is not of the form that it asks for.",
        [FormState.RuledOut] = "Missing: the answer rules out a class that the document finds.",
        [FormState.Optional] = "It has no confirmed answer, and need not have one.",
        [FormState.NotAsked] = "Its conditions do not hold of the systems that the document is about.",
        [FormState.Answered] = "It has a confirmed answer of the form that it asks for.",
        [AgendaSource.Standard] = "ISO/IEC 42001 9.3.2 asks for it.",
        [AgendaSource.Guide] = "The guide names it beside the standard.",
        [TimelineInterval.Day] = "Every day.",
        [TimelineInterval.Week] = "Every seventh day from the first one on.",
        [TimelineInterval.Month] = "The last day of each month.",
        [TimelineInterval.Quarter] = "The last day of March, June, September and December.",
        [TimelineInterval.Year] = "The last day of each year.",
        [CellCause.Assumption] = "A change that is assumed.",
        [CellCause.Start] = "It was so at the start of the time asked.",
        [CellCause.Change] = "A change was made.",
        [CellCause.Day] = "A day came: proof expired, a control or a duty began, or a review fell due.",
        [RemedyAction.Approve] = "Approve the evidence, by somebody else than its author.",
        [RemedyAction.Sign] = "Sign the assessment, by somebody else than its author.",
        [RemedyAction.Renew] = "Renew the evidence, which has expired or will have.",
        [RemedyAction.Review] = "Review the assessment and have it signed again.",
        [RemedyAction.Implement] = "Implement the control and record implementedOn.",
        [RemedyAction.Restore] = "Have the control operate again as it should and clear degradedOn.",
        [RemedyAction.AddProof] = "Record new proof of a type that the requirement takes, approved and for the whole organisation, that the control operates.",
        [RemedyAction.Extend] = "Extend the link from a part of the requirement to the whole of it.",
        [RemedyAction.StateSufficiency] = "Have somebody with authority state that the links of the joint group suffice.",
        [RemedyAction.Link] = "Link the control, which meets a mapped requirement, to this one as well, once somebody has found that it meets it.",
        [RemedyAction.Accept] = "Review the suspect link and accept it.",
        [ProofEnd.Expiry] = "Evidence expires: a certificate, a report, a record.",
        [ProofEnd.Review] = "An assessment is due for review.",
        [CalendarEvent.Application] = "Requirements of a framework begin to bind a system: their day of application by both readings, and by that day's verdict they are owed.",
        [CalendarEvent.ShieldEnds] = "A transitional rule no longer shields a system, which from then on owes requirements of a framework.",
        [CalendarEvent.Expiry] = "The last day on which evidence counts.",
        [CalendarEvent.Review] = "The last day on which an assessment counts before its next review.",
        [CalendarEvent.ControlPlanned] = "A control that does not operate on the view's day is to operate: the day recorded (implementedOn), else the day planned (plannedFor).",
        [CalendarEvent.ControlRetires] = "The day from which a control no longer operates.",
        [CalendarEvent.Placed] = "A system is placed on the market or put into service.",
        [CalendarEvent.Repeal] = "Requirements of a framework no longer exist: those that any system in question owed or was going to owe, and those by which nobody is judged, such as headings.",
        [SampleOf.Evidence] = "Pieces of evidence.",
        [SampleOf.Cells] = "Owed cells: a requirement for a subject.",
        [DifferenceKind.Added] = "It is there only after.",
        [DifferenceKind.Changed] = "It is there before and after, and not alike.",
        [DifferenceKind.Removed] = "It is there only before.",
        [Verdict.Applicable] = "Owed: every condition holds and the later of its days of application has come.",
        [Verdict.Undetermined] = "A class, role, route or fact is unknown that could make it owed; it counts as owed until somebody answers.",
        [Verdict.Unresolved] = "Between the day by the wording and the day of effect, where the law itself is unclear; both days are given.",
        [Verdict.NotYet] = "Before its day of application by every reading.",
        [Verdict.Legacy] = "Shielded by a transitional rule (Regulation (EU) 2024/1689 Art. 111): placed before, no significant change of design.",
        [Verdict.Excluded] = "Excluded by an approved statement of applicability, where the requirement may be excluded; never law.",
        [Verdict.NotApplicable] = "A condition is false; it is named.",
        [State.Missing] = "Nothing there at all.",
        [State.Planned] = "A control is planned and does not operate yet.",
        [State.NotOperating] = "A control exists and does not operate as it should.",
        [State.Unproven] = "A control operates without usable proof.",
        [State.Unapproved] = "The proof is not approved or signed on the day.",
        [State.Expired] = "The proof has expired or is overdue for review on the day.",
        [State.Suspect] = "The meaning of an end of a link has changed since the link was reviewed.",
        [State.Partial] = "Part of it is met; parts never add up unless they are joint.",
        [State.Covered] = "Met: an operating control or accepted proof, approved and valid on the day. Supporting evidence, not certification.",
        [DefectCode.NoLink] = "No control or proof is linked.",
        [DefectCode.ControlPlanned] = "The control does not operate yet on the day.",
        [DefectCode.ControlDegraded] = "The control does not operate as it should on the day.",
        [DefectCode.ProofMissing] = "The control has no proof for this subject.",
        [DefectCode.ProofWrongType] = "The proof is of a type that the requirement does not take.",
        [DefectCode.ProofRejected] = "The proof was rejected.",
        [DefectCode.ProofWithdrawn] = "The proof was withdrawn, or a newer version took its place.",
        [DefectCode.ProofNotYetEffective] = "The proof counts only from a later day.",
        [DefectCode.ProofUnapproved] = "The evidence is not approved on the day.",
        [DefectCode.AssessmentUnsigned] = "The assessment is not signed on the day.",
        [DefectCode.ProofExpired] = "The evidence has expired on the day.",
        [DefectCode.ExpiresBefore] = "In a forecast: proof that is valid today expires before the day asked.",
        [DefectCode.AssessmentOverdue] = "The assessment is overdue for review on the day.",
        [DefectCode.LinkSuspect] = "The meaning of an end has changed since the link was reviewed.",
        [DefectCode.ExtentPartial] = "The link meets part of the requirement.",
        [DefectCode.JointIncomplete] = "A member of a joint group forms no chain for this subject.",
        [DefectCode.SufficiencyMissing] = "Nobody with authority stated that the joint group suffices.",
        [DefectCode.FactMissing] = "A class, role, route or fact of the system is unknown; the name says which.",
        [DefectCode.ClassificationUnsigned] = "No signed and current classification backs the class by which it binds (Art. 6).",
        [DefectCode.SoaMissing] = "The Statement of Applicability does not speak of it (ISO/IEC 42001 6.1.3).",
        [ViewKind.Current] = "Head, today.",
        [ViewKind.Past] = "What was known then, about a day then.",
        [ViewKind.Hindsight] = "What is known now about a day in the past.",
        [ViewKind.Forecast] = "What is known, judged on a later day.",
        [ViewKind.WhatIf] = "With changes that are not written.",
        [Renewals.AsRecorded] = "Proof expires as recorded.",
        [Renewals.Assumed] = "Proof that is valid today counts as if it did not expire; a classification is never renewed by assumption.",
        [ImpactEvent.Loss] = "It stops holding: a control is withdrawn, evidence is rejected, a vendor stops.",
        [ImpactEvent.Change] = "It now means something else: an article is amended, a procedure is rewritten.",
        [Truncation.Depth] = "The greatest distance (limits.depthMax).",
        [Truncation.Nodes] = "The greatest number of documents (limits.nodeCountMax).",
        [Truncation.Paths] = "The greatest number of paths (limits.pathCountMax).",
        [ChangeOrigin.Edit] = "Somebody edited.",
        [ChangeOrigin.Authority] = "Somebody submitted, approved, signed, rejected or accepted suspect links, or had personal values erased.",
        [ChangeOrigin.Seed] = "It came with the seed of an empty store, with its own time.",
        [ErrorCode.BadRequest] = "The request is not of the right form.",
        [ErrorCode.Validation] = "A value or edge is not allowed.",
        [ErrorCode.NotFound] = "Something named does not exist.",
        [ErrorCode.Conflict] = "The graph, or an earlier change of the same id, is not what the caller assumed.",
        [ErrorCode.Unauthenticated] = "The server does not know who asks.",
        [ErrorCode.Forbidden] = "The actor may not do it.",
        [ErrorCode.LimitExceeded] = "A limit is passed; it is named.",
        [ErrorCode.DeadlineExceeded] = "It took longer than it may; nothing is answered.",
        [ErrorCode.Unavailable] = "The store or another part did not answer; the same request may succeed later.",
        [ErrorCode.Internal] = "A fault of the server, with a correlation id and no text.",
        [Direction.Asc] = "From the least to the greatest; what is absent comes last.",
        [Direction.Desc] = "From the greatest to the least; what is absent comes last.",
        [StepVerb.Put] = "A document was created or changed.",
        [StepVerb.Link] = "An edge was added or changed.",
        [StepVerb.Unlink] = "An edge was removed.",
        [StepVerb.Delete] = "A document was deleted.",
        [StepVerb.Erase] = "A personal value beside the log was erased; wherever it stood, (erased) is shown.",
        [Role.Reader] = "Reads the graph and what follows from it.",
        [Role.Editor] = "Edits, and submits what is to be decided.",
        [Role.Approver] = "Approves, signs and rejects what others submitted, and accepts suspect links.",
        [Role.Auditor] = "Reads the log: who changed what, when and why.",
        [Role.Administrator] = "Runs the server.",
        [LinkEnd.From] = "The start, from which the arrow goes.",
        [LinkEnd.To] = "The end, to which the arrow leads.",
        [CellOrderField.Natural] = "By framework, reference in natural order, and subject; the organisation first.",
        [CellOrderField.State] = "By state, from MISSING to COVERED; then natural.",
        [CellOrderField.System] = "By subject, the organisation first; then natural.",
    };

    public static string OfType(Type type) => Types[type];

    public static string Of<T>(T member)
        where T : struct, Enum => Members[member];
}

/// <summary>The direction of an order.</summary>
internal enum Direction
{
    Asc,
    Desc,
}

/// <summary>What a step of a change did.</summary>
internal enum StepVerb
{
    Put,
    Link,
    Unlink,
    Delete,
    Erase,
}

/// <summary>By what cells are ordered.</summary>
internal enum CellOrderField
{
    Natural,
    State,
    System,
}
