using Graph.Server.Hosting;
using Graph.Tests.Stores;

namespace Graph.Tests.Clients;

/// <summary>The audits of GraphQL over HTTP as the npm package graphql-http has them, against a server that listens.</summary>
public sealed class PackageAuditTests
{
    [ClientFact]
    public async Task Every_audit_of_the_package_graphql_http_is_met()
    {
        await using var engine = await Engines.OpenAsync();
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        await app.StartAsync();

        await NodeProgram.RunAsync(ClientFactAttribute.Folder, null, "audit.mjs", app.Urls.First() + "/graphql");
    }
}
