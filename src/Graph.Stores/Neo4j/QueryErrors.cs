using Graph.Engine.Log;

namespace Graph.Stores.Neo4j;

/// <summary>What errors of Neo4j mean, above all those that an operator can do something about.</summary>
internal static class QueryErrors
{
    /// <summary>The failure for people, which never repeats a password.</summary>
    public static StoreException Explain(QueryRefusedException e, Neo4jAddress address)
    {
        var text = e.Code switch
        {
            "Neo.ClientError.Security.Unauthorized" => address.User is { } user
                ? $"does not take the password that is configured for the user '{user}' (Graph:Neo4j:Password or PasswordFile)"
                : "asks for a user and a password: name the user in the address, as http://user@host:7474/neo4j, and give the password in Graph:Neo4j:Password or PasswordFile",
            "Neo.ClientError.Security.CredentialsExpired" => $"wants the initial password of the user '{address.User}' to be changed before it is used: run ALTER CURRENT USER SET PASSWORD",
            "Neo.ClientError.Security.AuthenticationRateLimit" => $"has locked the user '{address.User}' for a while, because a wrong password was given too often",
            "Neo.ClientError.Security.Forbidden" => $"does not allow this to the user '{address.User}': {e.Message}",
            "Neo.ClientError.Database.DatabaseNotFound" => $"has no database '{address.Database}': expected the name of one that is there, such as neo4j, after the host",
            "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase" => $"only lets the database '{address.Database}' be read",
            _ when e.IsTransient => $"could not take a statement just now, also when it was tried again: {e.Code}: {e.Message}",
            _ => $"refused a statement: {e.Code}: {e.Message}",
        };
        return new($"Neo4j at {address} {text}.", e.IsTransient || e.Code.EndsWith("RateLimit", StringComparison.Ordinal), e);
    }
}
