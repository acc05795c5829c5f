using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>A distribution of Neo4j that runs over a folder of its own, on free ports of this machine, with a password that nobody has typed.</summary>
internal sealed class DistributionProcess : IDisposable
{
    // It lives for a minute or two: a compiler that is quick to begin is worth more than code that is quick in the end, its own classes need no proof that they are sound,
    // and with two processors for all that runs at once a collector that works beside it only gets in the way.
    private const string BriefLife = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    // Java keeps the classes that a first server read for those after it, which then begin in half the time. An archive that is not there or fits no more is passed over by Java itself.
    private static readonly string Classes = Path.Combine(AppContext.BaseDirectory, "neo4j-classes.jsa");
    private static readonly SemaphoreSlim OneReader = new(1, 1);

    private readonly string home;
    private readonly string javaOptions;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("graph-neo4j-");
    private readonly int port = FreePort();
    private Process? process;

    private DistributionProcess(string home, string javaOptions)
    {
        this.home = home;
        this.javaOptions = javaOptions;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    public string Address => $"http://neo4j@127.0.0.1:{port}/neo4j";

    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Starts one that lives for a minute or two.</summary>
    public static async Task<DistributionProcess> StartBriefAsync(string home)
    {
        await OneReader.WaitAsync();
        try
        {
            if (!File.Exists(Classes))
            {
                using var first = await StartNewAsync(home, $"{BriefLife} -XX:ArchiveClassesAtExit={Classes}.part");
                await first.PlanAsync();
                await first.EndAsync();
                if (File.Exists(Classes + ".part"))
                {
                    File.Move(Classes + ".part", Classes);
                }
            }
        }
        finally
        {
            OneReader.Release();
        }

        return await StartNewAsync(home, $"{BriefLife} -XX:SharedArchiveFile={Classes}");
    }

    public static async Task<DistributionProcess> StartNewAsync(string home, string javaOptions)
    {
        var neo4j = new DistributionProcess(home, javaOptions);
        Directory.CreateDirectory(neo4j.Folder("conf"));
        await File.WriteAllTextAsync(Path.Combine(neo4j.Folder("conf"), "neo4j.conf"), $"""
            server.default_listen_address=127.0.0.1
            server.http.listen_address=127.0.0.1:{neo4j.port}
            server.bolt.listen_address=127.0.0.1:{FreePort()}
            server.https.enabled=false
            server.directories.data={neo4j.Folder("data")}
            server.directories.logs={neo4j.Folder("logs")}
            server.directories.run={neo4j.Folder("run")}
            server.memory.pagecache.size=64m
            server.threads.worker_count=32
            dbms.usage_report.enabled=false
            db.tx_log.preallocate=false
            db.tx_log.rotation.retention_policy=2 files
            db.transaction.timeout=10m
            dbms.cypher.min_replan_interval=1h

            """);
        await neo4j.SetPasswordAsync();
        await neo4j.StartAsync();
        return neo4j;
    }

    /// <summary>Starts it, also after it was killed, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        process = Process.Start(Program("neo4j", "console"))!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        await UntilAsync(async limit =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), limit);
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                return false;   // Nothing listens yet.
            }
        });
    }

    /// <summary>Ends it at once, as a power cut ends a program: with SIGKILL.</summary>
    public void Kill()
    {
        process?.Kill(entireProcessTree: true);
        process?.WaitForExit();
        process = null;
    }

    public void Dispose()
    {
        Kill();
        folder.Delete(recursive: true);
    }

    private static async Task UntilAsync(Func<CancellationToken, Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await holds(limit.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    // Has it read what it needs to write and to answer, statements of several shapes among it. Its web server answers before its database does.
    private async Task PlanAsync()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"neo4j:{Password}")));
        foreach (var statement in (string[])[
            "CREATE CONSTRAINT one IF NOT EXISTS FOR (n:One) REQUIRE n.key IS UNIQUE",
            "UNWIND range(1, 5) AS i MERGE (n:One {key: i}) SET n.title = 'T' + i MERGE (m:Two {key: i}) MERGE (n)-[r:LEADS_TO {weight: i}]->(m) RETURN count(*)",
            "MATCH (n:One)-[r:LEADS_TO]->(m) WHERE n.key > 2 AND EXISTS { (m)<-[:LEADS_TO]-(:One) } WITH n, collect(m.key) AS keys ORDER BY n.key LIMIT 2 RETURN n.key, keys, COUNT { (n)--() }",
            "MATCH p = (n:One {key: 1})-[:LEADS_TO*1..3]-(m) OPTIONAL MATCH (m)-[r]-(o) RETURN [x IN nodes(p) | labels(x)], type(r), properties(o), date().year",
            "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2 ROWS"])
        {
            await UntilAsync(async limit => (await client.PostAsJsonAsync(new Uri($"http://127.0.0.1:{port}/db/neo4j/query/v2"), new { statement }, limit)).IsSuccessStatusCode);
        }
    }

    // As its operator ends it: it closes its database and says what classes it has read.
    private async Task EndAsync()
    {
        using var terminate = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        process = null;
    }

    private async Task SetPasswordAsync()
    {
        using var admin = Process.Start(Program("neo4j-admin", "dbms", "set-initial-password", Password))!;
        var said = await admin.StandardError.ReadToEndAsync();
        await admin.WaitForExitAsync();
        if (admin.ExitCode != 0)
        {
            throw new InvalidOperationException($"neo4j-admin ended with {admin.ExitCode}: {said}");
        }
    }

    private ProcessStartInfo Program(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(home, "bin", name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NEO4J_CONF"] = Folder("conf");
        start.Environment["NEO4J_HOME"] = home;
        start.Environment["NEO4J_JAVA_OPTS"] = javaOptions;
        return start;
    }

    private string Folder(string name) => Path.Combine(folder.FullName, name);

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
