using System.Collections;
using System.Globalization;
using System.Text.Json;
using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Engine.Writing;

/// <summary>
/// The hash by which a repeated request is known. It covers what was asked, with personal values as tokens: an unsalted hash of a
/// name would survive its erasure.
/// </summary>
internal static class RequestHash
{
    public static string Of(ChangeRequest request, GraphModel model, Func<string, string> token) => Content.Sha256(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue(request.Reason);
        json.WriteStringValue(ChangeCodec.OriginWord(request.Origin));
        foreach (var operation in request.Operations)
        {
            json.WriteStartArray();
            switch (operation)
            {
                case PutDocument put:
                    Texts(json, "put", put.Kind, put.Key, put.External?.Source, put.External?.Id);
                    var kind = model.TryGetKind(put.Kind, out var k) ? k : null;
                    Fields(json, put.Fields, name => kind is not null && kind.TryGetField(name, out var f) && f.Type == FieldType.Personal, token);
                    break;
                case LinkDocuments link:
                    Texts(json, "link", link.From, link.Kind, link.To);
                    Fields(json, link.Fields, _ => false, token);
                    break;
                case UnlinkDocuments unlink:
                    Texts(json, "unlink", unlink.From, unlink.Kind, unlink.To);
                    break;
                case DeleteDocument delete:
                    Texts(json, "delete", delete.Key, delete.WithEdges ? "edges" : null);
                    break;
            }

            json.WriteEndArray();
        }

        // Who decides is what a decision is about; an edit is the same whoever asks again.
        foreach (var decision in request.Decisions)
        {
            Texts(json, decision.Verb.ToString(), decision.Key, decision.ContentHash, token(request.Who.Text));
        }

        foreach (var link in request.AcceptedLinks)
        {
            Texts(json, "accept", link, token(request.Who.Text));
        }

        foreach (var erased in request.Erasures)
        {
            Texts(json, "erase", erased);
        }

        json.WriteEndArray();
    });

    private static void Texts(Utf8JsonWriter json, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
    }

    private static void Fields(
        Utf8JsonWriter json, IReadOnlyDictionary<string, object?> fields, Func<string, bool> isPersonal, Func<string, string> token)
    {
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            json.WriteStringValue(name);
            Value(json, value is string text && isPersonal(name) ? token(text) : value);
        }
    }

    // Raw values may be of any shape a caller can send; all that matters is that equal requests give equal bytes.
    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IDictionary<string, object?> map:
                json.WriteStartObject();
                foreach (var (name, item) in map.OrderBy(f => f.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    Value(json, item);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Value(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(
                    value is DateOnly day ? day.ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
