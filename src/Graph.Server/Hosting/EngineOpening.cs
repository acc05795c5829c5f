using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Server.Hosting;

/// <summary>Opens an engine over a store, and closes the store where that fails.</summary>
internal static class EngineOpening
{
    /// <summary>Opens it, with checkpoints of the graph from a folder where there is one.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written.</exception>
    /// <exception cref="StoreException">The store cannot be read, or a personal value is missing beside its log.</exception>
    public static async Task<GraphEngine> OpenAsync(
        ILogStore store, GraphModel model, ServerOptions options, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken, CheckpointFolder? folder = null)
    {
        try
        {
            var engine = await GraphEngine.OpenAsync(model, store, options.Engine, TimeProvider.System, progress, cancellationToken, folder);
            try
            {
                CheckPersonal(engine);
                return engine;
            }
            catch
            {
                await engine.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    // What the graph shows now is checked at every start; graph verify also looks through what only the log mentions.
    private static void CheckPersonal(GraphEngine engine)
    {
        var snapshot = engine.Current;
        var fields = engine.Model.Kinds.ToDictionary(kind => kind, kind => PersonalOf(kind.Fields));
        var edges = engine.Model.Kinds.ToDictionary(kind => kind, kind => engine.Model.EdgesFrom(kind)
            .SelectMany(edge => PersonalOf(edge.Fields).Select(field => (Edge: edge, Field: field))).ToArray());
        for (var ordinal = 0; ordinal < snapshot.OrdinalCount; ordinal++)
        {
            if (snapshot.Document(ordinal) is { } document)
            {
                Check(document.EditedBy, document);
                foreach (var field in fields[document.Kind])
                {
                    Check(document.Text(field), document);
                }

                foreach (var (edge, field) in edges[document.Kind])
                {
                    foreach (var (_, data) in snapshot.Out(document, edge))
                    {
                        Check((string?)data?[field], document);
                    }
                }
            }
        }

        void Check(string? token, Document document)
        {
            if (token is not null && PersonalValues.IsToken(token) && !engine.Personal.Knows(token))
            {
                throw new StoreException(
                    $"A personal value that '{document.Key}' mentions is missing beside the log: erasing a value keeps its row, so the row was taken away by hand. Restore the database from a backup; graph verify counts what is missing.", isTransient: false);
            }
        }
    }

    private static Field[] PersonalOf(IReadOnlyList<Field> fields) => [.. fields.Where(f => f.Type == FieldType.Personal)];
}
