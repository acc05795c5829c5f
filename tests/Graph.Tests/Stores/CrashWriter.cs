using Graph.Stores.Sqlite;

namespace Graph.Tests.Stores;

/// <summary>
/// What the test assembly does when it is run as a program: writes to a database until it is killed, and prints each change
/// that was acknowledged.
/// </summary>
internal static class CrashWriter
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["write-until-killed", var path, var round, var writers])
        {
            await Console.Error.WriteLineAsync("This program is the child of a crash test; run the tests with dotnet test.");
            return 2;
        }

        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(path));
        await Task.WhenAll(Enumerable.Range(0, int.Parse(writers)).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = $"{round}-{writer}-{i}";
                var result = await engine.ApplyAsync(id, Engines.Vendor(id));
                Console.Out.WriteLine($"{result.Head.Revision} {result.Head.Hash} {id}");
            }
        })));
        return 0;
    }
}
