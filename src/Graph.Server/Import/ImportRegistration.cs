namespace Graph.Server.Import;

/// <summary>Puts uploads into a host that has the API.</summary>
public static class ImportRegistration
{
    /// <summary>Adds uploads.</summary>
    public static IServiceCollection AddGraphImports(this IServiceCollection services, ImportLimits limits) => services.AddSingleton(limits).AddSingleton<ImportEndpoint>();

    /// <summary>Maps <c>/imports</c>.</summary>
    public static IEndpointConventionBuilder MapGraphImports(this IEndpointRouteBuilder app) =>
        app.Map("/" + ImportEndpoint.Name, app.ServiceProvider.GetRequiredService<ImportEndpoint>().HandleAsync);
}
