using Graph.Tests.Clients;

namespace Graph.Tests.ManagementSystem;

/// <summary>A fact that needs the program by which an auditor checks a pack; it says so and is skipped where there is none.</summary>
public sealed class Sha256sumFactAttribute : FactAttribute
{
    public Sha256sumFactAttribute() => Skip = NodeProgram.OnPath("sha256sum") ? null : "Without sha256sum nobody can check a pack as an auditor does.";
}
