using Graph.Engine.Log;
using static Graph.Tests.Engine.LiveEngine;
using static Graph.Tests.ManagementSystem.KnockOuts.KnockOut;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>Knock-outs of what questions answer in words beside documents: the way of a system through the AI Act, its supplementary plan, what is asked of it, crosswalks, competence, cells of Annex A.</summary>
internal static class AnswerKnockOuts
{
    public static IEnumerable<KnockOut> All => [.. Routes(), .. Roles(), .. Days(), .. Crosswalks(), .. Levels(), .. Forms(), .. Cells()];

    // The procedure follows from the points of Annex III, the standards that are applied and the law of the product (Art. 43).
    private static IEnumerable<KnockOut> Routes() =>
    [
        Field("AiSystem", "ai-system:next", "annexIIIPoints", null, (string[])["4(a)"], "route UNKNOWN", "procedure 43(1) ANNEX_VII UNKNOWN"),
        Field("AiSystem", "ai-system:next", "annexIIIPoints", (string[])["1(a)"], (string[])["4(a)"], "route ANNEX_VII", "procedure 43(1) ANNEX_VII YES"),
        Next("identifies people, by standards that are cited", [("annexIIIPoints", (string[])["1(a)"]), ("facts", SmallOrganisation.FactsOfNext("harmonisedStandardsApplied"))], "route ANNEX_VI_OR_VII", "procedure 43(1) ANNEX_VI_OR_VII YES"),
        Field("AiSystem", "ai-system:next", "annexIIIPoints", (string[])["1(a)", "4(a)"], (string[])["4(a)"], "route SEVERAL"),
        Field("AiSystem", "ai-system:next", "classes", (string[])["EXEMPT_6_3"], (string[])["HIGH_RISK"], "planned-for eu-ai-act:6(4) CLASSIFICATION, disputed false, overdue false"),
        Field("AiSystem", "ai-system:next", "routes", (string[])["ANNEX_I_A"], (string[])["ANNEX_III"], "route SECTORAL_LAW", "procedure 43(3) SECTORAL_LAW YES"),
    ];

    // Who is not the provider may have become it (Art. 25(1)).
    private static IEnumerable<KnockOut> Roles() =>
    [
        Next("bears the name of who uses it", [("roles", (string[])["DEPLOYER"]), ("facts", SmallOrganisation.FactsOfNext("ownNameOnSystem"))], "role-change 25(1)(a) YES", "way FACT_MISSING ai-system:next", "supplementary FACT_MISSING ai-system:next"),
    ];

    private static IEnumerable<KnockOut> Days() =>
    [
        Field("Task", "task:gap", "days", 300, 5, "plan ends on 2027-06-03, in time false"),
        .. (((string Proof, string Step)[])[("conformity-assessment", "ASSESSMENT"), ("ce-marking-record", "CE_MARKING"), ("registration-record", "REGISTRATION")])
            .Select(p => Unlinked("control:ims", "EVIDENCED_BY", "evidence:" + p.Proof, $"disorder {p.Step} PLACING") with { On = "2028-01-02" }),
    ];

    private static IEnumerable<KnockOut> Crosswalks() =>
    [
        New([Put("Framework", "pci-dss", ("title", "Cards"), ("kind", "STANDARD"))], "sector-rule pci-dss UNMAPPED"),
        Ruled("ccpa", ("relation", "INTERSECTS"), ("strength", "PARTIAL"), "MAPPED"), Ruled("hipaa", ("relation", "INTERSECTS"), ("strength", "ADJACENT"), "RELATED"), Ruled("iso-9001", ("relation", "NONE"), ("strength", "NONE"), "NOTHING_CORRESPONDS"),
    ];

