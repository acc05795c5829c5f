using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Stores.Neo4j.Questions;
using GraphQL;
using GraphQL.Types;
using FieldType = GraphQL.Types.FieldType;

namespace Graph.Server.Api.Types;

/// <summary>Cells, and all that explains them.</summary>
internal static class CellTypes
{
    public static readonly string[] Headings = [FrameworkKind.Kind.Name, RequirementKind.Kind.Name];

    public static void Describe(TypeTable types)
    {
        var cell = types.Describe("Cell", Access.Read, "One requirement for one subject, an AI system or the organisation: is it owed, is it met, and why. Supporting evidence, not certification.");
        cell.IsTypeOf = o => o is CellRef;
        cell.Add(
            Make.Field<CellRef>("id", Make.Must(types.Id), "The id: requirement|system or requirement|organisation, in another view with the view. Where the verdict of the organisation's cell is taken over some systems, they are part of it.", c => c.Id),
            Make.Field<CellRef>("requirement", Make.Must(types.Of(RequirementKind.Kind)), "The requirement.", c => c.Scope.Node(c.Cell.Requirement)),
            Make.Field<CellRef>("system", types.Of(AiSystemKind.Kind), "The system; null where the requirement is met once, for the organisation.", c => c.Cell.System is { } system ? c.Scope.Node(system) : null),
            Make.Field<CellRef>("inherited", Make.Must(types.Boolean), "Whether a system shows the organisation's cell as its own, with its own verdict.", c => c.Cell.InheritedBy is not null),
            Make.Field<CellRef>("inheritedBy", types.Of(AiSystemKind.Kind), "The system that shows it; null where it is not inherited.", c => c.Cell.InheritedBy is { } system ? c.Scope.Node(system) : null));
        Judged<CellRef>(types, cell, c => c.Scope, c => c.Cell);
        cell.Add(
            types.Connection("Chain", () => ConnectionType.Create(types, "Chain", types.Object("Chain"), Access.Read, "chains of a cell, the best first")).Field<CellRef>(
                types, "chains", "Its chains, the best first: what is linked, and how far each chain carries.", (c, _) => Window.Of(c.Cell.Chains, chain => new ChainRef(c.Scope, chain)), backwards: false));
        cell.AddResolvedInterface(types.Node);

        var side = types.Describe("CellSide", Access.Read, "A cell on one side of an event. It has no id, for the other side is in no view that one can ask for.");
        Judged<CellSide>(types, side, c => c.Scope, c => c.Cell);
        DescribeBasis(types);
        DescribeChains(types);
    }

    public static ConnectionType Connection(TypeTable types) =>
        types.Connection("Cell", () => (ConnectionType)ConnectionType.Create(types, "Cell", types.Object("Cell"), Access.Read, "cells").Add(
            Make.Field<Page>("cypher", Make.Must(types.Object("Cypher")), "The Cypher that gives the whole list in Neo4j, in its natural order.", p => p.Cypher!())));

    public static Document? Heading(ViewScope scope, string? key, string argument) => key is null ? null : scope.Find(key, argument, Headings);

    public static IReadOnlyList<Document>? Systems(ViewScope scope, string[]? keys, string argument) =>
        keys is null ? null : [.. keys.Select(k => scope.Find(k, argument, AiSystemKind.Kind.Name)).DistinctBy(s => s.Ordinal)];

