using Graph.Engine.Model;
using Graph.Server.Api;
using GraphQL;

namespace Graph.Server.Cli;

/// <summary>Prints the schema as it is served.</summary>
internal static class SchemaVerb
{
    public static async Task<int> RunAsync(TextWriter output)
    {
        await output.WriteLineAsync(new ApiSchema(GraphModel.Default, new()).Print());
        return ExitCodes.Success;
    }
}
