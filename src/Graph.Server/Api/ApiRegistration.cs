using System.Text.Encodings.Web;
using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Subscribing;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using Graph.Server.Transport;
using Graph.Server.Transport.Subscriptions;
using GraphQL;
using GraphQLParser.AST;

namespace Graph.Server.Api;

/// <summary>Puts the API into a host.</summary>
public static class ApiRegistration
{
    /// <summary>Adds the schema and the endpoint of the <see cref="GraphEngine"/> that the host has as a singleton.</summary>
    public static IServiceCollection AddGraphApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(sp => new History(sp.GetRequiredService<GraphEngine>()));
        services.AddSingleton(new ViewCache(options.ViewCountMax, options.AssumptionCountMax));
        services.AddSingleton(_ => PersistedOperations.Load(options) is ({ } operations, []) ? operations : throw new InvalidOperationException("expected persisted operations without faults"));
        services.AddSingleton<RequestReader>();
        services.AddSingleton<HeavyLimiter>();
        services.AddSingleton<ClientLimiter>();
        services.AddSingleton<SubscriberLimiter>();
        services.AddSingleton<DocumentExecution>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton(new AnswerRoom(options, TimeProvider.System));
        services.AddSingleton<SendingEnd>();
        services.AddSingleton<OperationStream>();
        services.AddSingleton<EventStreamAnswer>();
        services.AddSingleton<SocketEndpoint>();
        services.AddMetrics();
        services.AddSingleton<Instruments>();
        services.AddSingleton<GraphEndpoint>();
        services.AddGraphQL(builder => builder
            .AddSchema(sp => new ApiSchema(sp.GetRequiredService<GraphEngine>().Model, sp.GetRequiredService<ApiOptions>()))
            .AddSystemTextJson(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
            .AddErrorInfoProvider<ErrorMapping>()
            .AddExecutionStrategy<PlannedStrategy>(OperationType.Query)
            .AddExecutionStrategy<SubscriptionStrategy>(OperationType.Subscription));
        return services;
    }

    /// <summary>Maps the endpoint. The schema is made here: a fault in it stops the start.</summary>
    public static IEndpointConventionBuilder MapGraphApi(this IEndpointRouteBuilder app)
    {
        var endpoint = app.ServiceProvider.GetRequiredService<GraphEndpoint>();
        return app.Map(app.ServiceProvider.GetRequiredService<ApiOptions>().Path, endpoint.HandleAsync);
    }
}
