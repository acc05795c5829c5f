using System.Diagnostics;
using Graph.Server.Cli;
using Microsoft.Data.Sqlite;

namespace Graph.Tests.Cli;

/// <summary>Runs a command line as a user would, and alters a database by hand as an intruder would.</summary>
internal static class CommandRun
{
    public static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var exit = await GraphCommand.RunAsync(arguments, output, error, stop.Token);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program as a process of its own, with settings from its environment, as an operator does; null takes one away.</summary>
    public static async Task<(int Exit, string Output, string Error)> ProcessAsync(string[] arguments, params (string Name, string? Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(GraphCommand).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var graph = Process.Start(start)!;
        var output = graph.StandardOutput.ReadToEndAsync();
        var error = await graph.StandardError.ReadToEndAsync();
        await graph.WaitForExitAsync();
        return (graph.ExitCode, await output, error);
    }

    public static void Sql(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
