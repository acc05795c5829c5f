using System.Diagnostics;
using Graph.Server.Hosting;

namespace Graph.Bench.Measuring;

/// <summary>The program as an operator starts it, compiling included, until it has printed its address.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public bool IsAlive => !process.HasExited;

    /// <summary>What lies in memory of the process now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The processor time of the process so far.</summary>
    public TimeSpan Processor => process.TotalProcessorTime;

    public static async Task<ServerProcess> StartAsync(string database)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(GraphHost).Assembly.Location, "serve", "--database", database, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
        }
        while (line is not null && !line.TrimStart().StartsWith("GraphQL ", StringComparison.Ordinal));

        if (line is null)
        {
            throw new InvalidOperationException("The server ended before it had an address.");
        }

        // What it says later must not fill the pipe.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return new(process, new(new Uri(line.Split(' ')[^1]), "/"));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
