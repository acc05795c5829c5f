namespace Graph.Server.Export;

/// <summary>Puts the exports into a host that has the API.</summary>
public static class ExportRegistration
{
    /// <summary>Adds the exports; they read with the limits of the API.</summary>
    public static IServiceCollection AddGraphExports(this IServiceCollection services) => services.AddSingleton<PieceTurns>().AddSingleton<ExportEndpoint>();

    /// <summary>Maps <c>/exports/{name}</c>, registers among them.</summary>
    public static IEndpointConventionBuilder MapGraphExports(this IEndpointRouteBuilder app)
    {
        var endpoint = app.ServiceProvider.GetRequiredService<ExportEndpoint>();
        return app.Map("/exports/{**name}", http => endpoint.HandleAsync(http, http.Request.RouteValues["name"] as string ?? ""));
    }
}
