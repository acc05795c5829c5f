using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Server.Import;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;
using static Graph.Tests.Engine.LiveEngine;
using Document = Graph.Engine.Snapshots.Document;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>
/// One complete small organisation over the catalogue that ships: every criterion of readiness is met, every input of a review has something to look at.
/// It is written, submitted, approved and signed through GraphQL alone, by several actors, on 2026-08-06.
/// </summary>
public sealed class SmallOrganisation : IAsyncLifetime
{
    private static readonly string[] Proof =
    [
        "POLICY", "REVIEW_MINUTES", "ROLE_ASSIGNMENT", "PROCEDURE", "INVENTORY", "TRAINING_RECORD", "TECHNICAL_DOCUMENTATION", "TEST_REPORT", "MONITORING_PLAN", "MONITORING_REPORT", "LOG_RECORD",
        "CONTRACT", "DATA_DOCUMENTATION", "NOTICE", "CORRECTIVE_ACTION_RECORD", "CONFORMITY_ASSESSMENT", "DECLARATION_OF_CONFORMITY", "CE_MARKING_RECORD", "REGISTRATION_RECORD",
    ];

    // What the vendor has given, which somebody verified.
    private static readonly (string Key, string Type)[] Package = [("evidence:vendor-policy", "POLICY"), ("evidence:vendor-tests", "TEST_REPORT"), ("evidence:vendor-contract", "CONTRACT")];

    private static readonly string[] Stages = ["CONCEPTION", "DESIGN", "DEVELOPMENT", "VERIFICATION", "DEPLOYMENT", "OPERATION", "RETIREMENT"];
    private static readonly string[] Satisfied =
    [
        "iso-42001:10.2", "iso-42001:A.2", "iso-42001:A.3", "iso-42001:A.4", "iso-42001:A.5", "iso-42001:A.6", "iso-42001:A.7", "iso-42001:A.8", "iso-42001:A.9", "iso-42001:A.10.2", "iso-42001:A.10.3",
        "eu-ai-act:12", "eu-ai-act:43", "eu-ai-act:47", "eu-ai-act:48", "eu-ai-act:49", "eu-ai-act:72", "eu-ai-act:73",
    ];

    /// <summary>The chapters of the AI Act that ask something of a system that is planned; one task is for all of them.</summary>
    internal static readonly string[] Chapters = [.. ((string[])["III", "I", "II", "IV", "IX"]).Select(c => "eu-ai-act:chapter-" + c)];

