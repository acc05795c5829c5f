using System.Text.Json;
using Graph.Server.Api;

namespace Graph.Server.Transport.Subscriptions;

/// <summary>A message of graphql-transport-ws, from a client.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">The operation that it is about; null where it names none.</param>
/// <param name="Payload">Its payload as JSON; empty where it has none.</param>
internal readonly record struct SocketMessage(string Type, string? Id, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Reads one; null where it is none.</summary>
    public static SocketMessage? Read(ReadOnlyMemory<byte> json, ApiOptions options)
    {
        // The payload is read by whoever understands it; it is two levels within the message.
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = options.JsonDepthMax + 2 });
        try
        {
            string? type = null, id = null;
            ReadOnlyMemory<byte> payload = default;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                if (!seen.Add(name) || !reader.Read())
                {
                    return null;
                }

                switch (name)
                {
                    case "type" when reader.TokenType == JsonTokenType.String:
                        type = reader.GetString();
                        break;
                    case "id" when reader.TokenType == JsonTokenType.String:
                        id = reader.GetString();
                        break;
                    case "payload":
                        var start = (int)reader.TokenStartIndex;
                        var isNull = reader.TokenType == JsonTokenType.Null;
                        reader.Skip();
                        payload = isNull ? default : json[start..(int)reader.BytesConsumed];
                        break;
                    case "type" or "id":
                        return null;
                    default:
                        reader.Skip();
                        break;
                }
            }

            return type is null || reader.Read() || id?.Length > options.IdCharsMax ? null : new(type, id, payload);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken JSON; or bytes and escapes that are no text, which show only when they are read.
            return null;
        }
    }
}
