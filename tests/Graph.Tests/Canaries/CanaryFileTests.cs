using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Server.Import;
using Graph.Tests.Api;
using Graph.Tests.Engine;
using Graph.Tests.Import;

namespace Graph.Tests.Canaries;

/// <summary>A kind that only the tests declare, in files: imported from YAML and CSV, exported as a register in every form, and in the manual of kinds.</summary>
public sealed class CanaryFileTests
{
    private const string Yaml = """
        documents:
          Fact:
            - {key: "fact:whistles", title: whistles}
            - {key: "fact:bites", title: bites}
          Person:
            - {key: "person:p", name: Pia Keeper}
          Canary:
            - key: canary:tweety
              name: Tweety
              plumage: YELLOW
              weight: 20.5
              ring: 7
              tame: true
              hatchedOn: 2024-05-01
              movedOn: 2024-06-01
              heardOn: 2026-07-20
              listenEveryMonths: 1
              keptUntil: 2026-08-31
              foods: [seed, "=apple"]
              chicks: [GREEN, WHITE]
              habits: {whistles: true, bites: false}
              keeper: Kim Keeper
              photo: https://example.org/tweety
              ownedBy: person:p
            - {key: "canary:bare", name: Bare, plumage: WHITE}
          CanaryEgg:
            - key: canary-egg:1
              mark: One
              laidOn: 2026-05-01
              cracked: false
              length: 17.25
              eggOf: {to: "canary:tweety", nest: MOSS, warmth: 37.5, countedOn: 2026-05-02}
            - {key: "canary-egg:2", mark: Two, laidOn: 2026-05-03, eggOf: "canary:tweety"}
        """;

    private static readonly (string Name, string Text)[] Csv =
    [
        ("facts.csv", "key,title\nfact:whistles,whistles\nfact:bites,bites\n"),
        ("persons.csv", "key,name\nperson:p,Pia Keeper\n"),
        ("canaries.csv", "key,name,plumage,weight,ring,tame,hatchedOn,movedOn,heardOn,listenEveryMonths,keptUntil,foods,chicks,habits,keeper,photo,ownedBy\n"
            + "canary:tweety,Tweety,YELLOW,20.5,7,TRUE,2024-05-01,2024-06-01,2026-07-20,1,2026-08-31,seed; =apple,GREEN; WHITE,whistles=true; bites=false,Kim Keeper,https://example.org/tweety,person:p\n"
            + "canary:bare,Bare,WHITE,,,,,,,,,,,,,,\n"),
        ("canary-eggs.csv", "key,mark,laidOn,cracked,length,eggOf\ncanary-egg:1,One,2026-05-01,FALSE,17.25,\ncanary-egg:2,Two,2026-05-03,,,canary:tweety\n"),
        ("links.csv", "from,kind,to,nest,warmth,countedOn\ncanary-egg:1,EGG_OF,canary:tweety,MOSS,37.5,2026-05-02\n"),
    ];

    private static readonly string[] Texts = ["a", "two words", "=1+1", "'=1", "'quoted", "a \"b\" c", "two\nlines", "x, y; z", "\ttab", "TRUE", "Ä🙂", "-", "\"", "{a: 1}", "# no comment"];

    [Fact]
    public async Task A_YAML_file_gives_the_graph_that_apply_gives()
    {
        await using var applied = await AppliedAsync();
        await using var imported = await LiveEngine.OpenAsync(model: CanaryKind.Model);
        var report = await new Importer(imported.Engine, new() { Actor = "Ada Editor" }).RunAsync([File("canaries.yaml", Yaml)], null, default);
        Assert.Empty(report.Rejects);
        Assert.Equal(Graph(applied), Graph(imported));
        var again = await new Importer(imported.Engine, new() { Actor = "Ada Editor" }).RunAsync([File("canaries.yaml", Yaml)], null, default);
        Assert.Equal((0, again.Entries.In), (again.Files[0].Changes, again.Entries.Duplicate));
    }

