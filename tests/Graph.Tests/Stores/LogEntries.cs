using System.Text;
using Graph.Engine.Log;

namespace Graph.Tests.Stores;

/// <summary>Entries made by hand, without an engine.</summary>
internal static class LogEntries
{
    public static List<LogRecord> After(LogHead head, params IEnumerable<byte[]> payloads)
    {
        var records = new List<LogRecord>();
        foreach (var payload in payloads)
        {
            records.Add(new(head = head.Next(payload), payload, []));
        }

        return records;
    }

    public static List<LogRecord> After(LogHead head, params string[] payloads) => After(head, payloads.Select(Encoding.UTF8.GetBytes));

    public static List<LogRecord> Many(LogHead head, int count) => After(head, Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"entry {i}")));

    public static async Task<LogHead> AppendAsync(this ILogStore store, params string[] payloads)
    {
        var head = await store.HeadAsync(CancellationToken.None);
        var batch = After(head, payloads);
        await store.AppendAsync(head, batch, CancellationToken.None);
        return batch.Count == 0 ? head : batch[^1].Head;
    }

    public static async Task<List<LogRecord>> ReadAllAsync(this ILogStore store, long after = 0)
    {
        var records = new List<LogRecord>();
        await foreach (var record in store.ReadAsync(after, CancellationToken.None))
        {
            records.Add(record);
        }

        return records;
    }

    public static string Text(LogRecord record) => Encoding.UTF8.GetString(record.Payload.Span);
}
