using System.Globalization;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Server.Import;

/// <summary>
/// Reads one file of documents and links, YAML or CSV (seed/README.md describes both forms), into drafts of changes. Names of kinds, edges and
/// places are checked here; values are the engine's to judge.
/// </summary>
internal sealed class ImportSourceReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private static readonly string[] BodyNames = ["documents", "links", "unlinks", "deletes"];
    private static readonly string[] HeadNames = ["at", "actor", "reason"];

    private readonly string name;
    private readonly GraphModel model;
    private readonly ImportOptions options;
    private readonly List<ImportReject> faults = [];
    private readonly UnreadEntries unread = new();

    private ImportSourceReader(string name, GraphModel model, ImportOptions options)
    {
        this.name = name;
        this.model = model;
        this.options = options;
    }

    /// <summary>Reads a file; everything that is wrong with its form is among the faults.</summary>
    public static ImportSource Read(ImportFile file, GraphModel model, ImportOptions options)
    {
        var reader = new ImportSourceReader(file.Name, model, options);
        var root = reader.ReadTree(file);
        var drafts = root is null ? reader.Nothing() : reader.ReadRoot(root);
        return new(file.Name, drafts, reader.faults, reader.unread);
    }

    private SourceNode? ReadTree(ImportFile file)
    {
        try
        {
            using var bytes = file.Open();
            if (bytes.Length > options.Limits.FileBytesMax)
            {
                Fault(1, $"expected a file of at most {options.Limits.FileBytesMax} bytes, found {bytes.Length}", code: ViolationCode.LimitExceeded);
                return null;
            }

            // Only UTF-8, with or without its mark; bytes that say UTF-16 are none.
            using var text = new StreamReader(bytes, Utf8, detectEncodingFromByteOrderMarks: false);
            return file.IsCsv
                ? CsvFileReader.Read(text, name, model, options, unread, Fault)
                : YamlFileReader.Read(text, options.Limits, (line, reason) => Fault(line, reason));
        }
        catch (Exception e) when (e is DecoderFallbackException || e.InnerException is DecoderFallbackException)
        {
            Fault(1, "expected a file in UTF-8, found other bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fault(1, $"expected a file that can be read: {e.Message}");
        }

        return null;
    }

    private List<ChangeDraft> Nothing()
    {
        unread.HasMore = true;
        return [];
    }

    private List<ChangeDraft> ReadRoot(SourceNode root)
    {
        if (root is not SourceMap map)
        {
            Fault(root.Line, $"expected a map with changes or {string.Join(", ", BodyNames)}, found {root.Shape}");
            return Nothing();
        }

        if (map["changes"] is not { } changes)
        {
            return [ReadChange(map, isHistory: false)];
        }

        foreach (var entry in map.Entries.Where(e => e.Name != "changes"))
        {
            Fault(entry.Line, $"expected nothing beside 'changes', found '{entry.Name}'");
            unread.HasMore = true;
        }

        return [.. Items(changes, "changes", _ => unread.HasMore = true).OfType<SourceMap>().Select(c => ReadChange(c, isHistory: true))];
    }

    private ChangeDraft ReadChange(SourceMap map, bool isHistory)
    {
        foreach (var entry in map.Entries.Where(e => !BodyNames.Contains(e.Name) && !HeadNames.Contains(e.Name)))
        {
            Fault(entry.Line, $"expected one of {string.Join(", ", HeadNames.Concat(BodyNames))}, found '{entry.Name}'");
            unread.HasMore = true;
        }

        var entries = new List<ImportEntry>();
        ReadDocuments(map["documents"], entries);
        foreach (var item in Items(map["links"], "links", UnreadLinks))
        {
            ReadLink(item, entries);
        }

        foreach (var item in Items(map["unlinks"], "unlinks", UnreadLinks))
        {
            if (ReadEnds(item, "unlinks") is var (from, kind, to))
            {
                RefuseOthers((SourceMap)item, "an unlink", "from", "kind", "to");
                entries.Add(new(new UnlinkDocuments(from, kind, to), name, $"{from}|{kind}|{to}", null, item));
            }
        }

        foreach (var item in Items(map["deletes"], "deletes", count => unread.Deletes += count, Allows.TextsToo))
        {
            ReadDelete(item, entries);
        }

        // In one change a document is named once, and so is an edge.
        foreach (var again in ImportEntry.Doubles(entries))
        {
            Fault(again);
        }

        return new(entries, ReadAt(map["at"]), ReadActor(map["actor"]), ReadText(map["reason"], "reason"), isHistory, name, map.Line);
    }

    private void ReadDocuments(SourceNode? documents, List<ImportEntry> entries)
    {
        if (documents is null or SourceText { Value: null })
        {
            return;
        }

        if (documents is not SourceMap byKind)
        {
            Fault(documents.Line, $"expected the documents as a map of kinds, such as 'AiSystem:', found {documents.Shape}");
            UnreadDocuments(CountOf(documents));
            return;
        }

        foreach (var (kindName, line, list) in byKind.Entries)
        {
            if (!model.TryGetKind(kindName, out var kind))
            {
                Fault(line, $"expected a kind of document ({string.Join(", ", model.Kinds.Select(k => k.Name))}), found '{kindName}'");
                UnreadDocuments(CountOf(list));
                continue;
            }

            foreach (var item in Items(list, kindName, UnreadDocuments))
            {
                if (item is SourceMap map)
                {
                    ReadDocument(kind, map, entries);
                }
            }
        }
    }

    private void ReadDocument(Kind kind, SourceMap map, List<ImportEntry> entries)
    {
        var external = ReadExternal(map["external"]);
        var key = map["key"] is { } given ? ReadText(given, "key")
            : external is not null ? $"{kind.KeyPrefix}:{external.Source}-{external.Id}"
            : null;
        if (key is null)
        {
            Fault(map.Line, $"expected a key, or external with source and id, for this {kind.Name}: without one a second import would make it again", field: "key");
            UnreadDocuments(1);
            UnreadLinks(map.Entries.Where(e => model.EdgesFrom(kind).Any(edge => edge.CamelName == e.Name)).Sum(e => CountOf(e.Value)));
            return;
        }

        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        var links = new List<ImportEntry>();
        foreach (var (fieldName, line, value) in map.Entries.Where(e => e.Name is not ("key" or "external")))
        {
            if (kind.TryGetField(fieldName, out _))
            {
                fields.Add(fieldName, value.Raw());
            }
            else if (model.EdgesFrom(kind).FirstOrDefault(e => e.CamelName == fieldName) is { } edge)
            {
                ReadEdges(key, edge, value, links);
            }
            else
            {
                Fault(line, $"expected a field of {kind.Name} or an edge from it ({NearNames.Of(fieldName, kind.Fields.Select(f => f.Name).Concat(model.EdgesFrom(kind).Select(e => e.CamelName)))}), found '{fieldName}'", key, fieldName);
            }
        }

        entries.Add(new(new PutDocument(kind.Name, key, external, fields), name, key, null, map));
        entries.AddRange(links);
    }

    // One key, a list of keys, or maps with the key under 'to' and what the edge carries.
    private void ReadEdges(string from, EdgeKind edge, SourceNode value, List<ImportEntry> links)
    {
        if (value is SourceText { Value: null })
        {
            Fault(value.Line, "expected one or more keys; edges are taken away under 'unlinks'", from, edge.CamelName);
            UnreadLinks(1);
            return;
        }

        foreach (var item in value is SourceList list ? list.Items : [value])
        {
            var to = item switch
            {
                SourceText { Value: { } text } => text,
                SourceMap map when map["to"] is SourceText { Value: { } text } => text,
                _ => null,
            };
            if (to is null)
            {
                Fault(item.Line, $"expected a key, or a map with the key under 'to', found {item.Shape}", from, edge.CamelName);
                UnreadLinks(1);
                continue;
            }

            var carried = item is SourceMap fields ? Carried(fields, edge, from, edge.CamelName, "to") : [];
            links.Add(new(new LinkDocuments(from, edge.Name, to, carried), name, from, edge.CamelName, item));
        }
    }

    private void ReadLink(SourceNode item, List<ImportEntry> entries)
    {
        if (ReadEnds(item, "links") is not var (from, kind, to))
        {
            return;
        }

        var carried = model.TryGetEdge(kind, out var edge) ? Carried((SourceMap)item, edge, $"{from}|{kind}|{to}", null, "from", "kind", "to") : [];
        entries.Add(new(new LinkDocuments(from, kind, to, carried), name, $"{from}|{kind}|{to}", null, item));
    }

    private Dictionary<string, object?> Carried(SourceMap map, EdgeKind edge, string key, string? field, params string[] known)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, line, value) in map.Entries.Where(e => !known.Contains(e.Name)))
        {
            if (edge.TryGetField(name, out _))
            {
                fields.Add(name, value.Raw());
            }
            else
            {
                var carries = edge.Fields.Count == 0 ? "which carries nothing" : $"which carries {string.Join(", ", edge.Fields.Select(f => f.Name))}";
                Fault(line, $"expected no '{name}' at {edge.Name}, {carries}", key, field ?? name);
            }
        }

        return fields;
    }

    private (string From, string Kind, string To)? ReadEnds(SourceNode item, string list)
    {
        if (item is SourceMap map
            && map["from"] is SourceText { Value: { } from } && map["kind"] is SourceText { Value: { } kind } && map["to"] is SourceText { Value: { } to })
        {
            if (model.TryGetEdge(kind, out _))
            {
                return (from, kind, to);
            }

            UnreadLinks(1);
            Fault(map["kind"]!.Line, $"expected a kind of edge ({NearNames.Of(kind, model.Edges.Select(e => e.Name))}), found '{kind}'", $"{from}|{kind}|{to}", "kind");
            return null;
        }

        UnreadLinks(1);
        Fault(item.Line, $"expected a map with from, kind and to under '{list}', found {Without(item, "from", "kind", "to")}");
        return null;
    }

    private void ReadDelete(SourceNode item, List<ImportEntry> entries)
    {
        switch (item)
        {
            case SourceText { Value: { } key }:
                entries.Add(new(new DeleteDocument(key, WithEdges: false), name, key, null, item));
                break;
            case SourceMap map when map["key"] is SourceText { Value: { } key } && map["edges"] is null or SourceText { Value: "true" or "false" }:
                RefuseOthers(map, "a delete", "key", "edges");
                entries.Add(new(new DeleteDocument(key, map["edges"] is SourceText { Value: "true" }), name, key, null, item));
                break;
            default:
                Fault(item.Line, $"expected a key, or a map with key and edges: true to delete its edges too, found {item.Shape}");
                unread.Deletes++;
                break;
        }
    }

    private ExternalId? ReadExternal(SourceNode? node)
    {
        switch (node)
        {
            case null:
                return null;
            case SourceMap map when map["source"] is SourceText { Value: { } source } && map["id"] is SourceText { Value: { } id }:
                RefuseOthers(map, "an external id", "source", "id");
                return new(source, id);
            default:
                Fault(node.Line, $"expected a map with source and id, found {Without(node, "source", "id")}", field: "external");
                return null;
        }
    }

    private DateTimeOffset? ReadAt(SourceNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (!options.IsSeed)
        {
            Fault(node.Line, "expected no 'at': only the seed of an empty store carries its own times", field: "at");
            return null;
        }

        if (node is SourceText { Value: { } text } && text.EndsWith('Z')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return at;
        }

        Fault(node.Line, $"expected an instant in UTC such as 2026-02-03T09:00:00Z, found {node.Shape}", field: "at");
        return null;
    }

    private string? ReadActor(SourceNode? node)
    {
        if (node is null || options.Caller is null)
        {
            return ReadText(node, "actor");
        }

        Fault(node.Line, "expected no 'actor': what is imported here is the caller's own", field: "actor", code: ViolationCode.Forbidden);
        return null;
    }

    private string? ReadText(SourceNode? node, string field)
    {
        if (node is null)
        {
            return null;
        }

        if (node is SourceText { Value: { } text } && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Fault(node.Line, $"expected a text, found {node.Shape}", field: field);
        return null;
    }

    private IReadOnlyList<SourceNode> Items(SourceNode? node, string list, Action<int> unreadable, Allows allows = Allows.MapsOnly)
    {
        switch (node)
        {
            case null or SourceText { Value: null }:
                return [];
            case SourceList { Items: var items }:
                foreach (var item in items.Where(i => i is not SourceMap && allows == Allows.MapsOnly))
                {
                    Fault(item.Line, $"expected a map in the list '{list}', found {item.Shape}");
                    unreadable(1);
                }

                return [.. items.Where(i => i is SourceMap || allows == Allows.TextsToo)];
            default:
                Fault(node.Line, $"expected a list under '{list}', found {node.Shape}");
                unreadable(1);
                return [];
        }
    }

    private static string Without(SourceNode node, params string[] names) =>
        node is SourceMap map && names.Where(n => map[n] is not SourceText { Value: not null }).ToList() is { Count: > 0 } missing
            ? $"{node.Shape} without {string.Join(" and ", missing)}"
            : node.Shape;

    private void UnreadDocuments(int count) => unread.Documents += count;

    private void UnreadLinks(int count) => unread.Links += count;

    private static int CountOf(SourceNode node) => node switch
    {
        SourceList list => list.Items.Count,
        SourceText { Value: null } => 0,
        _ => 1,
    };

    private void RefuseOthers(SourceMap map, string owner, params string[] known)
    {
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Name)))
        {
            Fault(entry.Line, $"expected nothing but {string.Join(", ", known)} in {owner}, found '{entry.Name}'");
        }
    }

    private void Fault(int line, string reason, string? key = null, string? field = null, ViolationCode code = ViolationCode.Validation) =>
        Fault(new(name, line, key, field, reason) { Code = code });

    // A file of nothing but faults must not fill the memory with them.
    private void Fault(ImportReject reject)
    {
        if (faults.Count < options.Limits.RejectCountMax)
        {
            faults.Add(reject);
        }
        else if (faults.Count == options.Limits.RejectCountMax)
        {
            faults.Add(reject with { Key = null, Field = null, Code = ViolationCode.LimitExceeded, Reason = $"expected at most {options.Limits.RejectCountMax} reasons to be told; there are more" });
        }
    }

    private enum Allows
    {
        MapsOnly,
        TextsToo,
    }
}
