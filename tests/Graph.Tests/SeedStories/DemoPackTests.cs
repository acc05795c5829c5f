using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Tests.Api;

namespace Graph.Tests.SeedStories;

/// <summary>The packs of the demo: of each system what its cells rest on and what is its own, and nothing that is due of another.</summary>
[Collection(SeedStoryTests.Name)]
public sealed partial class DemoPackTests(SeedStory seed)
{
    public static TheoryData<string> Systems =>
        ["ai-system:credit-scoring", "ai-system:clinic-scheduling", "ai-system:hiring-shortlist", "ai-system:hotel-guest-assistant", "ai-system:legal-research"];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Whatever_a_cell_of_a_system_rests_on_has_its_row(string system)
    {
        var files = await FilesAsync(system);
        var view = await seed.ViewAsync(SeedStory.Today);
        var rested = view.Cells.Cells(null, [seed.Document(system)]).Where(c => c.IsOwed)
            .SelectMany(c => c.Chains.Take(1).SelectMany(chain => chain.Documents.Concat(chain.Proof)).Concat(c.Defects.Select(d => d.Node))).Distinct().ToList();
        foreach (var (kind, file) in new[] { (ControlKind.Kind, "registers/controls.csv"), (EvidenceKind.Kind, "evidence.csv"), (AssessmentKind.Kind, "registers/assessments.csv") })
        {
            var keys = rested.Where(d => d.Kind == kind).Select(d => d.Key).Distinct().ToList();
            Assert.True(kind == AssessmentKind.Kind || keys.Count > 0, $"{system} rests on no {kind.Name}");
            Assert.Empty(keys.Except(Keys(files[file])));
        }

        Assert.Equal([system], Keys(files["registers/ai-systems.csv"]));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task What_corrects_a_finding_of_a_pack_has_its_row_and_nothing_else_does(string system)
    {
        var files = await FilesAsync(system);
        var snapshot = seed.Engine.Current;
        var findings = Keys(files["registers/findings.csv"]).Select(seed.Document).ToList();
        var actions = findings.SelectMany(f => snapshot.Sources(f, ManagementEdges.Corrects)).Select(a => a.Key).Distinct().Order(StringComparer.Ordinal);
        Assert.NotEmpty(actions);
        Assert.Equal(actions, Keys(files["registers/corrective-actions.csv"]));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task What_is_due_by_the_pack_of_a_system_is_of_nothing_that_only_others_have(string system)
    {
        var files = await FilesAsync(system);
        var keys = DueRow().Matches(files["index.html"].Replace("<wbr>", "", StringComparison.Ordinal)).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(keys);
        Assert.Equal(keys, Due().Matches(files["due.csv"]).Select(m => m.Groups[1].Value).Take(keys.Count));
        foreach (var document in keys.Select(seed.Document))
        {
            var snapshot = seed.Engine.Current;
            var systems = snapshot.Model.EdgesFrom(document.Kind).SelectMany(e => snapshot.Targets(document, e)).Concat(snapshot.Model.EdgesTo(document.Kind).SelectMany(e => snapshot.Sources(document, e)))
                .Append(document).Where(d => d.Kind == AiSystemKind.Kind).Select(d => d.Key).ToList();
            Assert.True(systems.Count == 0 || systems.Contains(system), $"{document.Key} is of {string.Join(", ", systems)}");
        }
    }

    [Fact]
    public async Task Most_evidence_of_the_demo_has_a_hash_and_some_says_where_it_is_kept()
    {
        var evidence = seed.Engine.Current.Documents(EvidenceKind.Kind);
        int Recorded(string name) => evidence.Count(e => e.Text(EvidenceKind.Kind.Fields.First(f => f.Name == name)) is not null);
        Assert.Equal((87, 76, 15), (evidence.Count, Recorded("sha256"), Recorded("uri")));
        var files = await FilesAsync("organisation");
        Assert.Contains("where these are recorded (76 and 15 of 87).", files["index.html"], StringComparison.Ordinal);
        Assert.Equal(76, Hash().Count(files["evidence.csv"]));
    }

    [Fact]
    public async Task The_minutes_of_the_first_review_count_nothing_as_new()
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var page = await api.Client.GetStringAsync(new Uri("/exports/documents/review:2026.html", UriKind.Relative));
        Assert.Contains("There was no review before whose minutes are approved: nothing is counted as new or changed.", page, StringComparison.Ordinal);
        Assert.Contains(", judged on <span class=\"d\">2026-11-19</span>. There was no review before", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>new</td>", page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Keys(string register) => register.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split(',')[0]).Where(k => Key().IsMatch(k));

    private async Task<Dictionary<string, string>> FilesAsync(string of)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        using var archive = new ZipArchive(new MemoryStream(await api.Client.GetByteArrayAsync(new Uri($"/exports/evidence-pack/{of}.zip", UriKind.Relative))), ZipArchiveMode.Read);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var reader = new StreamReader(e.Open(), Encoding.UTF8);
            return reader.ReadToEnd();
        });
    }

    [GeneratedRegex("<tr><td class=\"d\">[0-9-]{10}</td><td>(?:OVERDUE|DUE|UPCOMING)</td><td>[A-Z_]+</td><td>(?:[^<]* [(])?([a-z0-9-]+:[^ <)]+)")]
    private static partial Regex DueRow();

    [GeneratedRegex("\n[0-9-]{10},-?[0-9]+,[A-Z]+,[A-Z_]+,([^,]+),")]
    private static partial Regex Due();

    [GeneratedRegex("^[a-z][a-z0-9-]*:[a-z0-9-]+$")]
    private static partial Regex Key();

    [GeneratedRegex("\\b[0-9a-f]{64}\\b")]
    private static partial Regex Hash();
}
