using Graph.Engine.Time;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;

namespace Graph.Server.Api;

/// <summary>
/// What a query may cost, reckoned with its variables before anything is executed: one for each value, times the lengths of the lists
/// around it, and more for what must be worked out. The costs stand here, not beside the fields, because they follow from the types.
/// </summary>
internal static class Complexity
{
    // What looks at the whole graph, or rebuilds one of the past, costs this much besides the values that it gives.
    private const double Work = 1_000;

    // A statement of Cypher is as long as this many values.
    private const double LongText = 100;

    // All cells of a graph beside those of another one, or the law of all days.
    private const double Comparing = 10 * Work;

    // One cell on one day.
    private const double Look = Work / 20;

    // What has changed about a document is searched in the whole log.
    private const string History = "history";

    // Each must be there, so that a field that is renamed is not forgotten.
    private static readonly Dictionary<(string Type, string Field), Func<ApiOptions, Arguments, double>> Working = new()
    {
        [("View", "cells")] = Once,
        [("View", "gaps")] = Once,
        [("View", "coverage")] = Once,
        [("View", "impact")] = Once,
        [("View", "trace")] = Once,
        [("Impact", "consequences")] = (_, _) => Comparing,
        [("View", "suspectLinks")] = Once,
        [("View", "compare")] = Once,
        [("Comparison", "cells")] = (_, _) => Comparing,
        [("View", "coverageTimeline")] = (options, arguments) => Work * Math.Max(1, PointCount(options, arguments)),
        [("View", "cellHistory")] = (options, arguments) => Work + (Look * DayCount(options, arguments)),
        [("View", "remedies")] = (options, _) => Work * options.RemedyTrialCountMax,
        [("Subscription", "coverageChanged")] = Once,
        [("CoverageChange", "before")] = Once,

        // Which proof is listed depends on the cells that fall with each.
        [("View", "expiring")] = (options, arguments) => Work + (arguments.Given("of") is null && arguments.Given("systems") is null ? 0 : Work * options.ExpiringCountMax),
        [("EndingProof", "cells")] = Once,
        [("View", "calendar")] = (_, _) => Comparing,
        [("View", "sample")] = Once,

        // Each judges every document of the kinds that it asks about.
        [("View", "due")] = Once,
        [("View", "readiness")] = (_, _) => Comparing,
        [("View", "reviewAgenda")] = (_, _) => Comparing,
        [("View", "auditCoverage")] = Once,
        [("View", "competenceGaps")] = Once,
        [("View", "assessmentsRequired")] = Once,
        [("View", "documentedInformation")] = Once,
        [("View", "applicability")] = Once,
        [("View", "conformity")] = Once,
        [("View", "supplementaryPlan")] = Once,
        [("View", "plan")] = Once,
        [("View", "noticesOwed")] = Once,
        [("View", "alignment")] = Once,
        [("FrameworkAlignment", "coverage")] = Once,
    };

    /// <summary>Gives every field its cost.</summary>
    public static void Assign(ApiSchema schema, ApiOptions options)
    {
        var lengths = Lengths(schema);
        foreach (var type in schema.AllTypes.OfType<IComplexGraphType>().Where(t => t is not IInputObjectGraphType))
        {
            foreach (var field in type.Fields)
            {
                var work = field.Name == History ? Once : Working.GetValueOrDefault((type.Name, field.Name), (_, _) => 0);
                field.WithComplexityImpact(context => Cost(context, type, work, options, schema, lengths));
            }
        }

        foreach (var (type, field) in Working.Keys)
        {
            if (schema.AllTypes[type] is not IComplexGraphType complex || complex.GetField(field) is null)
            {
                throw new InvalidOperationException($"expected the field {type}.{field}, whose cost is known");
            }
        }
    }

    /// <summary>The rule that reckons, notes and refuses. It depends on variables, so documents that are known need it as well.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="heavy">Where what is not quick waits for its turn.</param>
    public static IValidationRule Rule(ApiOptions options, HeavyLimiter heavy) => new ComplexityValidationRule(new ComplexityOptions
    {
        ValidateComplexityDelegate = async reckoned =>
        {
            var request = (RequestContext)reckoned.ValidationContext.UserContext;
            var complexity = (long)Math.Min(reckoned.TotalImpact, long.MaxValue / 2);
            request.Use.Note("complexityMax", complexity, options.ComplexityMax);
            if (complexity > options.ComplexityMax)
            {
                throw ApiError.Limit("complexityMax", options.ComplexityMax, complexity, "in complexity; ask for shorter pages or less within them");
            }

            if (!reckoned.ValidationContext.HasErrors)
            {
                await heavy.EnterAsync(request, complexity);
            }
        },
    });

