using System.Threading.RateLimiting;
using Graph.Server.Api;
using Graph.Server.Identity;
using Graph.Server.Transport;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Protection;

/// <summary>Puts around the API what it must not be exposed without. Built of the framework's own parts.</summary>
internal static class ProtectionRegistration
{
    // What a slow connection may be late by, before its rate is judged.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddProtection(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton<ConnectionLimiter>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ClientLimiter>((limiter, clients) =>
        {
            limiter.GlobalLimiter = clients.Buckets;
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (rejected, _) =>
            {
                var after = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
                await CodedErrors.WriteAsync(rejected.HttpContext, clients.Refusal(rejected.HttpContext, after));
            };
        });
        services.Configure<HstsOptions>(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        if (options.Origins.Count > 0)
        {
            services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. options.Origins])
                .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
                .WithHeaders(HeaderNames.Accept, HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfNoneMatch, CallerHandler.ActorHeader, SeenRevision.Header)
                .WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.ContentDisposition, "Graph-Revision", "Graph-Day")
                .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        }

        return services;
    }

    /// <summary>What goes around everything: headers, and answers to whatever fails.</summary>
    public static void UseProtection(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseHsts();              // Only over https, and never for this machine.
        app.UseCodedErrors();
        app.UseHostFiltering();
    }

    /// <summary>What needs to know who asks: whether another site may, and whether it is too often.</summary>
    public static void UseClientProtection(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ApiOptions>().Origins.Count > 0)
        {
            app.UseCors();
        }

        app.UseRateLimiter();
    }

    /// <summary>Bounds connections before there is a request.</summary>
    public static void Bound(this KestrelServerOptions kestrel, ApiOptions options)
    {
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(kestrel.ApplicationServices.GetRequiredService<ConnectionLimiter>().Bound));
        var limits = kestrel.Limits;
        limits.KeepAliveTimeout = options.IdleTimeMax;
        limits.MaxConcurrentConnections = options.ConnectionCountMax;
        limits.MaxRequestLineSize = options.RequestLineBytesMax;
        limits.MaxRequestHeadersTotalSize = options.HeaderBytesMax;
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, Math.Max(options.RequestLineBytesMax, options.HeaderBytesMax));
        limits.MinRequestBodyDataRate = new(options.BytesPerSecondMin, Grace);
        limits.MinResponseDataRate = new(options.BytesPerSecondMin, Grace);
    }
}
