using System.ComponentModel;

namespace Graph.Server.Telemetry;

/// <summary>What the server tells of its work: the section <c>Graph:Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The words for the protocols of a collector.</summary>
    private const string Http = "http", Grpc = "grpc";

    /// <summary>The address of an OpenTelemetry collector, such as http://127.0.0.1:4318, to which traces and metrics go; null = they go nowhere. Default null.</summary>
    [Description("The address of an OpenTelemetry collector, such as http://127.0.0.1:4318, to which traces and metrics go; absent = they go nowhere.")]
    public string? OtlpEndpoint { get; set; }

    /// <summary>How the collector is spoken to: http (protobuf over HTTP) or grpc. Default http.</summary>
    [Description("How the collector is spoken to: http (protobuf over HTTP) or grpc.")]
    public string OtlpProtocol { get; set; } = Http;

    /// <summary>Headers for the collector, as name=value separated by commas; a secret, and never logged. Default none.</summary>
    [Description("Headers for the collector, as name=value separated by commas; a secret, and never logged.")]
    public string? OtlpHeaders { get; set; }

    /// <summary>The share of requests that are traced, from 0 to 1. Default 1.</summary>
    [Description("The share of requests that are traced, from 0 to 1.")]
    public double TraceRatio { get; set; } = 1;

    /// <summary>The least level that is logged: debug (every request is a line), information or warning. Default information.</summary>
    [Description("The least level that is logged: debug (every request is a line), information or warning.")]
    public string LogLevel { get; set; } = "information";

    /// <summary>From which time on a request is logged though nothing is wrong with it. Default one second.</summary>
    [Description("From which time on a request is logged though nothing is wrong with it.")]
    public TimeSpan SlowRequestMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the collector is spoken to by gRPC.</summary>
    internal bool IsGrpc => OtlpProtocol == Grpc;

    /// <summary>Everything that is wrong with the section.</summary>
    internal IEnumerable<string> Faults()
    {
        if (OtlpEndpoint is not null && !(Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0))
        {
            yield return "Graph:Telemetry:OtlpEndpoint: expected an address such as http://127.0.0.1:4318, without a name and password, found another";
        }

        if (OtlpProtocol is not (Http or Grpc))
        {
            yield return $"Graph:Telemetry:OtlpProtocol: expected {Http} or {Grpc}, found '{OtlpProtocol}'";
        }

        if (OtlpHeaders?.Split(',').Any(h => h.IndexOf('=', StringComparison.Ordinal) < 1) == true)
        {
            yield return "Graph:Telemetry:OtlpHeaders: expected name=value, separated by commas, found another form";
        }

        if (!(TraceRatio is >= 0 and <= 1))
        {
            yield return FormattableString.Invariant($"Graph:Telemetry:TraceRatio: expected a number from 0 to 1, found {TraceRatio}");
        }

        if (LogLevel is not ("debug" or "information" or "warning"))
        {
            yield return $"Graph:Telemetry:LogLevel: expected debug, information or warning, found '{LogLevel}'";
        }
    }
}
