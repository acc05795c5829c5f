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

    private static bool IsLowering(NaiveDocument system)
    {
        if (system.List("classes") is not { } classes)
        {
            return false;
        }

        bool points = system.List("annexIIIPoints") is { Count: > 0 };
        return classes.Contains("EXEMPT_6_3") || (points && !classes.Contains("HIGH_RISK"));
    }

    private bool IsLoweringBacked(NaiveDocument system)
    {
        bool claimsExempt = system.List("classes")!.Contains("EXEMPT_6_3");
        return Signed(system) is { Count: > 0 } signed
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
