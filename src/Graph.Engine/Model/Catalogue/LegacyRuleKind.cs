namespace Graph.Engine.Model.Catalogue;

/// <summary>A transitional rule that shields systems placed before a day (Regulation (EU) 2024/1689 Art. 111).</summary>
public static class LegacyRuleKind
{
    /// <summary>The word that stands for the row's own effective day.</summary>
    public const string Effective = "EFFECTIVE";

    /// <summary>The title.</summary>
    public static readonly Field Title = Field.Text("title", "What it shields.", required: true, lengthMax: 300);

    /// <summary>Conditions.</summary>
    public static readonly Field OnlyIf = Field.TextList("onlyIf", "Conditions that must be known to hold, in the language of facts.", conditions: true);

    /// <summary>The cut-off.</summary>
    public static readonly Field PlacedBefore = Field.Text("placedBefore", "The day before which the system must have been placed, or EFFECTIVE: the requirement's effective day for that system.", required: true, lengthMax: 10, form: TextForm.DayOrEffective);

    /// <summary>The end of the shield.</summary>
    public static readonly Field EndsOn = Field.Date("endsOn", "The day from which the shield is gone.");

    /// <summary>When the end counts.</summary>
    public static readonly Field EndsOnWhen = Field.Text("endsOnWhen", "The condition under which endsOn counts; it counts unless this is known to be false.", lengthMax: 200, conditions: true);

    /// <summary>Whether a change of design ends it.</summary>
    public static readonly Field EndedByChange = Field.Boolean("endedByChange", "Whether a significant change of design from the cut-off on ends the shield.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "LegacyRule", "legacyRules", "legacy", KindGroup.Catalogue,
        "A transitional rule: what was placed before a day is shielded from a requirement for a time. A shield is never assumed.", Title,
        [
            Title,
            Field.Text("provision", "Where it stands.", lengthMax: 100),
            OnlyIf,
            PlacedBefore,
            EndsOn,
            EndsOnWhen,
            EndedByChange,
            Field.Word("confidence", Words.Confidence, "How sure the reading is."),
        ])
    {
        DateOrders = [new(PlacedBefore, EndsOn)],
    };
}
