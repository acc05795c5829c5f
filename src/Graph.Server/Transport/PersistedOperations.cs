using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graph.Server.Api;
using GraphQL;

namespace Graph.Server.Transport;

/// <summary>
/// Documents that the operator has registered, so that clients send their identifier instead of their text (GraphQL over HTTP, appendix
/// A; Apollo's extensions.persistedQuery). Clients register nothing. A mode allows only these.
/// </summary>
internal sealed class PersistedOperations
{
    private const string Sha256 = "sha256:";
    private const string ManifestFormat = "apollo-persisted-query-manifest";

    private readonly FrozenDictionary<string, string> byId;
    private readonly bool isOnly;

    private PersistedOperations(Dictionary<string, string> byId, bool isOnly)
    {
        this.byId = byId.ToFrozenDictionary(StringComparer.Ordinal);
        this.isOnly = isOnly;
    }

    /// <summary>Reads what is registered, and says everything that is wrong with it.</summary>
    public static (PersistedOperations Operations, IReadOnlyList<string> Faults) Load(ApiOptions options)
    {
        var loading = new Loading(options);
        if (options.PersistedOperations is { } path)
        {
            loading.Read(path);
        }
        else if (options.OnlyPersisted)
        {
            loading.Faults.Add("Graph:Api:OnlyPersisted: expected Graph:Api:PersistedOperations to name a folder or a file, found nothing");
        }

        return (new(loading.ById, options.OnlyPersisted), loading.Faults);
    }

    /// <summary>The text that a request asks for, by itself or by its identifier.</summary>
    /// <param name="query">The text, where it is sent.</param>
    /// <param name="documentId">The identifier of the specification, where it is sent.</param>
    /// <param name="extensions">Where Apollo's clients send theirs.</param>
    /// <exception cref="ApiError">There is none, it is not registered, or it may not be asked for.</exception>
    public string Text(string? query, string? documentId, Inputs extensions)
    {
        var hash = Hash(extensions);
        if (documentId is not null && (query is not null || hash is not null))
        {
            throw ApiError.BadRequest("expected one of 'query', 'documentId' and 'extensions.persistedQuery', found documentId and another");
        }

        if (query is null)
        {
            return (documentId ?? Prefixed(hash)) is not { } id ? throw ApiError.BadRequest("expected 'query' or 'documentId', found neither")
                : byId.TryGetValue(id, out var text) ? text
                : throw Unknown(documentId);
        }

        if (hash is not null && hash != HashOf(query))
        {
            throw ApiError.BadRequest("expected the SHA-256 of 'query' in 'extensions.persistedQuery.sha256Hash', found another");
        }

        return !isOnly || byId.ContainsKey(Sha256 + HashOf(query)) ? query
            : throw new ApiError(ErrorCode.Forbidden, "expected an operation that is registered; this server answers no others. Send its identifier in 'documentId'");
    }

    // Apollo's clients know these two words: after the first they send the text once, after the second they always do.
    private ApiError Unknown(string? documentId) => ApiError.NotFound(
        documentId is not null ? "expected the identifier of an operation that is registered in 'documentId'"
        : byId.Count > 0 ? "PersistedQueryNotFound" : "PersistedQueryNotSupported");

    private static string? Hash(Inputs extensions) => !extensions.TryGetValue("persistedQuery", out var asked) || asked is null ? null
        : asked is IReadOnlyDictionary<string, object?> given && given.TryGetValue("version", out var version) && version is 1
            && given.TryGetValue("sha256Hash", out var hash) && hash is string text && IsHash(text) ? text
        : throw ApiError.BadRequest("expected {version: 1, sha256Hash: 64 digits of 0-9 and a-f} in 'extensions.persistedQuery'");

    private static string? Prefixed(string? hash) => hash is null ? null : Sha256 + hash;

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private sealed class Loading(ApiOptions options)
    {
        private readonly DocumentReader documents = new(options);

        public Dictionary<string, string> ById { get; } = new(StringComparer.Ordinal);

        public List<string> Faults { get; } = [];

        public void Read(string path)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    ReadFolder(path);
                }
                else
                {
                    ReadFile(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                Fault(path, $"expected a folder of .graphql files, or a JSON file of identifiers and documents; {e.Message}");
            }

            if (Faults.Count == 0 && ById.Count == 0)
            {
                Fault(path, "expected at least one operation, found none");
            }
        }

        private void ReadFolder(string path)
        {
            foreach (var file in Directory.EnumerateFiles(path, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                // Tools that hash the text of a file differ on the newline at its end.
                var text = File.ReadAllText(file);
                if (Add(file, null, text) && text.TrimEnd() is var trimmed && trimmed != text)
                {
                    Add(file, null, trimmed);
                }
            }
        }

        // Either {"identifier": "text"}, as Relay and GraphQL Code Generator write it, or Apollo's manifest.
        private void ReadFile(string path)
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("found JSON that is no object");
            }

            var operations = root.TryGetProperty("format", out var format) && format.ValueEquals(ManifestFormat)
                ? root.GetProperty("operations").EnumerateArray().Select(o => (Id: o.GetProperty("id").GetString()!, Text: o.GetProperty("body")))
                : root.EnumerateObject().Select(o => (Id: o.Name, Text: o.Value));
            foreach (var (id, text) in operations)
            {
                if (text.ValueKind != JsonValueKind.String)
                {
                    Fault($"{path} '{id}'", "expected the text of a document");
                    continue;
                }

                Add($"{path} '{id}'", id, text.GetString()!);
            }
        }

        private bool Add(string place, string? id, string text)
        {
            var hash = HashOf(text);
            var bare = id?.StartsWith(Sha256, StringComparison.Ordinal) == true ? id[Sha256.Length..] : id;
            if (bare is not null && (bare != id || IsHash(bare)) && bare != hash)
            {
                Fault(place, $"expected the SHA-256 of its text, which is {hash}");
                return false;
            }

            try
            {
                documents.Read(text);
            }
            catch (ApiError error)
            {
                Fault(place, error.Message);
                return false;
            }

            ById[Sha256 + hash] = text;
            if (id is not null && bare == id)
            {
                ById[id] = text;
            }

            return true;
        }

        private void Fault(string place, string fault) => Faults.Add($"Graph:Api:PersistedOperations: {place}: {fault}");
    }
}
