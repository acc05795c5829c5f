using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Server.Api.Types;

namespace Graph.Server.Api.Reading;

/// <summary>A change of the log, as a request reads it.</summary>
internal sealed record ChangeRef(RequestContext Request, LogHead Head, Change Change);

/// <summary>A step of a change.</summary>
internal sealed record StepRef(RequestContext Request, Step Step)
{
    public StepVerb Verb => Step switch
    {
        DocumentPut => StepVerb.Put,
        EdgePut => StepVerb.Link,
        EdgeRemoved => StepVerb.Unlink,
        PersonErased => StepVerb.Erase,
        _ => StepVerb.Delete,
    };

    public string Key => Step switch
    {
        DocumentPut put => put.Key,
        EdgePut link => $"{link.From}|{link.Kind}|{link.To}",
        EdgeRemoved unlink => $"{unlink.From}|{unlink.Kind}|{unlink.To}",
        PersonErased erased => erased.Token,
        _ => ((DocumentDeleted)Step).Key,
    };

    public ValueRef[] Values()
    {
        var model = Request.Engine.Model;
        return Step switch
        {
            DocumentPut put => [.. put.Fields.Select(f => new ValueRef(f.Key, Json(f.Value, model.TryGetKind(put.Kind, out var kind) && kind.TryGetField(f.Key, out var field) ? field : null)))],
            EdgePut link => [.. link.Fields.Select(f => new ValueRef(f.Key, Json(f.Value, model.TryGetEdge(link.Kind, out var edge) && edge.TryGetField(f.Key, out var field) ? field : null)))],
            _ => [],
        };
    }

    private string? Json(object? value, Field? field) => value is null ? null : ValueRef.Write(
        field?.Type == FieldType.Personal && value is string token ? Request.Engine.Personal.Resolve(token) : value);
}

/// <summary>A field and what it was set to, as JSON text.</summary>
internal sealed record ValueRef(string Field, string? Json)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(object? value) => JsonSerializer.Serialize(
        value switch
        {
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            ImmutableSortedDictionary<string, bool> flags => flags.ToDictionary(f => f.Key, f => f.Value),
            _ => value,
        },
        Options);
}