    private static void Judged<T>(TypeTable types, ObjectGraphType type, Func<T, ViewScope> scope, Func<T, Cell> cell) => type.Add(
        Make.Field<T>("verdict", Make.Must(types.Enum<Verdict>()), "Whether it is owed.", c => cell(c).Verdict),
        Make.Field<T>("verdictBecause", Make.Must(types.Object("VerdictBasis")), "What decided the verdict: the condition, the dates, the rule or the statement.", c => new BasisRef(scope(c), cell(c))),
        Make.Field<T>("owed", Make.Must(types.Boolean), "Whether it counts in the denominator of coverage: APPLICABLE or UNDETERMINED. Unknown is never a pass.", c => cell(c).IsOwed),
        Make.Field<T>("state", Make.Must(types.Enum<State>()), "Whether it is met, whatever the verdict.", c => cell(c).State),
        Make.Field<T>("stateWithCredit", Make.Must(types.Enum<State>()), "The better of the state and what mapped requirements give.", c => cell(c).StateWithCredit),
        Make.Field<T>("shallow", Make.Must(types.Boolean), "Whether a link of the needed kind, to the requirement or a row above it, exists for this subject, whatever its status and dates: what a count of links would call covered.", c => cell(c).Shallow),
        Make.Field<T>("credit", types.Object("Credit"), "What mapped requirements of other frameworks give, beside the state and never in it; null where nothing does.", c => cell(c).Credit is { } credit ? new CreditRef(scope(c), credit) : null),
        Make.Field<T>("defects", Make.All(types.Object("Defect")), "Everything that is wrong with its best chain, and what is wrong beside it, each with what would close it.", c => Defects(scope(c), cell(c).Defects)));

    private static DefectRef[] Defects(ViewScope scope, IReadOnlyList<Defect> defects)
    {
        scope.Request.Take(defects.Count);
        return [.. defects.Select(d => new DefectRef(scope, d))];
    }

    private static void DescribeBasis(TypeTable types) => types.Describe("VerdictBasis", Access.Read, "What decided a verdict. Only what played a part is there.").Add(
        Make.Field<BasisRef>("meaning", Make.Must(types.String), "What the verdict says, in one sentence.", b => Meanings.Of(b.Cell.Verdict)),
        Make.Field<BasisRef>("falseCondition", types.String, "NOT_APPLICABLE: the first condition that is false: subjectTo, roles, classes, routes, annexIIIIn, annexIIIOut or facts.", b => b.Basis.FalseCondition),
        Make.Field<BasisRef>("matchedRole", types.String, "The role by which the requirement binds, where it names roles; any matching one suffices.", b => b.Basis.MatchedRole),
        Make.Field<BasisRef>("missing", Make.All(types.String), "UNDETERMINED: what is unknown: roles, classes, routes, annexIIIPoints, classification, or names of facts.", b => b.Basis.Missing),
        Make.Field<BasisRef>("formalDate", types.Date, "The day of application by the wording of the law.", b => b.Basis.FormalDate),
        Make.Field<BasisRef>("effectiveDate", types.Date, "The day from which it binds this subject.", b => b.Basis.EffectiveDate),
        Make.Field<BasisRef>("dateBasis", types.String, "Where the days come from.", b => b.Cell.Requirement.Text(RequirementKind.DateBasis)),
        Make.Field<BasisRef>("legacyRule", types.Of(LegacyRuleKind.Kind), "LEGACY: the transitional rule that shields.", b => b.Basis.LegacyRule is { } rule ? b.Scope.Node(rule) : null),
        Make.Field<BasisRef>("shieldEndsOn", types.Date, "LEGACY: the day from which the shield is gone, if any.", b => b.Basis.ShieldEndsOn),
        Make.Field<BasisRef>("statement", types.Of(StatementKind.Kind), "The approved statement of applicability that decides, if any.", b => b.Basis.Statement is { } statement ? b.Scope.Node(statement) : null),
        Make.Field<BasisRef>("classesBacked", types.Boolean, "Whether the newest signed classification (Art. 6) backs the class by which the requirement binds; null where no class matters.", b => b.Basis.ClassesBacked));

