using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>Hashes of what documents contain and mean.</summary>
public static class Content
{
    /// <summary>The hash to which an approval is bound: the fields that editors set, the edges that belong to the content, the parts, and what of other documents it rests on.</summary>
    public static string Hash(Document document, Snapshot snapshot) => Hash(document, snapshot.Model, snapshot.Targets, snapshot.Sources);

    /// <summary>The hash of what a document means to those who link to it: its meaning-bearing fields.</summary>
    public static string MeaningHash(Document document) => Sha256(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", document.Kind.Name);
        WriteFields(json, document, f => f.Meaning);
        json.WriteEndObject();
    })[..32];

    internal static string Hash(Document document, SnapshotBuilder builder) => Hash(document, builder.Model, builder.Targets, builder.Sources);

    private static string Hash(
        Document document, GraphModel model, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) => Sha256(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", document.Kind.Name);
        WriteFields(json, document, f => f.Access == FieldAccess.Editor);
        foreach (var edge in model.EdgesFrom(document.Kind).Where(e => e.BindsContent && !e.IsPart))
        {
            if (targets(document, edge) is var ends && (ends.Count > 0 || !edge.IsOmittedWhenEmpty))
            {
                WriteSorted(json, edge.Name, ends.Select(t => t.Key));
            }
        }

        // A list that holds nothing is not written: what was approved before a kind got parts stays approved.
        foreach (var edge in model.PartsOf(document.Kind).Where(e => e.BindsContent))
        {
            if (sources(document, edge) is { Count: > 0 } parts)
            {
                WriteSorted(json, edge.Inverse, parts.Select(p => $"{p.Key} {Hash(p, model, targets, sources)}"));
            }
        }

        if (document.Kind.Approval?.Beside(document, targets, sources).ToList() is { Count: > 0 } beside)
        {
            WriteSorted(json, "beside", beside);
        }

        json.WriteEndObject();
    });

    private static void WriteSorted(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    internal static string Sha256(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void WriteFields(Utf8JsonWriter json, Document document, Func<Field, bool> counts)
    {
        foreach (var field in document.Kind.Fields)
        {
            if (counts(field) && document[field] is { } value)
            {
                json.WritePropertyName(field.Name);
                ChangeCodec.WriteValue(json, value);
            }
        }
    }
}

/// <summary>What the ends of a link mean at the moment of its review, and whether they still mean what they meant at the last one.</summary>
internal sealed class ReviewBasis(SnapshotBuilder builder, DateOnly day)
{
    private const int DepthMax = 64;

    private readonly Dictionary<int, string> known = [];

    /// <summary>What both ends mean now, as from/to; a side that is given stays as it is.</summary>
    public string Of(Document from, Document to, string? given)
    {
        var slash = given?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash < 0 ? $"{End(from)}/{End(to)}" : $"{(slash > 0 ? given![..slash] : End(from))}/{(slash + 1 < given!.Length ? given[(slash + 1)..] : End(to))}";
    }

    /// <summary>Whether a review lacks a side.</summary>
    public static bool IsIncomplete(string? against) => against is null || against.StartsWith('/') || against.EndsWith('/');

    /// <summary>Whether a link is suspect in the graph that the builder holds, as <see cref="Suspicion"/> says of a snapshot.</summary>
    public bool IsSuspect(EdgeKind kind, Document from, Document to, EdgeData data)
    {
        var review = Review.Of(kind, data, from, to);
        return review.HasChangedEnd || ((Document[])[from, to]).Any(end => end.Kind == RequirementKind.Kind && review.IsBefore(LatestVersion(end, 0)));
    }

    private string End(Document document)
    {
        if (!known.TryGetValue(document.Ordinal, out var basis))
        {
            known.Add(document.Ordinal, basis = document.Kind == RequirementKind.Kind ? Consolidation(document) : document.Meaning);
        }

        return basis;
    }

    // A requirement is reviewed against the consolidation of its framework (design section 3), or against its text where that is of a later one.
    private string Consolidation(Document requirement)
    {
        var above = requirement;
        for (var depth = 0; above is not null && above.Kind == RequirementKind.Kind && depth < DepthMax; depth++)
        {
            above = builder.Targets(above, EdgeKinds.PartOf).FirstOrDefault();
        }

        var consolidated = above?.Kind == FrameworkKind.Kind ? above.Date(FrameworkKind.ConsolidatedOn)?.DayNumber : null;
        if (LatestVersion(requirement, 0) is var latest && latest > (consolidated ?? day.DayNumber))
        {
            consolidated = latest;
        }

        return consolidated is { } number ? DateOnly.FromDayNumber(number).ToString("O", CultureInfo.InvariantCulture) : Review.NothingReviewed;
    }

    private int LatestVersion(Document requirement, int depth)
    {
        var latest = Row.VersionOf(requirement);
        foreach (var below in depth < DepthMax ? builder.Sources(requirement, EdgeKinds.PartOf) : [])
        {
            latest = Math.Max(latest, LatestVersion(below, depth + 1));
        }

        return latest;
    }
}
