namespace Graph.Bench.Generation;

/// <summary>People, vendors, components, systems and their risks.</summary>
internal sealed class SystemGenerator(Dice dice, GraphSize size, CatalogueGenerator catalogue)
{
    public static readonly string[] Points = ["1(a)", "2", "3(a)", "4(a)", "4(b)", "5(a)", "5(b)", "5(d)", "6(a)", "7(a)", "8(a)"];

    private static readonly string[] Contexts = ["HEALTHCARE", "LEGAL", "FINANCE", "HOSPITALITY", "EMPLOYMENT", "EDUCATION", "PUBLIC_SECTOR", "OTHER"];
    private static readonly string[][] RoleSets = [["PROVIDER"], ["DEPLOYER"], ["PROVIDER", "DEPLOYER"], ["IMPORTER"], ["DISTRIBUTOR"], ["PROVIDER", "GPAI_PROVIDER"]];

    private static readonly DateOnly RetirementDay = new(2026, 3, 1);

    public static void Person(Draft draft, int n) =>
        draft.Put("Person", $"person:{n}", ("name", $"Person {n}"), ("email", $"person{n}@example.org"), ("role", "Owner"));

    public void Vendor(Draft draft, int n)
    {
        draft.Put("Vendor", $"vendor:{n}", ("title", $"Vendor {n}"), ("criticality", dice.Of(["LOW", "MEDIUM", "HIGH", "CRITICAL"])), ("auditRights", dice.Chance(60)));
        Own(draft, $"vendor:{n}", 90);
    }

    public void Component(Draft draft, int n)
    {
        var key = $"component:{n}";
        draft.Put("Component", key, ("title", $"Component {n}"), ("type", dice.Of(["MODEL", "DATASET", "SERVICE", "TOOL"])), ("version", $"{dice.Between(1, 9)}.{dice.Below(20)}"));
        draft.Link(key, "SUPPLIED_BY", $"vendor:{dice.Hub(size.Vendors)}");
        Own(draft, key, 60);
    }

    public void System(Draft draft, int n)
    {
        var key = $"ai-system:{n}";
        var roll = dice.Below(100);
        string[]? classes = roll < 10 ? null : roll < 45 ? ["HIGH_RISK"] : roll < 60 ? ["TRANSPARENCY"] : roll < 70 ? ["EXEMPT_6_3"] : roll < 75 ? ["GPAI_MODEL"] : [];
        var listed = roll is >= 10 and < 45 or >= 60 and < 70;
        var placedOn = dice.Day(new(2023, 1, 1), new(2026, 12, 31));
        DateOnly? retiredOn = n % 100 == 24 ? (placedOn > RetirementDay ? placedOn : RetirementDay) : null;
        draft.Put(
            "AiSystem", key, ("title", $"System {n}"), ("description", "Ranks requests by urgency and proposes an answer, which a person accepts or changes."),
            ("purpose", "To shorten the time until somebody is helped."), ("context", dice.Of(Contexts)), ("roles", dice.Chance(95) ? dice.Of(RoleSets) : null), ("classes", classes),
            ("annexIIIPoints", Known(listed ? dice.Some(Points, dice.Between(1, 2)) : [])), ("routes", Known(listed ? [dice.Chance(85) ? "ANNEX_III" : "ANNEX_I_A"] : [])),
            ("facts", CatalogueGenerator.FactNames.Where(_ => dice.Chance(75)).ToDictionary(f => f, _ => (object?)dice.Chance(40))),
            ("placedOn", placedOn), ("designChangedOn", dice.Chance(20) ? placedOn.AddDays(dice.Below(500)) : null),
            ("inScope", n % 50 == 49 ? false : null), ("retiredOn", retiredOn), ("lifecycleStage", "OPERATION"));
        foreach (var component in Several(6, _ => dice.Hub(size.Components)))
        {
            draft.Link(key, "USES", $"component:{component}");
        }

        foreach (var (framework, _, isVoluntary) in catalogue.Frameworks)
        {
            if (isVoluntary && dice.Chance(70))
            {
                draft.Link(key, "SUBJECT_TO", framework);
            }
        }

        Own(draft, key, 100);
    }

    public void Risk(Draft draft, int n)
    {
        var key = $"risk:{n}";

        // Treatment leaves no more than there was.
        var isThreat = dice.Chance(92);
        var (likelihood, impact) = (dice.Between(1, 5), dice.Between(1, 5));
        draft.Put(
            "Risk", key, ("title", $"Risk {n}"), ("kind", isThreat ? "THREAT" : "OPPORTUNITY"), ("description", "Somebody is treated worse than others for a reason that the system cannot give."),
            ("inherentLikelihood", likelihood), ("inherentImpact", impact), ("residualLikelihood", Math.Min(likelihood, dice.Between(1, 3))), ("residualImpact", Math.Min(impact, dice.Between(1, 3))), ("status", "TREATED"));
        draft.Link($"ai-system:{n % size.Systems}", "HAS_RISK", key);
        if (dice.Chance(30))
        {
            draft.Link(dice.Chance(70) ? $"component:{dice.Hub(size.Components)}" : $"vendor:{dice.Hub(size.Vendors)}", "HAS_RISK", key);
        }

        Own(draft, key, 90);
    }

    private string[]? Known(string[] list) => dice.Chance(90) ? list : null;

    public void Own(Draft draft, string key, int percent)
    {
        if (dice.Chance(percent))
        {
            draft.Link(key, "OWNED_BY", $"person:{dice.Hub(size.Persons)}");
        }
    }

    /// <summary>Different numbers, about as many as asked on average, seldom many more.</summary>
    public List<int> Several(int mean, Func<int, int> draw) =>
        [.. Enumerable.Range(0, 1 + dice.Below(2 * mean) + (dice.Chance(2) ? mean * 5 : 0)).Select(draw).Distinct()];
}
