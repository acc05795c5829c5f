using Graph.Engine.Model;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Types;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Graph.Server.Api;

/// <summary>The GraphQL schema of a model: whatever kinds and edges it has.</summary>
public sealed class ApiSchema : Schema
{
    /// <summary>Makes the schema. A fault in it stops the start.</summary>
    /// <param name="model">The kinds and edge kinds.</param>
    /// <param name="options">The limits, which the descriptions name.</param>
    public ApiSchema(GraphModel model, ApiOptions options)
    {
        Features.DeprecationOfInputValues = true;
        Features.RepeatableDirectives = true;
        var types = new TypeTable(model, options);
        ConnectionType.DescribePageInfo(types);
        CypherTypes.Describe(types);
        DocumentTypes.Describe(types);
        CellTypes.Describe(types);
        StatisticsTypes.Describe(types);
        LogTypes.Describe(types);
        ViewTypes.Describe(types);
        Directives.Register(new NeedsDirective(types));
        Query = RootTypes.Query(types);
        Mutation = MutationTypes.Mutation(types);
        Subscription = SubscriptionTypes.Subscription(types);
        foreach (var kind in model.Kinds)
        {
            RegisterType(types.Of(kind));
        }

        RegisterType(types.Id);
        Initialize();

        // The library's own looks an empty name up, and fails.
        TypeMetaFieldType.Resolver = new FuncFieldResolver<object?>(context => context.GetArgument<string>("name") is { Length: > 0 } name ? context.Schema.AllTypes[name] : null);
        Complexity.Assign(this, options);
    }
}