    private static void DescribeChains(TypeTable types)
    {
        types.Describe("Defect", Access.Read, "Something that is wrong, where, and what would close it.").Add(
            Make.Field<DefectRef>("code", Make.Must(types.Enum<DefectCode>()), "What is wrong.", d => d.Defect.Code),
            Make.Field<DefectRef>("node", Make.Must(types.Document), "The document concerned.", d => d.Node),
            Make.Field<DefectRef>("edge", types.String, "The key of the link concerned (from|KIND|to), if any.", d => d.Defect.Edge),
            Make.Field<DefectRef>("name", types.String, "FACT_MISSING: what is unknown; ASSESSMENT_STALE, CLAIMED_ONLY: the key of the assessment; PROOF_OVERTAKEN: of the evidence.", d => d.Defect.Name),
            Make.Field<DefectRef>("meaning", Make.Must(types.String), "What the code says, in one sentence.", d => Meanings.Of(d.Defect.Code)),
            Make.Field<DefectRef>("closes", Make.Must(types.String), "What would close it, in plain words.", d => d.Defect.Closes));
        types.Describe("Chain", Access.Read, "One chain from a requirement to what meets it; as weak as its weakest link.").Add(
            Make.Field<ChainRef>("key", Make.Must(types.String), "The keys of its edges joined by >.", c => c.Chain.Key),
            Make.Field<ChainRef>("state", Make.Must(types.Enum<State>()), "How far it carries.", c => c.Chain.State),
            Make.Field<ChainRef>("edges", Make.All(types.String), "The keys of its edges (from|KIND|to), from the requirement outwards.", c => c.Chain.Edges),
            Make.Field<ChainRef>("documents", Make.All(types.Document), "The requirement at which it is linked, then controls and proof, in the order of the edges.", c => Nodes(c.Scope, c.Chain.Documents)),
            Make.Field<ChainRef>("proof", Make.All(types.Document), "The proof in it.", c => Nodes(c.Scope, c.Chain.Proof)),
            Make.Field<ChainRef>("defects", Make.All(types.Object("Defect")), "Everything that is wrong with it.", c => Defects(c.Scope, c.Chain.Defects)));
        types.Describe("Credit", Access.Read, "What mapped requirements of other frameworks give. Mappings are judgements of their authors: supporting evidence, not certification.").Add(
            Make.Field<CreditRef>("state", Make.Must(types.Enum<State>()), "The best that they give.", c => c.Credit.State),
            Make.Field<CreditRef>(
                "paths", Make.All(types.Object("CreditPath")), "Every contributor.",
                (c, context) =>
                {
                    var within = Heading(c.Scope, context.Given<string>("of"), "of") is { } of ? c.Scope.View.Cells.RequirementsOf(of) : null;
                    var paths = c.Credit.Paths.Where(p => within is null || within.Contains(p.Source.Key)).Select(p => new CreditPathRef(c.Scope, p)).ToArray();
                    c.Scope.Request.Take(paths.Length);
                    return paths;
                },
                Make.Argument("of", types.String, "Only those whose source is of this framework, or is this requirement or below it; a key. The state of the credit is over all of them.")));
        types.Describe("CreditPath", Access.Read, "One way by which a mapped requirement gives credit.").Add(
            Make.Field<CreditPathRef>("state", Make.Must(types.Enum<State>()), "What it gives after every cap on the way.", p => p.Path.State),
            Make.Field<CreditPathRef>("source", Make.Must(types.Of(RequirementKind.Kind)), "The requirement whose own state it carries.", p => p.Scope.Node(p.Path.Source)),
            Make.Field<CreditPathRef>("system", types.Of(AiSystemKind.Kind), "The system whose cell of the source counts; null where it is the organisation's.", p => p.Path.System is { } system ? p.Scope.Node(system) : null),
            Make.Field<CreditPathRef>("mappings", Make.All(types.Of(MappingKind.Kind)), "The mappings from the source on to the requirement of the cell.", p => Nodes(p.Scope, p.Path.Mappings)));
    }

    private static NodeRef[] Nodes(ViewScope scope, IReadOnlyList<Document> documents)
    {
        scope.Request.Take(documents.Count);
        return [.. documents.Select(scope.Node)];
    }
}

