using System.Net.Sockets;
using Graph.Engine.Log;
using Graph.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Graph.Server.Cli;

/// <summary>The exit codes of <c>graph</c>, and which failure gives which. A failure is one message on stderr after its code.</summary>
public static class ExitCodes
{
    /// <summary>It worked.</summary>
    public const int Success = 0;

    /// <summary>A fault of the program itself.</summary>
    public const int Internal = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Files were refused; nothing of them was written.</summary>
    public const int Rejected = 3;

    /// <summary>The store cannot be used: no access, in use, damaged, another format.</summary>
    public const int Store = 4;

    /// <summary>The log is not what was written.</summary>
    public const int BrokenLog = 5;

    /// <summary>The server cannot listen on an address.</summary>
    public const int Address = 6;

    /// <summary>The graph in Neo4j is not the one of its log.</summary>
    public const int Drift = 7;

    /// <summary>A pack is not what was written.</summary>
    public const int Pack = 8;

    /// <summary>A pack is whole, and could not be compared with the log that it is of.</summary>
    public const int NotCompared = 9;

    /// <summary>Stopped by the caller.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command; what goes wrong is one message on stderr, never a stack trace, unless it is a fault of ours.</summary>
    public static async Task<int> GuardAsync(TextWriter error, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (StartRefusedException e)
        {
            foreach (var fault in e.Faults)
            {
                await error.WriteLineAsync("CONFIGURATION: " + fault);
            }

            return Usage;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            await error.WriteLineAsync("NOT_FOUND: " + e.Message);
            return Usage;
        }
        catch (BrokenLogException e)
        {
            await error.WriteLineAsync("BROKEN_LOG: " + e.Message);
            return BrokenLog;
        }
        catch (StoreException e)
        {
            await error.WriteLineAsync("STORE: " + (e.InnerException is StoreException inner ? inner.Message : e.Message));
            return Store;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"ADDRESS_IN_USE: {e.Message} Stop the program that listens there, or choose another address with --urls.");
            return Address;
        }
        catch (SocketException e)
        {
            await error.WriteLineAsync($"ADDRESS_REFUSED: the system does not let this program listen there: {e.Message}. Choose another address with --urls.");
            return Address;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("INTERRUPTED: stopped before the end; what was accepted is kept.");
            return Interrupted;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync("INTERNAL: a fault of the program, please report it: " + e);
            return Internal;
        }
    }
}
