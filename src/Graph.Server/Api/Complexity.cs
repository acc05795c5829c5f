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

    // What has changed about a document is searched in the whole log.
    private const string History = "history";

    // Each must be there, so that a field that is renamed is not forgotten.
    private static readonly (string Type, string Field)[] Working =
    [
        ("View", "cells"), ("View", "gaps"), ("View", "coverage"), ("View", "impact"), ("View", "trace"), ("Impact", "consequences"),
        ("View", "suspectLinks"), ("View", "compare"), ("Comparison", "cells"), ("View", "coverageTimeline"), ("View", "cellHistory"), ("View", "remedies"),
        ("Subscription", "coverageChanged"), ("CoverageChange", "before"),
        ("View", "expiring"), ("EndingProof", "cells"), ("View", "calendar"), ("View", "sample"),
    ];

    /// <summary>Gives every field its cost.</summary>
    public static void Assign(ApiSchema schema, ApiOptions options)
    {
        var lengths = Lengths(schema);
        foreach (var type in schema.AllTypes.OfType<IComplexGraphType>().Where(t => t is not IInputObjectGraphType))
        {
            foreach (var field in type.Fields)
            {
                var work = field.Name == History || Working.Contains((type.Name, field.Name)) ? Work : 0;
                field.WithComplexityImpact(context => Cost(context, type, work, options, schema, lengths));
            }
        }

        foreach (var (type, field) in Working)
        {
            if (schema.AllTypes[type] is not IComplexGraphType complex || complex.GetField(field) is null)
            {
                throw new InvalidOperationException($"expected the field {type}.{field}, whose cost is known");
            }
        }
    }

    /// <summary>The rule that reckons, notes and refuses. It depends on variables, so documents that are known need it as well.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="heavy">Where what is heavy waits for its turn, so that it is refused before anything of it is executed.</param>
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

            if (complexity > options.LightComplexityMax && !reckoned.ValidationContext.HasErrors)
            {
                await request.WaitAsync(heavy);
            }
        },
    });

    private static FieldComplexityResult Cost(FieldImpactContext context, IComplexGraphType parent, double work, ApiOptions options, ApiSchema schema, Dictionary<(string, string), double> lengths)
    {
        var field = context.FieldDefinition;
        var cost = 1 + work + (parent.Name == "Cypher" && field.Name is ("statement" or "browser") ? LongText : 0) + (parent.Name == "View" && IsSearch(context.Arguments) ? Work : 0) + (parent.Name == "View" && field.Name == "expiring" && IsNarrowed(context.Arguments) ? Work * options.ExpiringCountMax : 0) + (parent == schema.Query ? Work * MomentCount(field.Name, context.Arguments) : 0);
        var type = field.ResolvedType is NonNullGraphType must ? must.ResolvedType : field.ResolvedType;
        return new(cost, type is ListGraphType ? Length(context, parent, options, lengths) : 1);
    }

    // Each document of a kind is looked at, however few are given.
    private static bool IsSearch(IDictionary<string, GraphQL.Execution.ArgumentValue>? arguments) =>
        Given(arguments, "search") is not null || Given(arguments, "filter") is not null;

    // Which proof is listed depends on the cells that fall with each.
    private static bool IsNarrowed(IDictionary<string, GraphQL.Execution.ArgumentValue>? arguments) =>
        Given(arguments, "of") is not null || Given(arguments, "systems") is not null;

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
}
