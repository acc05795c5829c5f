using System.Security.Cryptography;
using Graph.Bench.Measuring;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Questions;

/// <summary>How fast is a log replayed, its chain verified, without a disk?</summary>
internal static class VerifiedReplay
{
    public const string Name = "replay";

    public static async Task RunAsync(Workbench bench)
    {
        await using var memory = new MemoryLogStore();
        await using (var file = SqliteLogStore.OpenToRead(bench.File))
        {
            await memory.AppendAsync(LogHead.Empty, await file.ReadAsync(0, default).ToListAsync(), default);
        }

        var head = await memory.HeadAsync(default);
        await bench.CompareAsync(
            Name, $"{head.Revision} entries from memory",
            async () => Sum((await GraphEngine.VerifyAsync(GraphModel.Default, memory, null, default)).Hash),
            "scan and SHA-256", () => HashAsync(memory));
    }

    /// <summary>Reads every entry and hashes it onto the hash before, as the chain asks; nothing is made of it.</summary>
    public static async Task<ulong> HashAsync(ILogStore store)
    {
        var last = new byte[32];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var record in store.ReadAsync(0, default))
        {
            sha.AppendData(last);
            sha.AppendData(record.Payload.Span);
            sha.GetHashAndReset(last);
        }

        return BitConverter.ToUInt64(last);
    }

    public static ulong Sum(string hash) => BitConverter.ToUInt64(Convert.FromHexString(hash));
}
