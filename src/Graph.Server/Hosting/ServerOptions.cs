using System.ComponentModel;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Identity;
using Graph.Server.Import;
using Graph.Server.Pages;
using Graph.Server.Telemetry;
using Graph.Stores;
using Graph.Stores.Neo4j;

namespace Graph.Server.Hosting;

/// <summary>What the operator configures: the section <c>Graph</c> of appsettings.json, the environment (<c>Graph__Database</c>) or the command line.</summary>
public sealed class ServerOptions
{
    /// <summary>The word for a seed that is not wanted.</summary>
    public const string NoSeed = "none";

    /// <summary>The word for a checkpoint that is not wanted.</summary>
    public const string NoCheckpoint = "none";

    /// <summary>The word for a store in a SQLite file.</summary>
    public const string SqliteStore = "sqlite";

    /// <summary>Where the log is kept: sqlite, or neo4j: and its address, such as neo4j:http://neo4j@localhost:7474/neo4j. Default sqlite.</summary>
    [Description("Where the log is kept: sqlite, or neo4j: and its address, such as neo4j:http://neo4j@localhost:7474/neo4j.")]
    public string Store { get; set; } = SqliteStore;

    /// <summary>The password and the limits of a store in Neo4j.</summary>
    public Neo4jOptions Neo4j { get; set; } = new();

    /// <summary>How much goes into one transaction where a log is copied or a graph is rebuilt.</summary>
    public BatchLimits Batch { get; set; } = new();

    /// <summary>The SQLite file; the API tokens lie beside it, also where the log does not. A relative path is one within the current folder. Default data/graph.db.</summary>
    [Description("The SQLite file; the API tokens lie beside it, also where the log does not. A relative path is one within the current folder.")]
    public string Database { get; set; } = "data/graph.db";

    /// <summary>
    /// Where a server keeps what lets it start quickly, or none: a copy of a log that lies in Neo4j, as a file, and snapshots of the graph
    /// of the past, in a folder of that path with .snapshots behind it. Both are caches without personal values, and each server
    /// needs its own. Default: the path of the database with .checkpoint behind it for the file, and with .snapshots for the folder.
    /// </summary>
    [Description("Where a server keeps what lets it start quickly, or none: a copy of a log that lies in Neo4j, as a file, and snapshots of the graph of the past, in a folder of that path with .snapshots behind it. Both are caches without personal values, and each server needs its own. Absent = the path of the database with .checkpoint and .snapshots behind it.")]
    public string? Checkpoint { get; set; }

    /// <summary>The addresses to listen on, separated by semicolons. Default http://127.0.0.1:5080.</summary>
    [Description("The addresses to listen on, separated by semicolons.")]
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>The folder that an empty store is filled from, or none; null = the folder <c>seed</c> that comes with the product.</summary>
    [Description("The folder that an empty store is filled from, or none; absent = the folder seed that comes with the product.")]
    public string? Seed { get; set; }

    /// <summary>How the log is written: text for people, json for machines. Default text.</summary>
    [Description("How the log is written: text for people, json for machines.")]
    public string LogFormat { get; set; } = "text";

    /// <summary>The limits of the engine, and the zone of calendar days.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>The limits of imported files.</summary>
    public ImportLimits Import { get; set; } = new();

    /// <summary>The limits of the API.</summary>
    public ApiOptions Api { get; set; } = new();

    /// <summary>How callers are identified.</summary>
    public IdentityOptions Identity { get; set; } = new();

    /// <summary>What the server tells of its work.</summary>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>How long a stop waits for requests that are being answered. Default 30 seconds.</summary>
    [Description("How long a stop waits for requests that are being answered.")]
    public TimeSpan StopTimeMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pages for browsers.</summary>
    public PageOptions Pages { get; set; } = new();

    /// <summary>The addresses.</summary>
    public IReadOnlyList<string> Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
