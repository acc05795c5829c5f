using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Memory;
using Graph.Tests.ManagementSystem;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.SeedStories;

/// <summary>The templates that ship ask everything that the law's lists and the guide's table hold, and name where each item comes from.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class TemplateTests(SeedStory seed)
{
    private Snapshot Snapshot => seed.Engine.Current;

    [Theory]
    [InlineData("eu-ai-act:27(1)", "FRIA", 6)]
    [InlineData("eu-ai-act:13(3)", "ARTICLE_13", 12)]
    [InlineData("eu-ai-act:annex-IV", "ANNEX_IV", 23)]
    [InlineData("eu-ai-act:annex-V", "ANNEX_V", 8)]
    [InlineData("eu-ai-act:annex-VIII-A", "ANNEX_VIII", 13)]
    [InlineData("eu-ai-act:annex-VIII-B", "ANNEX_VIII", 7)]
    [InlineData("eu-ai-act:annex-VIII-C", "ANNEX_VIII", 5)]
    public void Each_point_of_a_list_of_the_law_has_an_item_and_each_item_a_point(string heading, string form, int count)
    {
        var points = Points(Snapshot.Document(heading)!).Where(r => r.Date(RequirementKind.RepealedOn) is null).Select(r => r.Key).ToHashSet();
        var asked = Items(form).Select(i => i.Text(TemplateItemKind.Provision)).Where(p => p?.StartsWith(heading, StringComparison.Ordinal) == true && p.Length > heading.Length).ToList();
        Assert.Equal(count, points.Count);
        Assert.Equal(points.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_form_of_classification_goes_with_no_classes_that_its_own_answers_deny()
    {
        (string Item, string Value, string Found, string? Refused)[] cases =
        [
            ("5-1-a", "YES", "EXEMPT_6_3", "it asks for PROHIBITED"), ("5-1-g", "YES", "", "it asks for PROHIBITED"), ("5-1-a", "NO", "EXEMPT_6_3", null), ("5-1-a", "YES", "PROHIBITED", null),
            ("5-1-h", "YES", "TRANSPARENCY", "it asks for PROHIBITED or HIGH_RISK"), ("5-1-h", "YES", "HIGH_RISK", null),
            ("6-1", "Annex I Section A", "EXEMPT_6_3", "it rules out EXEMPT_6_3; it asks for HIGH_RISK or PROHIBITED"), ("6-1", "Annex I Section B", "TRANSPARENCY", "it rules out EXEMPT_6_3; it asks for HIGH_RISK or PROHIBITED"),
            ("6-1", "Not under Annex I", "EXEMPT_6_3", null), ("6-3", "None", "EXEMPT_6_3", "it rules out EXEMPT_6_3"), ("6-3", "(a); None", "EXEMPT_6_3", "it rules out EXEMPT_6_3"),
            ("6-3", "(a); (d)", "EXEMPT_6_3", null), ("6-3", "None", "HIGH_RISK", null), ("51", "YES", "", "it asks for GPAI_MODEL or GPAI_SYSTEMIC"),
        ];
        await using var live = await ActCatalogue.OpenWithSeedAsync(["catalogue", "templates"]);
        foreach (var (number, (item, value, found, refused)) in cases.Index())
        {
            var (system, assessment, key) = ($"ai-system:{number}", $"assessment:{number}", "template-item:classification." + item);
            await live.Keep(
                Put("AiSystem", system, ("title", "S"), ("annexIIIPoints", new[] { "4(a)" })),
                Put("Assessment", assessment, ("title", "Class"), ("kind", "CLASSIFICATION"), ("classes", found.Split(' ', StringSplitOptions.RemoveEmptyEntries)), ("conclusion", "So it is.")),
                Link(assessment, "ASSESSES", system), Link(assessment, "FOLLOWS", "template:classification"),
                Put("Answer", $"answer:{number}", ("value", value), ("state", "CONFIRMED")), Link($"answer:{number}", "ANSWER_OF", assessment), Link($"answer:{number}", "ANSWERS", key));
            var row = Forms.Of(live.On(), live.Find(assessment)).Single(r => r.Item.Key == key);
            Assert.Equal((number, refused is null ? FormState.Answered : FormState.RuledOut), (number, row.State));
            var told = string.Join('\n', (await live.Decide("Sue Submitter", DecisionVerb.Submit, assessment)).Violations.Select(v => v.Message));
            var denied = $"'{key}' ({row.Item.Text(TemplateItemKind.Ref)}), which does not go with the classes that it finds: {refused}";
            Assert.Equal((number, refused is not null), (number, told.Contains(denied, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("FRIA", "27(1)(a) 27(1)(b) 27(1)(c) 27(1)(d) 27(1)(e) 27(1)(f) 27(3)")]
    [InlineData("DPIA", "GDPR 35(7)(a) GDPR 35(7)(b) GDPR 35(7)(c) GDPR 35(7)(d) GDPR 35(2)")]
    [InlineData("CLASSIFICATION", "5(1)(a) 5(1)(b) 5(1)(ba) 5(1)(bb) 5(1)(c) 5(1)(d) 5(1)(e) 5(1)(f) 5(1)(g) 5(1)(h) 6(1) 6(2) 6(3)(a)-(d) 6(4) 49(2)")]
    [InlineData("VENDOR_DUE_DILIGENCE", "25(4)")]
    public void What_the_law_asks_is_required(string form, string refs)
    {
        var required = Items(form).Where(i => i.Boolean(TemplateItemKind.Required) != false).Select(i => i.Text(TemplateItemKind.Ref)!).ToList();
        Assert.All(refs.Replace("GDPR ", "GDPR_", StringComparison.Ordinal).Split(' '), r => Assert.Contains(required, i => i.Contains(r.Replace('_', ' '), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("FRIA")]
    [InlineData("DPIA")]
    public void What_law_has_assessed_again_once_any_of_its_elements_changes_watches_all_of_them(string form)
    {
        var template = Assert.Single(Snapshot.Documents(TemplateKind.Kind), t => t.Text(TemplateKind.Form) == form);
        Assert.Equal(["MODEL", "RETRAINING", "DATA", "DESIGN", "PURPOSE", "AFFECTED_PERSONS", "JURISDICTION", "SCOPE", "OVERSIGHT"], template.List(TemplateKind.Watches)!);
    }

    [Theory]
    [InlineData("healthcare", 12, "MODEL", "who gets care|fairly|health data", "analysis of access by demographic group|protected health information|urgent clinical need|HIPAA")]
    [InlineData("legal", 12, "JURISDICTION", "legal statement|do not exist|client's matter", "benchmark|client|lawyer|citation")]
    [InlineData("finance", 6, "RETRAINING", "gets credit|protected groups|refusal", "disparate impact show for each demographic group|adverse decision|drift|SR 11-7")]
    [InlineData("hospitality", 12, "SCOPE", "learn about guests|prices|loyalty", "personal data of guests|fairness of the pricing|GDPR, and under the CCPA|PCI DSS")]
    public void The_table_of_the_guide_is_held_whole(string context, int months, string change, string areas, string minimum)
    {
        var template = Snapshot.Document("template:aiia-" + context)!;
        Assert.Equal(("AIIA", context.ToUpperInvariant(), months, "GUIDE"), (template.Text(TemplateKind.Form), Value(template, "context"), Value(template, "reviewEveryMonths"), Value(template, "source")));
        Assert.Contains(change, template.List(TemplateKind.Watches)!);
        Assert.All([("areas", areas), ("content", minimum)], part =>
        {
            var prompts = ItemsOf(template).Where(i => i.Text(TemplateItemKind.Ref)!.EndsWith(part.Item1, StringComparison.Ordinal)).Select(i => i.Text(TemplateItemKind.Prompt)!).ToList();
            var words = part.Item2.Split('|');
            Assert.Equal(words.Length, prompts.Count);
            Assert.All(words, w => Assert.Single(prompts, p => p.Contains(w, StringComparison.Ordinal)));
        });
    }

    [Theory]
    [InlineData("aiia-healthcare")]
    [InlineData("aiia-legal")]
    [InlineData("aiia-finance")]
    [InlineData("aiia-hospitality")]
    public void An_impact_assessment_asks_for_all_that_the_guide_lists_and_for_persons_groups_and_society(string template)
    {
        var keys = ItemsOf(Snapshot.Document("template:" + template)!).Select(i => i.Key[(i.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]).ToHashSet();
        Assert.Superset(new HashSet<string> { "purpose", "intended-use", "population", "good", "persons-and-groups", "society", "likelihood-and-severity", "controls", "residual", "rationale" }, keys);
    }

    [Fact]
    public void Due_diligence_asks_of_governance_testing_incidents_data_contract_and_end()
    {
        var sections = Items("VENDOR_DUE_DILIGENCE").Select(i => i.Text(TemplateItemKind.Section)).Distinct();
        Assert.Equal(["Governance", "Testing", "Notice of incidents", "Data", "Contract, monitoring and the end", "Conclusion"], sections);
    }

    [Theory]
    [InlineData("annex-viii-a", "6 8 9 11 12")]
    [InlineData("annex-viii-b", "6")]       // Points 7 and 9 were taken out of the section.
    [InlineData("annex-viii-c", "4 5")]
    public void What_is_entered_of_law_enforcement_migration_and_borders_leaves_out_what_Article_49_4_does(string template, string points)
    {
        var leftOut = ItemsOf(Snapshot.Document("template:" + template)!).Where(i => i.List(TemplateItemKind.Conditions)?.Contains("!lawEnforcementMigrationOrBorder") == true);
        Assert.Equal(points.Split(' '), leftOut.Select(i => i.Key[(i.Key.LastIndexOf('.') + 1)..]));
    }

    [Fact]
    public void Whoever_profiles_is_never_exempt()
    {
        var profiling = Snapshot.Document("template-item:classification.profiling")!;
        Assert.Equal(["EXEMPT_6_3"], profiling.List(TemplateItemKind.RulesOut)!);
        Assert.Equal("YES_NO", profiling.Text(TemplateItemKind.AnswerType));
    }

    [Fact]
    public void Every_item_says_where_it_comes_from_and_names_a_provision_that_the_catalogue_holds()
    {
        var items = Snapshot.Documents(TemplateItemKind.Kind).ToList();
        Assert.True(items.Count > 180, $"found {items.Count}");
        Assert.All(items, i => Assert.False(string.IsNullOrWhiteSpace(i.Text(TemplateItemKind.Ref)), i.Key));
        Assert.Empty(items.Where(i => i.Text(TemplateItemKind.Provision) is { } provision && Snapshot.Document(provision)?.Kind != RequirementKind.Kind).Select(i => i.Key));
        Assert.Empty(items.GroupBy(i => (Snapshot.Targets(i, FormEdges.ItemOf)[0].Key, i.Text(TemplateItemKind.Prompt))).Where(g => g.Count() > 1).Select(g => g.Key.Key));
    }

    [Fact]
    public void Every_prefill_names_something_that_is_there()
    {
        var model = Snapshot.Model;
        HashSet<string> Names(params Kind[] kinds) => [.. kinds.SelectMany(k => k.Fields.Select(f => f.Name).Concat(k.Derived.Select(d => d.Name)).Concat(model.EdgesFrom(k).Select(e => e.CamelName)).Concat(model.EdgesTo(k).Select(e => e.Inverse)))];
        var known = new Dictionary<string, HashSet<string>>
        {
            ["system"] = Names(AiSystemKind.Kind), ["vendor"] = Names(VendorKind.Kind), ["document"] = Names(AssessmentKind.Kind),
            ["fact"] = [.. Snapshot.Documents(FactKind.Kind).Select(f => f.Key["fact:".Length..])],
        };
        var from = Snapshot.Documents(TemplateItemKind.Kind).Select(i => i.Text(TemplateItemKind.PrefilledFrom)).OfType<string>().ToList();
        Assert.NotEmpty(from);
        Assert.All(from, f => Assert.True(f.Split('.') is [var of, var name] && known[of].Contains(name), f));
    }

    [Fact]
    public async Task They_are_imported_by_themselves_like_frameworks_and_again_without_a_trace()
    {
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, new MemoryLogStore(), new EngineOptions(), SeedStory.Noon, null, default);
        Task<ImportReport> Import(params string[] paths) => new Importer(engine, new ImportOptions { Actor = "ada" }).RunAsync(ImportFile.Find(paths.Select(p => Path.Combine(SeedStory.Root, "seed", p)), new ImportLimits()), null, default);
        Assert.True((await Import(Path.Combine("catalogue", "10-facts.yaml"))).Succeeded);
        var report = await Import("templates");
        Assert.True(report.Succeeded, string.Join('\n', report.Rejects));
        Assert.Equal(Snapshot.Keys(TemplateItemKind.Kind), engine.Current.Keys(TemplateItemKind.Kind));
        var head = engine.Current.Head;
        Assert.Equal(report.Entries.In, (await Import("templates")).Entries.Duplicate);
        Assert.Equal(head, engine.Current.Head);
    }

    [Fact]
    public void They_were_there_when_the_story_began()
    {
        var first = Snapshot.Documents(AiSystemKind.Kind).Min(s => s.CreatedIn);
        Assert.All(Snapshot.Documents(TemplateKind.Kind), t => Assert.True(t.CreatedIn < first, t.Key));
    }

    private IEnumerable<Document> Points(Document heading) => Snapshot.Sources(heading, EdgeKinds.PartOf) is { Count: > 0 } below ? below.SelectMany(Points) : [heading];

    private IEnumerable<Document> Items(string form) => Snapshot.Documents(TemplateKind.Kind).Where(t => t.Text(TemplateKind.Form) == form).SelectMany(ItemsOf);

    private IEnumerable<Document> ItemsOf(Document template) => Snapshot.Sources(template, FormEdges.ItemOf).OrderBy(i => i.Integer(TemplateItemKind.Order));

    private static object? Value(Document document, string field) => document.Kind.TryGetField(field, out var found) ? document[found] : null;
}
