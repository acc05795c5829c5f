using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Export.Diagrams;
using Graph.Server.Export.Documents;
using Graph.Server.Export.Packs;
using Graph.Server.Export.Reports;
using Graph.Server.Identity;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using Graph.Server.Transport;
using GraphQL;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Export;

/// <summary>
/// Flat exports over HTTP (GET and HEAD):
/// <list type="number">
/// <item>agree on the format; <item>read all parameters and open the view;</item></item>
/// <item>answer 304 where the caller has this already, before anything is computed;</item>
/// <item>wait for a turn, count the rows, and refuse too many;</item>
/// <item>make and send rows as fast as they are read, until the server stops.</item>
/// </list>
/// What goes wrong before the first piece is sent is answered with a code. After it the connection is cut, so that nobody takes a
/// part for the whole.
/// </summary>
internal sealed class ExportEndpoint(
    GraphEngine engine, History history, ViewCache views, ApiOptions options, HeavyLimiter heavy, PieceTurns turns, SendingEnd stop, Instruments instruments, IGraphQLTextSerializer serializer, ILogger<ExportEndpoint> logger)
{
    private const string ReportPlace = "monthly-report/";
    private const string ReportEnding = ".html";
    private const string PackPlace = "evidence-pack/";
    private const string PackEnding = ".zip";

    private readonly Exports exports = new(engine.Model, options);
    private readonly DiagramExports diagrams = new(engine.Model, options);

    public async Task HandleAsync(HttpContext http, string name)
    {
        http.Response.Headers.Vary = "Accept, Authorization";
        http.Response.Headers.CacheControl = "private, no-cache";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var time = new ComputingTime(name.StartsWith(PackPlace, StringComparison.Ordinal) ? options.PackTimeMax : options.TimeMax, ending, TimeProvider.System);
        try
        {
            await AnswerAsync(http, name, time, ending);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e) when (http.Response.HasStarted)
        {
            if (e is OperationCanceledException && stop.HasBegun)
            {
                EndpointLog.Stopped(logger, (long)options.StopSendTimeMax.TotalMilliseconds);
            }
            else if (e is not OperationCanceledException)
            {
                ExportLog.Cut(logger, name, e);
            }

            http.Abort();
        }
        catch (RefusedRequestException refused)
        {
            await RefuseAsync(http, refused.Status, refused.Errors);
        }
        catch (Exception e)
        {
            var error = e is OperationCanceledException
                ? ApiError.Deadline(name.StartsWith(PackPlace, StringComparison.Ordinal) ? options.PackTimeMax : options.TimeMax)
                : ErrorMapping.Of(e) ?? Unhandled(name, e);
            await RefuseAsync(http, Status(error), [error]);
        }
    }

    private async Task AnswerAsync(HttpContext http, string name, ComputingTime time, CancellationTokenSource ending)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected GET or HEAD"));
        }

        if (name.StartsWith(PackPlace, StringComparison.Ordinal))
        {
            await AnswerPackAsync(http, name[PackPlace.Length..], time, ending);
            return;
        }

        if (name.StartsWith(PrintedDocuments.Place, StringComparison.Ordinal))
        {
            await AnswerDocumentAsync(http, name[PrintedDocuments.Place.Length..], time, ending);
            return;
        }

        if (name.StartsWith(ReportPlace, StringComparison.Ordinal))
        {
            await AnswerReportAsync(http, name[ReportPlace.Length..], time, ending);
            return;
        }

        var asked = diagrams.Find(name) ?? Find(name, http.Request);
        var parameters = new QueryParameters(http.Request.Query, options);
        using var request = new RequestContext(engine, history, views, options, http.Caller(), ending);
        Func<ViewScope, CountedRows> rows;
        ViewScope? scope;
        using (time.Run())
        {
            parameters.Expect([.. QueryParameters.OfView, .. asked.Parameters]);
            scope = await OpenAsync(parameters, request);
            rows = asked.Ask(parameters, scope);
            if (scope is null || parameters.Faults.Count > 0)
            {
                throw new RefusedRequestException(Status(parameters.Faults[0]), parameters.Faults);
            }
        }

        var view = scope.View;
        var headers = http.Response.Headers;
        if (IsKnown(http, scope, Tag(asked.Name, asked.Extension, scope, parameters)))
        {
            return;
        }

        // To count works out every cell; to send is done at the pace of the reader, who must not keep others waiting.
        CountedRows counted;
        using (await heavy.EnterAsync(ending.Token))
        using (time.Run())
        using (instruments.StartAnswer(asked.Measured))
        {
            counted = rows(scope);
            time.Check();
        }

        if (counted.Count > options.ExportRowCountMax)
        {
            throw ApiError.Limit("exportRowCountMax", options.ExportRowCountMax, counted.Count, "rows in an export; ask for fewer systems, or for one framework");
        }

        headers.ContentType = asked.ContentType;
        headers.ContentDisposition = $"attachment; filename=\"{asked.FileName}-{view.On:yyyy-MM-dd}-r{view.Snapshot.Head.Revision}.{asked.Extension}\"";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        using var form = asked.Form();
        using var sending = stop.Begin(http.RequestAborted);
        await new RowStream(form, time, turns).WriteAsync(counted.Rows, http.Response.BodyWriter, sending.Token);
    }

    // A pack is made in a turn of its own and sent from a file while it grows: whoever reads slowly holds the file and no place. One that is cut off lacks its end, without which no ZIP file opens.
    private async Task AnswerPackAsync(HttpContext http, string name, ComputingTime time, CancellationTokenSource ending)
    {
        if (!name.EndsWith(PackEnding, StringComparison.Ordinal))
        {
            throw new RefusedRequestException(StatusCodes.Status404NotFound, [ApiError.NotFound($"expected {PackPlace} and the key of an AiSystem or '{PackHead.Organisation}', and {PackEnding} after it, found '{Text.Short(name)}'")]);
        }

        var of = name[..^PackEnding.Length];
        var parameters = new QueryParameters(http.Request.Query, options);
        using var request = new RequestContext(engine, history, views, options, http.Caller(), ending);
        ViewScope? scope;
        EvidencePack pack;
        using (time.Run())
        {
            parameters.Expect(QueryParameters.OfView);
            scope = await OpenAsync(parameters, request);
            if (scope is null || parameters.Faults.Count > 0)
            {
                throw new RefusedRequestException(Status(parameters.Faults[0]), parameters.Faults);
            }

            pack = new EvidencePack(scope, of == PackHead.Organisation ? null : scope.Find(of, "name", AiSystemKind.Kind.Name));
        }

        if (IsKnown(http, scope, Tag(PackPlace + of, PackEnding, scope, parameters)))
        {
            return;
        }

        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{pack.Name}{PackEnding}\"";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        var turn = await heavy.EnterAsync(ending.Token);
        await using var spool = new Spool();
        var making = MakeAsync();
        try
        {
            using var sending = stop.Begin(http.RequestAborted);
            await spool.SendAsync(http.Response.Body, sending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await making;
        }

        async Task MakeAsync()
        {
            using (turn)
            using (time.Run())
            using (instruments.StartAnswer(PackPlace))
            {
                try
                {
                    // The maker does not wait for the reader, nor the reader for the maker.
                    await Task.Run(() => pack.WriteAsync(spool, ending.Token), ending.Token);
                    spool.Complete();
                }
                catch (Exception e)
                {
                    spool.Complete(e);
                }
            }
        }
    }

    private async Task AnswerReportAsync(HttpContext http, string name, ComputingTime time, CancellationTokenSource ending)
    {
        // A report is one page: without an ending it is the same one.
        if (!DateOnly.TryParseExact(name.EndsWith(ReportEnding, StringComparison.Ordinal) ? name[..^ReportEnding.Length] : name, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            throw new RefusedRequestException(StatusCodes.Status404NotFound, [ApiError.NotFound($"expected {ReportPlace} and a month such as 2026-10, with {ReportEnding} or nothing after it, found '{Text.Short(name)}'")]);
        }

        using var request = new RequestContext(engine, history, views, options, http.Caller(), ending);
        using var running = time.Run();
        var parameters = new QueryParameters(http.Request.Query, options);
        parameters.Expect([]);
        if (month > request.Today)
        {
            parameters.Add(ErrorCode.BadRequest, "month", $"expected a month that has begun, found {month:yyyy-MM}");
        }

        if (parameters.Faults.Count > 0)
        {
            throw new RefusedRequestException(Status(parameters.Faults[0]), parameters.Faults);
        }

        var last = month.AddMonths(1).AddDays(-1);
        var end = await request.OpenAsync(ViewAsked.Now with { On = last < request.Today ? last : null }, ending.Token);
        if (IsKnown(http, end, Tag(ReportPlace + name, ReportEnding, end, parameters)))
        {
            return;
        }

        var before = month == DateOnly.MinValue ? null : await ThenAsync(request, ViewAsked.Now with { On = month.AddDays(-1) }, ending.Token);
        string report;
        using (await heavy.EnterAsync(ending.Token))
        using (instruments.StartAnswer(ReportPlace))
        {
            report = new MonthlyReport(month, end, before).Print();
        }

        await WritePageAsync(http, report, ending.Token);
    }

    private async Task AnswerDocumentAsync(HttpContext http, string name, ComputingTime time, CancellationTokenSource ending)
    {
        if (!name.EndsWith(ReportEnding, StringComparison.Ordinal))
        {
            throw new RefusedRequestException(StatusCodes.Status404NotFound, [ApiError.NotFound($"expected {PrintedDocuments.Place}, the name of a document and {ReportEnding} after it, found '{Text.Short(name)}'")]);
        }

        var of = name[..^ReportEnding.Length];
        var parameters = new QueryParameters(http.Request.Query, options);
        using var request = new RequestContext(engine, history, views, options, http.Caller(), ending);
        using var running = time.Run();
        parameters.Expect(QueryParameters.OfView);
        var scope = await OpenAsync(parameters, request);
        if (scope is null || parameters.Faults.Count > 0)
        {
            throw new RefusedRequestException(Status(parameters.Faults[0]), parameters.Faults);
        }

        var print = PrintedDocuments.Find(scope, of);
        if (IsKnown(http, scope, Tag(PrintedDocuments.Place + of, ReportEnding, scope, parameters)))
        {
            return;
        }

        var then = PrintedDocuments.HeldAt(scope, of) is { } held ? await ThenAsync(request, held, ending.Token) : null;
        var before = PrintedDocuments.HeldBefore(scope, then ?? scope, of) is { } last ? await ThenAsync(request, last, ending.Token) : null;
        string page;
        using (await heavy.EnterAsync(ending.Token))
        using (instruments.StartAnswer(PrintedDocuments.Place))
        {
            page = print(then, before);
        }

        await WritePageAsync(http, page, ending.Token);
    }

    private static async Task WritePageAsync(HttpContext http, string page, CancellationToken cancellationToken)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.WriteAsync(page, cancellationToken);
        }
    }

    // Before the first change nothing was known, which is no fault of whoever asks for the first month or the first review.
    private static async Task<ViewScope?> ThenAsync(RequestContext request, ViewAsked then, CancellationToken cancellationToken)
    {
        try
        {
            return await request.OpenAsync(then, cancellationToken);
        }
        catch (InvalidViewException)
        {
            return null;
        }
    }

    private AskedExport Find(string name, HttpRequest request)
    {
        var dot = name.LastIndexOf('.');
        var export = exports.All.FirstOrDefault(e => e.Name == (dot < 0 ? name : name[..dot]));
        var format = dot < 0 ? ExportFormat.Choose(request.Headers.Accept) : ExportFormat.All.FirstOrDefault(f => f.Extension == name[(dot + 1)..]);
        if (export is null || (format is null && dot >= 0))
        {
            throw new RefusedRequestException(StatusCodes.Status404NotFound, [ApiError.NotFound(
                $"expected one of the exports {string.Join(", ", exports.All.Select(e => e.Name).Where(n => !n.StartsWith(Registers.Place, StringComparison.Ordinal)))}, {Registers.Place} and the list of a kind, such as {Registers.Place}ai-systems, and {string.Join(", ", ExportFormat.All.Select(f => "." + f.Extension))} or nothing after it; {DiagramExports.Known}; {PackPlace} and the key of an AiSystem or '{PackHead.Organisation}', and {PackEnding} after it; {PrintedDocuments.Place} and the name of a document, and {ReportEnding} after it; {ReportPlace} and a month such as 2026-10; found '{Text.Short(name)}'")]);
        }

        return AskedExport.Of(export, format ?? throw new RefusedRequestException(
            StatusCodes.Status406NotAcceptable, [ApiError.BadRequest($"expected {string.Join(" or ", ExportFormat.All.Select(f => f.MediaType))} in Accept, found '{Text.Short(request.Headers.Accept.ToString())}'")]));
    }

    private async Task<ViewScope?> OpenAsync(QueryParameters parameters, RequestContext request)
    {
        var asked = parameters.View();
        if (parameters.Input("assume", exports.Assume) is System.Collections.ICollection changes)
        {
            if (changes.Count > options.AssumeCountMax)
            {
                throw ApiError.Limit("assumeCountMax", options.AssumeCountMax, changes.Count, "changes in 'assume'");
            }

            asked = asked with { Assume = ViewTypes.Assumed(changes, "assume", request) };
        }

        foreach (var set in asked.MappingSets ?? [])
        {
            if (request.Current.Document(set)?.Kind.Name != "MappingSet")
            {
                parameters.Add(ErrorCode.NotFound, "mappingSets", $"expected the key of a MappingSet in 'mappingSets', found '{Text.Short(set)}'");
            }
        }

        if (parameters.Faults.Count > 0)
        {
            return null;
        }

        try
        {
            return await request.OpenAsync(asked, request.CancellationToken);
        }
        catch (InvalidViewException wrong)
        {
            parameters.Add(ErrorCode.BadRequest, "asOf", $"'asOf': {wrong.Message}");
            return null;
        }
    }

    // Equal tags mean equal bytes. The hash of the log tells graphs of the same revision apart; a name that was erased is shown no more in any view, however old.
    private string Tag(string name, string extension, ViewScope scope, QueryParameters parameters)
    {
        var text = string.Join('\n', Exports.Form, Method.Version, name, extension, scope.View.Snapshot.Head.Hash, scope.Stamp, engine.Personal.ErasedCount, parameters.Canon);
        return $"\"{scope.View.Snapshot.Head.Revision}-{scope.View.On:yyyy-MM-dd}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}\"";
    }

    // Says of what the answer is, and whether the caller has it already. If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have weakened the tag.
    private static bool IsKnown(HttpContext http, ViewScope scope, string tag)
    {
        var headers = http.Response.Headers;
        headers.ETag = tag;
        headers["Graph-Revision"] = scope.View.Snapshot.Head.Revision.ToString(CultureInfo.InvariantCulture);
        headers["Graph-Day"] = scope.View.On.ToString("O", CultureInfo.InvariantCulture);
        var known = EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var tags)
            && tags.Any(t => t.Tag == "*" || t.Compare(new(tag), useStrongComparison: false));
        if (known)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        }

        return known;
    }

    private static int Status(ApiError error) => error.ErrorCode == ErrorCode.NotFound ? StatusCodes.Status404NotFound : ErrorMapping.Status(error.ErrorCode);

    private ApiError Unhandled(string name, Exception exception)
    {
        var id = Correlation.Id;
        ExportLog.Unhandled(logger, id, name, exception);
        return ErrorMapping.Internal(id, exception);
    }

    private async Task RefuseAsync(HttpContext http, int status, IReadOnlyList<ApiError> errors)
    {
        var headers = http.Response.Headers;
        headers.Remove(HeaderNames.ETag);
        headers.Remove(HeaderNames.ContentDisposition);
        headers.CacheControl = "no-store";
        headers.ContentType = "application/json; charset=utf-8";
        http.Response.StatusCode = status;
        CodedErrors.RetryAfter(http.Response, errors[0]);
        await serializer.WriteAsync(http.Response.Body, new ExecutionResult { Errors = [.. errors] }, http.RequestAborted);
    }
}

/// <summary>What the exports log.</summary>
internal static partial class ExportLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "Internal error {CorrelationId} in the export {Name}")]
    public static partial void Unhandled(ILogger logger, string correlationId, string name, Exception exception);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "The export {Name} was cut in the middle")]
    public static partial void Cut(ILogger logger, string name, Exception exception);
}