/// <summary>Which cells are asked for, and in which order.</summary>
internal sealed class CellLists(TypeTable types, Filters filters)
{
    /// <summary>The filter of cells.</summary>
    public InputObjectGraphType Filter { get; } = new InputObjectGraphType { Name = "CellFilter", Description = "Cells that meet all that is given." }.Add(
        Make.Bare("of", types.String, "Cells of this framework, or of this requirement and all below it; a key."),
        Make.Bare("systems", Make.Some(types.String), "Cells of these systems, and the organisation's with the verdict over them; keys."),
        Make.Bare("verdicts", Make.Some(types.Enum<Verdict>()), "Cells with one of these verdicts."),
        Make.Bare("states", Make.Some(types.Enum<State>()), "Cells in one of these states."),
        Make.Bare("owed", types.Boolean, "Whether they count in the denominator of coverage."),
        Make.Bare("shallow", types.Boolean, "Whether a link exists, whatever its status and dates."),
        Make.Bare("scope", types.Of(Words.Scope), "Cells of the organisation, or of single systems."),
        Make.Bare("defects", Make.Some(types.Enum<DefectCode>()), "Cells with one of these defects."),
        Make.Bare("requirement", filters.Of(RequirementKind.Kind), "Cells of requirements that meet this."),
        Make.Bare("system", filters.Of(AiSystemKind.Kind), "Cells of systems that meet this; the organisation's are left out."));

    private readonly InputObjectGraphType order = new InputObjectGraphType { Name = "CellOrder", Description = "How cells are ordered." }.Add(
        Make.Bare("by", Make.Must(types.Enum<CellOrderField>()), "By what."),
        new FieldType { Name = "direction", Description = "In which direction.", ResolvedType = types.Enum<Direction>(), DefaultValue = Direction.Asc });

    public QueryArgument FilterArgument => Make.Argument("filter", Filter, "Only cells that meet all of it.");

    public QueryArgument OrderArgument => Make.Argument("order", order, "The order; natural where it is not given.");

    /// <summary>The cells of a view, or of a coverage, that meet the filter, in the order asked for.</summary>
    public Window List(ViewScope scope, IResolveFieldContext context, Coverage? within)
    {
        var given = context.Given<IDictionary<string, object?>>("filter") ?? new Dictionary<string, object?>();
        var of = CellTypes.Heading(scope, (string?)given.Get("of"), "filter.of");
        var systems = CellTypes.Systems(scope, Make.Texts(given.Get("systems"), "filter.systems", scope.Request.Options), "filter.systems");
        var reader = scope.View.Cells;
        if (within is not null)
        {
            var rows = of is null ? null : reader.Cells(of, within.Systems, scope.Request.CancellationToken).Select(c => c.Requirement.Ordinal).ToHashSet();
            systems = systems is null || within.Systems is null ? systems ?? within.Systems : [.. systems.Where(s => within.Systems.Any(w => w.Ordinal == s.Ordinal))];
            return List(scope, context, given, reader.Cells(within.Of, systems, scope.Request.CancellationToken).Where(c => rows is null || rows.Contains(c.Requirement.Ordinal)), systems, within.Of, of);
        }

        return List(scope, context, given, reader.Cells(of, systems, scope.Request.CancellationToken), systems, of);
    }