    private static FieldComplexityResult Cost(FieldImpactContext context, IComplexGraphType parent, Func<ApiOptions, Arguments, double> work, ApiOptions options, ApiSchema schema, Dictionary<(string, string), double> lengths)
    {
        var field = context.FieldDefinition;
        var worked = work(options, new(context.Arguments)) + (parent.Name == "View" && IsSearch(context.Arguments) ? Work : 0) + (parent == schema.Query ? Work * MomentCount(field.Name, context.Arguments) : 0);
        var cost = 1 + worked + (parent.Name == "Cypher" && field.Name is ("statement" or "browser") ? LongText : 0);

        // However few values it gives, a view that nobody has asked yet is judged whole.
        if (worked > 0 && context.ValidationContext.UserContext is RequestContext request)
        {
            request.WorksOut = true;
        }

        var type = field.ResolvedType is NonNullGraphType must ? must.ResolvedType : field.ResolvedType;
        return new(cost, type is ListGraphType ? Length(context, parent, options, lengths) : 1);
    }

    // Each document of a kind is looked at, however few are given.
    private static bool IsSearch(IDictionary<string, GraphQL.Execution.ArgumentValue>? arguments) =>
        Given(arguments, "search") is not null || Given(arguments, "filter") is not null;

    private static double Once(ApiOptions options, Arguments arguments) => Work;

    // Each point is a view of its own. Beyond their limits days and points are refused later; here they must only be counted to an end.
    private static int PointCount(ApiOptions options, Arguments arguments) =>
        arguments.Given("from") is DateOnly from && arguments.Given("to") is DateOnly to && arguments.Given("interval") is TimelineInterval interval
            ? CoverageTimeline.Days(from, to, interval).Take(options.TimelinePointCountMax).Count()
            : options.TimelinePointCountMax;

    private static int DayCount(ApiOptions options, Arguments arguments) =>
        arguments.Given("from") is DateOnly from && arguments.Given("to") is DateOnly to
            ? Math.Clamp(to.DayNumber - from.DayNumber + 1, 1, options.HistoryDaysMax)
            : options.HistoryDaysMax;

    // Each moment other than now may have to be built.
    private static int MomentCount(string field, IDictionary<string, GraphQL.Execution.ArgumentValue>? arguments) => field switch
    {
        "view" => arguments?.ContainsKey("at") == true ? 1 : 0,
        "node" => NodeId.MomentOf(Given(arguments, "id") as string) is null ? 0 : 1,
        "nodes" when Given(arguments, "ids") is System.Collections.IEnumerable ids => ids.OfType<string>().Select(NodeId.MomentOf).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
        _ => 0,
    };

    // The length of a page stands at the connection, which is one field further up.
    private static double Length(FieldImpactContext context, IComplexGraphType parent, ApiOptions options, Dictionary<(string, string), double> lengths) => parent switch
    {
        ConnectionType => Asked(context.Parent?.Arguments, "first") ?? Asked(context.Parent?.Arguments, "last") ?? Math.Min(options.ListCountAssumed, options.PageSizeMax),
        _ when parent.Name == "Sample" => Asked(context.Parent?.Arguments, "size") ?? options.ListCountAssumed,
        _ when lengths.TryGetValue((parent.Name, context.FieldDefinition.Name), out var length) => length,
        _ when Given(context.Arguments, "ids") is System.Collections.ICollection ids => ids.Count,
        _ => options.ListCountAssumed,
    };

    // The lists by which the schema tells of itself are as long as they are, on average.
    private static Dictionary<(string, string), double> Lengths(ApiSchema schema)
    {
        var outputs = schema.AllTypes.OfType<IComplexGraphType>().Where(t => t is not IInputObjectGraphType).ToArray();
        var fields = outputs.Sum(t => t.Fields.Count);
        return new()
        {
            [("__Schema", "types")] = schema.AllTypes.Count,
            [("__Type", "fields")] = Average(fields),
            [("__Type", "inputFields")] = Average(schema.AllTypes.OfType<IInputObjectGraphType>().Sum(t => t.Fields.Count)),
            [("__Type", "enumValues")] = Average(schema.AllTypes.OfType<EnumerationGraphType>().Sum(t => t.Values.Count)),
            [("__Type", "interfaces")] = Average(outputs.OfType<IImplementInterfaces>().Sum(t => t.ResolvedInterfaces.Count)),
            [("__Type", "possibleTypes")] = Average(schema.AllTypes.OfType<IAbstractGraphType>().Sum(t => t.PossibleTypes.Count)),
            [("__Field", "args")] = Math.Max(1, (double)outputs.Sum(t => t.Fields.Sum(f => f.Arguments?.Count ?? 0)) / fields),
        };

        double Average(int count) => Math.Max(1, (double)count / schema.AllTypes.Count);
    }

    // What is below nothing or above the limit is refused later, by its own limit; here it must only not make the rest cheap.
    private static double? Asked(IDictionary<string, GraphQL.Execution.ArgumentValue>? arguments, string name) =>
        Given(arguments, name) is int count ? Math.Max(1, count) : null;

    private static object? Given(IDictionary<string, GraphQL.Execution.ArgumentValue>? arguments, string name) =>
        arguments?.TryGetValue(name, out var given) == true ? given.Value : null;

    /// <summary>The arguments of a field.</summary>
    private readonly struct Arguments(IDictionary<string, GraphQL.Execution.ArgumentValue>? all)
    {
        public object? Given(string name) => Complexity.Given(all, name);
    }
}
