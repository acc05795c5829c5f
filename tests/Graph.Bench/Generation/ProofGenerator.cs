namespace Graph.Bench.Generation;

/// <summary>Controls of both scopes with their links, evidence of every status, assessments, statements and joint groups.</summary>
internal sealed class ProofGenerator(Dice dice, GraphSize size, CatalogueGenerator catalogue, SystemGenerator systems)
{
    private readonly Dictionary<int, List<int>> systemsOf = [];
    private readonly List<CatalogueGenerator.Row> excludable = [.. catalogue.Rows.Where(r => r.IsExcludable)];

    /// <summary>Whether a control is the organisation's; the greatest hub is, the second greatest is not.</summary>
    public static bool IsOrganisation(int control) => control % 10 is 0 or 3 or 7;

    public void Control(Draft draft, int n)
    {
        var key = $"control:{n}";
        var roll = dice.Below(100);
        var implementedOn = dice.Day(new(2024, 1, 1), new(2026, 8, 1));
        draft.Put(
            "Control", key, ("title", $"Control {n}"), ("description", "Each release is checked by somebody who did not build it, before it is used."), ("procedure", "The checklist is filled in, signed and kept with the release."),
            ("scope", IsOrganisation(n) ? "ORGANISATION" : "SYSTEM"), ("domain", dice.Of(["GOVERNANCE", "RISK", "DATA", "OVERSIGHT", "SECURITY", "OPERATIONS"])), ("reviewFrequency", "QUARTERLY"),
            ("implementedOn", roll < 8 && n > 9 ? null : implementedOn), ("plannedFor", roll < 8 ? new DateOnly(2026, 12, 1) : null),
            ("degradedOn", roll is >= 8 and < 12 && n > 9 ? implementedOn.AddDays(20) : null), ("retiredOn", roll is >= 12 and < 15 && n > 9 ? implementedOn.AddDays(25) : null));
        foreach (var row in systems.Several(8, _ => dice.Below(catalogue.Rows.Count)))
        {
            draft.Link(key, "SATISFIES", catalogue.Rows[row].Key, dice.Chance(20) ? "PARTIAL" : null);
        }

        if (dice.Chance(40))
        {
            draft.Link(key, "SATISFIES", dice.Of(catalogue.Headings).Key, dice.Chance(50) ? "PARTIAL" : null);
        }

        if (!IsOrganisation(n) && dice.Chance(85))
        {
            systemsOf[n] = systems.Several(6, _ => dice.Below(size.Systems));
            systemsOf[n].ForEach(s => draft.Link(key, "APPLIES_TO", $"ai-system:{s}"));
        }

        systems.Own(draft, key, 100);
    }

    /// <summary>The controls that mitigate some risks: few controls mitigate very many.</summary>
    public void Mitigation(Draft draft, int firstRisk, int count)
    {
        for (var risk = firstRisk; risk < Math.Min(firstRisk + count, size.Risks); risk++)
        {
            foreach (var control in new[] { dice.Hub(size.Controls), dice.Hub(size.Controls), dice.Below(size.Controls) }.Distinct())
            {
                draft.Link($"risk:{risk}", "MITIGATED_BY", $"control:{control}");
            }
        }
    }

