using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Stores.Neo4j.Questions;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Coverage: counts of cells that never travel without their denominator, day, revision and method.</summary>
internal static class CoverageTypes
{
    public static void Describe(TypeTable types, CellLists cells)
    {
        types.Describe("StateCount", Access.Read, "How many owed cells are in a state.").Add(
            Make.Field<KeyValuePair<State, int>>("state", Make.Must(types.Enum<State>()), "The state.", c => c.Key),
            Make.Field<KeyValuePair<State, int>>("count", Make.Must(types.Int), "How many.", c => c.Value));
        types.Describe("VerdictCount", Access.Read, "How many cells have a verdict.").Add(
            Make.Field<KeyValuePair<Verdict, int>>("verdict", Make.Must(types.Enum<Verdict>()), "The verdict.", c => c.Key),
            Make.Field<KeyValuePair<Verdict, int>>("count", Make.Must(types.Int), "How many.", c => c.Value));
        var coverage = types.Describe("Coverage", Access.Read, "How much of a framework, a heading or a row is met. Supporting evidence, not certification.").Add(
            Make.Field<CoverageRef>("of", Make.Must(types.Document), "The framework, heading or row.", c => c.Scope.Node(c.Coverage.Of)),
            Make.Field<CoverageRef>("systems", Make.Some(types.Of(AiSystemKind.Kind)), "The systems in question; null = all in scope.", c => c.Coverage.Systems?.Select(c.Scope.Node).ToArray()));
        Counts<CoverageRef>(types, coverage, c => c.Coverage.Counts);
        coverage.Add(
            Make.Field<CoverageRef>("method", Make.Must(types.String), "The version of the method by which cells are judged.", _ => Method.Version),
            Make.Field<CoverageRef>("revision", Make.Must(types.Revision), "The revision of the graph.", c => c.Scope.View.Snapshot.Head.Revision),
            Make.Field<CoverageRef>("on", Make.Must(types.Date), "The day judged.", c => c.Scope.View.On),
            Make.Field<CoverageRef>("bySystem", Make.All(types.Object("SystemCoverage")), "The counts of each system, inherited cells included with that system's own verdict: one row of a heat map.", c =>
            {
                c.Scope.Request.Take(c.Coverage.BySystem.Count);
                return c.Coverage.BySystem.Select(s => new SystemCoverageRef(c.Scope, s.System, s.Counts)).ToArray();
            }),
            Make.Field<CoverageRef>("children", Make.All(types.Object("Coverage")), "Coverage of what stands directly below, in natural order.", c =>
            {
                c.Scope.Request.Take(c.Coverage.Children.Count);
                return c.Coverage.Children.Select(child => new CoverageRef(c.Scope, child)).ToArray();
            }),
            CellTypes.Connection(types).Field<CoverageRef>(
                types, "cells", "The cells that are counted: no number without a list behind it.", (c, context) => cells.List(c.Scope, context, c.Coverage), backwards: false,
                cells.FilterArgument, cells.OrderArgument),
            Make.Field<CoverageRef>("cypher", Make.Must(types.Object("Cypher")), "The Cypher that gives the counts in Neo4j: a row for all systems in question, and one for each as in bySystem. Its credit gives metWithCredit and statesWithCredit in the same rows.", c =>
            {
                var systems = c.Coverage.Systems?.Select(s => s.Key).ToArray();
                return CypherRef.Of(c.Scope, view => CypherQuestions.Coverage(view, c.Coverage.Of.Key, systems), view => CypherQuestions.CoverageCredit(view, c.Coverage.Of.Key, systems));
            }));
        var system = types.Describe("SystemCoverage", Access.Read, "The coverage of one system. Supporting evidence, not certification.").Add(
            Make.Field<SystemCoverageRef>("system", Make.Must(types.Of(AiSystemKind.Kind)), "The system.", c => c.Scope.Node(c.System)));
        Counts<SystemCoverageRef>(types, system, c => c.Counts);
    }

    private static void Counts<T>(TypeTable types, ObjectGraphType type, Func<T, CoverageCounts> counts) => type.Add(
        Make.Field<T>("owed", Make.Must(types.Int), "The denominator: cells that are APPLICABLE or UNDETERMINED.", c => counts(c).Owed),
        Make.Field<T>("met", Make.Must(types.Int), "Owed cells that are COVERED by what is linked to them.", c => counts(c).Met),
        Make.Field<T>("metWithCredit", Make.Must(types.Int), "Owed cells that are COVERED by themselves or by what mapped requirements give.", c => counts(c).MetWithCredit),
        Make.Field<T>("shallow", Make.Must(types.Int), "Owed cells with a link of the needed kind, to the requirement or a row above it, whatever its status and dates, over the same denominator.", c => counts(c).Shallow),
        Make.Field<T>("ratio", types.Float, "Met of owed, from 0 to 1; null where nothing is owed.", c => counts(c).Ratio),
        Make.Field<T>("worst", types.Enum<State>(), "The worst state among owed cells; null where nothing is owed.", c => counts(c).Worst),
        Make.Field<T>("states", Make.All(types.Object("StateCount")), "Owed cells by state, from MISSING to COVERED.", c => States(counts(c).States)),
        Make.Field<T>("statesWithCredit", Make.All(types.Object("StateCount")), "Owed cells by the better of state and credit.", c => States(counts(c).StatesWithCredit)),
        Make.Field<T>("notOwed", Make.All(types.Object("VerdictCount")), "Cells that are not in the denominator, by verdict.", c => counts(c).Verdicts
            .Select((count, i) => KeyValuePair.Create((Verdict)i, count)).Where(v => v.Key is not (Verdict.Applicable or Verdict.Undetermined)).Cast<object>().ToArray()),
        Make.Field<T>("undetermined", Make.Must(types.Int), "Owed cells that are owed only because something is unknown.", c => counts(c).Verdicts[(int)Verdict.Undetermined]));

    private static object[] States(IReadOnlyList<int> counts) => [.. counts.Select((count, i) => KeyValuePair.Create((State)i, count)).Cast<object>()];
}
