namespace Graph.Tests.Reference;

/// <summary>The conditions of a row for one system, in three-valued logic.</summary>
internal sealed class NaiveConditions(NaiveWorld world, NaiveClaims claims)
{
    /// <summary>The first false condition, or null; and the names of everything unknown, without repeats.</summary>
    public (string? False, IReadOnlyList<string> Missing) Judge(NaiveDocument row, NaiveDocument system)
    {
        List<string> missing = [];
        (string Name, bool? Holds)[] conditions =
        [
            ("subjectTo", IsSubject(row, system)),
            ("roles", SharesRole(row, system, missing)),
            ("classes", SharesClass(row, system, missing)),
            ("routes", HasRoute(row, system, missing)),
            ("annexIIIIn", IsInside(row, system, missing)),
            ("annexIIIOut", IsNotOutside(row, system, missing)),
            ("facts", AllHold(row.List("facts"), system, missing)),
        ];
        foreach ((string name, bool? holds) in conditions)
        {
            if (holds == false)
            {
                return (name, []);
            }
        }

        return (null, [.. missing.Distinct()]);
    }

    /// <summary>Whether every item holds; an item is alternatives with /, ! negates.</summary>
    public bool? AllHold(IReadOnlyList<string>? items, NaiveDocument system, List<string> missing)
    {
        bool? all = true;
        foreach (string item in items ?? [])
        {
            bool? holds = ItemHolds(item, system, missing);
            all = all == false || holds == false ? false : holds is null ? null : all;
        }

        return all;
    }

    /// <summary>Whether an entry (a point or an area) has the point; a recorded area matches only areas.</summary>
    public static bool Covers(string entry, string point) =>
        point == entry || point.StartsWith(entry + "(", StringComparison.Ordinal);

    private static bool IsRestricted(IReadOnlyList<string>? list) => list is { Count: > 0 } && !list.Contains("ANY");

    private bool? IsSubject(NaiveDocument row, NaiveDocument system)
    {
        NaiveDocument framework = world.FrameworkOf(row)!;
        return !framework.IsTrue("voluntary") || world.Targets(system.Key, "SUBJECT_TO").Contains(framework.Key);
    }

    private static bool? SharesRole(NaiveDocument row, NaiveDocument system, List<string> missing)
    {
        IReadOnlyList<string>? wanted = row.List("roles");
        if (!IsRestricted(wanted))
        {
            return true;
        }

        if (system.List("roles") is { } roles)
        {
            return roles.Intersect(wanted!).Any();
        }

        missing.Add("roles");
        return null;
    }

    private bool? SharesClass(NaiveDocument row, NaiveDocument system, List<string> missing)
    {
        IReadOnlyList<string>? wanted = row.List("classes");
        if (!IsRestricted(wanted))
        {
            return true;
        }

        List<string> unknown = [];
        foreach (string one in wanted!)
        {
            bool? has = claims.Has(system, one, out string name);
            if (has == true)
            {
                return true;
            }

            if (has is null)
            {
                unknown.Add(name);
            }
        }

        missing.AddRange(unknown);
        return unknown.Count > 0 ? null : false;
    }

    /// <summary>Shares a route; and, where only routes give the dates, shares one that has a date.</summary>
    private bool? HasRoute(NaiveDocument row, NaiveDocument system, List<string> missing)
    {
        bool restricted = row.List("routes") is { Count: > 0 };
        if (!restricted && !NaiveDates.DependOnRoute(row))
        {
            return true;
        }

        (IReadOnlyList<string> known, IReadOnlyList<string> unknown) = claims.Routes(system);
        IReadOnlyList<string> wanted = restricted ? row.List("routes")! : NaiveDates.AllRoutes;
        bool dated = NaiveDates.DependOnRoute(row);

        // A route that is known decides, unless one that the system may have binds sooner.
        if (known.Intersect(wanted).Any() && (!dated || (NaiveDates.OfRoutes(row, known) is { } day && day == NaiveDates.OfRoutes(row, [.. known, .. unknown]))))
        {
            return true;
        }

        if (!unknown.Intersect(wanted).Any() || (dated && NaiveDates.OfRoutes(row, [.. known, .. unknown]) is null))
        {
            return false;
        }

        missing.Add("routes");
        return null;
    }

    private bool? IsInside(NaiveDocument row, NaiveDocument system, List<string> missing)
    {
        if (row.List("annexIIIIn") is not { Count: > 0 } list)
        {
            return true;
        }

        bool?[] has = [.. list.Select(entry => claims.HasPoint(system, entry))];
        if (has.Contains(true))
        {
            return true;
        }

        if (!has.Contains(null))
        {
            return false;
        }

        missing.Add("annexIIIPoints");
        return null;
    }

    private bool? IsNotOutside(NaiveDocument row, NaiveDocument system, List<string> missing)
    {
        if (row.List("annexIIIOut") is not { Count: > 0 } list)
        {
            return true;
        }

        if (!NaiveClaims.PointsAreUnknown(system))
        {
            IReadOnlyList<string> points = system.List("annexIIIPoints")!;
            if (points.Count == 0 || points.Any(point => !list.Any(entry => Covers(entry, point))))
            {
                return true;
            }

            if (claims.FoundPoints(system).All(point => list.Any(entry => Covers(entry, point))))
            {
                return false;
            }
        }

        missing.Add("annexIIIPoints");
        return null;
    }

    private bool? ItemHolds(string item, NaiveDocument system, List<string> missing)
    {
        List<string> unknown = [];
        foreach (string alternative in item.Split('/'))
        {
            bool negated = alternative.StartsWith('!');
            bool? term = TermHolds(negated ? alternative[1..] : alternative, system, out string name);
            if (negated && term == true && alternative[1..].Split(':', 2) is [string subject, string value] && claims.IsMoreThanFound(system, subject, value))
            {
                (term, name) = (null, subject == "class" ? claims.MissingClass(system) : name);
            }

            if (term is null)
            {
                unknown.Add(name);
            }
            else if (term.Value != negated)
            {
                return true;
            }
        }

        missing.AddRange(unknown);
        return unknown.Count > 0 ? null : false;
    }

    private bool? TermHolds(string term, NaiveDocument system, out string missing)
    {
        string[] parts = term.Split(':', 2);
        if (parts.Length == 1)
        {
            missing = term;
            return system.Fact(term);
        }

        switch (parts[0])
        {
            case "class":
                return claims.Has(system, parts[1], out missing);
            case "role":
                missing = "roles";
                return system.List("roles")?.Contains(parts[1]);
            case "route":
                missing = "routes";
                (IReadOnlyList<string> known, IReadOnlyList<string> unknown) = claims.Routes(system);
                return known.Contains(parts[1]) ? true : unknown.Contains(parts[1]) ? null : false;
            case "annexIII":
                missing = "annexIIIPoints";
                return claims.HasPoint(system, parts[1]);
            default:
                throw new InvalidOperationException(
                    $"A term of a condition should be a fact, class, role, route or annexIII; found '{term}'.");
        }
    }
}
