using Graph.Tests.SeedStories;

namespace Graph.Tests.Clients;

/// <summary>A fact that needs Node.js and the packages of tests/Graph.Clients; it says what it lacks and is skipped.</summary>
public sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute() => Skip =
        !NodeProgram.OnPath("node") ? "Without Node.js no client of it can ask."
        : !File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")) ? "Without the packages of tests/Graph.Clients (npm ci) no client can ask."
        : null;

    /// <summary>The folder of the clients.</summary>
    public static string Folder { get; } = Path.Combine(SeedStory.Root, "tests", "Graph.Clients");
}
