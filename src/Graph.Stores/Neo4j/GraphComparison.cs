using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Stores.Neo4j;

/// <summary>Compares what lies in Neo4j beside a log with what it has to be according to a snapshot, all of it, a page at a time.</summary>
internal sealed class GraphComparison(Neo4jLogStore log, Snapshot snapshot, PersonalValues people)
{
    private readonly QueryApi api = log.Api;
    private readonly GraphStatements statements = new(snapshot.Model);
    private readonly bool[] seen = new bool[snapshot.OrdinalCount];
    private long nodesRead;

    public DriftList Drift { get; } = new(log.Options.DriftCountMax);

    /// <summary>What the head should say of the sizes of all entries.</summary>
    public long ByteCount { get; private set; }

    public async Task<GraphVerification> RunAsync(IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var missing = await new Neo4jOpening(api, log.Address, snapshot.Model).MissingRulesAsync(cancellationToken);
        missing.ForEach(rule => Drift.Add(new(DriftKind.RuleMissing, rule.Name)));
        await foreach (var found in EntriesAsync(cancellationToken))
        {
            Compare(found);
        }

        await foreach (var found in PersonalAsync(cancellationToken))
        {
            Compare(found);
        }

        await CompareHeadAsync(cancellationToken);
        await CompareNodesAsync(progress, cancellationToken);
        if (missing.Exists(rule => rule is { Label: GraphSchema.Entity, IsUnique: true }))
        {
            await CompareTimesAsync(cancellationToken);
        }

        await CompareStraysAsync(cancellationToken);
        var other = await api.RunAsync(statements.OtherNodes, cancellationToken);
        return new(snapshot.Head, snapshot.DocumentCount, snapshot.EdgeCount, Drift.Counts, Drift.Kept, (long)other.Rows[0][0]!);
    }