    // A rule of a sector that somebody brought in and mapped.
    private static KnockOut Ruled(string rule, (string, object?) relation, (string, object?) strength, string state) => New(
        [
            Put("Framework", rule, ("title", rule), ("kind", "STANDARD")), Put("Requirement", $"{rule}:1", ("ref", "1"), ("title", "One")), Link($"{rule}:1", "PART_OF", rule),
            Put("MappingSet", $"mapping-set:{rule}", ("title", rule)), Put("Mapping", $"mapping:{rule}", relation, strength),
            Link($"mapping:{rule}", "IN_SET", $"mapping-set:{rule}"), Link($"mapping:{rule}", "FROM", "iso-42001:A.2.3"), Link($"mapping:{rule}", "TO", (string)relation.Item2! == "NONE" ? rule : $"{rule}:1"),
        ],
        $"sector-rule {rule} {state}");

    private static IEnumerable<KnockOut> Levels() =>
    [
        Field("CompetenceRecord", "competence-record:pia", "level", "AWARE", "EXPERT", "gap person:pia role:risk competence:k, needed WORKING, shown AWARE"),
        Needing("expert", "EXPERT", "WORKING"), Needing("aware", "AWARE", null),
    ];

    // A role that asks for more than who holds it shows.
    private static KnockOut Needing(string name, string needed, string? shown) => New(
        [
            Put("OrganisationRole", $"role:{name}", ("title", name)), Put("Competence", $"competence:{name}", ("title", name)),
            Link($"role:{name}", "NEEDS_COMPETENCE", $"competence:{name}", ("level", needed)),
            Put("RoleAssignment", $"assignment:{name}", ("from", "2026-08-01")), Link($"assignment:{name}", "ASSIGNMENT_OF", $"role:{name}"), Link($"assignment:{name}", "HELD_BY", "person:pia"),
            .. shown is null ? Array.Empty<Operation>() : [Put("CompetenceRecord", $"competence-record:{name}", ("basis", "Examined"), ("level", shown), ("from", "2026-01-01")), Link($"competence-record:{name}", "RECORD_OF", "person:pia"), Link($"competence-record:{name}", "OF_COMPETENCE", $"competence:{name}")],
        ],
        $"gap person:pia role:{name} competence:{name}, needed {needed}, shown {shown ?? "-"}");

    private static IEnumerable<KnockOut> Forms() =>
    [
        Field("TemplateItem", "item:used", "conditions", (string[])["recognisesEmotions"], (string[])["role:DEPLOYER"], "item-asked item:used, missing true, known false"),
    ];

    // An open MAJOR caps its requirement; a stale impact assessment makes its chains suspect; by law one is owed for personal data.
    private static IEnumerable<KnockOut> Cells() =>
    [
        new KnockOut("ai-system:s needs a DPIA", [Put("AiSystem", "ai-system:s", ("facts", (object[])[new { name = "dpiaRequired", value = true }]))], [Put("AiSystem", "ai-system:s", ("facts", (object[])[new { name = "dpiaRequired", value = false }]))],
            "assessment ai-system:s DPIA APPLICABLE MISSING", "row 5.g NO_DATA ai-system:s") with { Renewed = ["assessment:aiia", "assessment:class"] },
        Told("by a processor", [("types", (string[])["DATA_BREACH"]), ("dataRoles", (string[])["PROCESSOR"])], "notice GDPR_33_2 LATE"),
    ];

    private static KnockOut Told(string name, (string Field, object? Value)[] facts, params string[] appears)
    {
        Dictionary<string, object?> before = new(StringComparer.Ordinal) { ["types"] = (string[])["AI"] };
        return new($"incident:told is told {name}", [Put("Incident", "incident:told", facts)], [Put("Incident", "incident:told", [.. facts.Select(f => (f.Field, before.GetValueOrDefault(f.Field)))])], appears);
    }

    // Several fields of the system that is planned.
    private static KnockOut Next(string name, (string Field, object? Value)[] fields, params string[] appears)
    {
        Dictionary<string, object?> before = new(StringComparer.Ordinal) { ["annexIIIPoints"] = (string[])["4(a)"], ["roles"] = (string[])["PROVIDER"], ["facts"] = SmallOrganisation.FactsOfNext() };
        return new($"ai-system:next {name}", [Put("AiSystem", "ai-system:next", fields)], [Put("AiSystem", "ai-system:next", [.. fields.Select(f => (f.Field, before[f.Field]))])], appears);
    }
}