    private static readonly Regex Version = new(@"-v\d+\b", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, string> anew = new(StringComparer.Ordinal);
    private ApiHost api = null!;
    private int changeCount;

    public ApiHost Api => api;

    /// <summary>What the picture of each knock-out was, for the file of those that were approved.</summary>
    internal SortedDictionary<int, string> Seen { get; } = [];

    public async Task InitializeAsync()
    {
        api = await ApiHost.StartAsync(configure: o => (o.ComplexityMax, o.QuickComplexityMax, o.LightComplexityMax) = (100_000_000, 100_000_000, 100_000_000));
        var files = ImportFile.Find([Path.Combine(SeedStory.Root, "seed", "catalogue")], new ImportLimits());
        var report = await new Importer(api.Engine, new ImportOptions { IsSeed = true }).RunAsync(files, null, default);
        Assert.True(report.Succeeded, string.Join('\n', report.Rejects.Take(20)));

        await ApplyAsync([.. Context(), .. Leadership(), .. Risks(), .. Systems(), .. Applicability(), .. Suppliers(), .. Competence(), .. Audits(), .. Others(), .. Asked()]);
        await DecideAsync(
            [
                "scope:1", "document:policy", "document:procedure", "document:record", "risk-method:m", "assessment:aiia", "assessment:class", "assessment:vendor",
                "action:a", .. Proof.Select(EvidenceOf), .. Package.Select(p => p.Key),
            ]);
        await DecideApplicabilityAsync();

        // It was registered as running, so that it need not wait for what it owes; really it was placed once its assessment was signed.
        await ApplyAsync(Put("AiSystem", "ai-system:s", ("placedOn", "2026-08-06")));

        // What a review has seen is not new at the next one, so it stands last.
        await ApplyAsync(
            Put("ManagementReview", "review:1", ("title", "Summer review"), ("heldOn", "2026-08-01"), ("minutes", "Each input was looked at.")),
            Put("ReviewDecision", "decision:d", ("title", "Teach more people")), Link("decision:d", "DECISION_OF", "review:1"),
            Put("Task", "task:d", ("title", "Plan lessons"), ("dueOn", "2026-12-01")), Link("task:d", "OWNED_BY", "person:pia"), Link("task:d", "ARISES_FROM", "decision:d"));
        await DecideAsync("review:1");
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    /// <summary>Applies operations through GraphQL.</summary>
    internal async Task ApplyAsync(params IReadOnlyList<Operation> operations)
    {
        if (operations.Count == 0)
        {
            return;
        }

        var changes = Current(JsonSerializer.SerializeToNode(operations.Select(AsInput).ToArray())!.ToJsonString());
        var applied = (await api.AskAsync(
            "mutation($id: String!, $changes: [ChangeInput!]!) { apply(changeId: $id, reason: \"A knock-out.\", changes: $changes) { accepted userErrors { code path message } } }",
            new { id = $"change-{++changeCount}", changes = JsonNode.Parse(changes) }, actor: "Ada Editor"))["apply"]!;
        Assert.True((bool)applied["accepted"]!, applied.ToJsonString());
    }

    /// <summary>Has documents submitted by one and approved or signed by another, through GraphQL.</summary>
    internal async Task DecideAsync(params IEnumerable<string> keys)
    {
        foreach (var key in keys.Select(k => anew.GetValueOrDefault(k, k)))
        {
            var (verb, hash) = await ToDecideAsync(key);
            await DecideAsync("submit", key, hash, "Sue Submitter");
            await DecideAsync(verb, key, (await ToDecideAsync(key)).Hash, "Ann Approver");
        }
    }

    // The Statement of Applicability is approved as a whole.
    private async Task DecideApplicabilityAsync()
    {
        foreach (var (verb, actor) in new[] { ("submit", "Sue Submitter"), ("approve", "Ann Approver") })
        {
            var hash = (string)(await api.AskAsync("{ view { applicability(framework: \"iso-42001\") { contentHash } } }"))["view"]!["applicability"]!["contentHash"]!;
            var decided = (await api.AskAsync(
                $"mutation($id: String!, $hash: Hash!) {{ done: {verb}Applicability(changeId: $id, reason: \"A decision.\", framework: \"iso-42001\", contentHash: $hash) {{ accepted userErrors {{ code path message }} }} }}",
                new { id = $"decision-{++changeCount}", hash }, actor))["done"]!;
            Assert.True((bool)decided["accepted"]!, $"{verb}: {decided.ToJsonString()}");
        }
    }

    /// <summary>Has what is approved or signed taken back, through GraphQL.</summary>
    internal async Task WithdrawAsync(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await DecideAsync("withdraw", key, (await ToDecideAsync(key)).Hash, "Ann Approver");
        }
    }

    /// <summary>Has taken back what was decided on and is to be deleted, or edited though it has no versions, through GraphQL.</summary>
    internal async Task TakeBackAsync(IEnumerable<string> decided, IReadOnlyList<Operation> undone)
    {
        var deleted = undone.OfType<DeleteDocument>().Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        var graph = api.Engine.Current;
        await WithdrawAsync(decided.Where(key => deleted.Contains(key) || graph.Document(anew.GetValueOrDefault(key, key))! is var document && (!document.Kind.HasVersions
            || graph.Model.EdgesFrom(document.Kind).Where(e => e.IsPart).SelectMany(e => graph.Targets(document, e)).Any(o => deleted.Contains(o.Key)))));
    }

    /// <summary>What people were told of a version that is superseded they are told of the one that took its place, and what is to be certified is that one.</summary>
    internal async Task CatchUpAsync()
    {
        var graph = api.Engine.Current;
        var superseded = graph.Model.Kinds.Where(k => k.HasVersions).SelectMany(graph.Documents).Where(d => d.Text(d.Kind.Approval!.Status) == ApprovalRule.Superseded).ToList();
        await ApplyAsync(
        [
            .. superseded.SelectMany(old => graph.Sources(old, ManagementEdges.Certifies).SelectMany(from => (Operation[])
                [Unlink(from.Key, ManagementEdges.Certifies.Name, old.Key), Link(from.Key, ManagementEdges.Certifies.Name, Newest(old).Key)])),
        ]);

        // To tell again is another communication.
        foreach (var (told, newest) in superseded.SelectMany(old => graph.Sources(old, ManagementEdges.CommunicationOf).Select(c => (c, Newest(old)))))
        {
            var first = anew.FirstOrDefault(a => a.Value == told.Key).Key ?? told.Key;
            var again = $"{first}-{api.Engine.Current.Head.Revision}";
            await ApplyAsync(
                Put(told.Kind.Name, again, [.. told.Kind.Fields.Where(f => told[f] is not null).Select(f => (f.Name, told[f]))]), Link(again, ManagementEdges.CommunicationOf.Name, newest.Key), Delete(told.Key, edges: true));
            IsAnew(first, again);
        }

        Document Newest(Document version) => graph.Sources(version, EdgeKinds.Supersedes) is [var next, ..] ? Newest(next) : version;
    }

    /// <summary>The title of a document.</summary>
    internal string Title(string key) => api.Engine.Current.Document(anew.GetValueOrDefault(key, key)) is { } document ? document.Text(document.Kind.Title)! : throw new KeyNotFoundException(key);

    /// <summary>From now on a document that was deleted goes by another key, for a key is never used again.</summary>
    internal void IsAnew(string key, string otherKey) => anew[key] = otherKey;

    /// <summary>What can be seen of the organisation on a day, one line a fact, with the keys that its documents had first.</summary>
    internal async Task<SortedSet<string>> LookAsync(string? on)
    {
        var data = await api.AskAsync(Picture.Query, new { at = on is null ? null : new { on } });
        return new(Picture.Lines(data["view"]!).Where(l => !IsOfHistory(l)).Select(First).Select(l => Version.Replace(l, "-v")), StringComparer.Ordinal);
    }

    // What an edit left in force, and was superseded by what it was edited to or withdrawn, stays to be read and says nothing of today. How many there are depends on what was tried before.
    private bool IsOfHistory(string line) => Version.Matches(line).Any(v => api.Engine.Current.Document(line[(line.LastIndexOf(' ', v.Index) + 1)..(v.Index + v.Length)]) is { Kind.Approval: { } rule } old && old.Text(rule.Status) is ApprovalRule.Superseded or ApprovalRule.Withdrawn);

    private string First(string line) => anew.Aggregate(line, (text, key) => text.Replace(key.Value, key.Key, StringComparison.Ordinal));

    private string Current(string json) => anew.Aggregate(json, (text, key) => text.Replace($"\"{key.Key}\"", $"\"{key.Value}\"", StringComparison.Ordinal));

    private async Task<(string Verb, string Hash)> ToDecideAsync(string key)
    {
        var kind = api.Engine.Current.Document(key)!.Kind;
        var hash = (string)(await api.AskAsync($"query($key: String!) {{ view {{ document(key: $key) {{ ... on {kind.Name} {{ contentHashNow }} }} }} }}", new { key }))["view"]!["document"]!["contentHashNow"]!;
        return (kind.Approval!.Verb.ToString().ToLowerInvariant(), hash);
    }

    private async Task DecideAsync(string verb, string key, string hash, string actor)
    {
        var decided = (await api.AskAsync(
            $"mutation($id: String!, $key: String!, $hash: Hash!) {{ done: {verb}(changeId: $id, reason: \"A decision.\", key: $key, contentHash: $hash) {{ accepted userErrors {{ code path message }} }} }}",
            new { id = $"decision-{++changeCount}", key, hash }, actor))["done"]!;
        Assert.True((bool)decided["accepted"]!, $"{verb} {key}: {decided.ToJsonString()}");
    }

    private object AsInput(Operation operation) => operation switch
    {
        PutDocument put => new { put = new Dictionary<string, object?> { [Camel(put.Kind)] = new Dictionary<string, object?>(put.Fields) { ["key"] = put.Key } } },
        LinkDocuments link => new { link = new Dictionary<string, object?>(link.Fields) { ["from"] = link.From, ["kind"] = link.Kind, ["to"] = link.To } },
        UnlinkDocuments unlink => new { unlink = new { from = unlink.From, kind = unlink.Kind, to = unlink.To } },
        DeleteDocument delete => new { delete = new { key = delete.Key, edges = delete.WithEdges } },
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    private string Camel(string kind) => api.Engine.Model.TryGetKind(kind, out var found) ? found.CamelName : throw new InvalidOperationException(kind);

    private static string EvidenceOf(string type) => "evidence:" + type.ToLowerInvariant().Replace('_', '-');

    private static IEnumerable<Operation> Context() =>
    [
        Put("Person", "person:pia", ("name", "Pia")), Put("Person", "person:quirin", ("name", "Quirin")), Put("Person", "person:ann", ("name", "Ann Approver")),
        Put("Unit", "unit:all", ("title", "All"), ("aiRoles", (string[])["PROVIDER"]), ("staffCount", 10)),
        Put("ContextIssue", "issue:in", ("title", "Few people know AI"), ("side", "INTERNAL"), ("topic", "CAPABILITY"), ("relevant", true)),
        Put("ContextIssue", "issue:out", ("title", "The Act"), ("side", "EXTERNAL"), ("topic", "LEGAL"), ("relevant", true)),
        Put("ContextIssue", "issue:climate", ("title", "Climate"), ("side", "EXTERNAL"), ("topic", "CLIMATE"), ("relevant", false)),
        Put("InterestedParty", "party:p", ("title", "Members"), ("type", "CUSTOMER")), Put("PartyNeed", "need:n", ("title", "Reasons"), ("addressed", true)), Link("need:n", "NEED_OF", "party:p"),
        Put("ScopeStatement", "scope:1", ("title", "Scope"), ("boundaries", "All.")), Link("scope:1", "INCLUDES", "ai-system:s"), Link("scope:1", "INCLUDES", "ai-system:next"),
    ];

    private static IEnumerable<Operation> Leadership() =>
    [
        Put("ManagedDocument", "document:policy", ("title", "AI policy"), ("type", "POLICY"), ("fulfils", (string[])["iso-42001:5.2"]), ("publishedAt", "https://example.org/policy"), ("reviewEveryMonths", 24), ("retainUntil", "2036-12-31")), Link("document:policy", "OWNED_BY", "person:pia"),
        Put("Communication", "communication:c", ("audience", "All"), ("on", "2026-08-01"), ("reachedCount", 10), ("audienceCount", 10)), Link("communication:c", "COMMUNICATION_OF", "document:policy"),
        Put("ManagedDocument", "document:procedure", ("title", "How we assess and treat"), ("type", "PROCEDURE"), ("fulfils", (string[])["iso-42001:6.1.3"]), ("reviewEveryMonths", 24), ("retainUntil", "2036-12-31")), Link("document:procedure", "OWNED_BY", "person:pia"),
        Put("ManagedDocument", "document:record", ("title", "What we assessed"), ("type", "RECORD"), ("retainUntil", "2036-12-31")), Link("document:record", "OWNED_BY", "person:pia"),
        Put("Metric", "metric:m", ("title", "Accuracy"), ("betterWhen", "HIGHER"), ("frequency", "ANNUAL"), ("target", 90), ("warning", 85), ("limit", 80)),
        Put("Measurement", "measurement:m", ("on", "2026-08-01"), ("value", 95)), Link("measurement:m", "MEASUREMENT_OF", "metric:m"),
        Put("Objective", "objective:o", ("title", "Be accurate"), ("theme", "ROBUSTNESS"), ("plan", "Test every month.")), Link("objective:o", "OWNED_BY", "person:pia"), Link("objective:o", "MEASURED_BY", "metric:m"),
    ];

    private static IEnumerable<Operation> Risks() =>
    [
        Put("RiskMethod", "risk-method:m", ("title", "Method"), ("acceptedUpTo", "LOW")), .. Judged.Scales("risk-method:m"),
        .. ((string[])["LOW", "MEDIUM", "HIGH", "CRITICAL"]).SelectMany((level, i) => (Operation[])
            [Put("RiskMatrixCell", $"risk-cell:{i + 1}", ("likelihood", i + 1), ("impact", i + 1), ("level", level)), Link($"risk-cell:{i + 1}", "MATRIX_CELL_OF", "risk-method:m")]),
        .. Stages.SelectMany((stage, i) => (Operation[])
            [
                Put("Risk", $"risk:{i + 1}", ("title", "Risk of " + stage), ("kind", "THREAT"), ("lifecycleStage", stage), ("reviewedOn", "2026-08-01"),
                    ("inherentLikelihood", 3), ("inherentImpact", 3), ("residualLikelihood", 1), ("residualImpact", 1)),
                Link($"risk:{i + 1}", "OWNED_BY", "person:pia"), Link($"risk:{i + 1}", "MITIGATED_BY", "control:ims"),
                Link("ai-system:s", "HAS_RISK", $"risk:{i + 1}"), Link("ai-system:next", "HAS_RISK", $"risk:{i + 1}"),
            ]),
        Put("Risk", "risk:chance", ("title", "Faster answers"), ("kind", "OPPORTUNITY"), ("inherentLikelihood", 2), ("inherentImpact", 2), ("reviewedOn", "2026-08-01")), Link("risk:chance", "OWNED_BY", "person:pia"),
        Put("Cadence", "cadence:risk", ("title", "Risks"), ("of", "RISK_REVIEW"), ("months", 12), ("source", "GUIDE")),
    ];

    private static IEnumerable<Operation> Systems() =>
    [
        Put("AiSystem", "ai-system:s", ("title", "In use"), ("roles", (string[])["DEPLOYER"]), ("classes", Array.Empty<string>()), ("placedOn", "2026-08-05"), ("facts", (object[])[new { name = "dpiaRequired", value = false }])), Link("ai-system:s", "SUBJECT_TO", "iso-42001"),
        Put("PlannedChange", "change:rebuilt", ("title", "It was rebuilt"), ("aspects", (string[])["DESIGN"]), ("substantial", true), ("plannedFor", "2026-08-01"), ("doneOn", "2026-08-01")), Link("change:rebuilt", "CHANGES", "ai-system:s"),
        Put("AiSystem", "ai-system:next", ("title", "Planned"), ("roles", (string[])["PROVIDER"]), ("classes", (string[])["HIGH_RISK"]), ("annexIIIPoints", (string[])["4(a)"]), ("routes", (string[])["ANNEX_III"]), ("placedOn", "2028-01-01"),
            ("facts", FactsOfNext())),
        Put("Task", "task:plan", ("title", "Prepare for conformity"), ("dueOn", "2027-11-01")), Link("task:plan", "OWNED_BY", "person:pia"), Link("ai-system:next", "OWNED_BY", "person:pia"), Link("task:plan", "ARISES_FROM", "ai-system:next"), .. Chapters.Select(c => Link("task:plan", "ARISES_FROM", c)),
        Put("Assessment", "assessment:aiia", ("title", "AIIA"), ("kind", "AIIA"), ("process", "Calls."), ("affectedPersons", "Callers."), ("harms", "Wrong answers."), ("measures", "A person listens."), ("conclusion", "Fine.")),
        .. Judged.Found("assessment:aiia", "Ann Approver").Where(o => o is not PutDocument { Kind: "Risk" }).Select(o => o is LinkDocuments l ? l with { From = l.From.Replace("risk:of-aiia", "risk:2", StringComparison.Ordinal), To = l.To.Replace("risk:of-aiia", "risk:2", StringComparison.Ordinal) } : o),
        Link("assessment:aiia", "ASSESSES", "ai-system:s"), Link("assessment:aiia", "DEMONSTRATES", "iso-42001:A.5"),
        Put("Assessment", "assessment:next", ("title", "AIIA of what is planned"), ("kind", "AIIA")), Link("assessment:next", "ASSESSES", "ai-system:next"),
        Put("Assessment", "assessment:class", ("title", "Class"), ("kind", "CLASSIFICATION"), ("classes", Array.Empty<string>()), ("conclusion", "None.")), Link("assessment:class", "ASSESSES", "ai-system:s"),
        Put("Template", "template:c", ("title", "A form for what is in use"), ("form", "CLASSIFICATION")), Link("assessment:class", "FOLLOWS", "template:c"), .. Item("why", 1, "template:c"),
        Put("Answer", "answer:why", ("value", "It is listed nowhere."), ("state", "CONFIRMED")), Link("answer:why", "ANSWER_OF", "assessment:class"), Link("answer:why", "ANSWERS", "item:why"),
    ];

    /// <summary>The facts of the planned system: three that are false, and those that are true.</summary>
    internal static object[] FactsOfNext(params string[] isTrue) =>
        [.. ((string[])["providedDigitally", "notifiedBodyInvolved", "incidentReportingLimited"]).Select(f => new { name = f, value = false }), .. isTrue.Select(f => new { name = f, value = true })];

    private static IEnumerable<Operation> Applicability() =>
    [
        Put("Control", "control:ims", ("title", "The management system"), ("scope", "ORGANISATION"), ("procedure", "As written."), ("implementedOn", "2026-01-01")),
        .. Satisfied.Select(s => Link("control:ims", "SATISFIES", s)),
        .. Proof.SelectMany(type => (Operation[])[Put("Evidence", EvidenceOf(type), ("title", type), ("type", type), ("scope", "ORGANISATION"), ("uri", "https://files.example/" + type)), Link("control:ims", "EVIDENCED_BY", EvidenceOf(type))]),
        Put("Statement", "statement:applicable", ("title", "What applies"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "We do it.")),
        .. ((string[])["A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "A.8", "A.9", "A.10.2", "A.10.3"]).Select(a => Link("statement:applicable", "STATES", "iso-42001:" + a)),
        Put("Statement", "statement:excluded", ("title", "What does not"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "We have no customers.")), Link("statement:excluded", "STATES", "iso-42001:A.10.4"), Link("statement:excluded", "ABOUT", "ai-system:s"),
    ];

    private static IEnumerable<Operation> Suppliers() =>
    [
        Put("Component", "component:c", ("title", "Model"), ("type", "MODEL")), Put("Vendor", "vendor:v", ("title", "Supplier"), ("contractStartsOn", "2026-08-06")),
        Link("ai-system:s", "USES", "component:c"), Link("component:c", "SUPPLIED_BY", "vendor:v"), Link("vendor:v", "MEASURED_BY", "metric:m"),
        .. ((string[])["RISK_DOCUMENTATION", "INCIDENT_NOTICE", "DATA_HANDLING", "END_OF_LIFE"]).SelectMany((type, i) => (Operation[])
            [Put("ContractClause", $"clause:{i + 1}", ("title", type), ("type", type), ("agreed", true)), Link($"clause:{i + 1}", "CLAUSE_OF", "vendor:v")]),
        Put("Assessment", "assessment:vendor", ("title", "Due diligence"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine."),
            ("governanceBasis", "VERIFIED"), ("testingBasis", "VERIFIED"), ("incidentNoticeBasis", "VERIFIED"), ("dataHandlingBasis", "VERIFIED"), ("retainUntil", "2036-12-31")), Link("assessment:vendor", "ASSESSES", "vendor:v"),
        .. Package.SelectMany(p => (Operation[])[Put("Evidence", p.Key, ("title", p.Type), ("type", p.Type), ("scope", "ORGANISATION")), Link(p.Key, "CONCERNS", "vendor:v")]),
    ];

    private static IEnumerable<Operation> Competence() =>
    [
        Put("Competence", "competence:k", ("title", "AI risk")), Put("Competence", "competence:audit", ("title", "Auditing")),
        .. Record("competence-record:pia", "person:pia", "competence:k"), .. Record("competence-record:ann", "person:ann", "competence:k"), .. Record("competence-record:quirin", "person:quirin", "competence:audit"),
        Put("OrganisationRole", "role:top", ("title", "Head"), ("topManagement", true), ("decides", (string[])["SCOPE_STATEMENT", "RISK_ACCEPTANCE"])), Link("role:top", "NEEDS_COMPETENCE", "competence:k"),
        Put("RoleAssignment", "assignment:top", ("from", "2026-01-01")), Link("assignment:top", "ASSIGNMENT_OF", "role:top"), Link("assignment:top", "HELD_BY", "person:ann"),
        Put("OrganisationRole", "role:risk", ("title", "Risk")), Link("role:risk", "NEEDS_COMPETENCE", "competence:k"),
        Put("RoleAssignment", "assignment:risk", ("from", "2026-01-01")), Link("assignment:risk", "ASSIGNMENT_OF", "role:risk"), Link("assignment:risk", "HELD_BY", "person:pia"),
        Put("Training", "training:t", ("title", "AI risk"), ("heldOn", "2026-07-01"), ("effectJudgedOn", "2026-07-15"), ("effect", "EFFECTIVE"), ("effectBasis", "A test after it.")), Link("training:t", "TEACHES", "competence:k"), Link("training:t", "ATTENDED_BY", "person:pia"),
        Put("Cadence", "cadence:training", ("title", "Effect of training"), ("of", "TRAINING_EFFECTIVENESS"), ("months", 3), ("source", "GUIDE")),
    ];

    private static IEnumerable<Operation> Record(string key, string person, string competence) =>
        [Put("CompetenceRecord", key, ("basis", "Examined"), ("level", "EXPERT"), ("from", "2026-01-01")), Link(key, "RECORD_OF", person), Link(key, "OF_COMPETENCE", competence)];

    private static IEnumerable<Operation> Audits() =>
    [
        Put("AuditProgramme", "programme:p", ("title", "2026"), ("from", "2026-01-01"), ("until", "2026-12-31")),
        Put("Audit", "audit:1", ("title", "All of it"), ("type", "INTERNAL"), ("heldOn", "2026-07-20"), ("conclusion", "It works.")), Link("audit:1", "IN_PROGRAMME", "programme:p"), Link("audit:1", "AUDITED_BY", "person:quirin"), Link("audit:1", "NEEDS_AUDITOR", "competence:audit"),
        .. ((string[])["4", "5", "6", "7", "8", "9", "10", "A"]).Select(c => Link("audit:1", "EXAMINES", "iso-42001:" + c)),
        Put("Cadence", "cadence:first", ("title", "First audit"), ("of", "FIRST_AUDIT"), ("months", 3), ("implementedOn", "2026-06-01"), ("source", "GUIDE")),
        Put("Cadence", "cadence:audit", ("title", "Audits"), ("of", "INTERNAL_AUDIT"), ("months", 12), ("source", "GUIDE")),
        Put("Cadence", "cadence:review", ("title", "Reviews"), ("of", "MANAGEMENT_REVIEW"), ("months", 12), ("source", "GUIDE")),
        Put("Finding", "finding:f", ("title", "A record was missing"), ("grade", "MINOR"), ("foundOn", "2026-07-20"), ("cause", "Nobody asked.")), Link("finding:f", "FOUND_IN", "audit:1"),
        Put("CorrectiveAction", "action:a", ("title", "Ask for it"), ("implementedOn", "2026-07-25"), ("effect", "EFFECTIVE"), ("effectBasis", "Records are there."), ("dueOn", "2026-12-31")), Link("action:a", "CORRECTS", "finding:f"),
    ];

    private static IEnumerable<Operation> Others() =>
    [
        Put("Incident", "incident:i", ("title", "A wrong answer"), ("types", (string[])["AI"]), ("severity", "MINOR"), ("awareOn", "2026-07-10"), ("containedOn", "2026-07-10"), ("cause", "Old data.")),
        Put("Finding", "finding:i", ("title", "Old data"), ("grade", "OBSERVATION"), ("foundOn", "2026-07-10"), ("answeredOn", "2026-07-12")), Link("finding:i", "FOUND_IN", "incident:i"),
        Put("Incident", "incident:told", ("title", "A wrong name"), ("types", (string[])["AI"]), ("severity", "MINOR"), ("awareOn", "2026-08-03"), ("containedOn", "2026-08-03"), ("cause", "An old list.")),
        Put("Finding", "finding:told", ("title", "An old list"), ("grade", "OBSERVATION"), ("foundOn", "2026-08-03"), ("answeredOn", "2026-08-04")), Link("finding:told", "FOUND_IN", "incident:told"),
        Put("Concern", "concern:c", ("title", "Too fast"), ("type", "FEEDBACK"), ("raisedOn", "2026-07-01"), ("answeredOn", "2026-07-02"), ("answer", "Slower now.")),
        Put("PlannedChange", "change:c", ("title", "New model"), ("plannedFor", "2026-12-01")),
    ];

    // What is asked for by key: a certificate on its way, a plan, a form that nobody has filled in.
    private static IEnumerable<Operation> Asked() =>
    [
        Put("Certificate", "certificate:c", ("title", "On its way")), Link("certificate:c", "CERTIFIES", "iso-42001"), Link("certificate:c", "CERTIFIES", "scope:1"),
        Put("Audit", "audit:stage", ("title", "Stage 1"), ("type", "STAGE_1"), ("heldOn", "2026-07-28")), Link("audit:stage", "AUDITS_FOR", "certificate:c"), Link("audit:stage", "AUDITED_BY", "person:quirin"),
        Put("Task", "task:gap", ("title", "Find gaps"), ("days", 5), ("dueOn", "2026-12-01")), Link("task:gap", "OWNED_BY", "person:pia"),
        Put("Task", "task:stage", ("title", "Stage 2"), ("days", 2), ("dueOn", "2026-12-31")), Link("task:stage", "OWNED_BY", "person:pia"), Link("task:stage", "WAITS_FOR", "task:gap"),
        Put("Template", "template:t", ("title", "A form"), ("form", "CLASSIFICATION")),
        .. Item("must", 1), .. Item("profiles", 2, ("answerType", "YES_NO"), ("rulesOut", (string[])["HIGH_RISK"])), .. Item("used", 3, ("conditions", (string[])["role:DEPLOYER"])),
        Put("Assessment", "assessment:form", ("title", "Class of what is planned, begun"), ("kind", "CLASSIFICATION"), ("classes", (string[])["HIGH_RISK"])), Link("assessment:form", "ASSESSES", "ai-system:next"), Link("assessment:form", "FOLLOWS", "template:t"),
        .. Item("done", 4), Put("Answer", "answer:done", ("value", "It is done."), ("state", "CONFIRMED")), Link("answer:done", "ANSWER_OF", "assessment:form"), Link("answer:done", "ANSWERS", "item:done"),
    ];

    private static Operation[] Item(string name, int order, params (string, object?)[] fields) => Item(name, order, "template:t", fields);

    private static Operation[] Item(string name, int order, string template, params (string, object?)[] fields) =>
        [Put("TemplateItem", "item:" + name, [("prompt", name), ("order", order), ("source", "STANDARD"), ("ref", "Art. 6"), .. fields]), Link("item:" + name, "ITEM_OF", template)];
}
