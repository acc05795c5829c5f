using Graph.Engine.Writing;
using Graph.Server.Import;
using Spectre.Console;

namespace Graph.Server.Cli;

/// <summary>Shows people how far a long task has come; on an output that is not a terminal it is quiet.</summary>
internal static class Progress
{
    public static Task<T> OfReplayAsync<T>(Func<IProgress<ReplayProgress>, Task<T>> run) =>
        ShowAsync(task => new Reporter<ReplayProgress>(p => Set(task, $"reading revision {p.Revision:N0} of {p.Of:N0}", p.Revision, p.Of)), run);

    public static Task<T> OfImportAsync<T>(Func<IProgress<ImportProgress>, Task<T>> run) =>
        ShowAsync(task => new Reporter<ImportProgress>(p => Set(task, p.File, p.Index, p.Count)), run);

    private static async Task<T> ShowAsync<TProgress, T>(Func<ProgressTask, IProgress<TProgress>> reporter, Func<IProgress<TProgress>, Task<T>> run)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return await run(new Reporter<TProgress>(_ => { }));
        }

        return await console.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context => run(reporter(context.AddTask("opening", maxValue: 1))));
    }

    private static void Set(ProgressTask task, string text, long value, long of)
    {
        task.Description = Markup.Escape(text);
        task.MaxValue = of;
        task.Value = value;
    }

    // The one of .NET hands every report to the thread pool, in any order.
    private sealed class Reporter<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
