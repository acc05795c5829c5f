using System.Net;
using Graph.Engine.Writing;
using Graph.Server.Identity;
using Graph.Server.Transport;

namespace Graph.Server.Hosting;

/// <summary>Reads what the operator configured and checks all of it before anything starts.</summary>
public static class ServerConfiguration
{
    private const string Section = "Graph";

    /// <summary>The sources, the later ones winning: the program's folder, the current folder, the environment, the command line.</summary>
    /// <exception cref="StartRefusedException">A file cannot be read.</exception>
    public static IConfigurationRoot Sources(IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(commandLine)
                .Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException)
        {
            throw new StartRefusedException([$"expected appsettings.json to be readable: {e.Message}{(e.InnerException is { } inner ? " " + inner.Message : "")}"]);
        }
    }

    /// <summary>The options.</summary>
    /// <param name="configuration">The sources.</param>
    /// <param name="listens">Whether the addresses are to be listened on: else they are not judged, for the first token is made where the server could not start yet.</param>
    /// <exception cref="StartRefusedException">Something is wrong; all faults are listed.</exception>
    public static ServerOptions Read(IConfiguration configuration, bool listens = true)
    {
        var options = new ServerOptions();
        var unreadable = UnreadableSettings.Find(configuration.GetSection(Section), typeof(ServerOptions));
        Readable(configuration, unreadable.Keys).Bind(options);
        var faults = unreadable.Select(u => $"{u.Key}: {u.Value}").ToList();
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            faults.Add("expected no section Kestrel:Endpoints; name the addresses in Graph:Urls");
        }

        if (string.IsNullOrWhiteSpace(options.Database))
        {
            faults.Add("Graph:Database: expected the path of a file, found nothing");
        }

        faults.AddRange(StoreOpening.Faults(options));
        if (options.LogFormat is not ("text" or "json"))
        {
            faults.Add($"Graph:LogFormat: expected text or json, found '{options.LogFormat}'");
        }

        if (options.StopTimeMax <= TimeSpan.Zero || options.StopTimeMax > TimeSpan.FromHours(1))
        {
            faults.Add($"Graph:StopTimeMax: expected a time of at most an hour such as 00:00:30, found {options.StopTimeMax}");
        }

        if (options.Addresses.Count == 0)
        {
            faults.Add("Graph:Urls: expected an address such as http://127.0.0.1:5080, found nothing");
        }

        faults.AddRange(options.Addresses.Where(_ => listens).Select(address => FaultInAddress(address, options)).OfType<string>());
        faults.AddRange(options.Identity.Faults());
        faults.AddRange(options.Telemetry.Faults());
        faults.AddRange(FaultsInLimits(options));
        faults.AddRange(PersistedOperations.Load(options.Api).Faults);
        faults.AddRange(options.Api.Origins.Where(o => !IsOrigin(o)).Select(o => $"Graph:Api:Origins: expected an origin such as https://grc.example.org, found '{o}'"));
        try
        {
            _ = new Calendar(options.Engine.TimeZone, TimeProvider.System);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException)
        {
            faults.Add($"Graph:Engine:TimeZone: expected an IANA name such as Europe/Helsinki, found '{options.Engine.TimeZone}'");
        }

        return faults.Count == 0 ? options : throw new StartRefusedException(faults);
    }

    /// <summary>Whether the server knows who asks: by an issuer, or because API tokens have ever been made.</summary>
    public static bool IdentifiesCallers(ServerOptions options) =>
        options.Identity.HasIssuer || (!string.IsNullOrWhiteSpace(options.Database) && new TokenFile(options.Database).Exists);

    /// <summary>The names by which the server may be called: those of this machine, and where callers are identified those of its addresses and those configured.</summary>
    public static IEnumerable<string> HostNames(ServerOptions options) =>
        ((string[])["localhost", "127.0.0.1", "[::1]"])
            .Concat(!IdentifiesCallers(options) ? [] : options.Identity.Names.Concat(options.Addresses.Select(Host).OfType<string>().Where(h => !IsEveryAddress(h))))
            .Distinct(StringComparer.OrdinalIgnoreCase);

    // What cannot be read keeps its default, so that all other settings are judged as well.
    private static IConfigurationSection Readable(IConfiguration configuration, IEnumerable<string> unreadable)
    {
        var paths = unreadable.ToList();
        return new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.GetSection(Section).AsEnumerable().Where(s => !paths.Exists(p => IsWithin(s.Key, p))))
            .Build().GetSection(Section);
    }

    private static bool IsWithin(string path, string outer) =>
        path.StartsWith(outer, StringComparison.OrdinalIgnoreCase) && (path.Length == outer.Length || path[outer.Length] == ':');

    private static string? FaultInAddress(string address, ServerOptions options)
    {
        if (!address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return $"Graph:Urls: expected an address that begins with http://, found '{address}'";
        }

        return Parse(address) is not { } uri || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0
            ? $"Graph:Urls: expected an address such as http://127.0.0.1:5080, found '{address}'"
            : !IsLoopback(uri) && !IdentifiesCallers(options) ? NotLoopback(address, options)
            : !IsLoopback(uri) && IsEveryAddress(uri.Host) && options.Identity.Names.Count == 0
                ? $"Graph:Identity:HostNames: expected the names by which others reach the server, such as graph.example.org, found nothing; '{address}' is every address of this machine and names none"
            : uri is { Port: 0, HostNameType: UriHostNameType.Dns } ? $"Graph:Urls: expected a number for the port, found '{address}'; where the system is to choose one, write http://127.0.0.1:0"
            : null;
    }

    // Kestrel reads * and + as every address of the machine; to Uri they are no host at all.
    private static Uri? Parse(string address)
    {
        var readable = address.Replace("//*", "//any.invalid", StringComparison.Ordinal).Replace("//+", "//any.invalid", StringComparison.Ordinal);
        return Uri.TryCreate(readable, UriKind.Absolute, out var uri) ? uri : null;
    }

    // Kestrel listens on every address for any name but localhost; Uri reads "loopback" as localhost, so what was written counts.
    private static bool IsLoopback(Uri uri) =>
        (uri.Host == "localhost" && uri.OriginalString.StartsWith("http://localhost", StringComparison.OrdinalIgnoreCase)) || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    private static string? Host(string address) => Parse(address)?.Host;

    private static bool IsEveryAddress(string host) => host is "any.invalid" or "0.0.0.0" or "[::]";

    // Nobody is asked who they are, so nobody else may reach the server.
    private static string NotLoopback(string address, ServerOptions options) =>
        $"Graph:Urls: expected a loopback address such as http://127.0.0.1:5080, found '{address}'. Without API tokens or an identity provider the server does not know who asks and is not to be reached by others. " +
        $"Make a token (graph token create --name me --role Administrator --database {options.Database}), or configure Graph:Identity:Oidc:Authority and Audience, or Graph:Identity:Entra:TenantId and ClientId";

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0;

    private static IEnumerable<string> FaultsInLimits(ServerOptions options) =>
        from section in new (string Name, object Limits)[] { ("Engine", options.Engine), ("Import", options.Import), ("Api", options.Api), ("Identity", options.Identity), ("Telemetry", options.Telemetry), ("Neo4j", options.Neo4j), ("Batch", options.Batch) }
        from property in section.Limits.GetType().GetProperties()
        where property.CanWrite
        let fault = property.GetValue(section.Limits) switch
        {
            int and < 1 or long and < 1 => $"expected a number from 1, found {property.GetValue(section.Limits)}",
            TimeSpan time when time <= TimeSpan.Zero || time.TotalMilliseconds > int.MaxValue => $"expected a time such as 00:00:10, found {time}",
            _ => null,
        }
        where fault is not null
        select $"Graph:{section.Name}:{property.Name}: {fault}";
}