    public void Evidence(Draft draft, int n)
    {
        var key = $"evidence:{n}";
        var control = dice.Chance(25) ? dice.Hub(size.Controls) : dice.Below(size.Controls);
        var isOrganisation = dice.Chance(IsOrganisation(control) ? 60 : 5);
        var from = dice.Day(new(2025, 1, 1), new(2026, 9, 20));
        draft.Put(
            "Evidence", key,
            [
                ("title", $"Evidence {n}"), ("description", "Filled in by the team, with the cases looked at and what was found."), ("type", dice.Of(Proof.EvidenceTypes)),
                ("scope", isOrganisation ? "ORGANISATION" : "SYSTEM"), ("periodFrom", from.AddDays(-90)), ("periodTo", from), ("effectiveFrom", from),
                ("expiresOn", dice.Chance(85) ? from.AddDays(dice.Between(200, 700)) : null), ("collectedOn", from < draft.Day ? from : draft.Day), ("collectedBy", "Jonas Lindqvist"), ("uri", $"https://records.example.org/{n}"),
                .. Proof.Approval(dice, "approved", "APPROVED", from),
            ]);
        foreach (var shown in dice.Chance(50) ? [control] : new[] { control, dice.Below(size.Controls) }.Distinct())
        {
            draft.Link($"control:{shown}", "EVIDENCED_BY", key);
        }

        if (!isOrganisation)
        {
            var named = systemsOf.GetValueOrDefault(control);
            draft.Link(key, "CONCERNS", dice.Chance(75) ? $"ai-system:{(named is null ? dice.Below(size.Systems) : dice.Of(named))}" : dice.Chance(80) ? $"component:{dice.Hub(size.Components)}" : $"vendor:{dice.Hub(size.Vendors)}");
        }

        if (dice.Chance(35))
        {
            draft.Link(key, "DEMONSTRATES", dice.Of(catalogue.Rows).Key, dice.Chance(20) ? "PARTIAL" : null);
        }

        systems.Own(draft, key, 70);
    }

    public void Assessment(Draft draft, int n)
    {
        var key = $"assessment:{n}";
        var kind = dice.Of(["AIIA", "DPIA", "FRIA", "CLASSIFICATION", "CLASSIFICATION", "VENDOR_DUE_DILIGENCE"]);
        var on = dice.Day(new(2025, 3, 1), new(2026, 8, 1));
        draft.Put(
            "Assessment", key,
            [
                ("title", $"Assessment {n}"), ("kind", kind), ("conclusion", "What remains is accepted by the owner."), ("performedOn", on < draft.Day ? on : draft.Day), ("reviewEveryMonths", 12),
                ("classes", kind == "CLASSIFICATION" ? new[] { dice.Of(["HIGH_RISK", "EXEMPT_6_3", "TRANSPARENCY"]) } : null),
                ("testingBasis", kind == "VENDOR_DUE_DILIGENCE" ? "DOCUMENTED" : null),
                .. Proof.Approval(dice, "signed", "SIGNED", on),
            ]);
        draft.Link(key, "ASSESSES", kind == "VENDOR_DUE_DILIGENCE" ? $"vendor:{dice.Hub(size.Vendors)}" : $"ai-system:{n % size.Systems}");
        foreach (var risk in new[] { dice.Below(size.Risks), dice.Below(size.Risks) }.Distinct())
        {
            draft.Link(key, "IDENTIFIES", $"risk:{risk}");
        }

        draft.Link($"control:{dice.Hub(size.Controls)}", "EVIDENCED_BY", key);
        draft.Link(key, "DEMONSTRATES", dice.Of(catalogue.Rows).Key);
    }

    /// <summary>Four of five statements are of applicability; each fifth makes a joint group and, mostly, says that it suffices.</summary>
    public void Statement(Draft draft, int n)
    {
        var key = $"statement:{n}";
        var on = dice.Day(new(2025, 3, 1), new(2026, 8, 1));
        if (n % 5 != 4)
        {
            draft.Put("Statement", key, [("title", $"Statement {n}"), ("kind", "APPLICABILITY"), ("applicable", dice.Chance(80)), ("justification", "Nothing of the kind is done."), .. Proof.Approval(dice, "approved", "APPROVED", on)]);
            draft.Link(key, "STATES", dice.Of(excludable).Key);
            if (dice.Chance(85))
            {
                draft.Link(key, "ABOUT", $"ai-system:{dice.Below(size.Systems)}");
            }

            return;
        }

        var row = dice.Of(catalogue.Rows).Key;
        var joint = $"group-{n}";
        var members = new[] { dice.Hub(size.Controls), dice.Below(size.Controls) }.Distinct().Select(c => $"control:{c}").ToList();
        members.ForEach(m => draft.Link(m, "SATISFIES", row, joint: joint));
        draft.Put(
            "Statement", key,
            [
                ("title", $"Statement {n}"), ("kind", "SUFFICIENCY"), ("joint", joint), ("links", members.Select(m => $"{m}|SATISFIES|{row}").ToArray()),
                .. Proof.Approval(dice, "approved", "APPROVED", on),
            ]);
        draft.Link(key, "STATES", row);
    }
}
