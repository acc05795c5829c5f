using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Transport;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Import;

/// <summary>
/// Reads the files of an upload into memory, within their bounds: one as the body itself, or several as multipart/form-data. What they
/// hold is for <see cref="Importer"/> to say.
/// </summary>
internal sealed class UploadReader(ImportLimits limits)
{
    private const string Csv = "text/csv";
    private const string Multipart = "multipart/form-data";
    private const int NameCharsMax = 200;
    private const int BoundaryCharsMax = 70;    // RFC 2046, 5.1.1.

    private static readonly string[] Yaml = ["application/yaml", "text/yaml", "application/x-yaml"];
    private static readonly string Expected = $"expected {Csv} or {Yaml[0]} in UTF-8, or {Multipart} with such files";

    /// <summary>Checks what can be said before the body is read.</summary>
    /// <exception cref="RefusedRequestException">It is no upload.</exception>
    public static MediaTypeHeaderValue CheckForm(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !(IsMultipart(type) || (IsCsv(type) || IsYaml(type)) && MediaTypes.IsUtf8(type)))
        {
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, ApiError.BadRequest(Expected));
        }

        if (request.Headers.ContentEncoding.Any(e => e is not (null or "" or "identity")))
        {
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, ApiError.BadRequest("expected a body that is not compressed"));
        }

        return type;
    }

    /// <summary>Reads the files.</summary>
    /// <param name="request">The request, whose form was checked.</param>
    /// <param name="type">The type of its body.</param>
    /// <param name="name">The name of the file that is the body, as the caller gave it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedRequestException">The body is too large, broken, or holds no file.</exception>
    public async Task<IReadOnlyList<ImportFile>> ReadAsync(HttpRequest request, MediaTypeHeaderValue type, string? name, CancellationToken cancellationToken)
    {
        var file = IsMultipart(type) ? null : BodyFile(type, name);
        try
        {
            var body = await BodyReader.ReadAsync(request, limits.UploadBytesMax, "uploadBytesMax", cancellationToken);
            return body.Count == 0 ? throw BadRequest("expected a file in the body, found nothing")
                : file is not null ? [file with { Bytes = body }]
                : await ReadPartsAsync(body, type, name, cancellationToken);
        }
        catch (ApiError tooLarge)
        {
            throw new RefusedRequestException(StatusCodes.Status413PayloadTooLarge, tooLarge);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new RefusedRequestException((e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest, BodyReader.Fault(e));
        }
    }

    // The body is a file of this name.
    private static ImportFile BodyFile(MediaTypeHeaderValue type, string? name)
    {
        var isCsv = IsCsv(type);
        if (name is null && isCsv)
        {
            throw BadRequest("expected the parameter 'file' with a name that begins with what the body holds, such as file=risks.csv");
        }

        var file = new ImportFile("", Name(name ?? "upload.yaml"));
        return file.IsCsv == isCsv && file.IsKnown
            ? file
            : throw BadRequest($"expected a name that ends as the type of the body says ({(isCsv ? ImportFile.CsvEnding : ".yaml or .yml")}), found '{Text.Short(file.Name)}'");
    }

    private async Task<IReadOnlyList<ImportFile>> ReadPartsAsync(ArraySegment<byte> body, MediaTypeHeaderValue type, string? name, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > BoundaryCharsMax)
        {
            throw BadRequest($"expected {Multipart} with a boundary of 1 to {BoundaryCharsMax} characters");
        }

        if (name is not null)
        {
            throw BadRequest($"expected no parameter 'file' with {Multipart}: each part has a name of its own");
        }

        var files = new List<ImportFile>();
        var reader = new MultipartReader(boundary.ToString(), new MemoryStream(body.Array!, body.Offset, body.Count, writable: false));
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            files.Add(await ReadPartAsync(section, files.Count + 1, cancellationToken));
            if (files.Count > limits.FileCountMax)
            {
                throw new RefusedRequestException(StatusCodes.Status413PayloadTooLarge, ApiError.Limit("fileCountMax", limits.FileCountMax, null, "files"));
            }
        }

        return files.Count == 0 ? throw BadRequest("expected at least one file, found none")
            : files.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice ? throw BadRequest($"expected each name of a file once, found '{Text.Short(twice.Key)}' again")
            : files;
    }

    private static async Task<ImportFile> ReadPartAsync(MultipartSection section, int number, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName) is not { Length: > 0 } given)
        {
            throw BadRequest($"expected files with names only, found something else as part {number}; mode and reason are parameters of the address");
        }

        var file = new ImportFile("", Name(given.ToString()));
        using var bytes = new MemoryStream();
        await section.Body.CopyToAsync(bytes, cancellationToken);
        return file.IsKnown
            ? file with { Bytes = bytes.ToArray() }
            : throw BadRequest($"expected names that end in {string.Join(", ", ImportFile.Endings)}, found '{Text.Short(file.Name)}'");
    }

    // Browsers and tools send paths of their own machine.
    private static string Name(string given) => given[(given.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 and <= NameCharsMax } name && !name.Any(char.IsControl)
        ? name
        : throw BadRequest($"expected a name of a file of 1 to {NameCharsMax} readable characters");

    private static RefusedRequestException BadRequest(string message) => new(StatusCodes.Status400BadRequest, ApiError.BadRequest(message));

    private static bool IsMultipart(MediaTypeHeaderValue type) => type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase);

    private static bool IsCsv(MediaTypeHeaderValue type) => type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);

    private static bool IsYaml(MediaTypeHeaderValue type) => Array.Exists(Yaml, y => type.MediaType.Equals(y, StringComparison.OrdinalIgnoreCase));
}
