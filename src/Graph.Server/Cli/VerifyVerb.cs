using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Checks that a file holds what was written.</summary>
internal static class VerifyVerb
{
    public static async Task<int> RunAsync(string database, TextWriter output, CancellationToken cancellationToken)
    {
        await using var store = SqliteLogStore.OpenToRead(database);
        var head = await Progress.OfReplayAsync(progress => GraphEngine.VerifyAsync(GraphModel.Default, store, progress, cancellationToken));
        if (store.FindDamage() is { Count: > 0 } damage)
        {
            throw new StoreException($"The database {database} is damaged: {string.Join("; ", damage)}.", isTransient: false);
        }

        var values = await store.ReadPersonalAsync(cancellationToken);
        foreach (var value in values.Where(v => v.Value is { } text && Digest(v.Salt, text) != v.Digest))
        {
            throw new StoreException($"The personal value {value.Digest} beside the log is not the one that was written.", isTransient: false);
        }

        await output.WriteLineAsync($"revision {head.Revision}");
        await output.WriteLineAsync($"hash     {head.Hash}");
        await output.WriteLineAsync($"personal {values.Count} values, {values.Count(v => v.Value is null)} erased");
        await output.WriteLineAsync("The chain is unbroken and every entry is readable.");
        return ExitCodes.Success;
    }

    private static string Digest(byte[] salt, string value) =>
        Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(value)]));
}
