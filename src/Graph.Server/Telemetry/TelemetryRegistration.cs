using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Graph.Server.Telemetry;

/// <summary>Sends traces and metrics to a collector, where one is configured. A collector that does not answer costs no request anything.</summary>
internal static class TelemetryRegistration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options, string version)
    {
        if (options.OtlpEndpoint is null)
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("graph", serviceVersion: version))
            .WithTracing(tracing => tracing
                .AddSource(Instruments.Name)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                .SetSampler(Sampler(options.TraceRatio))
                .AddOtlpExporter(otlp => Address(otlp, options, "traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(Instruments.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime")
                .AddOtlpExporter(otlp => Address(otlp, options, "metrics")));
        return services;
    }

    // Whoever sends a traceparent decides how a request is called, not whether it is traced.
    private static ParentBasedSampler Sampler(double ratio)
    {
        var share = new TraceIdRatioBasedSampler(ratio);
        return new(share, remoteParentSampled: share, remoteParentNotSampled: share);
    }

    private static void Address(OtlpExporterOptions otlp, TelemetryOptions options, string signal)
    {
        otlp.Protocol = options.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new(options.IsGrpc ? options.OtlpEndpoint! : $"{options.OtlpEndpoint!.TrimEnd('/')}/v1/{signal}");
        otlp.Headers = options.OtlpHeaders;
    }
}
