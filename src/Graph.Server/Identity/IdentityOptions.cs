using System.ComponentModel;

namespace Graph.Server.Identity;

/// <summary>How callers are identified: the section <c>Graph:Identity</c>. Nothing in it is a secret.</summary>
public sealed class IdentityOptions
{
    /// <summary>The names by which others reach the server, separated by semicolons, such as graph.example.org; null = those in the addresses it listens on.</summary>
    [Description("The names by which others reach the server, separated by semicolons, such as graph.example.org; absent = those in the addresses it listens on.")]
    public string? HostNames { get; set; }

    /// <summary>Any issuer of OpenID Connect.</summary>
    public IssuerOptions Oidc { get; set; } = new();

    /// <summary>A tenant of Microsoft Entra ID.</summary>
    public EntraOptions Entra { get; set; } = new();

    /// <summary>How far the clocks of the issuer and of this server may differ. Default one minute.</summary>
    [Description("How far the clocks of the issuer and of this server may differ.")]
    public TimeSpan ClockSkewMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the keys of the issuer are used before they are read again, which also takes away those withdrawn. Default one hour.</summary>
    [Description("How long the keys of the issuer are used before they are read again.")]
    public TimeSpan IssuerKeysAgeMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The least time between two readings of the keys of the issuer because of tokens signed with an unknown one. Default 5 seconds.</summary>
    [Description("The least time between two readings of the keys of the issuer because of tokens that are signed with an unknown one: for so long a forged token can keep those from being let in whose issuer has just changed its key.")]
    public TimeSpan IssuerKeysPeriodMin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The days after which an API token expires where nothing else is said. Default 90.</summary>
    [Description("The days after which an API token expires where nothing else is said.")]
    public int ApiTokenDaysDefault { get; set; } = 90;

    /// <summary>The greatest number of days that an API token may be good for. Default 366.</summary>
    [Description("The greatest number of days that an API token may be good for.")]
    public int ApiTokenDaysMax { get; set; } = 366;

    /// <summary>The greatest number of API tokens, expired and revoked ones included. Default 1,000.</summary>
    [Description("The greatest number of API tokens, expired and revoked ones included.")]
    public int ApiTokenCountMax { get; set; } = 1_000;

    /// <summary>Whether an issuer is configured.</summary>
    internal bool HasIssuer => Oidc.IsSet || Entra.IsSet;

    /// <summary>The names by which others reach the server.</summary>
    internal IReadOnlyList<string> Names => HostNames?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Everything that is wrong with the section.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Oidc.IsSet && Entra.IsSet)
        {
            yield return "Graph:Identity: expected either Oidc or Entra, found both";
        }

        foreach (var fault in Oidc.Faults().Concat(Entra.Faults()))
        {
            yield return fault;
        }

        foreach (var name in Names.Where(n => n != "*" && Uri.CheckHostName(n.TrimStart('*', '.').Trim('[', ']')) == UriHostNameType.Unknown))
        {
            yield return $"Graph:Identity:HostNames: expected names such as graph.example.org, without scheme and port, found '{name}'";
        }

        if (ClockSkewMax > TimeSpan.FromMinutes(10))
        {
            yield return $"Graph:Identity:ClockSkewMax: expected a time of at most 10 minutes, found {ClockSkewMax}";
        }

        if (IssuerKeysAgeMax < TimeSpan.FromMinutes(5) || IssuerKeysAgeMax > TimeSpan.FromDays(1))
        {
            yield return $"Graph:Identity:IssuerKeysAgeMax: expected a time from 5 minutes to a day, found {IssuerKeysAgeMax}";
        }

        if (IssuerKeysPeriodMin < TimeSpan.FromSeconds(1) || IssuerKeysPeriodMin > TimeSpan.FromMinutes(5))
        {
            yield return $"Graph:Identity:IssuerKeysPeriodMin: expected a time from 1 second to 5 minutes, found {IssuerKeysPeriodMin}";
        }

        if (ApiTokenDaysDefault > ApiTokenDaysMax)
        {
            yield return $"Graph:Identity:ApiTokenDaysDefault: expected at most ApiTokenDaysMax ({ApiTokenDaysMax}), found {ApiTokenDaysDefault}";
        }
    }
}

/// <summary>An issuer of OpenID Connect, known by its discovery document.</summary>
public sealed class IssuerOptions
{
    /// <summary>The issuer, exactly as its tokens name it, such as https://id.example.org/realms/main.</summary>
    [Description("The issuer, exactly as its tokens name it, such as https://id.example.org/realms/main.")]
    public string? Authority { get; set; }

    /// <summary>What its tokens for this server name as their audience.</summary>
    [Description("What its tokens for this server name as their audience.")]
    public string? Audience { get; set; }

    internal bool IsSet => Authority is not null || Audience is not null;

    internal IEnumerable<string> Faults()
    {
        if (!IsSet)
        {
            yield break;
        }

        // Whoever may change what goes over the wire could send keys of their own.
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
        {
            yield return $"Graph:Identity:Oidc:Authority: expected the address of an issuer that begins with https://, found {(Authority is null ? "nothing" : $"'{Authority}'")}";
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            yield return "Graph:Identity:Oidc:Audience: expected what tokens for this server name as their audience, found nothing";
        }
    }
}

/// <summary>An application in a tenant of Microsoft Entra ID.</summary>
public sealed class EntraOptions
{
    /// <summary>The tenant: its id or one of its domains.</summary>
    [Description("The tenant: its id or one of its domains.")]
    public string? TenantId { get; set; }

    /// <summary>The id of the application that stands for this server.</summary>
    [Description("The id of the application that stands for this server.")]
    public string? ClientId { get; set; }

    /// <summary>The cloud. Default https://login.microsoftonline.com/.</summary>
    [Description("The address of the cloud of Microsoft Entra ID.")]
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    internal bool IsSet => TenantId is not null || ClientId is not null;

    internal IEnumerable<string> Faults()
    {
        if (!IsSet)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(TenantId) || TenantId is "common" or "organizations" or "consumers")
        {
            yield return $"Graph:Identity:Entra:TenantId: expected the id or a domain of one tenant, found {(TenantId is null ? "nothing" : $"'{TenantId}'")}";
        }

        if (!Guid.TryParse(ClientId, out _))
        {
            yield return $"Graph:Identity:Entra:ClientId: expected the id of an application, found {(ClientId is null ? "nothing" : $"'{ClientId}'")}";
        }

        if (!Uri.TryCreate(Instance, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            yield return $"Graph:Identity:Entra:Instance: expected an address that begins with https://, found '{Instance}'";
        }
    }
}
