using System.Globalization;
using System.Text.RegularExpressions;
using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Stores.Neo4j;

/// <summary>What is done with a database before it is used. Every step may be done again, also by two processes at once.</summary>
internal sealed partial class Neo4jOpening(QueryApi api, Neo4jAddress address, GraphModel model)
{
    /// <summary>How log and graph lie in the database. The format of the entries has its own version.</summary>
    public const long FormatVersion = 1;

    private const string AlreadyThere = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists";

    private static readonly (int Major, int Minor) VersionMin = (5, 26);

    /// <summary>Checks what it is, makes the constraints that are missing, and begins a log in an empty one.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CheckVersion(await api.VersionAsync(cancellationToken));
        await CheckOwnerAsync(cancellationToken);
        await MakeRulesAsync(cancellationToken);
        await CheckHeadAsync(cancellationToken);
    }

    /// <summary>Checks that it holds a log, and writes nothing.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        CheckVersion(await api.VersionAsync(cancellationToken));
        if (!await CheckOwnerAsync(cancellationToken))
        {
            throw new StoreException($"The database {address} is empty: expected one that holds a log.", isTransient: false);
        }
    }

    private void CheckVersion(string? version)
    {
        if (version is null)
        {
            throw new StoreException($"Expected Neo4j at {address.Server}, found a server that does not say that it is one. Name the port of its HTTP interface, 7474 where nothing else was chosen.", isTransient: false);
        }

        if (Numbers().Match(version) is not { Success: true } numbers
            || (int.Parse(numbers.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(numbers.Groups[2].Value, CultureInfo.InvariantCulture)).CompareTo(VersionMin) < 0)
        {
            throw new StoreException($"Expected Neo4j {VersionMin.Major}.{VersionMin.Minor} or newer at {address.Server}, found {version}.", isTransient: false);
        }
    }

    // Our labels are plain words: beside the graph of somebody else they would mix.
    private async Task<bool> CheckOwnerAsync(CancellationToken cancellationToken)
    {
        // In this order: whoever begins a log meanwhile makes its head before anything else.
        var other = await api.RunAsync("MATCH (n) WHERE NOT n:Head RETURN labels(n) LIMIT 1", cancellationToken);
        var head = await api.RunAsync("MATCH (h:Head {id: 'log'}) RETURN h.format", cancellationToken);
        if (head.Rows is [[var format]] && format is not FormatVersion)
        {
            throw new StoreException($"The database {address} has format {format ?? "of nothing"}; this program reads format {FormatVersion}. Use the version of Graph that wrote it, or a newer one.", isTransient: false);
        }

        if (head.Rows is [] && other.Rows is [[object?[] labels]])
        {
            throw new StoreException($"The database {address} is not one of Graph: expected an empty one, found a node of {(labels.Length == 0 ? "no label" : string.Join(", ", labels))}.", isTransient: false);
        }

        return head.Rows is not [];
    }

    /// <summary>Makes the constraints and indexes that are missing.</summary>
    public async Task MakeRulesAsync(CancellationToken cancellationToken)
    {
        var missing = await MissingRulesAsync(cancellationToken);
        foreach (var rule in missing)
        {
            try
            {
                await api.RunAsync(rule.Statement, cancellationToken);
            }
            catch (StoreException e) when (e.InnerException is QueryRefusedException { Code: AlreadyThere })
            {
                // Another server that starts as well made it between the look and the statement.
            }
        }

        // A name that is taken by another rule is passed over in silence.
        if (missing.Count > 0 && await MissingRulesAsync(cancellationToken) is [var first, ..])
        {
            throw new StoreException($"The database {address} lacks {first.Name} on {first.Label}({first.Property}), and it cannot be made: something else has its name. Drop that and start again.", isTransient: false);
        }
    }

    /// <summary>The constraints and indexes that are missing.</summary>
    public async Task<List<SchemaRule>> MissingRulesAsync(CancellationToken cancellationToken)
    {
        var constraints = await api.RunAsync("SHOW NODE UNIQUENESS CONSTRAINTS YIELD type, labelsOrTypes, properties", cancellationToken);
        var indexes = await api.RunAsync("SHOW FULLTEXT INDEXES YIELD type, labelsOrTypes, properties", cancellationToken);
        var there = constraints.Rows.Concat(indexes.Rows)
            .Select(row => row is [string type, object?[] and [string label], object?[] and [string property]] ? (type != "FULLTEXT", label, property) : default)
            .ToHashSet();
        return [.. GraphSchema.RulesOf(model).Where(rule => !there.Contains((rule.IsUnique, rule.Label, rule.Property)))];
    }

    private async Task CheckHeadAsync(CancellationToken cancellationToken)
    {
        var head = await api.RunAsync(
            $$"""
            MERGE (h:Head {id: 'log'}) ON CREATE SET h.format = $format, h.revision = 0, h.hash = $hash, h.bytes = 0
            SET h._lock = true
            WITH h
            OPTIONAL MATCH (c:Change) USING INDEX c:Change(revision) WHERE c.revision > h.revision
            RETURN h.revision, max(c.revision), h.{{RebuildStatements.Mark}} IS NOT NULL
            """,
            new Dictionary<string, object?> { ["format"] = FormatVersion, ["hash"] = LogHead.Empty.Hash },
            cancellationToken);
        if (head.Rows is [[long revision, long last, _]])
        {
            throw new BrokenLogException(revision + 1, $"the head is at revision {revision}, and the entries go on to {last}");
        }

        if (head.Rows is [[_, _, true]])
        {
            throw new StoreException(RebuildStatements.Refusal(address), isTransient: false);
        }
    }

    [GeneratedRegex(@"^(\d+)\.(\d+)")]
    private static partial Regex Numbers();
}
