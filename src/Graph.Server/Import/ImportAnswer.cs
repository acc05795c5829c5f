using System.Text.Encodings.Web;
using System.Text.Json;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Types;
using Graph.Server.Transport;

namespace Graph.Server.Import;

/// <summary>The report of an upload as JSON.</summary>
/// <param name="Accepted">Whether everything was accepted or known; else nothing was written.</param>
/// <param name="DryRun">Whether nothing was to be written.</param>
/// <param name="Revision">The revision that was made; where nothing was written, the one against which the files were judged.</param>
/// <param name="Changes">The number of entries of the log that were made, or would be.</param>
/// <param name="Entries">All entries of all files: in = accepted + rejected + duplicate.</param>
/// <param name="Counts">What was altered, or would be.</param>
/// <param name="Files">The files.</param>
/// <param name="Steps">What was altered, or would be, step by step, as far as it is listed.</param>
/// <param name="StepsOmitted">How many more there are.</param>
/// <param name="Rejects">What is wrong, as far as it is listed.</param>
/// <param name="RejectsOmitted">How much more there is.</param>
/// <param name="NewlySuspect">The keys of the links that turned suspect, or would, as far as they are listed.</param>
/// <param name="NewlySuspectOmitted">How many more there are.</param>
internal sealed record ImportAnswer(
    bool Accepted, bool DryRun, long Revision, int Changes, ImportCount Entries, AlteredCount Counts, IReadOnlyList<AnsweredFile> Files,
    IReadOnlyList<AnsweredStep> Steps, int StepsOmitted, IReadOnlyList<AnsweredReject> Rejects, int RejectsOmitted,
    IReadOnlyList<string> NewlySuspect, int NewlySuspectOmitted)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ImportAnswer Of(ImportReport report, ImportLimits limits) => new(
        report.Succeeded, report.IsDryRun, report.Revision, report.Changes, report.Entries, AlteredCount.Of(report.Steps),
        [.. report.Files.Select(f => new AnsweredFile(f.File, f.Documents, f.Links, f.Deletes, f.HasMore))],
        [.. report.Steps.Take(limits.StepCountMax).Select(s => new AnsweredStep(s.File, s.Line, EnumWords.Of(s.Outcome), s.Key))],
        Math.Max(0, report.Steps.Count - limits.StepCountMax),
        [.. report.Rejects.Take(limits.RejectCountMax).Select(r => new AnsweredReject(r.File, r.Line, r.Key, r.Field, ErrorMapping.Word(ErrorMapping.Of(r.Code)), r.Reason))],
        Math.Max(0, report.Rejects.Count - limits.RejectCountMax),
        [.. report.NewlySuspect.Take(limits.StepCountMax)],
        Math.Max(0, report.NewlySuspect.Count - limits.StepCountMax));

    public Task WriteAsync(HttpContext http) => http.Response.WriteAsJsonAsync(this, Form, MediaTypes.WithCharset(MediaTypes.Json), http.RequestAborted);
}

/// <summary>How much of each sort was altered.</summary>
internal sealed record AlteredCount(int Created, int Updated, int Deleted, int Linked, int Unlinked)
{
    public static AlteredCount Of(IReadOnlyList<ImportStep> steps)
    {
        var byOutcome = steps.CountBy(s => s.Outcome).ToDictionary();
        return new(Count(OperationOutcome.Created), Count(OperationOutcome.Updated), Count(OperationOutcome.Deleted), Count(OperationOutcome.Linked), Count(OperationOutcome.Unlinked));

        int Count(OperationOutcome outcome) => byOutcome.GetValueOrDefault(outcome);
    }
}

/// <summary>One file; <c>hasMore</c> says that a part could not be read, and nobody can say how many entries it holds.</summary>
internal sealed record AnsweredFile(string File, ImportCount Documents, ImportCount Links, ImportCount Deletes, bool HasMore);

/// <summary>One step, with the line that says so.</summary>
internal sealed record AnsweredStep(string File, int Line, string Outcome, string Key);

/// <summary>One reject.</summary>
internal sealed record AnsweredReject(string File, int Line, string? Key, string? Field, string Code, string Reason);
