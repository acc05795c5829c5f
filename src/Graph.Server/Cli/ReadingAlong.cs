using Graph.Engine.Log;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Reads a store of which a file may be taken into use meanwhile.</summary>
internal static class ReadingAlong
{
    /// <summary>Opens a store and reads it; where a server was started meanwhile, once more, for opened again the file is read along with its writer.</summary>
    /// <param name="open">Opens it to read.</param>
    /// <param name="read">Reads it, and closes it, or hands it on to what does; closes it where that fails.</param>
    public static async Task<T> ReadAsync<TStore, T>(Func<Task<TStore>> open, Func<TStore, Task<T>> read)
        where TStore : ILogStore
    {
        while (true)
        {
            var store = await open();
            try
            {
                return await read(store);
            }
            catch (Exception e) when (e is StoreException or BrokenLogException && store is SqliteLogStore { WasWrittenTo: true })
            {
            }
        }
    }
}