    [Fact]
    public async Task CSV_files_give_it_as_well()
    {
        await using var applied = await AppliedAsync();
        await using var imported = await LiveEngine.OpenAsync(model: CanaryKind.Model);
        var report = await new Importer(imported.Engine, new() { Actor = "Ada Editor", IsTogether = true }).RunAsync([.. Csv.Select(f => File(f.Name, f.Text))], null, default);
        Assert.Empty(report.Rejects);
        Assert.Equal(Graph(applied), Graph(imported));
    }

    [Fact]
    public void Any_canaries_written_as_CSV_or_YAML_give_the_graph_that_apply_gives()
    {
        int accepted = 0, refused = 0;
        RandomCanaries.Sample(canaries => CheckAsync(canaries).GetAwaiter().GetResult(), iter: 300, threads: 1, print: Csved);
        Assert.True(accepted > 60 && refused > 60, $"{accepted} accepted, {refused} refused");

        async Task CheckAsync(PutDocument[] canaries)
        {
            await using var applied = await WithFactsAsync();
            await using var fromCsv = await WithFactsAsync();
            await using var fromYaml = await WithFactsAsync();

            var result = await applied.Ask(canaries);
            var csv = await new Importer(fromCsv.Engine, new()).RunAsync([File("canaries.csv", Csved(canaries))], null, default);
            var yaml = await new Importer(fromYaml.Engine, new()).RunAsync([File("canaries.yaml", Yamled(canaries))], null, default);

            Assert.Equal((result.Accepted, result.Accepted), (csv.Succeeded, yaml.Succeeded));
            Assert.Equal((Graph(applied), Graph(applied)), (Graph(fromCsv), Graph(fromYaml)));
            (accepted, refused) = result.Accepted ? (accepted + 1, refused) : (accepted, refused + 1);
        }

        static async Task<LiveEngine> WithFactsAsync()
        {
            var live = await LiveEngine.OpenAsync(model: CanaryKind.Model);
            await live.Keep([.. CanaryKind.Family.Take(2)]);
            return live;
        }
    }

    [Fact]
    public async Task Uploads_take_the_same_files()
    {
        await using var api = await ApiHost.StartAsync(CanaryKind.Model);
        var (status, body) = await api.Client.FilesAsync("?mode=apply", Csv);
        Assert.True(status == 200, body.ToJsonString());
        Assert.Equal((7, 3), (api.Engine.Current.DocumentCount, api.Engine.Current.EdgeCount));
    }

    [Fact]
    public async Task What_is_wrong_in_a_file_is_told_with_its_line_and_field()
    {
        await using var live = await LiveEngine.OpenAsync(model: CanaryKind.Model);
        var report = await new Importer(live.Engine, new()).RunAsync([File("canaries.csv", "key,name,plumage,weight\ncanary:a,A,PINK,20\ncanary:b,B,WHITE,40.5\n")], null, default);
        Assert.Equal([(2, "plumage"), (3, "weight")], report.Rejects.Select(r => (r.Line, r.Field!)));
        Assert.Equal(0, live.Current.Head.Revision);
    }

