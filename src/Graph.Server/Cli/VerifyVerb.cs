using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Checks that a file holds what was written.</summary>
internal static class VerifyVerb
{
    public static Task<int> RunAsync(GraphModel model, string database, TextWriter output, CancellationToken cancellationToken) => ReadingAlong.ReadAsync(
        () => Task.FromResult(SqliteLogStore.OpenToRead(database)),
        async store =>
        {
            await using (store)
            {
                await CheckAsync(model, store, database, output, cancellationToken);
                return ExitCodes.Success;
            }
        });

    /// <summary>Checks pages, chain, entries and personal values; says what it found. Errors name the database, which may be a copy of what is read.</summary>
    public static async Task CheckAsync(GraphModel model, SqliteLogStore store, string database, TextWriter output, CancellationToken cancellationToken)
    {
        var head = await ReplayAsync(model, store, cancellationToken);
        if (store.FindDamage() is { Count: > 0 } damage)
        {
            throw new StoreException($"The database {database} is damaged: {string.Join("; ", damage)}. Restore it from a backup.", isTransient: false);
        }

        var personal = await CheckPersonalAsync(model, store, cancellationToken);
        await output.WriteLineAsync($"revision {head.Revision}");
        await output.WriteLineAsync($"hash     {head.Hash}");
        await output.WriteLineAsync(personal);
        await output.WriteLineAsync("The chain is unbroken and every entry is readable.");
    }

    /// <summary>Checks that every personal value that the log mentions lies beside it, and none that was erased; counts them for people.</summary>
    public static async Task<string> CheckPersonalAsync(GraphModel model, ILogStore store, CancellationToken cancellationToken)
    {
        var values = await ReadPersonalAsync(model, store, cancellationToken);
        return $"personal {values.Count} values, {values.Count(v => v.Value is null)} erased";
    }

    private static async Task<LogHead> ReplayAsync(GraphModel model, SqliteLogStore store, CancellationToken cancellationToken)
    {
        try
        {
            return await Progress.OfReplayAsync(progress => GraphEngine.VerifyAsync(model, store, progress, cancellationToken));
        }
        catch (BrokenLogException e) when (e.InnerException is null)
        {
            await foreach (var _ in store.ReadAsync(e.Revision - 1, cancellationToken))
            {
                throw;
            }

            var head = await store.HeadAsync(cancellationToken);
            throw new BrokenLogException(e.Revision, $"the head is at revision {head.Revision}, and the entries end at {e.Revision - 1}. {store.CopyHint}.", e);
        }
    }

    // The values are read after the entries: whoever writes meanwhile keeps both in one step, so no value can be missed.
    private static async Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(GraphModel model, ILogStore store, CancellationToken cancellationToken)
    {
        var mentions = new Dictionary<string, long>(StringComparer.Ordinal);
        var erased = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var record in store.ReadAsync(0, cancellationToken))
        {
            var change = ChangeCodec.Read(record.Head.Revision, record.Payload);
            foreach (var token in PersonalValues.TokensOf(change, model))
            {
                mentions.TryAdd(token, record.Head.Revision);
            }

            foreach (var step in change.Steps.OfType<PersonErased>())
            {
                erased.TryAdd(step.Token, record.Head.Revision);
            }
        }

        var values = await store.ReadPersonalAsync(cancellationToken);
        foreach (var value in values)
        {
            mentions.Remove(PersonalValues.TokenOf(value));
            if (value.Value is not null && erased.TryGetValue(PersonalValues.TokenOf(value), out var revision))
            {
                throw new StoreException($"A personal value that revision {revision} erased lies beside the log again: it was put there by hand. Erase the person once more.", isTransient: false);
            }
        }

        return mentions.Count == 0 ? values : throw new StoreException(
            $"Beside the log {mentions.Count} personal values are missing, the first of them mentioned at revision {mentions.Values.Min()}: erasing a value keeps its row, so these rows were taken away by hand. Restore the database from a backup.", isTransient: false);
    }
}
