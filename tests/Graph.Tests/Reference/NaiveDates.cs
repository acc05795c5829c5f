namespace Graph.Tests.Reference;

/// <summary>The application dates of a row for one system.</summary>
internal static class NaiveDates
{
    public static readonly string[] AllRoutes = ["ANNEX_III", "ANNEX_I_A", "ANNEX_I_B"];

    public static bool DependOnRoute(NaiveDocument row) =>
        row.Date("effectiveOther") is null
        && (row.Date("effectiveAnnexIII") is not null || row.Date("effectiveAnnexI") is not null);

    /// <summary>The earliest date among the routes that row and system share; null if none is dated.</summary>
    public static DateOnly? OfRoutes(NaiveDocument row, IReadOnlyList<string> routes)
    {
        IReadOnlyList<string> allowed = row.List("routes") is { Count: > 0 } list ? list : AllRoutes;
        DateOnly? earliest = null;
        foreach (string route in routes.Intersect(allowed))
        {
            DateOnly? day = row.Date(route == "ANNEX_III" ? "effectiveAnnexIII" : "effectiveAnnexI");
            earliest = earliest is null || day < earliest ? day ?? earliest : earliest;
        }

        return earliest;
    }

    /// <summary>Formal and effective day; the earliest of the routes that it has or may have.</summary>
    public static (DateOnly? Formal, DateOnly? Effective) Of(NaiveDocument row, NaiveDocument system, NaiveClaims claims)
    {
        (IReadOnlyList<string> known, IReadOnlyList<string> unknown) = claims.Routes(system);
        DateOnly? effective = row.Date("effectiveOther") ?? OfRoutes(row, [.. known, .. unknown]);
        DateOnly? formal = row.Date("formalDate");
        return (formal ?? effective, effective ?? formal);
    }

    public static string Judge(NaiveDocument row, DateOnly? formal, DateOnly? effective, DateOnly day)
    {
        if (formal is null || effective is null)
        {
            return NaiveVerdictWords.Applicable;
        }

        DateOnly early = formal < effective ? formal.Value : effective.Value;
        DateOnly late = formal < effective ? effective.Value : formal.Value;
        if (day >= late)
        {
            return NaiveVerdictWords.Applicable;
        }

        return day >= early && row.Text("dateStatus") == "UNRESOLVED"
            ? NaiveVerdictWords.Unresolved
            : NaiveVerdictWords.NotYet;
    }
}
