namespace Graph.Tests.Reference;

/// <summary>Transitional rules: a shield must be shown by recorded data, it is never assumed.</summary>
internal sealed class NaiveLegacy(NaiveWorld world, NaiveConditions conditions)
{
    /// <summary>The first rule, in key order, that shields the system from the row; null if none does.</summary>
    public string? ShieldOf(NaiveDocument row, NaiveDocument system, DateOnly? effective)
    {
        foreach (string key in world.Targets(row.Key, "SHIELDED_BY").Order(StringComparer.Ordinal))
        {
            if (Shields(world.Find(key)!, system, effective))
            {
                return key;
            }
        }

        return null;
    }

    private bool Shields(NaiveDocument rule, NaiveDocument system, DateOnly? effective)
    {
        DateOnly? cutOff = rule.Text("placedBefore") switch
        {
            null => null,
            "EFFECTIVE" => effective,
            var day => DateOnly.ParseExact(day, "yyyy-MM-dd"),
        };
        return conditions.AllHold(rule.List("onlyIf"), system, []) == true
            && system.Date("placedOn") < cutOff
            && HasNotEnded(rule, system)
            && (!rule.IsTrue("endedByChange") || IsUnchanged(system, cutOff));
    }

    private bool HasNotEnded(NaiveDocument rule, NaiveDocument system)
    {
        string? when = rule.Text("endsOnWhen");
        return rule.Date("endsOn") is not { } end
            || world.Day < end
            || (when is not null && conditions.AllHold([when], system, []) == false);
    }

    private bool IsUnchanged(NaiveDocument system, DateOnly? cutOff)
    {
        DateOnly? change = system.Date("designChangedOn");
        return world.Day < cutOff
            || change < cutOff
            || change > world.Day
            || (change is null && system.Fact("designUnchanged") == true);
    }
}
