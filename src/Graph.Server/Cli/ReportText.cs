using Graph.Server.Import;
using Spectre.Console;

namespace Graph.Server.Cli;

/// <summary>The report of an import, for people.</summary>
internal static class ReportText
{
    private const int RejectCountShown = 100;
    private const int SuspectCountShown = 100;

    /// <summary>Writes a table of the files with their counts.</summary>
    public static void Write(ImportReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        console.Profile.Width = Math.Max(console.Profile.Width, 140);
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn(new TableColumn("file").NoWrap());
        foreach (var column in (string[])["in", report.IsDryRun ? "would accept" : "accepted", "rejected", "duplicate", "documents", "links", "deletes", "changes"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var file in report.Files)
        {
            AddRow(table, file.File, file.Entries, file.Documents, file.Links, file.Deletes, file.Changes, file.HasMore);
        }

        if (report.Files.Count > 1)
        {
            AddRow(
                table, "all", report.Entries, Sum(report, f => f.Documents), Sum(report, f => f.Links), Sum(report, f => f.Deletes),
                report.Changes, report.Files.Any(f => f.HasMore));
        }

        console.Write(table);
        if (report.Files.Any(f => f.HasMore))
        {
            console.WriteLine("+ a part could not be read, and nobody can say how many entries it holds.");
        }

        WriteSuspects(report, console);
        console.WriteLine(report.IsDryRun
            ? $"Nothing was written; the graph is at revision {report.Revision}."
            : $"The graph is at revision {report.Revision}.");
    }

    /// <summary>Writes the rejects, one a line: file:line: key: field: reason.</summary>
    public static async Task WriteRejectsAsync(ImportReport report, TextWriter error)
    {
        foreach (var reject in report.Rejects.Take(RejectCountShown))
        {
            await error.WriteLineAsync("REJECTED: " + reject);
        }

        if (report.Rejects.Count > RejectCountShown)
        {
            await error.WriteLineAsync($"REJECTED: and {report.Rejects.Count - RejectCountShown} more");
        }
    }

    private static void WriteSuspects(ImportReport report, IAnsiConsole console)
    {
        if (report.NewlySuspect.Count == 0)
        {
            return;
        }

        console.WriteLine($"{report.NewlySuspect.Count} links {(report.IsDryRun ? "would turn" : "turned")} suspect, until an approver accepts them:");
        foreach (var link in report.NewlySuspect.Take(SuspectCountShown))
        {
            console.WriteLine("  " + link);
        }

        if (report.NewlySuspect.Count > SuspectCountShown)
        {
            console.WriteLine($"  and {report.NewlySuspect.Count - SuspectCountShown} more");
        }
    }

    private static ImportCount Sum(ImportReport report, Func<ImportedFile, ImportCount> count) =>
        report.Files.Aggregate(default(ImportCount), (sum, f) => sum + count(f));

    private static void AddRow(Table table, string name, ImportCount all, ImportCount documents, ImportCount links, ImportCount deletes, int changes, bool hasMore) =>
        table.AddRow(
            Markup.Escape(name), $"{all.In}{(hasMore ? "+" : "")}", $"{all.Accepted}", $"{all.Rejected}{(hasMore ? "+" : "")}", $"{all.Duplicate}", $"{documents.In}", $"{links.In}", $"{deletes.In}", $"{changes}");
}
