using System.Diagnostics;
using Graph.Tests.Clients;

namespace Graph.Tests.Hosting;

/// <summary>A fact that needs Docker Compose and bash, but no engine for containers; it says what it lacks and is skipped.</summary>
public sealed class ComposeFactAttribute : FactAttribute
{
    private static readonly string[][] Programs = [["docker", "compose"], ["docker-compose"]];
    private static readonly Lazy<string[]?> Found = new(() => Programs.FirstOrDefault(Answers));

    public ComposeFactAttribute() => Skip =
        Found.Value is null ? "Without Docker Compose (docker compose, or docker-compose) nobody reads its file."
        : !NodeProgram.OnPath("bash") ? "Without bash nothing runs that the file has containers run."
        : null;

    /// <summary>How Compose is called: as a plugin of docker, else as a program of its own.</summary>
    public static IReadOnlyList<string> Program => Found.Value!;

    // That there is a docker does not say that it has the plugin.
    private static bool Answers(string[] program)
    {
        if (!NodeProgram.OnPath(program[0]))
        {
            return false;
        }

        using var asked = Process.Start(new ProcessStartInfo(program[0], [.. program.Skip(1), "version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        asked.StandardOutput.ReadToEnd();
        asked.WaitForExit();
        return asked.ExitCode == 0;
    }
}
