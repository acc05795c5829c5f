using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class ErrorHidingTests
{
    [Fact]
    public async Task A_fault_of_ours_is_internal_with_an_id_that_the_server_logged_and_no_text()
    {
        await using var api = await StartAsync(store: new FaultyStore(new InvalidOperationException("secret /var/path")));

        var (status, _, body) = await api.PostAsync("{ server { zone } log { totalCount } }");

        var error = body["errors"]![0]!;
        var id = (string)error["extensions"]!["correlationId"]!;
        Assert.Equal(200, status);
        Assert.Null(body["data"]);
        Assert.Equal($$$"""{"message":"Internal error {{{id}}}.","locations":[{"line":1,"column":19}],"path":["log"],"extensions":{"code":"INTERNAL","correlationId":"{{{id}}}"}}""", error.ToJsonString());
        Assert.Contains(api.Logs.Lines, l => l.Contains(id, StringComparison.Ordinal) && l.Contains("secret /var/path", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", body.ToJsonString());
    }

    [Theory]
    [InlineData(true, "The store did not answer; the same request may succeed later.")]
    [InlineData(false, "The store failed; nothing more is written until it is opened again.")]
    public async Task A_store_that_fails_is_unavailable_without_its_text(bool isTransient, string message)
    {
        await using var api = await StartAsync(store: new FaultyStore(new StoreException("secret /var/path", isTransient)));

        Assert.Equal(("UNAVAILABLE", """["log"]""", message), await api.FailAsync("{ log { totalCount } }") is var (code, path, text, _) ? (code, path, text) : default);
    }

    // Opens well, because nothing is read of an empty log, and fails whenever its log is read.
    private sealed class FaultyStore(Exception fault) : ILogStore
    {
        public string Name => "faulty";

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => Task.FromResult(LogHead.Empty);

        public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.FromException(fault);
            yield break;
        }

        public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken) => throw fault;

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PersonalValue>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
