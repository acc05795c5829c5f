using System.Globalization;
using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Export.Documents;

namespace Graph.Server.Export.Packs;

/// <summary>
/// What an auditor takes home, of one system or of the whole organisation: pages that are read offline, the tables behind them, pictures of chains, hashes of
/// evidence, the law's versions, what is not shown, and the hash of the log. A function of the view alone: two builds have the same bytes, on any store.
/// </summary>
/// <param name="scope">The view.</param>
/// <param name="system">The system; null = the organisation.</param>
internal sealed class EvidencePack(ViewScope scope, Document? system)
{
    /// <summary>The greatest number of cells in one picture; the tables hold all of them.</summary>
    public const int DrawnCountMax = 120;

    private const int DueDays = 90;

    private readonly Snapshot snapshot = scope.View.Snapshot;
    private readonly List<(string File, string Description)> files = [];
    private readonly Dictionary<string, int> rowCounts = new(StringComparer.Ordinal);
    private IReadOnlyList<CriterionResult> readiness = [];
    private IReadOnlyList<DueRow> due = [];
    private SystemDocuments? own;

    /// <summary>The name of the file, without its ending.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"evidence-pack-{PackNames.Readable(system?.Key ?? PackHead.Organisation)}-{scope.View.On:yyyy-MM-dd}-r{snapshot.Head.Revision}{string.Concat(Assumed.Select(a => "-" + a.Replace(' ', '-')))}");

    /// <summary>Writes the pack.</summary>
    /// <exception cref="OperationCanceledException">The reader is gone, or it took too long.</exception>
    public async Task WriteAsync(Stream to, CancellationToken cancellationToken)
    {
        await using var pack = new PackWriter(to);

        // The head goes first: it costs nothing to make, so that a reader sees at once that something comes.
        await pack.AddAsync(PackHead.File, Head(), cancellationToken);
        var frameworks = Frameworks();
        readiness = system is null ? Readiness.Of(scope.View, cancellationToken) : [];
        due = [.. DueItem.Within(scope.View, DueDays, null, null, cancellationToken).Where(i => Own?.IsOwn(i.Document) != false).Select(i => DueRows.Of(scope, i))];
        await TablesAsync(pack, cancellationToken);
        if (system is null)
        {
            await pack.AddAsync(ReadinessPage.File, new ReadinessPage(scope, readiness).Print(), cancellationToken);
            files.Add((ReadinessPage.File, "Each criterion of a management system with what it misses and what would close that."));
        }

        var names = PackNames.Of(frameworks.Select(f => f.Key));
        var gaps = new List<(Document Framework, List<Cell> Cells)>();
        foreach (var framework in frameworks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var owed = Owed(framework).ToList();
            gaps.Add((framework, owed.FindAll(c => c.State != State.Covered)));
            if (owed.Count > 0)
            {
                var file = $"chains/{names[framework.Key]}.svg";
                var drawn = string.Create(CultureInfo.InvariantCulture, $"{(owed.Count > DrawnCountMax ? $"the first {DrawnCountMax} of" : "all")} {owed.Count} owed cells");
                await pack.AddAsync(file, ChainDiagram.Draw(Subject, drawn, Title(framework), [.. owed.Take(DrawnCountMax)]), cancellationToken);
                files.Add((file, $"Best chains of {drawn} of {Title(framework)}."));
            }
        }

        await pack.AddAsync("not-shown.html", NotShown(), cancellationToken);
        files.Add(("not-shown.html", "What this pack does not show, and why."));
        files.Add((PackHead.File, "Revision, day, and the hash of the log up to it."));
        files.Add((PackWriter.Sums, "SHA-256 of every file: sha256sum -c SHA256SUMS, or graph verify-pack."));
        await pack.AddAsync("index.html", Index(frameworks, gaps.FindAll(g => g.Cells.Count > 0)), cancellationToken);
        await pack.EndAsync(cancellationToken);
    }

    /// <summary>How much of each of several lists is shown where all together have room for so much: as much of each, what a short one leaves going to the others, and something of every one.</summary>
    internal static IReadOnlyList<int> Shares(IReadOnlyList<int> counts, int room)
    {
        var shares = new int[counts.Count];
        var lists = counts.Count;
        foreach (var (count, place) in counts.Select((c, i) => (c, i)).OrderBy(c => c.c))
        {
            shares[place] = Math.Min(count, Math.Max(1, room / lists--));
            room = Math.Max(0, room - shares[place]);
        }

        return shares;
    }

