namespace Graph.Tests.Reference;

/// <summary>The words of a verdict, in the order in which an organisation cell takes the first.</summary>
internal static class NaiveVerdictWords
{
    public const string Applicable = "APPLICABLE";
    public const string Undetermined = "UNDETERMINED";
    public const string Unresolved = "UNRESOLVED";
    public const string NotYet = "NOT_YET";
    public const string Legacy = "LEGACY";
    public const string Excluded = "EXCLUDED";
    public const string NotApplicable = "NOT_APPLICABLE";

    public static readonly IReadOnlyList<string> InOrder =
        [Applicable, Undetermined, Unresolved, NotYet, Legacy, Excluded, NotApplicable];

    public static bool IsOwed(string word) => word is Applicable or Undetermined;
}

/// <summary>Whether one system owes one requirement row, and what decided it.</summary>
internal sealed record NaiveVerdict(string Word, string System)
{
    public string? FalseCondition { get; init; }

    public IReadOnlyList<string> Missing { get; init; } = [];

    public DateOnly? FormalDate { get; init; }

    public DateOnly? EffectiveDate { get; init; }

    public string? LegacyRule { get; init; }

    public string? Statement { get; init; }
}
