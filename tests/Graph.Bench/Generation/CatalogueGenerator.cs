namespace Graph.Bench.Generation;

/// <summary>Facts, transitional rules, frameworks with their trees of rows, and crosswalks between them.</summary>
internal sealed class CatalogueGenerator(Dice dice, GraphSize size)
{
    private static readonly string[] Facts =
    [
        "interactsWithPersons", "biometric", "publicBody", "essentialService", "emotionRecognition", "syntheticContent", "safetyComponent", "profiling",
        "publicSpace", "placedInUnion", "designUnchanged", "workersAffected", "minorsAffected", "openSource", "substantialModification", "automatedDecision",
    ];

    private static readonly string[] Roles = ["PROVIDER", "DEPLOYER", "IMPORTER", "DISTRIBUTOR", "GPAI_PROVIDER"];
    private static readonly string[] LegacyRules = ["legacy:PLACED_BEFORE_DATE", "legacy:PLACED_BEFORE_EFFECTIVE", "legacy:PUBLIC_AUTHORITY"];
    private static readonly DateOnly Early = new(2025, 8, 2);
    private static readonly DateOnly Formal = new(2026, 8, 2);
    private static readonly DateOnly AnnexIII = new(2027, 12, 2);
    private static readonly DateOnly AnnexI = new(2028, 8, 2);

    public static IReadOnlyList<string> FactNames => Facts;

    public List<(string Key, bool IsStandard, bool IsVoluntary)> Frameworks { get; } = [];

    /// <summary>Rows that can be met or failed.</summary>
    public List<Row> Rows { get; } = [];

    public List<Row> Headings { get; } = [];

    public static void Vocabulary(Draft draft)
    {
        foreach (var fact in Facts)
        {
            draft.Put("Fact", $"fact:{fact}", ("title", fact), ("provision", "Art. 3"), ("trueWhen", $"The system meets the definition of {fact}."));
        }

        draft.Put("LegacyRule", LegacyRules[0], ("title", "Placed before the act"), ("placedBefore", "2026-08-02"), ("endedByChange", true));
        draft.Put("LegacyRule", LegacyRules[1], ("title", "Placed before its day"), ("placedBefore", "EFFECTIVE"), ("endedByChange", true), ("endsOn", new DateOnly(2030, 12, 31)), ("endsOnWhen", "publicBody"));
        draft.Put("LegacyRule", LegacyRules[2], ("title", "Used by an authority"), ("placedBefore", "2026-08-02"), ("onlyIf", new[] { "publicBody" }), ("endsOn", new DateOnly(2030, 8, 2)));
    }

    public void Framework(Draft draft, int number)
    {
        var kind = number % 5 < 2 ? "REGULATION" : number % 5 < 4 ? "STANDARD" : "GUIDANCE";
        var key = $"{kind.ToLowerInvariant()}-{number + 1}";
        Frameworks.Add((key, kind == "STANDARD", kind != "REGULATION"));
        draft.Put("Framework", key, ("title", $"{kind} number {number + 1}"), ("kind", kind), ("consolidatedOn", new DateOnly(2026, 7, 1)), ("voluntary", kind != "REGULATION"));
        var articles = Math.Max(2, size.RowsPerFramework / 5);
        var chapters = Math.Max(1, articles / 8);
        var left = size.RowsPerFramework - articles - chapters;
        for (var c = 1; c <= chapters; c++)
        {
            Put(draft, key, kind, $"{key}:{c}", key, "CHAPTER", isHeading: true);
        }

        for (var a = 1; a <= articles; a++)
        {
            var chapter = $"{key}:{1 + (a % chapters)}";
            var article = $"{chapter}.{a}";
            Put(draft, key, kind, article, chapter, "ARTICLE", isHeading: dice.Chance(75));
            for (var p = 1; p <= (left / articles) + (a <= left % articles ? 1 : 0); p++)
            {
                Put(draft, key, kind, $"{article}({p})", article, "PARAGRAPH", isHeading: false);
            }
        }
    }