    private IEnumerable<string> Assumed => scope.Assumption is null ? PrintedPage.Assumed(scope) : PrintedPage.Assumed(scope).Prepend("what if");

    private string Subject => system is null ? "the organisation" : Title(system);

    private IReadOnlyList<Document>? Systems => system is null ? null : [system];

    private List<Document> Frameworks() =>
        [.. snapshot.Documents(FrameworkKind.Kind).Where(f => scope.View.Cells.Coverage(f, Systems, scope.Request.CancellationToken).Counts.Owed > 0)];

    private IEnumerable<Cell> Owed(Document framework) => scope.View.Cells.Cells(framework, Systems, scope.Request.CancellationToken).Where(c => c.IsOwed);

    private async Task TablesAsync(PackWriter pack, CancellationToken cancellationToken)
    {
        foreach (var (name, description, shape, rows) in Tables())
        {
            using var form = ExportFormat.Csv.Form(shape);
            rowCounts[name] = await pack.AddAsync(name + ".csv", form, rows, cancellationToken);
            files.Add((name + ".csv", description));
        }
    }

    private IEnumerable<(string Name, string Description, RowShape Shape, IEnumerable<object> Rows)> Tables()
    {
        var exports = new Exports(snapshot.Model, scope.Request.Options).All.ToDictionary(e => e.Name, StringComparer.Ordinal);
        yield return Asked("coverage", "How much of each framework is met, for each system.");
        yield return Asked("gaps", "Every owed cell that is not covered, with what would close it.");
        yield return Asked("statement-of-applicability", "What applies and what does not, and why.");
        yield return ("due", string.Create(CultureInfo.InvariantCulture, $"What has to be done within {DueDays} days, and what is overdue, with who owns it and from what the day follows."), RowShape.Of<DueRow>(), due);
        if (system is null)
        {
            yield return ("readiness", "The same as readiness.html, a row for each thing that is missing.", RowShape.Of<ReadinessRow>(), readiness.SelectMany(r => ReadinessRows.Of(scope, r)));
        }

        var evidence = Concerned(EvidenceKind.Kind);
        yield return Of(EvidenceKind.Kind, $"Every piece of evidence, with its SHA-256 and where it is kept where these are recorded ({Recorded(evidence, "sha256")} and {Recorded(evidence, "uri")} of {evidence.Count}).", evidence);
        foreach (var kind in snapshot.Model.Kinds.Where(k => HasTable(k) && k != EvidenceKind.Kind))
        {
            if (Concerned(kind) is { Count: > 0 } documents)
            {
                yield return Of(kind, $"Register: {kind.Description}", documents);
            }
        }

        // What the export gives for the system, or for all.
        (string, string, RowShape, IEnumerable<object>) Asked(string name, string description) =>
            (name, description, exports[name].Shape, exports[name].Ask(OfSystem(exports[name]), scope)(scope).Rows);

        (string, string, RowShape, IEnumerable<object>) Of(Kind kind, string description, IReadOnlyList<Document> documents) =>
            (Table(kind), description, exports[Table(kind)].Shape, documents.Select(d => exports[Table(kind)].RowOf!(scope.Node(d))));
    }

    private static bool HasTable(Kind kind) => kind.Group != KindGroup.Catalogue && kind != PersonKind.Kind;

    private static string Table(Kind kind) => kind == EvidenceKind.Kind ? "evidence" : Registers.Place + Registers.Kebab(kind.Plural);

    private static int Recorded(IReadOnlyList<Document> evidence, string name) => EvidenceKind.Kind.Fields.First(f => f.Name == name) is var field ? evidence.Count(e => e.Text(field) is not null) : 0;

    private Transport.QueryParameters OfSystem(Export export) => new(
        new QueryCollection(system is null ? [] : export.Parameters.Where(p => p is "system" or "systems").ToDictionary(p => p, _ => new Microsoft.Extensions.Primitives.StringValues(system.Key))),
        scope.Request.Options);

    private IReadOnlyList<Document> Concerned(Kind kind) => Own is null ? snapshot.Documents(kind) : Own.Of(kind);

    // What the pack is of, where it is of a system; null = of everything.
    private SystemDocuments? Own => system is null ? null : own ??= new(scope, system);

