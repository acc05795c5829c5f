using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>Each criterion of readiness says exactly what is missing: one document is changed, its row appears; undone, it goes. Today is 2026-11-24.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public void Criteria_are_about_seventy_and_speak_of_twelve_items()
    {
        Assert.InRange(ReadinessCriteria.All.Count, 60, 90);
        Assert.Equal(Enumerable.Range(1, 12), ReadinessCriteria.All.Select(c => c.Item.Number).Distinct());
        Assert.All(ReadinessCriteria.All, c => Assert.StartsWith($"{c.Item.Number}.", c.Id, StringComparison.Ordinal));
        Assert.Equal(4, ReadinessCriteria.All.Select(c => c.Phase).Distinct().Count());
    }

    public static TheoryData<string, string, string> KnockOuts => new()
    {
        // criterion, what is taken away, the row that appears
        { "1.e", "party", "NO_DATA party:p" },
        { "1.f", "need", "FACT_MISSING need:n" },
        { "1.h", "scope", "NOT_ASSIGNED ai-system:t" },
        { "2.c", "communication", "NOT_COMMUNICATED document:policy" },
        { "3.b", "risk of the system", "NO_DATA ai-system:s" },
        { "3.e", "owner of the risk", "NO_OWNER risk:r" },
        { "3.f", "likelihood", "NO_LEVEL risk:r" },
        { "3.h", "residual", "NO_LEVEL risk:r" },
        { "4.d", "owner of the policy", "NO_OWNER document:policy" },
        { "4.f", "retention", "NO_DATA document:x" },
        { "8.a", "needed competence", "NO_DATA role:r" },
        { "8.b", "shown competence", "COMPETENCE_MISSING competence:k" },
        { "8.c", "training", "NO_ACTION competence:k" },
        { "10.c", "decision", "NO_DATA review:2" },
        { "11.b", "cause", "NO_CAUSE finding:f" },
        { "11.c", "action", "NO_ACTION finding:g" },
        { "7.g", "metric of the vendor", "NO_METRIC vendor:v" },
        { "7.e", "clause on data", "NOT_IMPLEMENTED vendor:v" },
    };

    [Theory]
    [MemberData(nameof(KnockOuts))]
    public async Task What_is_taken_away_appears_as_the_row_of_its_criterion_and_goes_when_it_is_put_back(string id, string what, string row)
    {
        await using var live = await WholeAsync();
        var before = Rows(live);
        Assert.Equal("Met", before[id].State);
        var (take, give) = Taken(what);
        await live.Keep(take);
        var after = Rows(live);
        Assert.Equal($"NotMet {row}", $"{after[id].State} {after[id].Rows}");
        await live.Keep(give);
        Assert.Equal(before.OrderBy(r => r.Key, StringComparer.Ordinal), Rows(live).OrderBy(r => r.Key, StringComparer.Ordinal));
    }

    private static Dictionary<string, (string State, string Rows)> Rows(LiveEngine live) => Readiness.Of(live.On()).ToDictionary(
        r => r.Criterion.Id, r => (r.State.ToString(), string.Join(", ", r.Rows.Select(s => $"{s.Code} {s.Node?.Key}"))));

    private static (Operation[] Take, Operation[] Give) Taken(string what) => what switch
    {
        "party" => ([Put("InterestedParty", "party:q", ("title", "Q"), ("type", "PUBLIC")), Unlink("need:n", "NEED_OF", "party:p"), Link("need:n", "NEED_OF", "party:q")],
            [Unlink("need:n", "NEED_OF", "party:q"), Link("need:n", "NEED_OF", "party:p"), Delete("party:q")]),
        "need" => Field("PartyNeed", "need:n", "addressed", true),
        "scope" => ([Put("AiSystem", "ai-system:t", ("title", "T"), ("placedOn", "2026-01-01"))], [Delete("ai-system:t")]),
        "communication" => Field("Communication", "communication:c", "reachedCount", 10),
        "risk of the system" => Edge("ai-system:s", "HAS_RISK", "risk:r"),
        "owner of the risk" => Edge("risk:r", "OWNED_BY", "person:p"),
        "likelihood" => Field("Risk", "risk:r", "inherentLikelihood", 2),
        "residual" => Field("Risk", "risk:r", "residualLikelihood", 1),
        "owner of the policy" => Edge("document:policy", "OWNED_BY", "person:p"),
        "retention" => ([Put("ManagedDocument", "document:x", ("title", "X"), ("type", "PLAN"))], [Delete("document:x")]),
        "needed competence" => Edge("role:r", "NEEDS_COMPETENCE", "competence:k"),
        "shown competence" => ([Put("CompetenceRecord", "competence-record:r", ("until", "2026-11-23"))], [Put("CompetenceRecord", "competence-record:r", ("until", null))]),
        "training" => Edge("training:t", "TEACHES", "competence:k"),
        "decision" => ([Put("ManagementReview", "review:2", ("title", "Second"), ("heldOn", "2026-11-19"))], [Delete("review:2")]),
        "cause" => Field("Finding", "finding:f", "cause", "A cause."),
        "action" => ([Put("Finding", "finding:g", ("title", "G"), ("grade", "MAJOR"), ("foundOn", "2026-11-02"), ("cause", "Another."))], [Delete("finding:g")]),
        "metric of the vendor" => Edge("vendor:v", "MEASURED_BY", "metric:m"),
        "clause on data" => Field("ContractClause", "clause:d", "agreed", true),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static (Operation[] Take, Operation[] Give) Field(string kind, string key, string field, object value) => ([Put(kind, key, (field, null))], [Put(kind, key, (field, value))]);

    private static (Operation[] Take, Operation[] Give) Edge(string from, string kind, string to) => ([Unlink(from, kind, to)], [Link(from, kind, to)]);

    // A small management system in which the criteria that are knocked out are met.
    private static async Task<LiveEngine> WholeAsync()
    {
        var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Person", "person:q", ("name", "Quirin")),
            Put("InterestedParty", "party:p", ("title", "Members"), ("type", "CUSTOMER")), Put("PartyNeed", "need:n", ("title", "Reasons"), ("addressed", true)), Link("need:n", "NEED_OF", "party:p"),
            Put("AiSystem", "ai-system:s", ("title", "S"), ("placedOn", "2026-01-01")),
            Put("ScopeStatement", "scope:1", ("title", "Scope"), ("boundaries", "All.")), Link("scope:1", "INCLUDES", "ai-system:s"),
            Put("Component", "component:c", ("title", "C"), ("type", "SERVICE")), Put("Vendor", "vendor:v", ("title", "V")),
            Link("ai-system:s", "USES", "component:c"), Link("component:c", "SUPPLIED_BY", "vendor:v"),
            Put("ContractClause", "clause:d", ("title", "Data"), ("type", "DATA_HANDLING"), ("agreed", true)), Link("clause:d", "CLAUSE_OF", "vendor:v"),
            Put("Metric", "metric:m", ("title", "M"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")), Link("vendor:v", "MEASURED_BY", "metric:m"),
            Put("ManagedDocument", "document:policy", ("title", "Policy"), ("type", "POLICY"), ("publishedAt", "https://example.org/policy"), ("retainUntil", "2036-12-31")), Link("document:policy", "OWNED_BY", "person:p"),
            Put("Communication", "communication:c", ("audience", "All"), ("on", "2026-11-01"), ("reachedCount", 10), ("audienceCount", 10)), Link("communication:c", "COMMUNICATION_OF", "document:policy"),
            Put("RiskMethod", "risk-method:m", ("title", "M"), ("acceptedUpTo", "LOW")),
            Put("RiskMatrixCell", "risk-cell:1", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("risk-cell:1", "MATRIX_CELL_OF", "risk-method:m"),
            Put("RiskMatrixCell", "risk-cell:2", ("likelihood", 2), ("impact", 1), ("level", "LOW")), Link("risk-cell:2", "MATRIX_CELL_OF", "risk-method:m"),
            Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT"), ("inherentLikelihood", 2), ("inherentImpact", 1), ("residualLikelihood", 1), ("residualImpact", 1)), Link("risk:r", "OWNED_BY", "person:p"), Link("ai-system:s", "HAS_RISK", "risk:r"),
            Put("OrganisationRole", "role:r", ("title", "Role")), Put("RoleAssignment", "assignment:a", ("from", "2026-01-01")), Link("assignment:a", "ASSIGNMENT_OF", "role:r"), Link("assignment:a", "HELD_BY", "person:p"),
            Put("Competence", "competence:k", ("title", "K")), Link("role:r", "NEEDS_COMPETENCE", "competence:k"),
            Put("CompetenceRecord", "competence-record:r", ("basis", "Course"), ("level", "EXPERT"), ("from", "2026-01-01")), Link("competence-record:r", "RECORD_OF", "person:p"), Link("competence-record:r", "OF_COMPETENCE", "competence:k"),
            Put("OrganisationRole", "role:r2", ("title", "Role 2")), Link("role:r2", "NEEDS_COMPETENCE", "competence:k"),
            Put("Training", "training:t", ("title", "T")), Link("training:t", "TEACHES", "competence:k"),
            Put("ManagementReview", "review:1", ("title", "First"), ("heldOn", "2026-11-20")), Put("ReviewDecision", "decision:d", ("title", "D")), Link("decision:d", "DECISION_OF", "review:1"),
            Put("Finding", "finding:f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-01"), ("cause", "A cause.")), Put("CorrectiveAction", "action:a", ("title", "A")), Link("action:a", "CORRECTS", "finding:f"));
        await live.Approve("document:policy");
        await live.Approve("risk-method:m");
        await live.Approve("scope:1");
        return live;
    }
}
