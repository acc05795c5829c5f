namespace Graph.Tests.Reference;

/// <summary>What a system claims about its classes, and what signed classifications back.</summary>
internal sealed class NaiveClaims(NaiveWorld world)
{
    /// <summary>The name under which an unbacked lowering claim is reported as missing.</summary>
    public const string Classification = "classification";

    /// <summary>Whether the system has the class; null = unknown, and <paramref name="missing"/> is what.</summary>
    public bool? Has(NaiveDocument system, string systemClass, out string missing)
    {
        missing = "classes";
        if (system.List("classes") is not { } classes)
        {
            return null;
        }

        if (systemClass is "HIGH_RISK" or "EXEMPT_6_3" && IsLowering(system))
        {
            bool? profiles = system.Fact("profilesPersons");
            if (!IsLoweringBacked(system) || profiles == true)
            {
                missing = Classification;
                return null;
            }

            if (profiles is null)
            {
                missing = "profilesPersons";
                return null;
            }
        }

        return classes.Contains(systemClass);
    }

    /// <summary>Whether the newest signed classification found the class, be it overdue, and every other of its day.</summary>
    public bool IsBacked(NaiveDocument system, string systemClass) =>
        Signed(system) is { Count: > 0 } signed && signed.All(assessment => assessment.List("classes")!.Contains(systemClass));

    /// <summary>Whether the system has a point of an entry; null = unknown.</summary>
    public bool? HasPoint(NaiveDocument system, string entry)
    {
        if (PointsAreUnknown(system))
        {
            return system.List("annexIIIPoints")?.Any(point => NaiveConditions.Covers(entry, point)) == true ? true : null;
        }

        return system.List("annexIIIPoints")!.Any(point => NaiveConditions.Covers(entry, point)) ? true
            : FoundPoints(system).Any(point => NaiveConditions.Covers(entry, point)) ? null
            : false;
    }

    /// <summary>Whether nobody knows the points: none is recorded as determined, or it is high-risk by Annex III and by none of its points.</summary>
    public static bool PointsAreUnknown(NaiveDocument system) =>
        system.List("annexIIIPoints") is not { } points
        || (points.Count == 0 && system.List("classes")?.Contains("HIGH_RISK") == true && system.List("routes")?.Contains("ANNEX_III") == true);

    /// <summary>The points that the deciding classifications found.</summary>
    public IReadOnlyList<string> FoundPoints(NaiveDocument system) => [.. Signed(system).SelectMany(assessment => assessment.List("annexIIIPoints") ?? []).Distinct()];

    /// <summary>The name under which a class that nobody knows is missing, of a system that records classes.</summary>
    public string MissingClass(NaiveDocument system) =>
        IsLowering(system) && IsLoweringBacked(system) && system.Fact("profilesPersons") is null ? "profilesPersons" : Classification;

    /// <summary>Whether the deciding classifications say something of classes, points or routes and not this, which the system claims.</summary>
    public bool IsMoreThanFound(NaiveDocument system, string subject, string value) => subject switch
    {
        "class" => Signed(system) is { Count: > 0 } signed && !signed.Any(assessment => assessment.List("classes")!.Contains(value)),
        "annexIII" => FoundPoints(system) is { Count: > 0 } points && !points.Any(point => NaiveConditions.Covers(value, point)),
        "route" => FoundRoutes(system) is { Count: > 0 } routes && !routes.Contains(value),
        _ => false,
    };

    /// <summary>The routes that the system has, and those that it may have.</summary>
    public (IReadOnlyList<string> Known, IReadOnlyList<string> Unknown) Routes(NaiveDocument system)
    {
        if (system.List("routes") is not { } known || (known.Count == 0 && system.List("classes")?.Contains("HIGH_RISK") == true))
        {
            return ([], NaiveDates.AllRoutes);
        }

        List<string> unknown = [.. FoundRoutes(system)];
        if (system.List("annexIIIPoints") is { Count: > 0 } || FoundPoints(system).Count > 0)
        {
            unknown.Add("ANNEX_III");
        }

        return (known, [.. unknown.Except(known)]);
    }

    // Where a classification names none, the one that its points mean.
    private List<string> FoundRoutes(NaiveDocument system) =>
        [.. Signed(system).SelectMany(assessment => assessment.List("routes") ?? (assessment.List("annexIIIPoints") is { Count: > 0 } ? ["ANNEX_III"] : [])).Distinct()];

    private bool IsLowering(NaiveDocument system)
    {
        if (system.List("classes") is not { } classes)
        {
            return false;
        }

        bool points = system.List("annexIIIPoints") is { Count: > 0 } || FoundPoints(system).Count > 0 || Signed(system).Any(assessment => assessment.List("classes")!.Contains("HIGH_RISK"));
        return classes.Contains("EXEMPT_6_3") || (points && !classes.Contains("HIGH_RISK"));
    }

    private bool IsLoweringBacked(NaiveDocument system)
    {
        bool claimsExempt = system.List("classes")!.Contains("EXEMPT_6_3");
        if (claimsExempt && system.List("routes")?.Any(route => route != "ANNEX_III") == true)
        {
            return false;
        }

        return Signed(system) is { Count: > 0 } signed
            && signed.All(assessment => (system.List("annexIIIPoints") ?? []).All(point => (assessment.List("annexIIIPoints") ?? []).Any(entry => NaiveConditions.Covers(entry, point))))
            && signed.All(assessment => !(NaiveApproval.NextReview(assessment) < world.Day) && NaiveLowering.Overtaking(world, assessment).Count == 0)
            && signed.Select(assessment => assessment.List("classes")!).All(found => !found.Contains("HIGH_RISK") && (!claimsExempt || found.Contains("EXEMPT_6_3")));
    }

    /// <summary>The classifications that are signed on the day, of the last day of a signature alone; renewals never renew one.</summary>
    private List<NaiveDocument> Signed(NaiveDocument system)
    {
        List<NaiveDocument> signed = [];
        foreach (NaiveEdge edge in world.Into(system.Key, "ASSESSES"))
        {
            NaiveDocument assessment = world.Find(edge.From)!;
            if (assessment.Text("kind") == "CLASSIFICATION"
                && NaiveApproval.IsSigned(assessment, world.Day)
                && assessment.List("classes") is not null)
            {
                signed.Add(assessment);
            }
        }

        return [.. signed.Where(assessment => assessment.Date("signedOn") == signed.Max(other => other.Date("signedOn")))];
    }
}