    private string Head() => new PackHead(
        scope.Assumption?.Operations.Select(Named).ToList(),
        Exports.Form,
        snapshot.Head.Hash,
        EnumWords.Of(scope.View.Kind),
        snapshot.Documents(FrameworkKind.Kind).ToDictionary(f => f.Key, f => f.Date(FrameworkKind.ConsolidatedOn)?.ToString("O", CultureInfo.InvariantCulture)),
        scope.Stamp.MappingSets,
        Method.Version,
        scope.View.On,
        EnumWords.Of(scope.View.Renewals),
        snapshot.Head.Revision,
        system?.Key ?? PackHead.Organisation,
        scope.View.Today).Write();

    private static string Named(Operation operation) => operation switch
    {
        PutDocument put => $"put {put.Key ?? $"{put.Kind} of {put.External}"}",
        LinkDocuments link => $"link {link.From}|{link.Kind}|{link.To}",
        UnlinkDocuments unlink => $"unlink {unlink.From}|{unlink.Kind}|{unlink.To}",
        DeleteDocument delete => $"delete {delete.Key}",
        _ => operation.GetType().Name,
    };

    private string Index(IReadOnlyList<Document> frameworks, IReadOnlyList<(Document Framework, List<Cell> Cells)> gaps)
    {
        var page = new PackPage($"Evidence pack: {string.Join(", ", Assumed.Prepend(Subject))}", PrintedPage.Foot(scope.View));
        page.Note("Supporting evidence, not certification. Every number comes with its denominator; what is unknown is never a pass.");
        page.Basis(scope);
        page.Contents().Heading("Coverage").Table(
            ["framework", "met", "of", "with credit", "worst state"],
            frameworks.Select(f => scope.View.Cells.Coverage(f, Systems, scope.Request.CancellationToken).Counts is var counts
                ? (IReadOnlyList<object?>)[Title(f), counts.Met, counts.Owed, counts.MetWithCredit, counts.Worst is { } worst ? EnumWords.Of(worst) : ""] : []));
        Gaps(page, gaps);
        if (system is null)
        {
            page.Heading("Readiness of the management system").Files([.. files.Where(f => f.File is ReadinessPage.File or "readiness.csv")]);
            ReadinessPage.Items(page, readiness);
        }

        page.Heading("Due within 90 days, and overdue").Paragraph(string.Create(CultureInfo.InvariantCulture, $"{due.Count} days are over or come within {DueDays} days{(due.Count > DrawnCountMax ? $"; the first {DrawnCountMax} are shown" : "")}. What is OVERDUE is over, what is DUE comes within {DueRows.SoonDays} days, and what is UPCOMING later."))
            .Files([("due.csv", string.Create(CultureInfo.InvariantCulture, $"All {due.Count}."))]).Due(due.Take(DrawnCountMax));
        page.Heading("Law and standards").Table(
            ["framework", "edition", "consolidated on"],
            frameworks.Select(f => (IReadOnlyList<object?>)[Title(f), f.Text(FrameworkKind.Edition), f.Date(FrameworkKind.ConsolidatedOn)]));
        page.Heading("Chains").Paragraph(string.Create(CultureInfo.InvariantCulture, $"A picture shows at most {DrawnCountMax} owed cells of its framework and says of how many, each with its requirement, whose it is, and its best chain. gaps.csv has every one that is not covered."));
        foreach (var (file, description) in files.Where(f => f.File.EndsWith(".svg", StringComparison.Ordinal)))
        {
            page.Paragraph(description).Picture(file, description);
        }

        return page.Heading("Files").Files(files).ToString();
    }

