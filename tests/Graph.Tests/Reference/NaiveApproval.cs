namespace Graph.Tests.Reference;

/// <summary>Authority judged on a day by its dates, not by today's word.</summary>
internal static class NaiveApproval
{
    public static bool IsRejected(NaiveDocument document, DateOnly day) =>
        document.Text("status") == "REJECTED" && !(document.Date("rejectedOn") > day);

    /// <summary>Whether it counted once and was then withdrawn or superseded.</summary>
    public static bool IsWithdrawn(NaiveDocument document, DateOnly day) =>
        document.Text("status") is "WITHDRAWN" or "SUPERSEDED" && !(document.Date("endedOn") > day);

    /// <summary>Whether evidence or a statement counts as approved on the day.</summary>
    public static bool IsApproved(NaiveDocument document, DateOnly day) =>
        document.Date("approvedOn") <= day && !IsRejected(document, day) && !IsWithdrawn(document, day);

    public static bool IsSigned(NaiveDocument assessment, DateOnly day) =>
        assessment.Date("signedOn") <= day && !IsRejected(assessment, day) && !IsWithdrawn(assessment, day);

    /// <summary>The next review: derived from the signing and the period; null = never due.</summary>
    public static DateOnly? NextReview(NaiveDocument assessment) =>
        assessment.Date("signedOn") is { } signed && assessment.Number("reviewEveryMonths") is { } months
            ? signed.AddMonths(months)
            : null;
}
