using Graph.Engine.Governance;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Tasks against a day, and what a surveillance audit looks at.</summary>
internal static class CertificationTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.Add(
            Make.Field<ViewScope>(
                "plan", Make.Must(types.Object("TaskPlan")),
                "Tasks with their dependencies (WAITS_FOR) against a day: the earliest and latest days of each, what is critical, and whether it can be in time. For a certificate of ISO/IEC 42001 the guide takes 12 to 18 months from scratch, 8 to 12 with ISO/IEC 27001 or ISO 9001 in place; its own phases (3 to 4, 4 to 6, 2 to 3, 1 to 2 months) add up to 10 to 15. These are estimates of the guide; no standard sets them, and no number here comes from them.",
                (v, c) => new PlanRef(v, new(
                    c.Given<string>("of") is { } of ? v.Find(of, "of") : null, c.Given<DateOnly?>("by"), c.Given<string>("system") is { } system ? v.Find(system, "system", AiSystemKind.Kind.Name) : null,
                    c.Given<string>("law") is { } law ? v.Find(law, "law", CellTypes.Headings) : null)),
                Make.Argument("of", types.String, "Only tasks that arise from this document or its parts, or this task, and everything that these wait for; absent = all."),
                Make.Argument("by", types.Date, "The day by which all of it is to be done, beside the tasks' own last days."),
                Make.Argument("system", types.String, "An AI system: without `by` the next day on which a step of its way under the AI Act begins to bind it, of what it lacks."),
                Make.Argument("law", types.String, "With a system: only rows of this requirement or heading count, such as eu-ai-act:49; absent = those of its steps, and where none is to come those of every duty.")).Timed(),
            Make.Field<ViewScope>(
                "surveillanceFocus", Make.Must(types.Object("SurveillanceFocus")),
                "What the next surveillance audit for a certificate looks at: findings of earlier audits for it, MAJOR ones about what it is of, and what has changed since the last one. Surveillance is held each year of the three-year cycle (ISO/IEC 17021-1).",
                (v, c) => new FocusRef(v, SurveillanceFocus.Of(v.View, v.Find(c.Given<string>("certificate")!, "certificate", CertificateKind.Kind.Name))),
                Make.Argument("certificate", Make.Must(types.String), "The key of the certificate.")).Timed());
        types.Describe("TaskPlan", Access.Read, "Tasks with their dependencies, judged against a day.").Add(
            Make.Field<PlanRef>("by", types.Date, "The day by which all of it is to be done; null = none is set but the tasks' own.", p => p.Plan.By),
            Make.Field<PlanRef>("formallyBy", types.Date, "Where the day is the law's: the earlier one by its wording, where the readings differ; the law itself leaves open which counts.", p => p.Plan.FormallyBy),
            Make.Field<PlanRef>("law", types.Of(RequirementKind.Kind), "Where the day is the law's: a requirement that begins to bind the system on it.", p => p.Plan.LawRow is { } row ? p.Scope.Node(row) : null),
            Make.Field<PlanRef>("endsOn", types.Date, "The earliest day on which everything can be done; null where nothing is left to do.", p => p.Plan.EndsOn),
            Make.Field<PlanRef>("inTime", types.Boolean, "Whether everything can be in time, by the day asked and by the tasks' own; null where no day is set, or nothing is left to do.", p => p.Plan.IsInTime),
            Make.Field<PlanRef>("withoutDays", Make.Must(types.Int), "How many tasks that are not done do not say how long they take; each is counted as one day, so the plan may be longer.", p => p.Plan.Tasks.Count(t => !t.IsDone && t.Task[TaskKind.Days] is null)),
            types.Connection("PlannedTask", () => ConnectionType.Create(types, "PlannedTask", types.Object("PlannedTask"), Access.Read, "tasks of a plan, by their earliest days and key")).Field<PlanRef>(
                types, "tasks", "The tasks, by their earliest days.", (p, c) => Window.Of(c.Given<bool?>("critical") is { } critical ? [.. p.Plan.Tasks.Where(t => t.IsCritical == critical)] : p.Plan.Tasks, t => new PlannedTaskRef(p.Scope, t)), backwards: false,
                Make.Argument("critical", types.Boolean, "true: only those of the critical path; false: only others; absent = all.")));
        types.Describe("PlannedTask", Access.Read, "A task with the days between which it lies.").Add(
            Make.Field<PlannedTaskRef>("task", Make.Must(types.Of(TaskKind.Kind)), "The task.", t => t.Scope.Node(t.Planned.Task)),
            Make.Field<PlannedTaskRef>("done", Make.Must(types.Boolean), "Whether it is done on the view's day.", t => t.Planned.IsDone),
            Make.Field<PlannedTaskRef>("earliestStart", Make.Must(types.Date), "The earliest day on which it can begin; the day it was done where it is done.", t => t.Planned.EarliestStart),
            Make.Field<PlannedTaskRef>("earliestEnd", Make.Must(types.Date), "The earliest day on which it can be done.", t => t.Planned.EarliestEnd),
            Make.Field<PlannedTaskRef>("latestStart", types.Date, "The latest day on which it may begin so that it and everything that waits for it is in time; null where no day is set.", t => t.Planned.LatestStart),
            Make.Field<PlannedTaskRef>("latestEnd", types.Date, "The latest day on which it may be done; null where no day is set.", t => t.Planned.LatestEnd),
            Make.Field<PlannedTaskRef>("slackDays", types.Int, "The days that may be lost on it; negative where it cannot be in time; null where no day is set or it is done.", t => t.Planned.SlackDays),
            Make.Field<PlannedTaskRef>("critical", Make.Must(types.Boolean), "Whether it has the least slack of the plan, so that a day lost on it is a day lost for the whole.", t => t.Planned.IsCritical));
        types.Describe("SurveillanceFocus", Access.Read, "What the next surveillance audit for a certificate looks at.").Add(
            Make.Field<FocusRef>("certificate", Make.Must(types.Of(CertificateKind.Kind)), "The certificate.", f => f.Scope.Node(f.Focus.Certificate)),
            Make.Field<FocusRef>("last", types.Of(AuditKind.Kind), "The last audit for it that was held; null where none was.", f => f.Focus.Last is { } last ? f.Scope.Node(last) : null),
            Make.Field<FocusRef>("since", types.Date, "The day from which on changes count: that of the last audit, else of the issue; null where there is neither, and no change is told.", f => f.Focus.Since),
            Make.Field<FocusRef>("dueOn", types.Date, "The day by which the next surveillance audit is held; null where none comes before the end of the cycle.", f => f.Focus.DueOn),
            types.Connection("FocusRow", () => ConnectionType.Create(types, "FocusRow", types.Object("FocusRow"), Access.Read, "things that a surveillance audit looks at, by reason, day and key")).Field<FocusRef>(
                types, "rows", "What it looks at, by reason, day and key.", (f, _) => Window.Of(f.Focus.Rows, r => new FocusRowRef(f.Scope, r)), backwards: false));
        types.Describe("FocusRow", Access.Read, "Something that a surveillance audit looks at.").Add(
            Make.Field<FocusRowRef>("document", Make.Must(types.Document), "What.", r => r.Scope.Node(r.Row.Document)),
            Make.Field<FocusRowRef>("reason", Make.Must(types.Enum<FocusReason>()), "Why.", r => r.Row.Reason),
            Make.Field<FocusRowRef>("on", types.Date, "The day of the finding, change, incident or concern; null for an edit of which no day is recorded, after the revision that the last audit can have looked at.", r => r.Row.On),
            Make.Field<FocusRowRef>("text", Make.Must(types.String), "The same in plain words.", r => r.Row.Text));
    }

    /// <summary>What was asked of a plan.</summary>
    private sealed record PlanQuestion(Document? Of, DateOnly? By, Document? System, Document? Law);

    private sealed record PlanRef(ViewScope Scope, PlanQuestion Question) : IScoped
    {
        public TaskPlan Plan { get; } = TaskPlan.Of(Scope.View, Question.Of, Question.By, Question.System, Question.Law);

        public string Place => $"{Question.Of?.Key}|{Question.By:yyyy-MM-dd}|{Question.System?.Key}|{Question.Law?.Key}";

        public IScoped In(ViewScope scope)
        {
            return new PlanRef(scope, new(Again(Question.Of, "of"), Question.By, Again(Question.System, "system"), Again(Question.Law, "law")));

            Document? Again(Document? document, string argument) => document is null ? null : scope.Find(document.Key, argument);
        }
    }

    private sealed record PlannedTaskRef(ViewScope Scope, PlannedTask Planned);

    private sealed record FocusRef(ViewScope Scope, SurveillanceFocus Focus) : IScoped
    {
        public string Place => Focus.Certificate.Key;

        public IScoped In(ViewScope scope) => new FocusRef(scope, SurveillanceFocus.Of(scope.View, scope.Find(Focus.Certificate.Key, "certificate", CertificateKind.Kind.Name)));
    }

    private sealed record FocusRowRef(ViewScope Scope, FocusRow Row);
}