    private void Gaps(PackPage page, IReadOnlyList<(Document Framework, List<Cell> Cells)> gaps)
    {
        var count = gaps.Sum(g => g.Cells.Count);
        var shares = Shares([.. gaps.Select(g => g.Cells.Count)], DrawnCountMax);
        var ofOrganisation = gaps.Sum(g => g.Cells.Count(c => c.System is null));
        page.Heading("Gaps").Paragraph(string.Create(
            CultureInfo.InvariantCulture, $"{count} owed cells are not covered, {count - ofOrganisation} of systems and {ofOrganisation} of the organisation{(shares.Sum() < count ? $"; {shares.Sum()} are shown here, some of each framework" : "")}. The day is the one from which it binds, where it has one."));
        page.Files([("gaps.csv", string.Create(
            CultureInfo.InvariantCulture, $"All {count}, with what is wrong{(rowCounts["gaps"] == count ? "" : $", in {rowCounts["gaps"]} rows: a cell of the organisation stands there once for each system that inherits it, with that system's own verdict")}."))]);
        foreach (var (gap, shown) in gaps.Zip(shares))
        {
            page.Subheading(string.Create(CultureInfo.InvariantCulture, $"{Title(gap.Framework)}: {gap.Cells.Count}{(shown < gap.Cells.Count ? $", of which the first {shown} are shown here and {gap.Cells.Count - shown} more stand in gaps.csv" : "")}")).Table(
                ["binds from", "requirement", "subject", "state", "what would close it"],
                gap.Cells.Take(shown).Select(c => (IReadOnlyList<object?>)[c.Because.EffectiveDate, $"{c.Requirement.Key} {c.Requirement.Text(RequirementKind.Title)}", c.System?.Key ?? PackHead.Organisation, EnumWords.Of(c.State), string.Join(" ", c.Defects.Select(d => d.Closes).Distinct())]),
                [11, 33, 17, 12, 27]);
        }
    }

    // Told of what was written, not of what was meant to be.
    private string NotShown()
    {
        var kinds = snapshot.Model.Kinds.Select(k => (Kind: k, Written: rowCounts.GetValueOrDefault(Table(k)), snapshot.Documents(k).Count)).ToList();
        var page = new PackPage("What this pack does not show", PrintedPage.Foot(scope.View))
            .Paragraph("Names and addresses of people stand in the registers as far as they were not erased.")
            .Paragraph("The evidence itself is not here: each piece is named with the place where it is kept and the SHA-256 of its file, where those are recorded.")
            .Paragraph(string.Create(CultureInfo.InvariantCulture, $"A picture shows at most {DrawnCountMax} cells; of a covered one beyond these nothing but its count in coverage.csv is here."))
            .Paragraph(string.Create(CultureInfo.InvariantCulture, $"The first page shows at most {DrawnCountMax} gaps of all frameworks together, one at least of each, and at most {DrawnCountMax} days by which something is due; gaps.csv and due.csv have all.{(system is null ? $" {ReadinessPage.File} shows at most {ReadinessPage.RowCountMax} rows of each criterion; readiness.csv has all." : " Readiness is of the organisation, and stands in its pack alone.")}"));
        if (system is not null)
        {
            page.Paragraph(SystemDocuments.InWords);
        }

        page.Heading("Registers").Paragraph("A row may name the key of what has no register here. Systems that are out of scope or retired have no cells.");
        List("No pack holds a register of", kinds.Where(k => !HasTable(k.Kind) && k.Count > 0), k => $"{k.Count}");
        if (system is not null)
        {
            List("A part stands here, and the whole in the pack of the organisation, of", kinds.Where(k => k.Written > 0 && k.Written < k.Count), k => $"{k.Written} of {k.Count}");
            List("Nothing belongs to the system, and everything stands in the pack of the organisation, of", kinds.Where(k => HasTable(k.Kind) && k.Written == 0 && k.Count > 0), k => $"{k.Count}");
        }

        List("Everything that the graph has stands here of", kinds.Where(k => k.Written > 0 && k.Written == k.Count), k => $"{k.Count}");
        List("Nothing is recorded, and so nothing stands in any pack, of", kinds.Where(k => HasTable(k.Kind) && k.Count == 0), null);
        return page.Paragraph("Nothing here is a certificate, and no standard named here gives a presumption of anything before the law.").ToString();

        void List(string what, IEnumerable<(Kind Kind, int Written, int Count)> some, Func<(Kind Kind, int Written, int Count), FormattableString>? count)
        {
            var names = some.Select(k => $"{PrintedPage.Words(k.Kind.Plural)}{(count is null ? "" : $" ({FormattableString.Invariant(count(k))})")}").ToList();
            if (names.Count > 0)
            {
                page.Paragraph($"{what}: {string.Join(", ", names)}.");
            }
        }
    }

    private static string Title(Document document) =>
        document.Kind.Title.Type == FieldType.Personal ? document.Key : document.Text(document.Kind.Title) ?? document.Key;
}
