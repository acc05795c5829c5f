using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Neo4j;
using Spectre.Console;

namespace Graph.Server.Cli;

/// <summary>Shows people how far a long task has come: a bar on a terminal, elsewhere a few plain lines to whoever wants them.</summary>
internal static class Progress
{
    public static Task<T> OfReplayAsync<T>(Func<IProgress<ReplayProgress>, Task<T>> run, Action<string>? plain = null) =>
        ShowAsync(p => ($"reading revision {p.Revision:N0} of {p.Of:N0}", p.Revision, p.Of), plain, run);

    public static Task<T> OfCopyAsync<T>(Func<IProgress<ReplayProgress>, Task<T>> run, Action<string>? plain = null) =>
        ShowAsync(p => ($"copying revision {p.Revision:N0} of {p.Of:N0}", p.Revision, p.Of), plain, run);

    public static Task<T> OfRebuildAsync<T>(Func<IProgress<RebuildProgress>, Task<T>> run, Action<string>? plain = null) =>
        ShowAsync(p => ($"making {p.Count:N0} of {p.Of:N0} nodes and relationships", p.Count, p.Of), plain, run);

    public static Task<T> OfImportAsync<T>(Func<IProgress<ImportProgress>, Task<T>> run, Action<string>? plain = null) =>
        ShowAsync(p => ($"{p.File} ({p.Index} of {p.Count})", p.Index, p.Count), plain, run);

    private static async Task<T> ShowAsync<TProgress, T>(
        Func<TProgress, (string Text, long Value, long Of)> describe, Action<string>? plain, Func<IProgress<TProgress>, Task<T>> run)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return await run(new Reporter<TProgress>(Quarterly(describe, plain)));
        }

        return await console.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask("opening", maxValue: 1);
                return run(new Reporter<TProgress>(p =>
                {
                    var (text, value, of) = describe(p);
                    task.Description = Markup.Escape(text);
                    task.MaxValue = of;
                    task.Value = value;
                }));
            });
    }

    // A line at the beginning, at each quarter and at the end.
    private static Action<TProgress> Quarterly<TProgress>(Func<TProgress, (string Text, long Value, long Of)> describe, Action<string>? plain)
    {
        var told = -1L;
        return progress =>
        {
            var (text, value, of) = describe(progress);
            var quarter = value * 4 / Math.Max(1, of);
            if (quarter != told)
            {
                told = quarter;
                plain?.Invoke(text);
            }
        };
    }

    // The one of .NET hands every report to the thread pool, in any order.
    private sealed class Reporter<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
