using System.Threading.RateLimiting;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Changing;
using Graph.Server.Identity;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using Graph.Server.Transport;

namespace Graph.Server.Import;

/// <summary>
/// <c>POST /imports</c>: another door to the import of the command line.
/// <list type="number">
/// <item>refuse what is no upload, and what a page of another site sends;</item>
/// <item>take a place, and read the body within its bounds;</item>
/// <item>plan all files together: a preview ends here;</item>
/// <item>apply: all files or nothing, by the caller.</item>
/// </list>
/// The answer is the report, with status 200 where everything was accepted or known and 422 where something was refused.
/// </summary>
internal sealed class ImportEndpoint(
    GraphEngine engine, ImportLimits limits, ApiOptions options, Instruments instruments, ILogger<ImportEndpoint> logger) : IDisposable
{
    /// <summary>The name of the endpoint in paths, traces and the log.</summary>
    public const string Name = "imports";

    private const string Preview = "preview", Apply = "apply";

    private readonly UploadReader uploads = new(limits);
    private readonly ConcurrencyLimiter places = new(new() { PermitLimit = limits.UploadCountMax, QueueLimit = 0 });

    public void Dispose() => places.Dispose();

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            var report = await ImportAsync(http);
            http.Response.Headers.CacheControl = "no-store";
            http.Response.StatusCode = report.Succeeded ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
            await ImportAnswer.Of(report, limits).WriteAsync(http);
        }
        catch (RefusedRequestException refused)
        {
            http.Response.StatusCode = refused.Status;
            await CodedErrors.WriteAsync(http, refused.Errors);
        }
        catch (Exception e) when (ErrorMapping.Of(e) is { } known)
        {
            http.Response.StatusCode = ErrorMapping.Status(known.ErrorCode);
            await CodedErrors.WriteAsync(http, known);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered, and nothing was written.
        }
    }

    private async Task<ImportReport> ImportAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected POST"));
        }

        if (OtherSites.HaveSent(http.Request, options))
        {
            throw new RefusedRequestException(StatusCodes.Status403Forbidden, new ApiError(ErrorCode.Forbidden, "expected a request that no page of another site has sent"));
        }

        var type = UploadReader.CheckForm(http.Request);
        var (asked, file) = Read(http);
        using var place = places.AttemptAcquire();
        if (!place.IsAcquired)
        {
            throw new RefusedRequestException(StatusCodes.Status503ServiceUnavailable, ApiError.Later(
                ErrorCode.Unavailable, $"The server works on {limits.UploadCountMax} uploads at a time; the same request may succeed later.", "uploadCountMax", limits.UploadCountMax, TimeSpan.FromSeconds(1)));
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        ending.CancelAfter(limits.UploadTimeMax);
        var isRead = false;
        try
        {
            var files = await uploads.ReadAsync(http.Request, type, file, ending.Token);
            isRead = true;
            using var trace = instruments.StartAnswer(Name);
            return Judged(await new Importer(engine, asked).RunAsync(files, null, ending.Token), http, asked);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new RefusedRequestException(
                isRead ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status408RequestTimeout, ApiError.Deadline(limits.UploadTimeMax, "uploadTimeMax"));
        }
    }

    // What is asked, and the name of the file that is the body.
    private (ImportOptions Asked, string? File) Read(HttpContext http)
    {
        var parameters = new QueryParameters(http.Request.Query, options);
        parameters.Expect(["mode", "file", "reason", "expectedRevision"]);
        var mode = parameters.Word("mode", [Preview, Apply]) ?? Preview;
        var (file, reason) = (parameters.One("file"), parameters.One("reason"));
        var expected = parameters.Revision("expectedRevision");
        if (reason is not null && !ChangeShape.IsReason(reason))
        {
            parameters.Add(ErrorCode.BadRequest, "reason", ChangeShape.ReasonExpected);
        }

        if (parameters.Faults.Count > 0)
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, parameters.Faults);
        }

        if (expected is { } seen && seen != engine.Current.Head.Revision)
        {
            throw Moved($"expected the revision of the graph, which is {engine.Current.Head.Revision}, found {seen}");
        }

        return (new() { Caller = http.Caller(), Reason = reason, ExpectedRevision = expected, IsTogether = true, IsDryRun = mode == Preview, Limits = limits }, file);
    }

    // Somebody may have written since it was read; and what nobody may do is noted.
    private ImportReport Judged(ImportReport report, HttpContext http, ImportOptions asked)
    {
        if (asked.ExpectedRevision is not null && report.Rejects.FirstOrDefault(r => r is { Code: ViolationCode.Conflict, Field: "expectedRevision" }) is { } moved)
        {
            throw Moved(moved.Reason);
        }

        if (report.Rejects.FirstOrDefault(r => r.Code == ViolationCode.Forbidden) is { } forbidden)
        {
            Log.RefusedChange(logger, http.Caller().Client, Name, forbidden.Field ?? "");
        }

        return report;
    }

    private static RefusedRequestException Moved(string message) => new(StatusCodes.Status409Conflict, new ApiError(ErrorCode.Conflict, message) { Facts = [new("path", "expectedRevision")] });
}
