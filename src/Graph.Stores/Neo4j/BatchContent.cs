using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Stores.Neo4j;

/// <summary>A batch taken apart into what a statement keeps of it. Whatever Neo4j could not hold is found here, before anything is written.</summary>
internal sealed class BatchContent
{
    private readonly Neo4jOptions options;

    /// <exception cref="StoreException">An entry is too long, or its graph cannot be held.</exception>
    public BatchContent(GraphModel model, Neo4jOptions options, IReadOnlyList<LogRecord> batch)
    {
        this.options = options;
        Writes = new(model);
        Head = batch[^1].Head;
        foreach (var record in batch)
        {
            AddEntry(record);
            Personal.AddRange(record.Personal.Select(Row));
            Erased.AddRange(record.Erased);
        }
    }

    /// <summary>The head after the batch.</summary>
    public LogHead Head { get; }

    /// <summary>What it does to the graph.</summary>
    public GraphWrites Writes { get; }

    /// <summary>The entries as rows.</summary>
    public List<Dictionary<string, object?>> Changes { get; } = [];

    /// <summary>Who made each entry, as rows.</summary>
    public List<Dictionary<string, object?>> Actors { get; } = [];

    /// <summary>The new personal values as rows.</summary>
    public List<Dictionary<string, object?>> Personal { get; } = [];

    /// <summary>The digests of what is erased.</summary>
    public List<string> Erased { get; } = [];

    /// <summary>The sum of the sizes of the entries.</summary>
    public long ByteCount { get; private set; }

    private void AddEntry(LogRecord record)
    {
        var revision = record.Head.Revision;
        if (record.Payload.Length > options.EntryBytesMax)
        {
            throw new StoreException($"The entry of revision {revision} has {record.Payload.Length} bytes: expected at most {options.EntryBytesMax} (Graph:Neo4j:EntryBytesMax). Nothing was written; send it as several changes.", isTransient: false) { NothingWritten = true };
        }

        var change = Read(record);
        var properties = EntryProperties.Of(record.Head, change);
        properties[EntryProperties.Payload] = record.Payload;
        if (change is not null && PersonalValues.IsToken(change.Actor))
        {
            Actors.Add(new() { [GraphSchema.Revision] = revision, ["digest"] = PersonalValues.DigestOf(change.Actor) });
        }

        Changes.Add(new() { ["properties"] = properties, ["offset"] = ByteCount });
        ByteCount += record.Payload.Length;
    }

    // A store keeps whatever bytes it is given. Only what says that it is a change must be one: it has a part in the graph.
    private Change? Read(LogRecord record)
    {
        if (record.Payload.Span is not [(byte)'{', ..])
        {
            return null;
        }

        try
        {
            var change = ChangeCodec.Read(record.Head.Revision, record.Payload);
            Writes.Add(change);
            return change;
        }
        catch (FormatException e)
        {
            throw new StoreException($"The entry of revision {record.Head.Revision} cannot be held as a graph: {e.Message}. Nothing was written.", isTransient: false, e) { NothingWritten = true };
        }
    }

    private static Dictionary<string, object?> Row(PersonalValue value) => new()
    {
        [PersonalProperties.Digest] = value.Digest,
        [PersonalProperties.Salt] = Convert.ToBase64String(value.Salt),
        [PersonalProperties.Value] = value.Value,
        [PersonalProperties.Name] = PersonalProperties.NameOf(value.Value),
    };
}
