using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>The way of a system through the AI Act, and the plan of what it lacks.</summary>
internal static class ConformityTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.Add(
            Make.Field<ViewScope>(
                "conformity", Make.Must(types.Object("Conformity")),
                "The way of an AI system through Regulation (EU) 2024/1689: the route of its conformity assessment (Art. 43), each step with its rows and days, what is out of order, what a modification opens again, and by what the organisation may have become the provider (Art. 25). Worked out from what is recorded; no legal opinion and no certification.",
                (v, c) => new ConformityRef(v, Conformity.Of(v.View, v.Find(c.Given<string>("system")!, "system", AiSystemKind.Kind.Name))),
                Make.Argument("system", Make.Must(types.String), "The key of the system.")).Timed(),
            Make.Field<ViewScope>(
                "supplementaryPlan", Make.Must(types.Object("SupplementaryPlan")),
                "What an AI system lacks under the AI Act beside a management system of ISO/IEC 42001, as dated things to do with owners, in the order of the steps. Nothing is invented: days come from the law's rows and the system, owners from OWNED_BY, tasks from ARISES_FROM.",
                (v, c) => new SupplementaryRef(v, SupplementaryPlan.Of(v.View, v.Find(c.Given<string>("system")!, "system", AiSystemKind.Kind.Name))),
                Make.Argument("system", Make.Must(types.String), "The key of the system.")).Timed());
        types.Describe("Conformity", Access.Read, "The way of an AI system through Regulation (EU) 2024/1689, worked out from what is recorded. Supporting evidence, not certification.").Add(
            Make.Field<ConformityRef>("system", Make.Must(types.Of(AiSystemKind.Kind)), "The system.", c => c.Scope.Node(c.Way.System)),
            Make.Field<ConformityRef>("route", Make.Must(types.Enum<ConformityRoute>()), "The procedure of its conformity assessment (Art. 43).", c => c.Way.Route),
            Make.Field<ConformityRef>("because", Make.Must(types.String), "Why, by the paragraphs that bind, do not, or cannot be judged.", c => c.Way.Because),
            Make.Field<ConformityRef>("procedures", Make.All(types.Object("ConformityProcedure")), "Each procedure of Art. 43 and whether it binds.", c => c.Scope.Each(c.Way.Procedures, p => new ProcedureRef(c.Scope, p))),
            Make.Field<ConformityRef>("steps", Make.All(types.Object("ConformityStepResult")), "The steps in their order, those of the provider first, then those of the deployer.", c => c.Scope.Each(c.Way.Steps, s => new StepRef(c.Scope, s))),
            Make.Field<ConformityRef>("disorders", Make.All(types.Object("StepDisorder")), "What is out of order. The earlier step counts from the first day on which all of it was there, the later one by its newest document, so that what is renewed stays in order; placing on the market only against what bound on that day.", c => c.Scope.Each(c.Way.Disorders, d => d)),
            Make.Field<ConformityRef>("modifications", Make.All(types.Object("Modification")), "Changes that were made, the newest first: planned changes of the system or a component that it uses, and the day in designChangedOn, which counts as substantial.", c => c.Scope.Each(c.Way.Modifications, m => new ModificationRef(c.Scope, m))),
            Make.Field<ConformityRef>("roleChanges", Make.All(types.Object("RoleChange")), "By what a deployer, importer, distributor or supplier may have become the provider (Art. 25(1)): hints from facts.", c => c.Scope.Each(c.Way.RoleChanges, r => new RoleChangeRef(c.Scope, r))),
            Make.Field<ConformityRef>("shortfalls", Make.All(types.Object("Shortfall")), "What is wrong with the way as a whole: that the system is left out of the management system, so that no row of law is judged for it here, or a role that nobody recorded though facts say that the organisation becomes the provider, or may have (Art. 25). Until it is recorded the duties of the provider are in none of the steps.", c => c.Scope.Each(c.Way.Shortfalls, f => new ShortfallRef(c.Scope, f))),
            Make.Field<ConformityRef>("missing", Make.All(types.String), "What is unknown anywhere above: names of facts, classes, roles, routes, annexIIIPoints, classification, placedOn, inScope.", c => c.Scope.Each(c.Way.Missing, m => m)));
        types.Describe("ConformityProcedure", Access.Read, "A procedure of conformity assessment and whether it binds a system, whatever the day.").Add(
            Make.Field<ProcedureRef>("route", Make.Must(types.Enum<ConformityRoute>()), "The procedure.", p => p.Procedure.Route),
            Make.Field<ProcedureRef>("paragraph", Make.Must(types.String), "The paragraph that asks for it.", p => p.Procedure.Requirement),
            Make.Field<ProcedureRef>("binds", Make.Must(types.Enum<YesNoUnknown>()), "Whether its conditions hold.", p => p.Procedure.Binds),
            Make.Field<ProcedureRef>("because", Make.Must(types.String), "Why.", p => p.Procedure.Because),
            Make.Field<ProcedureRef>("missing", Make.All(types.String), "What is unknown.", p => p.Scope.Each(p.Procedure.Missing, m => m)),
            Make.Field<ProcedureRef>("cell", types.Object("Cell"), "Its cell, with the day from which it binds; null where there is none.", p => p.Procedure.Cell is { } cell ? new CellRef(p.Scope, cell) : null));
        types.Describe("ConformityStepResult", Access.Read, "A step as it stands for a system.").Add(
            Make.Field<StepRef>("step", Make.Must(types.Enum<ConformityStep>()), "The step.", s => s.Step.Rule.Step),
            Make.Field<StepRef>("title", Make.Must(types.String), "What is done, with the article.", s => s.Step.Rule.Title),
            Make.Field<StepRef>("note", types.String, "What one should know about it, such as what the law does not ask.", s => s.Step.Rule.Note),
            Make.Field<StepRef>("state", Make.Must(types.Enum<StepState>()), "How it stands, whether it binds already or not yet.", s => s.Step.State),
            Make.Field<StepRef>("verdict", types.Enum<Verdict>(), "Of its rows the verdict that is nearest to being owed; null where it has none for this system.", s => s.Step.Verdict),
            Make.Field<StepRef>("cells", Make.All(types.Object("Cell")), "Its rows for this system, such as 17(1)(a) to (m), with state, defects and dates; those of the organisation as the system inherits them. Rows that do not bind it are left out.", s => s.Scope.Each(s.Step.Cells, c => new CellRef(s.Scope, c))),
            Make.Field<StepRef>("proof", Make.All(types.Document), "CLASSIFICATION: the signed classifications, the newest first.", s => s.Scope.Nodes(s.Step.Proof)),
            Make.Field<StepRef>("beganOn", types.Date, "The first day on which all of it was there, by the days of documents (effectiveFrom, else collectedOn, else the approval), signatures and controls; null where it never was.", s => s.Step.BeganOn),
            Make.Field<StepRef>("latestOn", types.Date, "Of the days of the newest documents of its rows the earliest, by which its order to earlier steps is judged; null where nothing shows any of it.", s => s.Step.LatestOn),
            Make.Field<StepRef>("missing", Make.All(types.String), "The facts that are unknown.", s => s.Scope.Each(s.Step.Missing, m => m)),
            Make.Field<StepRef>("shortfalls", Make.All(types.Object("Shortfall")), "What is wrong with it beside the defects of its rows, each with what would close it.", s => s.Scope.Each(s.Step.Shortfalls, f => new ShortfallRef(s.Scope, f))));
        types.Describe("StepDisorder", Access.Read, "Two steps that were not done in their order.").Add(
            Make.Field<Disorder>("earlier", Make.Must(types.Enum<ConformityStep>()), "The step that comes first.", d => d.Order.Earlier),
            Make.Field<Disorder>("later", Make.Must(types.Enum<ConformityStep>()), "The step that comes after it.", d => d.Order.Later),
            Make.Field<Disorder>("basis", Make.Must(types.String), "From what their order follows.", d => d.Order.Basis),
            Make.Field<Disorder>("earlierOn", types.Date, "The day on which the first was done; null where it was not.", d => d.EarlierOn),
            Make.Field<Disorder>("laterOn", Make.Must(types.Date), "The day on which the second was done.", d => d.LaterOn),
            Make.Field<Disorder>("unresolved", Make.Must(types.Boolean), "PLACING: whether on that day the law stood between the readings of its date of application, so that it is disputed whether the first step was owed.", d => d.IsUnresolved));
        types.Describe("Modification", Access.Read, "A change of a system after which its conformity may have to be assessed anew (43(4)).").Add(
            Make.Field<ModificationRef>("source", Make.Must(types.Document), "What records it: a planned change, or the system itself.", m => m.Scope.Node(m.Modification.Source)),
            Make.Field<ModificationRef>("on", Make.Must(types.Date), "The day of the change.", m => m.Modification.On),
            Make.Field<ModificationRef>("substantial", Make.Must(types.Enum<YesNoUnknown>()), "Whether it is a substantial modification (Art. 3(23)).", m => m.Modification.IsSubstantial));
        types.Describe("RoleChange", Access.Read, "By what somebody may have become the provider of a high-risk system (Art. 25(1)). A hint: whoever finds that it is so records the role.").Add(
            Make.Field<RoleChangeRef>("provision", Make.Must(types.String), "The point of Art. 25(1).", r => r.Change.Provision),
            Make.Field<RoleChangeRef>("requirement", types.Of(RequirementKind.Kind), "The same as a requirement; null where the catalogue does not hold it.", r => r.Change.Requirement is { } row ? r.Scope.Node(row) : null),
            Make.Field<RoleChangeRef>("becomes", Make.Must(types.Enum<YesNoUnknown>()), "Whether the organisation becomes the provider by it.", r => r.Change.Becomes),
            Make.Field<RoleChangeRef>("because", Make.Must(types.String), "Why.", r => r.Change.Because),
            Make.Field<RoleChangeRef>("missing", Make.All(types.String), "What is unknown.", r => r.Scope.Each(r.Change.Missing, m => m)));
        DescribePlan(types);
    }

    private static void DescribePlan(TypeTable types)
    {
        types.Describe("SupplementaryPlan", Access.Read, "What an AI system lacks under the AI Act, as dated things to do with owners.").Add(
            Make.Field<SupplementaryRef>("system", Make.Must(types.Of(AiSystemKind.Kind)), "The system.", p => p.Scope.Node(p.Plan.System)),
            Make.Field<SupplementaryRef>("total", Make.Must(types.Int), "How many gaps there are: what is owed, what is disputed and what will be owed.", p => p.Plan.Items.Count),
            Make.Field<SupplementaryRef>("overdue", Make.Must(types.Int), "How many of them have to be there already.", p => p.Plan.Items.Count(i => i.CloseBy <= p.Scope.View.On)),
            Make.Field<SupplementaryRef>("withoutOwner", Make.Must(types.Int), "How many nobody owns.", p => p.Plan.Items.Count(i => i.Owners.Count == 0)),
            Make.Field<SupplementaryRef>("withoutTask", Make.Must(types.Int), "For how many no task is open: none arises from them, or all that do are done and the gap is still there.", p => p.Plan.WithoutTask.Count),
            Make.Field<SupplementaryRef>("tasks", Make.All(types.Of(TaskKind.Kind)), "The tasks that arise from the system itself, whatever for.", p => p.Scope.Nodes(p.Plan.Tasks)),
            Make.Field<SupplementaryRef>("shortfalls", Make.All(types.Object("Shortfall")), "What keeps gaps from being in the plan: that the system is left out of the management system, or a role that nobody recorded though facts say that the organisation becomes the provider, or may have (Art. 25).", p => p.Scope.Each([.. LeftOut.Shortfalls(p.Scope.View, p.Plan.System), .. RoleChange.Unrecorded(p.Scope.View, p.Plan.System)], f => new ShortfallRef(p.Scope, f))),
            types.Connection("SupplementaryItem", () => ConnectionType.Create(types, "SupplementaryItem", types.Object("SupplementaryItem"), Access.Read, "gaps as things to do, by step, day and requirement")).Field<SupplementaryRef>(
                types, "items", "The gaps, by step, day and requirement.", (p, _) => Window.Of(p.Plan.Items, i => new SupplementaryItemRef(p.Scope, i)), backwards: false));
        types.Describe("SupplementaryItem", Access.Read, "One gap of a system under the AI Act as something to be done.").Add(
            Make.Field<SupplementaryItemRef>("step", Make.Must(types.Enum<ConformityStep>()), "The step on the way of the system that it belongs to.", i => i.Item.Step),
            Make.Field<SupplementaryItemRef>("cell", Make.Must(types.Object("Cell")), "The gap, with what is wrong and what would close it.", i => new CellRef(i.Scope, i.Item.Cell)),
            Make.Field<SupplementaryItemRef>("formallyFrom", types.Date, "The day of application by the wording of the law; null where it has none.", i => i.Item.FormallyFrom),
            Make.Field<SupplementaryItemRef>("bindsFrom", types.Date, "The day from which it binds the system by its effect; null where it has none.", i => i.Item.BindsFrom),
            Make.Field<SupplementaryItemRef>("unresolved", Make.Must(types.Boolean), "Whether the law leaves open which of the two days counts: then both are given, and closeBy is not before the later one.", i => i.Item.IsUnresolved),
            Make.Field<SupplementaryItemRef>("closeBy", types.Date, "The day on which it has to be there: from which it binds, or on which the system is or was placed on the market, where that is later. What binds whatever is placed, such as literacy (Art. 4), keeps its own day. Null where no day is known.", i => i.Item.CloseBy),
            Make.Field<SupplementaryItemRef>("overdue", Make.Must(types.Boolean), "Whether that day has come.", i => i.Item.CloseBy <= i.Scope.View.On),
            Make.Field<SupplementaryItemRef>("ownerOf", types.Document, "Of what the owners are: the control, evidence or assessment that is missing or weak, else the system; null where nobody owns any of them.", i => i.Item.OwnerOf is { } of ? i.Scope.Node(of) : null),
            Make.Field<SupplementaryItemRef>("owners", Make.All(types.Of(PersonKind.Kind)), "Who owns it; empty where nobody does, which is a shortfall.", i => i.Scope.Nodes(i.Item.Owners)),
            Make.Field<SupplementaryItemRef>("tasks", Make.All(types.Of(TaskKind.Kind)), "The tasks that arise from its requirement or a heading above it, or from a finding against these, and are for this system or for all; those that are done as well.", i => i.Scope.Nodes(i.Item.Tasks)),
            Make.Field<SupplementaryItemRef>("shortfalls", Make.All(types.Object("Shortfall")), "What the plan lacks: an owner, or the day or the owner of a task that is not done.", i => i.Scope.Each(i.Item.Shortfalls, f => new ShortfallRef(i.Scope, f))));
    }

    private sealed record ConformityRef(ViewScope Scope, Conformity Way);

    private sealed record ProcedureRef(ViewScope Scope, ConformityProcedure Procedure);

    private sealed record StepRef(ViewScope Scope, StepResult Step);

    private sealed record ModificationRef(ViewScope Scope, Modification Modification);

    private sealed record RoleChangeRef(ViewScope Scope, RoleChange Change);

    private sealed record SupplementaryRef(ViewScope Scope, SupplementaryPlan Plan) : IScoped
    {
        public string Place => Plan.System.Key;

        public IScoped In(ViewScope scope) => new SupplementaryRef(scope, SupplementaryPlan.Of(scope.View, scope.Find(Plan.System.Key, "system", AiSystemKind.Kind.Name)));
    }

    private sealed record SupplementaryItemRef(ViewScope Scope, PlanItem Item);
}
