using System.ComponentModel;

namespace Graph.Stores.Neo4j;

/// <summary>What the operator configures for a store in Neo4j, beside its address: the password and the limits.</summary>
public sealed class Neo4jOptions
{
    /// <summary>The password of the user in the address; null where it lies in a file. Never written anywhere.</summary>
    [Description("The password of the user in the address; absent where it lies in a file. Never written anywhere.")]
    public string? Password { get; set; }

    /// <summary>The file that holds the password, such as a secret of a container; a line end after it does not count.</summary>
    [Description("The file that holds the password, such as a secret of a container; a line end after it does not count.")]
    public string? PasswordFile { get; set; }

    /// <summary>How long a connection may take to be made. Default 5 seconds.</summary>
    [Description("How long a connection may take to be made.")]
    public TimeSpan ConnectTimeMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one try of a statement may take, its answer included. Default 60 seconds.</summary>
    [Description("How long one try of a statement may take, its answer included.")]
    public TimeSpan RequestTimeMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a start waits for a Neo4j that does not answer yet, before it tries as often as any statement is tried and ends. Default 2 minutes.</summary>
    [Description("How long a start waits for a Neo4j that does not answer yet, before it tries as often as any statement is tried and ends.")]
    public TimeSpan StartWaitMax { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a statement that Neo4j could not take just now, or gave no answer to, is tried again. Default 7.</summary>
    [Description("How often a statement that Neo4j could not take just now, or gave no answer to, is tried again.")]
    public int RetryCountMax { get; set; } = 7;

    /// <summary>How long the first new try waits; each further one waits twice as long, give or take chance. Default 250 milliseconds.</summary>
    [Description("How long the first new try waits; each further one waits twice as long, give or take chance.")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a new try waits at most. Default 5 seconds.</summary>
    [Description("How long a new try waits at most.")]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server that others were again and again faster than may keep them from writing until it has written. Default 2 seconds.</summary>
    [Description("How long a server that others were again and again faster than may keep them from writing until it has written.")]
    public TimeSpan TurnTimeMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The greatest number of connections. Default 8: a small Neo4j answers about so many requests at once.</summary>
    [Description("The greatest number of connections.")]
    public int ConnectionCountMax { get; set; } = 8;

    /// <summary>The greatest number of entries, personal values, nodes or relationships in one read. Default 1,000.</summary>
    [Description("The greatest number of entries, personal values, nodes or relationships in one read.")]
    public int PageCountMax { get; set; } = 1_000;

    /// <summary>The number of bytes of entries after which one read begins no other entry. Default 8 MiB.</summary>
    [Description("The number of bytes of entries after which one read begins no other entry.")]
    public int PageBytesMax { get; set; } = 8 << 20;

    /// <summary>The greatest size of one entry in bytes; the JSON reader of Neo4j takes no longer text. Default 15,000,000.</summary>
    [Description("The greatest size of one entry in bytes; the JSON reader of Neo4j takes no longer text.")]
    public int EntryBytesMax { get; set; } = 15_000_000;

    /// <summary>The greatest number of differences that <c>graph neo4j verify</c> lists; all are counted. Default 100.</summary>
    [Description("The greatest number of differences that graph neo4j verify lists; all are counted.")]
    public int DriftCountMax { get; set; } = 100;

    /// <summary>How often <c>graph neo4j verify</c> and <c>rebuild</c> begin anew because a server wrote while they read. Default 5.</summary>
    [Description("How often graph neo4j verify and rebuild begin anew because a server wrote while they read.")]
    public int ReadingCountMax { get; set; } = 5;

    /// <summary>The password that is configured, and what is wrong with that; both null where there is none.</summary>
    public (string? Password, string? Fault) ReadPassword()
    {
        if (Password is not null && PasswordFile is not null)
        {
            return (null, "Graph:Neo4j: expected either Password or PasswordFile, found both");
        }

        if (PasswordFile is null)
        {
            return (Password, null);
        }

        try
        {
            var text = File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');
            return text.Length > 0 ? (text, null) : (null, $"Graph:Neo4j:PasswordFile: expected a password in {PasswordFile}, found an empty file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"Graph:Neo4j:PasswordFile: expected a file that can be read: {e.Message}");
        }
    }
}