    /// <summary>What a cell has to pass; where a filter says of which headings and systems cells are is for the caller to read.</summary>
    public List<Predicate<Cell>> Tests(ViewScope scope, IDictionary<string, object?> given)
    {
        var tests = new List<Predicate<Cell>>();
        foreach (var (name, wanted) in given)
        {
            switch (name, wanted)
            {
                case ("verdicts", System.Collections.IEnumerable verdicts):
                    var ofVerdict = verdicts.Cast<Verdict>().ToHashSet();
                    tests.Add(c => ofVerdict.Contains(c.Verdict));
                    break;
                case ("states", System.Collections.IEnumerable states):
                    var ofState = states.Cast<State>().ToHashSet();
                    tests.Add(c => ofState.Contains(c.State));
                    break;
                case ("owed", bool owed):
                    tests.Add(c => c.IsOwed == owed);
                    break;
                case ("shallow", bool shallow):
                    tests.Add(c => c.Shallow == shallow);
                    break;
                case ("scope", string word):
                    tests.Add(c => c.System is null == (word == "ORGANISATION"));
                    break;
                case ("requirement", IDictionary<string, object?> requirement):
                    var row = filters.Read(RequirementKind.Kind, requirement, "filter.requirement") ?? (_ => true);
                    tests.Add(c => row(scope.Node(c.Requirement)));
                    break;
                case ("system", IDictionary<string, object?> system):
                    var subject = filters.Read(AiSystemKind.Kind, system, "filter.system") ?? (_ => true);
                    tests.Add(c => c.System is { } document && subject(scope.Node(document)));
                    break;
            }
        }

        // Defects are worked out for each cell, so they are looked at last.
        if (given.Get("defects") is System.Collections.IEnumerable defects)
        {
            var codes = defects.Cast<DefectCode>().ToHashSet();
            tests.Add(c => c.Defects.Any(d => codes.Contains(d.Code)));
        }

        return tests;
    }

    private Window List(
        ViewScope scope, IResolveFieldContext context, IDictionary<string, object?> given, IEnumerable<Cell> cells, IReadOnlyList<Document>? systems, Document? of, Document? below = null)
    {
        var tests = Tests(scope, given);
        var cancellationToken = context.CancellationToken;
        var found = cells.Where(c =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return tests.TrueForAll(t => t(c));
        });
        if (context.Given<IDictionary<string, object?>>("order") is { } asked)
        {
            found = Ordered(found, (CellOrderField)asked["by"]!, asked.TryGetValue("direction", out var direction) && direction is Direction.Desc);
        }

        return Window.Of(found.Select(c => (object)new CellRef(scope, c, c.System is null ? systems : null)), () => Cypher(scope, given, of, below, systems));
    }

    private static CypherRef Cypher(ViewScope scope, IDictionary<string, object?> given, Document? of, Document? below, IReadOnlyList<Document>? systems)
    {
        if (given.Get("requirement") is not null || given.Get("system") is not null)
        {
            return CypherRef.No("Filters by fields of requirements or systems are the API's own. Ask without them, or add a WHERE to the statement.", hasCredit: true);
        }

        if (below is not null && of is not null)
        {
            return CypherRef.No("What two headings have in common is the API's own. Ask for the cells of one of them.", hasCredit: true);
        }

        var keys = systems?.Select(s => s.Key).ToArray();
        var filter = new CellFilter(
            EnumWords.All<Verdict>(given.Get("verdicts")), EnumWords.All<State>(given.Get("states")), (bool?)given.Get("owed"), (bool?)given.Get("shallow"),
            (string?)given.Get("scope"), EnumWords.All<DefectCode>(given.Get("defects")));
        return CypherRef.Of(scope, view => CypherQuestions.Cells(view, of?.Key, keys, filter), view => CypherQuestions.Credit(view, of?.Key, keys));
    }

    private static IEnumerable<Cell> Ordered(IEnumerable<Cell> cells, CellOrderField by, bool descending) => by switch
    {
        CellOrderField.State => descending ? cells.OrderByDescending(c => c.State) : cells.OrderBy(c => c.State),
        CellOrderField.System => descending
            ? cells.OrderByDescending(c => c.System?.Key ?? "", StringComparer.Ordinal)
            : cells.OrderBy(c => c.System?.Key ?? "", StringComparer.Ordinal),
        _ => descending ? cells.Reverse() : cells,
    };
}
