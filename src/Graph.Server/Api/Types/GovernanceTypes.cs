using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Questions about the management system: readiness, the agenda of a review, what audits left unexamined, who lacks what competence.</summary>
internal static class GovernanceTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.Add(
            Make.Field<ViewScope>(
                "readiness", Make.Must(types.Object("Readiness")), "How far the management system is on the way to a certificate: each sentence of a checklist of twelve items as criteria, worked out from the graph, with what is missing. Supporting evidence, not certification.",
                v => new ReadinessRef(v, Readiness.Of(v.View, v.Request.CancellationToken))).Timed(),
            Make.Field<ViewScope>(
                "reviewAgenda", Make.Must(types.Object("ReviewAgenda")), "What a management review looks at (ISO/IEC 42001 9.3.2), with how each document stands and what has changed since the last review.",
                v => new AgendaRef(v, ReviewAgenda.Of(v.View))).Timed(),
            types.Connection("ExaminedRow", () => ConnectionType.Create(types, "ExaminedRow", types.Object("ExaminedRow"), Access.Read, "requirements with their last audit, in natural order")).Field<ViewScope>(
                types, "auditCoverage", "When each row of a framework or heading was last examined by an audit that counts: held, by people who were competent on that day and own nothing of what they examined (ISO/IEC 42001 9.2).",
                (v, c) =>
                {
                    var rows = AuditCoverage.Under(v.View, v.Find(c.Given<string>("of")!, "of", CellTypes.Headings));
                    var inTime = c.Given<bool?>("inTime");
                    return Window.Of(inTime is null ? rows : [.. rows.Where(r => r.IsInTime == inTime)], r => new ExaminedRef(v, r));
                },
                backwards: false,
                Make.Argument("of", Make.Must(types.String), "The key of the framework, heading or row."),
                Make.Argument("inTime", types.Boolean, "false: only rows that were never examined, or are due again by the organisation's cadence; absent = all.")).Timed(),
            types.Connection("CompetenceGap", () => ConnectionType.Create(types, "CompetenceGap", types.Object("CompetenceGap"), Access.Read, "gaps of competence, by person, role and competence")).Field<ViewScope>(
                types, "competenceGaps", "What people who hold a role on the view's day have not shown that the role needs (ISO/IEC 42001 7.2).",
                (v, c) => Window.Of(Competences.Gaps(v.View, c.Given<string>("person") is { } key ? v.Find(key, "person", PersonKind.Kind.Name) : null), g => new CompetenceGapRef(v, g)),
                backwards: false,
                Make.Argument("person", types.String, "The key of a person; absent = everybody.")).Timed());
        view.Add(
            Make.Field<ViewScope>(
                "assessmentsRequired", Make.All(types.Object("RequiredAssessment")), "Which assessments a system needs, by the verdict of the requirement that asks for each (AIIA: ISO/IEC 42001 8.4; DPIA: GDPR 35; FRIA: Art. 27), and how each stands.",
                (v, c) => new Owned(v).Taken(RequiredAssessments.Of(v.View, v.Find(c.Given<string>("system")!, "system", AiSystemKind.Kind.Name)).Select(r => new RequiredRef(v, r)).ToArray()),
                Make.Argument("system", Make.Must(types.String), "The key of the system.")).Timed(),
            Make.Field<ViewScope>(
                "documentedInformation", Make.All(types.Object("DocumentedRecord")), "Each record that ISO/IEC 42001 asks for, clause by clause, then what controls of Annex A have written down where they apply, and what fulfils it in the graph.",
                v => new Owned(v).Taken(DocumentedInformation.Of(v.View).Select(r => new DocumentedRef(v, r)).ToArray())).Timed());
        view.Add(
            Make.Field<ViewScope>(
                "applicability", Make.Must(types.Object("Applicability")), "The Statement of Applicability of a standard as a whole (ISO/IEC 42001 6.1.3): what is stated, what waits, what is not stated. approveApplicability approves it.",
                (v, c) => new ApplicabilityRef(v, WholeApplicability.Of(v.View, v.Find(c.Given<string>("framework")!, "framework", FrameworkKind.Kind.Name))),
                Make.Argument("framework", Make.Must(types.String), "The key of the standard.")).Timed());
        types.Describe("Applicability", Access.Read, "The Statement of Applicability of a standard as a whole. Rows that may not be excluded, such as law and clauses, are no part of it.").Add(
            Make.Field<ApplicabilityRef>("framework", Make.Must(types.Of(FrameworkKind.Kind)), "The standard.", a => a.Scope.Node(a.Whole.Framework)),
            Make.Field<ApplicabilityRef>("contentHash", Make.Must(types.Hash), "The hash of every statement that waits or is approved: what approveApplicability must be given.", a => a.Whole.ContentHash),
            Make.Field<ApplicabilityRef>("rowCount", Make.Must(types.Int), "How many rows may be excluded.", a => a.Whole.Rows.Count),
            Documents("unstated", RequirementKind.Kind, "The rows of which nothing that waits or is approved speaks: each is a gap.", a => a.Whole.Unstated),
            Documents("drafts", StatementKind.Kind, "The statements that nobody has handed in, or that were rejected. What was withdrawn is handed in by itself, or edited first.", a => a.Whole.Drafts),
            Documents("waiting", StatementKind.Kind, "The statements that wait for a decision.", a => a.Whole.Waiting),
            Documents("approved", StatementKind.Kind, "The statements that are approved.", a => a.Whole.Approved));
        types.Describe("RequiredAssessment", Access.Read, "Whether a system needs an assessment of a kind, and whether it has one.").Add(
            Make.Field<RequiredRef>("kind", Make.Must(types.Of(Words.AssessmentType)), "The kind.", r => r.Row.Kind),
            Make.Field<RequiredRef>("requirement", types.Of(RequirementKind.Kind), "The requirement that decides; null where the catalogue does not hold it.", r => r.Row.Requirement is { } row ? r.Scope.Node(row) : null),
            Make.Field<RequiredRef>("verdict", Make.Must(types.Enum<Verdict>()), "Whether that is owed on the view's day.", r => r.Row.Verdict),
            Make.Field<RequiredRef>("standing", Make.Must(types.Enum<AssessmentStanding>()), "How it stands.", r => r.Row.Standing),
            Make.Field<RequiredRef>("assessments", Make.All(types.Of(AssessmentKind.Kind)), "The assessments of the kind, signed ones first, the newest first.", r => new Owned(r.Scope).Taken(r.Row.Assessments.Select(r.Scope.Node).ToArray())));
        types.Describe("DocumentedRecord", Access.Read, "A record that ISO/IEC 42001 asks for.").Add(
            Make.Field<DocumentedRef>("clause", Make.Must(types.String), "The clause.", r => r.Row.Clause),
            Make.Field<DocumentedRef>("record", Make.Must(types.String), "The record, in our words.", r => r.Row.Record),
            Make.Field<DocumentedRef>("requirement", types.Of(RequirementKind.Kind), "The clause as a requirement; null where the catalogue does not hold it.", r => r.Row.Requirement is { } row ? r.Scope.Node(row) : null),
            types.Connection("FulfillingDocument", () => ConnectionType.Create(types, "FulfillingDocument", types.Document, Access.Read, "documents that fulfil a record, by kind and key")).Field<DocumentedRef>(
                types, "fulfilledBy", "What fulfils it on the view's day; empty where nothing does, which is a gap.", (r, _) => Window.Of(r.Row.FulfilledBy, r.Scope.Node), backwards: false));

        GraphQL.Types.FieldType Documents(string name, Kind kind, string description, Func<ApplicabilityRef, IReadOnlyList<Document>> read) =>
            Make.Field<ApplicabilityRef>(name, Make.All(types.Of(kind)), description, a => a.Taken(read(a).Select(a.Scope.Node).ToArray()));

        DescribeReadiness(types);
        DescribeAgenda(types);
        types.Describe("ExaminedRow", Access.Read, "When a requirement was last examined by an audit that counts.").Add(
            Make.Field<ExaminedRef>("requirement", Make.Must(types.Of(RequirementKind.Kind)), "The requirement.", r => r.Scope.Node(r.Row.Requirement)),
            Make.Field<ExaminedRef>("audit", types.Of(AuditKind.Kind), "The last audit that examined it, a heading above it or its framework; null where none did.", r => r.Row.Audit is { } audit ? r.Scope.Node(audit) : null),
            Make.Field<ExaminedRef>("lastOn", types.Date, "The day of that audit.", r => r.Row.LastOn),
            Make.Field<ExaminedRef>("dueOn", types.Date, "The day by which it is examined again; null where it never was, or the organisation has set no cadence.", r => r.Row.DueOn),
            Make.Field<ExaminedRef>("inTime", Make.Must(types.Boolean), "Whether it was examined, and is not due again.", r => r.Row.IsInTime));
        types.Describe("CompetenceGap", Access.Read, "A competence that a role needs and whoever holds it has not shown on the view's day.").Add(
            Make.Field<CompetenceGapRef>("person", Make.Must(types.Of(PersonKind.Kind)), "Who holds the role.", g => g.Scope.Node(g.Gap.Person)),
            Make.Field<CompetenceGapRef>("role", Make.Must(types.Of(OrganisationRoleKind.Kind)), "The role.", g => g.Scope.Node(g.Gap.Role)),
            Make.Field<CompetenceGapRef>("competence", Make.Must(types.Of(CompetenceKind.Kind)), "The competence.", g => g.Scope.Node(g.Gap.Competence)),
            Make.Field<CompetenceGapRef>("needed", Make.Must(types.Of(ManagementWords.CompetenceLevel)), "The level that is needed.", g => g.Gap.Needed),
            Make.Field<CompetenceGapRef>("shown", types.Of(ManagementWords.CompetenceLevel), "The best level that is shown; null where none is.", g => g.Gap.Shown));
    }

    private static void DescribeReadiness(TypeTable types)
    {
        types.Describe("Readiness", Access.Read, "How far the management system is: every criterion with what is missing. Supporting evidence, not certification.").Add(
            Make.Field<ReadinessRef>("met", Make.Must(types.Int), "How many criteria are met.", r => r.Results.Count(c => c.State == CriterionState.Met)),
            Make.Field<ReadinessRef>("total", Make.Must(types.Int), "How many there are.", r => r.Results.Count),
            Make.Field<ReadinessRef>("items", Make.All(types.Object("ReadinessItem")), "The items of the checklist.", r => r.Taken(r.Results.GroupBy(c => c.Criterion.Item).Select(g => new ReadinessItemRef(r.Scope, g.Key, [.. g])).ToArray())),
            Make.Field<ReadinessRef>("phases", Make.All(types.Object("ReadinessPhase")), "The same by Plan, Do, Check and Act.", r => r.Taken(r.Results.GroupBy(c => c.Criterion.Phase).OrderBy(g => g.Key).Select(g => new ReadinessPhaseRef(g.Key, [.. g])).ToArray())));
        types.Describe("ReadinessPhase", Access.Read, "How many criteria of a phase of the cycle are met.").Add(
            Make.Field<ReadinessPhaseRef>("phase", Make.Must(types.Enum<CyclePhase>()), "The phase.", p => p.Phase),
            Make.Field<ReadinessPhaseRef>("met", Make.Must(types.Int), "How many of its criteria are met.", p => p.Results.Count(c => c.State == CriterionState.Met)),
            Make.Field<ReadinessPhaseRef>("total", Make.Must(types.Int), "How many it has.", p => p.Results.Count));
        types.Describe("ReadinessItem", Access.Read, "An item of the checklist.").Add(
            Make.Field<ReadinessItemRef>("number", Make.Must(types.Int), "Its number, from 1.", i => i.Item.Number),
            Make.Field<ReadinessItemRef>("title", Make.Must(types.String), "What it is about.", i => i.Item.Title),
            Make.Field<ReadinessItemRef>("clause", Make.Must(types.String), "The clauses or law that it is about.", i => i.Item.Clause),
            Make.Field<ReadinessItemRef>("met", Make.Must(types.Int), "How many of its criteria are met.", i => i.Results.Count(c => c.State == CriterionState.Met)),
            Make.Field<ReadinessItemRef>("total", Make.Must(types.Int), "How many it has.", i => i.Results.Count),
            Make.Field<ReadinessItemRef>("criteria", Make.All(types.Object("Criterion")), "Its criteria.", i => i.Taken(i.Results.Select(c => new CriterionRef(i.Scope, c)).ToArray())));
        types.Describe("Criterion", Access.Read, "One thing that is asked of a management system before it is certified.").Add(
            Make.Field<CriterionRef>("id", Make.Must(types.String), "A stable id: the number of the item, a dot and a letter.", c => c.Result.Criterion.Id),
            Make.Field<CriterionRef>("phase", Make.Must(types.Enum<CyclePhase>()), "Where it belongs in the cycle.", c => c.Result.Criterion.Phase),
            Make.Field<CriterionRef>("text", Make.Must(types.String), "What is asked, in our words, with the clause.", c => c.Result.Criterion.Text),
            Make.Field<CriterionRef>("state", Make.Must(types.Enum<CriterionState>()), "Whether it is met.", c => c.Result.State),
            Make.Field<CriterionRef>("judged", Make.Must(types.Int), "How many documents were judged.", c => c.Result.Judged),
            Make.Field<CriterionRef>("missing", Make.Must(types.Int), "How many rows say what is missing.", c => c.Result.Missing),
            types.Connection("Shortfall", () => ConnectionType.Create(types, "Shortfall", types.Object("Shortfall"), Access.Read, "shortfalls, in the order of the documents judged")).Field<CriterionRef>(
                types, "rows", "What is missing, each with what would close it.", (c, _) => Window.Of(c.Result.Rows.Select(s => new ShortfallRef(c.Scope, s))), backwards: false));
    }

    private static void DescribeAgenda(TypeTable types)
    {
        types.Describe("ReviewAgenda", Access.Read, "What a management review looks at.").Add(
            Make.Field<AgendaRef>("last", types.Of(ManagementReviewKind.Kind), "The last review that was held and whose minutes are approved; null where none was.", a => a.Agenda.Last is { } last ? a.Scope.Node(last) : null),
            Make.Field<AgendaRef>("since", Make.Must(types.Revision), "The revision since which changes are told: the one that this review looked at; 0 where there was none.", a => a.Agenda.Since),
            Make.Async<AgendaRef>("removed", Make.All(types.Object("AgendaRemoval")), "What stood in an input in the view of the last review and is in the graph no more, by input, kind and key; nothing where there was no review.", async (a, c) => a.Taken(await RemovedAsync(a, c.CancellationToken))),
            Make.Field<AgendaRef>("inputs", Make.All(types.Object("AgendaInput")), "The inputs.", a => a.Taken(a.Agenda.Inputs.Select(i => new AgendaInputRef(a.Scope, i)).ToArray())));
        types.Describe("AgendaRemoval", Access.Read, "A document at which the last review could look, and that is in the graph no more.").Add(
            Make.Field<AgendaRemovalRef>("input", Make.Must(types.String), "The id of the input in which it stood.", r => r.Input),
            Make.Field<AgendaRemovalRef>("document", Make.Must(types.Document), "The document as it was then.", r => r.Document));
        types.Describe("AgendaInput", Access.Read, "One input of a management review.").Add(
            Make.Field<AgendaInputRef>("id", Make.Must(types.String), "A stable id.", i => i.Input.Id),
            Make.Field<AgendaInputRef>("title", Make.Must(types.String), "What it is, with the clause.", i => i.Input.Title),
            Make.Field<AgendaInputRef>("source", Make.Must(types.Enum<AgendaSource>()), "From where it comes.", i => i.Input.Source),
            Make.Field<AgendaInputRef>("total", Make.Must(types.Int), "How many documents it is about.", i => i.Input.Rows.Count),
            Make.Field<AgendaInputRef>("figures", Make.All(types.Object("AgendaFigure")), "How many of them stand how.", i => i.Taken(i.Input.Figures.ToArray())),
            Make.Field<AgendaInputRef>("added", Make.Must(types.Int), "How many are new since the last review.", i => i.Input.Rows.Count(r => r.IsNew)),
            Make.Field<AgendaInputRef>("changed", Make.Must(types.Int), "How many others have changed since the last review.", i => i.Input.Rows.Count(r => r.HasChanged)),
            types.Connection("AgendaRow", () => ConnectionType.Create(types, "AgendaRow", types.Object("AgendaRow"), Access.Read, "documents that a review looks at, by kind and key")).Field<AgendaInputRef>(
                types, "rows", "The documents.", (i, _) => Window.Of(i.Input.Rows, r => new AgendaRowRef(i.Scope, r)), backwards: false));
        types.Describe("AgendaFigure", Access.Read, "How many documents stand in one way.").Add(
            Make.Field<KeyValuePair<string, int>>("word", Make.Must(types.String), "The word by which they stand, of the list of their kind.", f => f.Key),
            Make.Field<KeyValuePair<string, int>>("count", Make.Must(types.Int), "How many.", f => f.Value));
        types.Describe("AgendaRow", Access.Read, "A document that a review looks at.").Add(
            Make.Field<AgendaRowRef>("document", Make.Must(types.Document), "The document.", r => r.Scope.Node(r.Row.Document)),
            Make.Field<AgendaRowRef>("word", types.String, "How it stands, as the input asks: its standing, an alert, a trend, the side of an issue, whether a need is taken up; null where nobody says.", r => r.Row.Word),
            Make.Field<AgendaRowRef>("isNew", Make.Must(types.Boolean), "Whether it is new since the last review.", r => r.Row.IsNew),
            Make.Field<AgendaRowRef>("hasChanged", Make.Must(types.Boolean), "Whether it, a link of it, or what it stands on by one link, was changed since the last review, or it stands otherwise than on the day of that review by what is recorded now; and it is not new.", r => r.Row.HasChanged));
    }

    private static async ValueTask<AgendaRemovalRef[]> RemovedAsync(AgendaRef now, CancellationToken cancellationToken)
    {
        if (now.Agenda.Last is not { } last)
        {
            return [];
        }

        var then = await now.Scope.Request.OpenAsync(ViewAsked.Now with { AsOf = new(now.Agenda.Since, null), On = last.Date(ManagementReviewKind.HeldOn) }, cancellationToken);
        return [.. now.Agenda.Removed(now.Scope.View, then.View).Select(r => new AgendaRemovalRef(r.Input.Id, then.Node(r.Document)))];
    }

    private static T[] Taken<T>(this IGovernanceRef owner, T[] items)
    {
        owner.Scope.Request.Take(items.Length);
        return items;
    }

    private interface IGovernanceRef
    {
        ViewScope Scope { get; }
    }

    private sealed record Owned(ViewScope Scope) : IGovernanceRef;

    private sealed record ApplicabilityRef(ViewScope Scope, WholeApplicability Whole) : IGovernanceRef;

    private sealed record RequiredRef(ViewScope Scope, RequiredAssessment Row);

    private sealed record DocumentedRef(ViewScope Scope, DocumentedRecord Row) : IScoped
    {
        public string Place => Row.Clause;

        public IScoped In(ViewScope scope) => new DocumentedRef(scope, DocumentedInformation.Of(scope.View).First(r => r.Clause == Row.Clause));
    }

    private sealed record ReadinessRef(ViewScope Scope, IReadOnlyList<CriterionResult> Results) : IGovernanceRef;

    private sealed record ReadinessItemRef(ViewScope Scope, ChecklistItem Item, IReadOnlyList<CriterionResult> Results) : IGovernanceRef;

    private sealed record ReadinessPhaseRef(CyclePhase Phase, IReadOnlyList<CriterionResult> Results);

    private sealed record CriterionRef(ViewScope Scope, CriterionResult Result) : IScoped
    {
        public string Place => Result.Criterion.Id;

        public IScoped In(ViewScope scope) => new CriterionRef(scope, new(scope.View, Result.Criterion));
    }

    private sealed record AgendaRef(ViewScope Scope, ReviewAgenda Agenda) : IGovernanceRef;

    private sealed record AgendaInputRef(ViewScope Scope, AgendaInput Input) : IScoped, IGovernanceRef
    {
        public string Place => Input.Id;

        public IScoped In(ViewScope scope) => new AgendaInputRef(scope, ReviewAgenda.Of(scope.View).Inputs.First(i => i.Id == Input.Id));
    }

    private sealed record AgendaRemovalRef(string Input, NodeRef Document);

    private sealed record AgendaRowRef(ViewScope Scope, AgendaRow Row);

    private sealed record ExaminedRef(ViewScope Scope, ExaminedRow Row);

    private sealed record CompetenceGapRef(ViewScope Scope, CompetenceGap Gap);
}