    [Fact]
    public async Task Its_register_is_the_same_in_every_form_and_is_filtered()
    {
        await using var api = await ApiHost.StartAsync(CanaryKind.Model);
        await api.WriteAsync(CanaryKind.Family);
        var csv = await api.Client.GetStringAsync("/exports/registers/canaries.csv");
        Assert.Equal(
            "key,name,plumage,weight,ring,tame,hatchedOn,movedOn,heardOn,listenEveryMonths,keptUntil,foods,chicks,habits,keeper,photo,status,submittedOn,submittedBy,approvedOn,approvedBy,approvedAsClaimed,approvedByTopManagement,rejectedOn,rejectedBy,endedOn,endedBy,contentHash,song,eggCount,isGrown,listenBy,missing,itemsAsked,itemsAnswered,itemsBacked,shortfalls,ownedBy,supersedes,follows,supersededBy,formAnswers,eggs,revision",
            csv.Split("\r\n")[0]);
        var row = csv.Split("\r\n")[2];
        Assert.StartsWith("canary:tweety,Tweety,YELLOW,20.5,7,true,2024-05-01,2024-06-01,2026-07-20,1,2026-08-31,\"seed; =apple\",\"GREEN; WHITE\",\"bites=false; whistles=true\",Kim Keeper,https://example.org/tweety,DRAFT,", row, StringComparison.Ordinal);
        Assert.EndsWith(",SINGS,2,true,2026-08-20,,,,,,person:p,,,,,\"canary-egg:1; canary-egg:2\",1", row, StringComparison.Ordinal);

        var json = JsonNode.Parse(await api.Client.GetStringAsync("/exports/registers/canaries.json"))!.AsArray();
        var lines = (await api.Client.GetStringAsync("/exports/registers/canaries.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.ToJsonString());
        Assert.Equal(json.Select(r => r!.ToJsonString()), lines);
        Assert.Equal((20.5, "SINGS", 2), ((double)json[1]!["weight"]!, (string)json[1]!["song"]!, (int)json[1]!["eggCount"]!));

        foreach (var (query, keys) in ((string, string)[])[("song=UNKNOWN", "canary:bare"), ("plumage=YELLOW,GREEN", "canary:tweety"), ("listenByTo=2026-08-20", "canary:tweety"), ("filter={\"weight\":{\"from\":20}}", "canary:tweety"), ("search=bar", "canary:bare")])
        {
            Assert.Equal(keys, string.Join(' ', JsonNode.Parse(await api.Client.GetStringAsync("/exports/registers/canaries.json?" + query))!.AsArray().Select(r => (string)r!["key"]!)));
        }

        Assert.Equal(2, JsonNode.Parse(await api.Client.GetStringAsync("/exports/registers/canary-eggs.json"))!.AsArray().Count);
    }

    [Fact]
    public void The_manual_of_kinds_says_of_it_what_it_declares()
    {
        var manual = ModelManual.Print(CanaryKind.Model);
        var start = manual.IndexOf("\n### Canary\n", StringComparison.Ordinal);
        var page = manual[start..];
        foreach (var field in CanaryKind.Canary.Fields.Select(f => (f.Name, f.Description)).Concat(CanaryKind.Canary.Derived.Select(d => (d.Name, d.Description))))
        {
            Assert.Contains($"\n| `{field.Name}` | ", page, StringComparison.Ordinal);
            Assert.Contains(field.Description, page, StringComparison.Ordinal);
        }

        foreach (var line in (string[])
            ["| `weight` | number, 5 to 60.5 | meaning |", "`movedOn` is not before `hatchedOn`.", "Not deleted before the day in `keptUntil` is over.", "Due: REVIEW. The months to the next time somebody listens.", "Approved by somebody who neither submitted nor last edited it.", "A part of Canary: deleted with it, and approved with it."])
        {
            Assert.Contains(line, page, StringComparison.Ordinal);
        }
    }

    // A number for each field says whether it is left out, cleared or which value it has; some values cannot be.
    private static readonly Gen<PutDocument[]> RandomCanaries = Gen.Int[0, 999].Array[CanaryKind.Canary.Fields.Count].Array[1, 3].Select(all => all.Select((numbers, i) =>
        new PutDocument("Canary", $"canary:{i}", null, CanaryKind.Canary.Fields.Zip(numbers).Where(f => f.First.Access == FieldAccess.Editor && (f.Second % 8 > 1 || f.First.Required))
            .ToDictionary(f => f.First.Name, f => f.Second % 8 == 2 && !f.First.Required ? null : Value(f.First, f.Second / 8)))).ToArray());

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static object? Value(Field field, int number) => field.Type switch
    {
        FieldType.Integer => number == 7 ? field.Maximum + 1 : field.Minimum + (number % (field.Maximum - field.Minimum + 1)),
        FieldType.Number => number == 7 ? 60.6 : 5 + (number / 7.0),
        FieldType.Boolean => number % 2 == 0,
        FieldType.Date => new DateOnly(2026, 5, 1 + (number % 28)),
        FieldType.Word => number == 7 ? "BLUE" : CanaryKind.Plumage.Words[number % 3].Word,
        FieldType.WordList => CanaryKind.Plumage.Words.Select(w => w.Word).Take(number % 4).ToArray(),
        FieldType.TextList => ((string[])["seed", "a, b", "'peel", "=1"])[..(number % 5)],
        FieldType.Flags => ((string[])["whistles", "bites", "barks"]).Take(number == 7 ? 3 : number % 3).ToDictionary(f => f, f => (object?)(number % 2 == 0)),
        _ when field.Form == TextForm.Uri => number == 7 ? "no address" : $"https://example.org/?a=1&n={number}",
        _ => Texts[number % Texts.Length],
    };

    // Writers that know the rules of seed/README.md and nothing of the readers.
    private static string Csved(PutDocument[] canaries)
    {
        string[] fields = [.. canaries.SelectMany(c => c.Fields.Keys).Distinct(StringComparer.Ordinal)];
        return string.Join(';', ["key", .. fields]) + "\n"
            + string.Concat(canaries.Select(c => string.Join(';', [c.Key!, .. fields.Select(f => c.Fields.TryGetValue(f, out var value) ? Cell(value) : "")]) + "\n"));
    }

    private static string Yamled(PutDocument[] canaries) => JsonSerializer.Serialize(
        new { documents = new { Canary = canaries.Select(c => c.Fields.Append(new("key", c.Key)).ToDictionary()) } }, Relaxed);

    private static string Cell(object? value) => value switch
    {
        null => "null",
        string[] { Length: 0 } or IDictionary<string, object?> { Count: 0 } => "[]",
        string[] list => Quoted(string.Join(';', list)),
        IDictionary<string, object?> flags => Quoted(string.Join("; ", flags.Select(f => $"{f.Key}={f.Value}"))),
        bool flag => flag ? "TRUE" : "FALSE",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        string text => Quoted(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quoted(string text) => "\"" + (text.TrimStart('\'') is { Length: > 0 } rest && "=+-@\t\r".Contains(rest[0], StringComparison.Ordinal) ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task<LiveEngine> AppliedAsync()
    {
        var live = await LiveEngine.OpenAsync(model: CanaryKind.Model);
        await live.Keep(CanaryKind.Family);
        return live;
    }

    // Everything but the order in which documents were made, and salted names.
    private static string Graph(LiveEngine live)
    {
        var lines = new List<string>();
        foreach (var document in live.Current.Model.Kinds.SelectMany(live.Current.Documents))
        {
            lines.Add($"{document.Kind} {document.Key} {string.Join(' ', document.Kind.Fields.Select(f => Shown(live, f, document[f])))}");
            lines.AddRange(live.Current.Model.EdgesFrom(document.Kind).SelectMany(e => live.Current.Targets(document, e).Select(t =>
                $"{document.Key}|{e}|{t.Key} {string.Join(' ', e.Fields.Select(f => Shown(live, f, live.Current.Edge(document, e, t)?[f])))}")));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string Shown(LiveEngine live, Field field, object? value) => value switch
    {
        null => "-",
        string token when field.Type == FieldType.Personal => live.Engine.Personal.Resolve(token) ?? "?",
        string[] list => string.Join('/', list),
        IEnumerable<KeyValuePair<string, bool>> flags => string.Join('/', flags.Select(f => $"{f.Key}={f.Value}").Order(StringComparer.Ordinal)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static ImportFile File(string name, string text) => new("", name) { Bytes = Encoding.UTF8.GetBytes(text) };
}
