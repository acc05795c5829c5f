using Graph.Engine.Log;

namespace Graph.Stores.Neo4j;

/// <summary>What stands beside the stored bytes of an entry, for people who look at the log in Neo4j.</summary>
internal static class EntryProperties
{
    /// <summary>The stored bytes.</summary>
    public const string Payload = "payload";

    /// <summary>Where the entry begins, counted in bytes from the beginning of the log.</summary>
    public const string Offset = "offset";

    /// <summary>Who made it, by name.</summary>
    public const string Actor = "actor";

    /// <summary>Who made it, as the token.</summary>
    public const string ActorToken = "_actor";

    /// <summary>What can be said of an entry alone.</summary>
    public static Dictionary<string, object?> Of(LogHead head, Change? change)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [GraphSchema.Revision] = head.Revision,
            ["hash"] = head.Hash,
        };
        if (change is not null)
        {
            properties["changeId"] = change.ChangeId;
            properties["at"] = change.At;
            properties["reason"] = change.Reason;
            properties["origin"] = ChangeCodec.OriginWord(change.Origin);
            properties["client"] = change.Client;
        }

        return properties;
    }

    /// <summary>All that stands beside the bytes.</summary>
    public static Dictionary<string, object?> Of(LogHead head, Change change, long offset, PersonalValues people)
    {
        var properties = Of(head, change);
        properties[Offset] = offset;
        if (PersonalValues.IsToken(change.Actor))
        {
            properties[Actor] = people.Resolve(change.Actor);
            properties[ActorToken] = change.Actor;
        }

        return properties;
    }
}
