namespace Graph.Tests.Cases;

/// <summary>Reads the line of an ask.</summary>
internal static class CaseAskText
{
    private static readonly string[] ViewArguments = ["on", "asOf", "renewals", "mappingSets", "meaningChanged"];

    public static CaseAsk Parse(int line, string text, DateOnly today, IReadOnlyList<CaseRow> rows)
    {
        var tokens = CaseTokens.Split(text);
        var verb = tokens[0];
        var given = tokens.Skip(1).Select(CaseTokens.Field).ToDictionary(field => field.Name, field => field.Value);
        var known = Arguments(verb).Concat(ViewArguments).ToList();
        if (given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new FormatException($"{verb} takes no '{unknown}'");
        var view = View(given, today);
        string? Text(string name) => given.GetValueOrDefault(name)?.ToString();
        string Required(string name) => Text(name) ?? throw new FormatException($"{verb} needs {name}");
        var systems = given.GetValueOrDefault("systems") as string[];
        return verb switch
        {
            "cells" => new CellsAsk(line, text, view, rows, Text("of"), systems),
            "gaps" => new GapsAsk(line, text, view, rows, Required("system"), Text("of")),
            "coverage" => new CoverageAsk(line, text, view, rows, Required("of"), systems, Text("by")),
            "impact" => new ImpactAsk(line, text, view, rows, Required("of"), Required("event")),
            "consequences" => new ConsequencesAsk(line, text, view, rows, Required("of"), Required("event")),
            _ => new TraceAsk(line, text, view, rows, Required("from"), Required("to")),
        };
    }

    private static string[] Arguments(string verb) => verb switch
    {
        "cells" => ["of", "systems"],
        "gaps" => ["system", "of"],
        "coverage" => ["of", "systems", "by"],
        "impact" or "consequences" => ["of", "event"],
        "trace" => ["from", "to"],
        _ => throw new FormatException($"'{verb}' is no question"),
    };

    private static CaseView View(Dictionary<string, object> given, DateOnly today)
    {
        var on = given.GetValueOrDefault("on") is DateOnly day ? day : today;
        var asOfHead = given.GetValueOrDefault("asOf") is "HEAD";
        if (on < today && !asOfHead)
            throw new FormatException("a day before today needs asOf:HEAD: a case has no past of its own");
        return new CaseView(on, today, asOfHead, given.GetValueOrDefault("renewals") is "ASSUMED",
            given.GetValueOrDefault("mappingSets") as string[], given.GetValueOrDefault("meaningChanged") as string);
    }
}
