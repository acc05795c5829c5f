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

    public static void Sql(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