    /// <summary>The entries as they are and as they have to be.</summary>
    public async IAsyncEnumerable<FoundNode> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ByteCount = 0;
        for (var after = 0L; after < snapshot.Head.Revision;)
        {
            var page = await api.RunAsync(GraphStatements.Entries, QueryRequest.Parameters(("after", after), ("count", log.Options.PageCountMax), ("bytes", log.Options.PageBytesMax)), cancellationToken);
            foreach (var row in page.Rows)
            {
                if (row is not [long revision, object?[] labels, Dictionary<string, object?> properties] || revision != after + 1)
                {
                    throw new BrokenLogException(after + 1, "the entry has changed since it was verified");
                }

                var payload = QueryResult.Bytes(properties.GetValueOrDefault(EntryProperties.Payload));
                properties.Remove(EntryProperties.Payload);
                var change = ChangeCodec.Read(revision, payload);
                var expected = EntryProperties.Of(new LogHead(revision, (string)properties["hash"]!), change, ByteCount, people);
                yield return new($"{GraphSchema.Change} {revision}", revision, [GraphSchema.Change], labels, expected, properties, EntryProperties.Actor);
                ByteCount += payload.Length;
                after = revision;
            }

            if (page.Rows.Count == 0)
            {
                throw new BrokenLogException(after + 1, "the entry has gone since it was verified");
            }
        }
    }

    /// <summary>The personal values as they are and as they have to be; digest, salt and value are the log's and were verified with it.</summary>
    public async IAsyncEnumerable<FoundNode> PersonalAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            var page = await api.RunAsync(GraphStatements.Personal, QueryRequest.Parameters(("after", after), ("count", log.Options.PageCountMax)), cancellationToken);
            foreach (var row in page.Rows)
            {
                var (digest, properties) = ((string)row[0]!, (Dictionary<string, object?>)row[2]!);
                after = digest;
                yield return new(
                    $"{GraphSchema.PersonalValue} {digest}", digest, [GraphSchema.PersonalValue], (object?[])row[1]!, PersonalProperties.Of(properties), properties, PersonalProperties.Name);
            }

            if (page.Rows.Count < log.Options.PageCountMax)
            {
                yield break;
            }
        }
    }

    private void Compare(FoundNode node)
    {
        CompareLabels(node.Place, node.ExpectedLabels, node.Labels);
        CompareProperties(node.Place, node.Expected, node.Properties, name => name == node.NameProperty);
    }

    private async Task CompareHeadAsync(CancellationToken cancellationToken)
    {
        var head = await api.RunAsync(GraphStatements.Head, cancellationToken);
        if (head.Rows is [[object?[] labels, Dictionary<string, object?> properties]])
        {
            CompareLabels(GraphSchema.Head, [GraphSchema.Head], labels);
            CompareProperties(
                GraphSchema.Head,
                RebuildStatements.HeadProperties(snapshot.Head, ByteCount),
                properties.Where(p => p.Key[0] != GraphSchema.TechnicalMark && !RebuildStatements.PassingProperties.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value),
                _ => false);
        }
    }

    private async Task CompareNodesAsync(IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            var page = await api.RunAsync(GraphStatements.Nodes, QueryRequest.Parameters(("after", after), ("count", log.Options.PageCountMax)), cancellationToken);
            var range = new List<string>();
            var degrees = 0L;
            foreach (var row in page.Rows)
            {
                var (key, degree) = ((string)row[0]!, (long)row[3]!);
                if (range.Count > 0 && degrees + degree > log.Options.PageCountMax)
                {
                    await CompareRelationshipsAsync(range, degrees, cancellationToken);
                    (range, degrees) = ([], 0);
                }

                CompareNode(key, (object?[])row[1]!, (Dictionary<string, object?>)row[2]!);
                range.Add(after = key);
                degrees += degree;
            }

            await CompareRelationshipsAsync(range, degrees, cancellationToken);
            nodesRead += page.Rows.Count;
            progress?.Report(new(Math.Min(nodesRead, snapshot.DocumentCount), snapshot.DocumentCount));
            if (page.Rows.Count < log.Options.PageCountMax)
            {
                break;
            }
        }

        foreach (var document in GraphImage.DocumentsOf(snapshot).Where(document => !seen[document.Ordinal]))
        {
            Drift.Add(new(DriftKind.NodeMissing, document.Key));
            foreach (var (kind, to, _) in GraphImage.EdgesOf(snapshot, document))
            {
                Drift.Add(new(DriftKind.RelationshipMissing, EdgeKey(document.Key, kind.Name, to.Key)));
            }
        }
    }

    private void CompareNode(string key, object?[] labels, Dictionary<string, object?> properties)
    {
        if (snapshot.Document(key) is not { } document)
        {
            Drift.Add(new(DriftKind.NodeExtra, key, null, GraphDrift.Nothing, Labels(labels)));
        }
        else if (!seen[document.Ordinal])
        {
            seen[document.Ordinal] = true;
            CompareLabels(key, [GraphSchema.Entity, document.Kind.Name], labels);
            CompareProperties(key, GraphImage.PropertiesOf(document, snapshot.Model, people), properties, IsPersonal(document.Kind.Fields));
        }
    }

    // The relationships of a few nodes at a time, of a hub alone in several pages.
    private async Task CompareRelationshipsAsync(List<string> keys, long degrees, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string From, string Type, string? To), (int Times, Dictionary<string, object?> Properties)>();
        var skip = 0;
        while (skip < degrees)
        {
            var page = await api.RunAsync(
                GraphStatements.Relationships, QueryRequest.Parameters(("first", keys[0]), ("last", keys[^1]), ("skip", skip), ("count", log.Options.PageCountMax)), cancellationToken);
            foreach (var row in page.Rows)
            {
                var edge = ((string)row[0]!, (string)row[1]!, row[2] as string);
                found[edge] = found.TryGetValue(edge, out var before) ? (before.Times + 1, before.Properties) : (1, (Dictionary<string, object?>)row[3]!);
            }

            skip += page.Rows.Count;
            if (page.Rows.Count < log.Options.PageCountMax)
            {
                break;
            }
        }

        foreach (var document in keys.Distinct().Select(snapshot.Document).OfType<Document>())
        {
            foreach (var (kind, to, data) in GraphImage.EdgesOf(snapshot, document))
            {
                CompareEdge(document, kind, to, data, found);
            }
        }

        foreach (var ((from, type, to), (times, _)) in found)
        {
            Drift.Count(DriftKind.RelationshipExtra, times - 1);
            Drift.Add(new(DriftKind.RelationshipExtra, EdgeKey(from, type, to ?? "(no document)")));
        }
    }

    private void CompareEdge(
        Document from, EdgeKind kind, Document to, EdgeData? data, Dictionary<(string From, string Type, string? To), (int Times, Dictionary<string, object?> Properties)> found)
    {
        var place = EdgeKey(from.Key, kind.Name, to.Key);
        if (!found.Remove((from.Key, kind.Name, to.Key), out var there))
        {
            Drift.Add(new(DriftKind.RelationshipMissing, place));
            return;
        }

        CompareProperties(place, GraphImage.PropertiesOf(kind, data, people), there.Properties, IsPersonal(kind.Fields));
        if (there.Times > 1)
        {
            Drift.Add(new(DriftKind.RelationshipDuplicate, place, null, "1", $"{there.Times}"));
        }
    }

    private async Task CompareTimesAsync(CancellationToken cancellationToken)
    {
        foreach (var row in (await api.RunAsync(GraphStatements.Duplicates, cancellationToken)).Rows)
        {
            if (row is [string key, long times] && snapshot.Document(key) is not null)
            {
                Drift.Add(new(DriftKind.NodeDuplicate, key, null, "1", $"{times}"));
            }
        }
    }

    private async Task CompareStraysAsync(CancellationToken cancellationToken)
    {
        var parameters = QueryRequest.Parameters(("batch", QueryRequest.Parameters(("revision", snapshot.Head.Revision), ("count", log.Options.DriftCountMax))));
        var nodes = await api.RunAsync(statements.StrayNodes + "\nRETURN count(n), collect([elementId(n), labels(n)])[..$batch.count]", parameters, cancellationToken);
        AddStrays(nodes, DriftKind.NodeExtra, item => new(DriftKind.NodeExtra, $"elementId {item[0]}", null, GraphDrift.Nothing, Labels((object?[])item[1]!)));
        var relationships = await api.RunAsync(statements.StrayRelationships + "\nRETURN count(r), collect([elementId(r), type(r)])[..$batch.count]", parameters, cancellationToken);
        AddStrays(relationships, DriftKind.RelationshipExtra, item => new(DriftKind.RelationshipExtra, $"elementId {item[0]} {item[1]}"));
    }

    private void AddStrays(QueryResult result, DriftKind kind, Func<object?[], GraphDrift> drift)
    {
        var (count, items) = ((long)result.Rows[0][0]!, (object?[])result.Rows[0][1]!);
        foreach (var item in items)
        {
            Drift.Add(drift((object?[])item!));
        }

        Drift.Count(kind, count - items.Length);
    }

    private void CompareLabels(string place, string[] expected, object?[] found)
    {
        if (!expected.Order(StringComparer.Ordinal).SequenceEqual(found.Cast<string>().Order(StringComparer.Ordinal)))
        {
            Drift.Add(new(DriftKind.Labels, place, null, Labels(expected), Labels(found)));
        }
    }

    // What people are called is told to nobody who only asks whether it is right, least of all a name that was erased and typed in again.
    private void CompareProperties(string place, Dictionary<string, object?> expected, Dictionary<string, object?> found, Func<string, bool> isName)
    {
        foreach (var name in expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal))
        {
            var (one, other) = (expected.GetValueOrDefault(name), found.GetValueOrDefault(name));
            if (!Same(one, other))
            {
                Drift.Add(isName(name)
                    ? new(DriftKind.Property, place, name, Named(one, "the name of its personal value"), Named(other, "another text"))
                    : new(DriftKind.Property, place, name, GraphDrift.Text(one), GraphDrift.Text(other)));
            }
        }
    }

    internal static bool Same(object? expected, object? found) => (expected, found) switch
    {
        (int number, long other) => number == other,
        (string[] list, object?[] other) => list.SequenceEqual(other),
        _ => Equals(expected, found),
    };

    private static Func<string, bool> IsPersonal(IReadOnlyList<Field> fields) =>
        name => fields.Any(field => field.Type == FieldType.Personal && field.Name == name);

    private static string Named(object? name, string otherwise) => name is null or PersonalValues.Erased ? GraphDrift.Text(name) : otherwise;

    private static string Labels(IEnumerable<object?> labels) => string.Join(':', labels.Cast<string>().Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : "no label";

    private static string EdgeKey(string from, string kind, string to) => $"{from}|{kind}|{to}";

    /// <summary>A node beside the graph, as it is and as it has to be.</summary>
    /// <param name="Place">What it is, for people.</param>
    /// <param name="Id">By what it is found.</param>
    /// <param name="ExpectedLabels">The labels it has to have.</param>
    /// <param name="Labels">The labels it has.</param>
    /// <param name="Expected">The properties it has to have, but the bytes of an entry.</param>
    /// <param name="Properties">The properties it has.</param>
    /// <param name="NameProperty">The property that shows a name.</param>
    internal sealed record FoundNode(
        string Place, object Id, string[] ExpectedLabels, object?[] Labels, Dictionary<string, object?> Expected, Dictionary<string, object?> Properties, string NameProperty)
    {
        /// <summary>The labels that it has and should not have.</summary>
        public IEnumerable<string> LabelsTooMany => Labels.Cast<string>().Except(ExpectedLabels);

        /// <summary>What to set so that its properties are as they have to be; null = take away.</summary>
        public Dictionary<string, object?> Corrections => Expected.Keys.Union(Properties.Keys)
            .Where(name => !Same(Expected.GetValueOrDefault(name), Properties.GetValueOrDefault(name)))
            .ToDictionary(name => name, Expected.GetValueOrDefault);
    }
}