    public void MappingSet(Draft draft, int number, int sets)
    {
        var set = $"mapping-set:{number + 1}";
        draft.Put(
            "MappingSet", set, ("title", $"Crosswalk {number + 1}"), ("author", "Working group"), ("method", number % 2 == 0 ? "HUMAN" : "HYBRID"),
            ("confidence", "MED"), ("disputed", number % 5 == 4), ("disputedReason", number % 5 == 4 ? "Its refs do not exist in the text." : null));
        for (var m = number; m < size.Mappings; m += sets)
        {
            var key = $"mapping:{m + 1}";
            var roll = dice.Below(100);
            var relation = roll < 5 ? "EQUAL" : roll < 10 ? "SUPERSET" : roll < 40 ? "SUBSET" : roll < 95 ? "INTERSECTS" : "NONE";
            draft.Put(
                "Mapping", key, ("relation", relation), ("strength", relation == "NONE" ? "NONE" : dice.Of(["SUBSTANTIAL", "PARTIAL", "PARTIAL", "ADJACENT"])),
                ("direction", dice.Chance(20) ? "FORWARD" : null), ("rationale", "Both ask for the same records, kept and reviewed in the same way."));
            var source = End();
            foreach (var from in dice.Chance(20) ? [source, End()] : new[] { source })
            {
                draft.Link(key, "FROM", from.Key);
            }

            var target = End();
            while (target.Framework == source.Framework)
            {
                target = End();
            }

            draft.Link(key, "TO", target.Key);
            draft.Link(key, "IN_SET", set);
        }
    }

    private string[] Conditions() => dice.Chance(70) ? [dice.Of(Facts)] : [dice.Of(Facts), $"{dice.Of(Facts)}/!{dice.Of(Facts)}"];

    private Row End() => dice.Chance(15) ? dice.Of(Headings) : dice.Of(Rows);

    private void Put(Draft draft, string framework, string kind, string key, string above, string level, bool isHeading)
    {
        var isLaw = kind == "REGULATION";
        var isOrganisation = !isHeading && dice.Chance(isLaw ? 15 : 55);
        var excludable = !isHeading && kind == "STANDARD" && dice.Chance(40);
        var needsControl = dice.Chance(60);
        var dated = isLaw && !isHeading ? dice.Below(100) : 100;
        draft.Put(
            "Requirement", key,
            ("ref", key[(framework.Length + 1)..]), ("title", $"{level} {key}"), ("summary", "What is done is planned, carried out, recorded and reviewed at planned intervals."),
            ("level", level), ("assessable", !isHeading), ("whyNotAssessable", isHeading ? "HEADING" : null), ("textVersion", new DateOnly(2024, 7, 12)),
            ("scope", isHeading ? null : isOrganisation ? "ORGANISATION" : "SYSTEM"), ("excludable", excludable ? true : null), ("needsControl", isHeading ? null : needsControl),
            ("proof", !isHeading && dice.Chance(70) ? dice.Some(Proof.Types, dice.Between(2, 8)) : null),
            ("roles", isLaw && dice.Chance(70) ? dice.Some(Roles[..(dice.Chance(80) ? 2 : 5)], dice.Between(1, 2)) : null),
            ("classes", isLaw && dice.Chance(50) ? new[] { dice.Chance(80) ? "HIGH_RISK" : dice.Of(["TRANSPARENCY", "GPAI_MODEL", "PROHIBITED"]) } : null),
            ("routes", isLaw && dice.Chance(10) ? dice.Some(["ANNEX_III", "ANNEX_I_A"], 1) : null),
            ("annexIIIIn", isLaw && dice.Chance(8) ? dice.Some(SystemGenerator.Points, 3) : null),
            ("annexIIIOut", isLaw && dice.Chance(5) ? dice.Some(SystemGenerator.Points, 2) : null),
            ("facts", isLaw && dice.Chance(25) ? Conditions() : null),
            ("formalDate", dated < 35 ? Formal : null), ("effectiveAnnexIII", dated < 25 ? AnnexIII : null), ("effectiveAnnexI", dated < 25 ? AnnexI : null),
            ("effectiveOther", dated is >= 25 and < 35 ? AnnexIII : dated is >= 35 and < 85 ? Early : null), ("dateStatus", dated < 15 ? "UNRESOLVED" : "SETTLED"));
        draft.Link(key, "PART_OF", above);
        if (isLaw && !isHeading && dice.Chance(12))
        {
            draft.Link(key, "SHIELDED_BY", dice.Of(LegacyRules));
        }

        (isHeading ? Headings : Rows).Add(new(key, framework, isOrganisation, excludable));
    }

    public sealed record Row(string Key, string Framework, bool IsOrganisation, bool IsExcludable);
}
