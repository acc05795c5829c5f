namespace Graph.Tests.Reference;

/// <summary>What lowers chains beside their own parts: open MAJOR findings, and changes after the signature of an assessment.</summary>
internal static class NaiveLowering
{
    private static readonly Dictionary<string, string[]> WatchedByKind = new()
    {
        ["AIIA"] = ["MODEL", "RETRAINING", "DATA", "DESIGN", "PURPOSE", "AFFECTED_PERSONS", "JURISDICTION", "SCOPE", "OVERSIGHT"],
        ["DPIA"] = ["MODEL", "RETRAINING", "DATA", "DESIGN", "PURPOSE", "AFFECTED_PERSONS", "JURISDICTION", "SCOPE", "OVERSIGHT"],
        ["FRIA"] = ["MODEL", "RETRAINING", "DATA", "DESIGN", "PURPOSE", "AFFECTED_PERSONS", "JURISDICTION", "SCOPE", "OVERSIGHT"],
        ["CLASSIFICATION"] = ["DESIGN", "PURPOSE", "JURISDICTION", "SCOPE"],
        ["VENDOR_DUE_DILIGENCE"] = ["MODEL", "DATA", "JURISDICTION", "SCOPE", "SUPPLIER"],
    };

    /// <summary>The MAJOR findings against a control that are open on the day.</summary>
    public static IReadOnlyList<NaiveDocument> AgainstControl(NaiveWorld world, NaiveDocument control) => OpenMajors(world, control.Key);

    /// <summary>
    /// The MAJOR findings that are open on the day against a row or a requirement above it, as far as they are of the subject: those that name systems are of these alone, and
    /// every one is of the organisation (null).
    /// </summary>
    public static IReadOnlyList<NaiveDocument> AgainstRow(NaiveWorld world, NaiveDocument row, NaiveDocument? subject) =>
    [
        .. world.SelfAndAbove(row).SelectMany(at => OpenMajors(world, at.Key)).DistinctBy(finding => finding.Key)
            .Where(finding => subject is null || Systems(world, finding) is not { Count: > 0 } systems || systems.Contains(subject.Key)),
    ];

    /// <summary>The keys of what has changed by the day, after an assessment was signed, of what it watches.</summary>
    public static IReadOnlyList<string> Overtaking(NaiveWorld world, NaiveDocument assessment)
    {
        if (assessment.Date("signedOn") is not { } signed)
        {
            return [];
        }

        List<string> found = assessment.Date("overtakenOn") <= world.Day ? [assessment.Key] : [];
        IReadOnlyList<string> foreseen = assessment.List("foresees") ?? [];
        List<string> asked = [.. world.Targets(assessment.Key, "FOLLOWS").SelectMany(key => world.Find(key)!.List("watches") ?? [])];
        IReadOnlyList<string> watched = asked.Count > 0 ? [.. asked, .. assessment.List("watches") ?? []] : assessment.List("watches") ?? WatchedByKind[assessment.Text("kind")!];
        foreach (NaiveDocument assessed in world.Targets(assessment.Key, "ASSESSES").Select(key => world.Find(key)!))
        {
            bool isForeseen = world.Into(assessed.Key, "CHANGES").Any(edge => foreseen.Contains(edge.From) && world.Find(edge.From)!.Date("doneOn") == assessed.Date("designChangedOn"));
            if (assessed.Date("designChangedOn") is { } changed && signed <= changed && changed <= world.Day && watched.Contains("DESIGN") && !isForeseen)
            {
                found.Add(assessed.Key);
            }

            List<string> of = [assessed.Key, .. world.Targets(assessed.Key, "USES"), .. world.Into(assessed.Key, "INCLUDES").Select(edge => edge.From)];
            foreach (NaiveDocument change in of.SelectMany(key => world.Into(key, "CHANGES")).Select(edge => world.Find(edge.From)!))
            {
                IReadOnlyList<string> aspects = change.List("aspects") ?? watched;
                if (change.Date("doneOn") is { } done && signed <= done && done <= world.Day && aspects.Any(watched.Contains) && !foreseen.Contains(change.Key))
                {
                    found.Add(change.Key);
                }
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>The keys of what has modified a system substantially by the day, on or after that on which evidence of its conformity was made.</summary>
    public static IReadOnlyList<string> Modified(NaiveWorld world, NaiveDocument evidence)
    {
        DateOnly?[] made = [evidence.Date("collectedOn"), evidence.Date("effectiveFrom"), evidence.Date("approvedOn")];
        if (evidence.Text("type") is not ("CONFORMITY_ASSESSMENT" or "CERTIFICATE" or "DECLARATION_OF_CONFORMITY") || evidence.Text("scope") == "ORGANISATION")
        {
            return [];
        }

        List<string> found = [];
        foreach (NaiveDocument system in world.Targets(evidence.Key, "CONCERNS").Select(key => world.Find(key)!).Where(document => document.Kind is "AiSystem" or "Component"))
        {
            List<string> parts = [system.Key, .. system.Kind == "AiSystem" ? world.Targets(system.Key, "USES") : []];
            found.AddRange(parts.SelectMany(key => world.Into(key, "CHANGES")).Select(edge => world.Find(edge.From)!)
                .Where(change => change.IsTrue("substantial") && IsSince(change.Date("doneOn"))).Select(change => change.Key));
            if (IsSince(system.Date("designChangedOn")))
            {
                found.Add(system.Key);
            }
        }

        return [.. found.Distinct()];

        bool IsSince(DateOnly? day) => made.Any(known => known <= day) && day <= world.Day;
    }

    private static List<string> Systems(NaiveWorld world, NaiveDocument finding) =>
        [.. world.Targets(finding.Key, "AGAINST").Where(key => world.Find(key)!.Kind == "AiSystem")];

    private static IReadOnlyList<NaiveDocument> OpenMajors(NaiveWorld world, string against) =>
    [
        .. world.Into(against, "AGAINST").Select(edge => world.Find(edge.From)!)
            .Where(finding => finding.Text("grade") == "MAJOR" && finding.Date("foundOn") <= world.Day && !IsClosed(world, finding)),
    ];

    private static bool IsClosed(NaiveWorld world, NaiveDocument finding)
    {
        List<NaiveDocument> actions = [.. world.Into(finding.Key, "CORRECTS").Select(edge => world.Find(edge.From)!)];
        return finding.Text("cause") is not null && actions.Count > 0
            && actions.All(action => HasWorked(action) || (HasFailed(action) && actions.Exists(later => HasWorked(later) && later.Date("implementedOn") >= action.Date("approvedOn"))));

        bool HasWorked(NaiveDocument action) =>
            action.Date("implementedOn") <= world.Day && action.Text("effect") == "EFFECTIVE" && action.Text("status") == "APPROVED" && NaiveApproval.IsApproved(action, world.Day);

        bool HasFailed(NaiveDocument action) => action.Text("effect") == "NOT_EFFECTIVE" && action.Text("status") == "APPROVED";
    }
}
