using Graph.Engine.Model;
using Graph.Server.Api;

namespace Graph.Server.Cli;

/// <summary>Prints the schema as it is served.</summary>
internal static class SchemaVerb
{
    public static async Task<int> RunAsync(GraphModel model, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(await SchemaPrinting.PrintAsync(new ApiSchema(model, new()), cancellationToken));
        return ExitCodes.Success;
    }
}
