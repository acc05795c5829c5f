using System.Diagnostics.CodeAnalysis;

namespace Graph.Stores.Neo4j;

/// <summary>Where a Neo4j is and who asks it: <c>http://user@host:7474/database</c>, without the password.</summary>
/// <param name="Server">The root of its HTTP interface.</param>
/// <param name="User">The user, or null where the server asks for none.</param>
/// <param name="Database">The name of the database.</param>
public sealed record Neo4jAddress(Uri Server, string? User, string Database)
{
    /// <summary>Reads an address. The fault never repeats what may be a password.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Neo4jAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            fault = "expected an address such as http://neo4j@localhost:7474/neo4j, or https for Aura";
        }
        else if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            fault = $"expected an address without a password, found one for {uri.Host}: addresses are shown and logged. Put it in Graph:Neo4j:Password or the file Graph:Neo4j:PasswordFile";
        }
        else if (uri.AbsolutePath.Trim('/') is var database && (database.Length == 0 || database.Contains('/', StringComparison.Ordinal) || uri.Query.Length + uri.Fragment.Length > 0))
        {
            fault = $"expected the name of the database, and nothing else, after the host, such as {uri.GetLeftPart(UriPartial.Authority).Replace(uri.UserInfo + "@", "", StringComparison.Ordinal)}/neo4j, found '{uri.PathAndQuery}{uri.Fragment}'";
        }
        else
        {
            var server = new UriBuilder(uri.Scheme, uri.IdnHost, uri.Port).Uri;
            address = new(server, uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(uri.UserInfo), Uri.UnescapeDataString(database));
            fault = null;
        }

        return fault is null;
    }

    /// <summary>The server and the database, for people.</summary>
    public override string ToString() => Server + Database;
}
