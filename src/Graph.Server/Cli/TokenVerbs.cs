using System.Globalization;
using Graph.Engine.Log;
using Graph.Server.Api.Types;
using Graph.Server.Hosting;
using Graph.Server.Identity;
using Spectre.Console;
using Calendar = Graph.Engine.Writing.Calendar;

namespace Graph.Server.Cli;

/// <summary>Makes, lists and revokes API tokens, also while a server runs.</summary>
internal static class TokenVerbs
{
    /// <summary>Makes a token and shows it, once: the token alone on stdout, so that a script can take it.</summary>
    public static async Task<int> CreateAsync(
        string name, IReadOnlyList<string> roles, string? expires, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        var calendar = new Calendar(options.Engine.TimeZone, TimeProvider.System);
        var faults = new List<string>();
        var held = Roles(roles, faults);
        var until = Expiry(expires, calendar, options.Identity, faults);
        if (!ApiToken.IsName(name))
        {
            faults.Add($"--name: expected 1 to {ApiToken.NameCharsMax} readable characters without blanks around them and without any that cannot be seen");
        }

        if (faults.Count > 0)
        {
            return await RefuseAsync(faults, error);
        }

        var (kept, token) = ApiToken.Create(name, held, calendar.Now, until);
        var isFull = false;
        var file = new TokenFile(options.Database);
        file.Change(tokens => (isFull = tokens.Count >= options.Identity.ApiTokenCountMax) ? tokens : [.. tokens, kept]);
        if (isFull)
        {
            return await RefuseAsync([$"expected at most {options.Identity.ApiTokenCountMax} tokens (Graph:Identity:ApiTokenCountMax), expired and revoked ones included; graph token revoke --remove takes one off the list"], error);
        }

        await output.WriteLineAsync(token);
        await error.WriteLineAsync($"Token {kept.Id} of {kept.Name} ({Words(kept.Roles)}) is good until {Text(kept.ExpiresAt)}. It is shown this once; {file.Path} keeps its hash.");
        return ExitCodes.Success;
    }

    /// <summary>Lists the tokens, the dead ones included.</summary>
    public static Task<int> ListAsync(IReadOnlyDictionary<string, string?> commandLine, TextWriter output)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        console.Profile.Width = Math.Max(console.Profile.Width, 160);
        var table = new Table().Border(TableBorder.Minimal).AddColumns("id", "name", "roles", "made", "good until", "state");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var token in new TokenFile(options.Database).Read())
        {
            var state = token.RevokedAt is { } revokedAt ? "revoked " + Text(revokedAt) : token.IsGood(now) ? "good" : "expired";
            table.AddRow(((string[])[token.Id, token.Name, Words(token.Roles), Text(token.CreatedAt), Text(token.ExpiresAt), state]).Select(Markup.Escape).ToArray());
        }

        console.Write(table);
        return Task.FromResult(ExitCodes.Success);
    }

    /// <summary>Revokes the token of an id, or all of a name; the next request with one is refused.</summary>
    public static async Task<int> RevokeAsync(
        string asked, bool remove, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        var now = TimeProvider.System.GetUtcNow();
        var count = 0;
        bool IsAsked(ApiToken token) => (token.Id == asked || ActorIdentity.NameKey(token.Name) == ActorIdentity.NameKey(asked)) && ++count > 0;
        var file = new TokenFile(options.Database);
        if (file.Exists)
        {
            file.Change(tokens => [.. tokens.Where(t => !remove || !IsAsked(t)).Select(t => !remove && IsAsked(t) ? t with { RevokedAt = t.RevokedAt ?? now } : t)]);
        }

        if (count == 0)
        {
            await error.WriteLineAsync("NOT_FOUND: expected the id or the name of a token, as graph token list shows them");
            return ExitCodes.Usage;
        }

        await output.WriteLineAsync($"{(remove ? "Removed" : "Revoked")} {count} {(count == 1 ? "token" : "tokens")}; a running server takes {(count == 1 ? "it" : "them")} no more.");
        return ExitCodes.Success;
    }

    private static List<Role> Roles(IReadOnlyList<string> given, List<string> faults)
    {
        var roles = new List<Role>();
        foreach (var word in given.SelectMany(g => g.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (Enum.GetValues<Role>().Where(r => r.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)).ToList() is [var role])
            {
                roles.Add(role);
            }
            else
            {
                faults.Add($"--role: expected one of {string.Join(", ", Enum.GetNames<Role>())}, found '{word}'");
            }
        }

        if (roles.Count == 0 && faults.Count == 0)
        {
            faults.Add($"--role: expected one of {string.Join(", ", Enum.GetNames<Role>())}, found nothing");
        }

        return [.. roles.Distinct().Order()];
    }

    // A number of days, or the last day on which it is good.
    private static DateTimeOffset Expiry(string? given, Calendar calendar, IdentityOptions limits, List<string> faults)
    {
        var last = calendar.Today.AddDays(limits.ApiTokenDaysDefault);
        if (given is not null && int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            last = days <= limits.ApiTokenDaysMax ? calendar.Today.AddDays(days) : DateOnly.MaxValue;
        }
        else if (given is not null && !DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out last))
        {
            last = DateOnly.MinValue;
        }

        if (last <= calendar.Today || last > calendar.Today.AddDays(limits.ApiTokenDaysMax))
        {
            faults.Add($"--expires: expected a number of days from 1 to {limits.ApiTokenDaysMax} (Graph:Identity:ApiTokenDaysMax), or a day after today and at most so many later, found '{given}'");
            return default;
        }

        return calendar.EndOf(last);
    }

    private static async Task<int> RefuseAsync(IReadOnlyList<string> faults, TextWriter error)
    {
        foreach (var fault in faults)
        {
            await error.WriteLineAsync("BAD_REQUEST: " + fault);
        }

        return ExitCodes.Usage;
    }

    private static string Words(IEnumerable<Role> roles) => string.Join(", ", roles.Select(EnumWords.Of));

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
