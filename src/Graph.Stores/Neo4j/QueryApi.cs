using System.Net.Http.Headers;
using System.Text;
using Graph.Engine.Log;
using Polly;

namespace Graph.Stores.Neo4j;

/// <summary>
/// Runs statements over Neo4j's HTTP Query API v2, each in a transaction of its own. Every statement of the store may be sent twice,
/// so one that Neo4j could not take just now, or whose answer was lost, is tried again a bounded number of times.
/// </summary>
internal sealed class QueryApi : IDisposable
{
    private static readonly Dictionary<string, object?> NoParameters = [];

    private readonly Neo4jAddress address;
    private readonly Neo4jOptions options;
    private readonly HttpClient client;
    private readonly ResiliencePipeline retrying;
    private readonly Uri queryUri;
    private readonly AuthenticationHeaderValue? credentials;

    public QueryApi(Neo4jAddress address, Neo4jOptions options)
    {
        this.address = address;
        this.options = options;
        queryUri = new(address.Server, $"db/{Uri.EscapeDataString(address.Database)}/query/v2");
        client = new(new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeMax,
            MaxConnectionsPerServer = options.ConnectionCountMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),     // Neo4j closes a connection after 30.
            AllowAutoRedirect = false,                                  // A password is for the server that was named.
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,                         // Each try has its own.
        };
        client.DefaultRequestHeaders.ExpectContinue = false;            // Older patches take a body that is not there yet for none.
        credentials = address.User is { } user ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.ReadPassword().Password}"))) : null;
        retrying = new ResiliencePipelineBuilder().AddRetry(new()
        {
            ShouldHandle = new PredicateBuilder().Handle<NoAnswerException>().Handle<QueryRefusedException>(e => e.IsTransient),
            MaxRetryAttempts = options.RetryCountMax,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            MaxDelay = options.RetryDelayMax,
        }).Build();
    }

    /// <summary>Runs a statement that needs no parameters.</summary>
    public Task<QueryResult> RunAsync(string statement, CancellationToken cancellationToken) => RunAsync(statement, NoParameters, cancellationToken);

    /// <summary>Runs a statement.</summary>
    /// <exception cref="StoreException">
    /// Neo4j refuses the statement, and nothing of it took effect: the inner exception says why. Or it gave no answer although it was
    /// asked again, and the outcome is unknown.
    /// </exception>
    public async Task<QueryResult> RunAsync(string statement, IReadOnlyDictionary<string, object?> parameters, CancellationToken cancellationToken)
    {
        var body = QueryRequest.Write(statement, parameters);
        var mayHaveHappened = false;
        var result = await RetryAsync(
            async token =>
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, queryUri) { Content = new ReadOnlyMemoryContent(body) };
                    request.Content.Headers.ContentType = new(QueryRequest.MediaType);
                    request.Headers.Accept.Add(new(QueryRequest.MediaType));
                    request.Headers.Authorization = credentials;
                    var (status, answer) = await SendAsync(request, token);
                    return QueryResult.Read(status, answer);
                }
                catch (NoAnswerException e)
                {
                    mayHaveHappened |= e.MayHaveHappened;
                    throw;
                }
            },
            cancellationToken);
        return result with { MayHaveHappenedBefore = mayHaveHappened };
    }

    /// <summary>What the server tells of itself to anybody; null where that is no Neo4j.</summary>
    /// <exception cref="StoreException">Nothing answers at the address.</exception>
    public Task<string?> VersionAsync(CancellationToken cancellationToken) => RetryAsync(AskVersionAsync, cancellationToken);

    /// <summary>Asks once whether anything answers at the address; gives why nothing does, and null where something does.</summary>
    public async Task<string?> WhyNoAnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskVersionAsync(cancellationToken);
            return null;
        }
        catch (NoAnswerException e)
        {
            return e.Message;
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<string?> AskVersionAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Server);
        request.Headers.Accept.Add(new("application/json"));
        return QueryResult.Version((await SendAsync(request, cancellationToken)).Body);
    }

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await retrying.ExecuteAsync(async token => await run(token), cancellationToken);
        }
        catch (NoAnswerException e)
        {
            throw new StoreException(
                $"Neo4j at {address} gave no answer, {options.RetryCountMax + 1} times (Graph:Neo4j:RetryCountMax): {e.Message}. Whether a change that was being written is kept is known when Neo4j answers again.", isTransient: true, e);
        }
        catch (QueryRefusedException e)
        {
            throw QueryErrors.Explain(e, address);
        }
    }

    private async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(options.RequestTimeMax);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, timed.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(timed.Token));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw timed.IsCancellationRequested
                ? new NoAnswerException($"nothing came within {options.RequestTimeMax.TotalSeconds:0.###} seconds (Graph:Neo4j:RequestTimeMax)", mayHaveHappened: true, e)
                : new NoAnswerException($"no connection was made within {options.ConnectTimeMax.TotalSeconds:0.###} seconds (Graph:Neo4j:ConnectTimeMax)", mayHaveHappened: false, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var neverSent = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
            throw new NoAnswerException(e.Message, mayHaveHappened: !neverSent, e);
        }
    }
}
