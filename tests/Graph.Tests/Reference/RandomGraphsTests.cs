using Xunit.Abstractions;

namespace Graph.Tests.Reference;

public sealed class RandomGraphsTests(ITestOutputHelper output)
{
    private const int QuestionCount = 2_000;

    private static readonly string[] Codes =
    [
        "NO_LINK", "CONTROL_PLANNED", "CONTROL_DEGRADED", "PROOF_MISSING", "PROOF_WRONG_TYPE", "PROOF_REJECTED", "PROOF_WITHDRAWN",
        "PROOF_NOT_YET_EFFECTIVE", "PROOF_UNAPPROVED", "ASSESSMENT_UNSIGNED", "PROOF_EXPIRED", "EXPIRES_BEFORE",
        "ASSESSMENT_OVERDUE", "LINK_SUSPECT", "EXTENT_PARTIAL", "JOINT_INCOMPLETE", "SUFFICIENCY_MISSING",
        "FACT_MISSING", "CLASSIFICATION_UNSIGNED", "SOA_MISSING", "CONTROL_NONCONFORMITY", "NONCONFORMITY_OPEN", "ASSESSMENT_STALE", "CLAIMED_ONLY", "PROOF_OVERTAKEN",
    ];

    [Fact]
    public void Every_verdict_state_credit_and_defect_code_occurs()
    {
        Dictionary<string, int> counts = [];
        for (int number = 0; number < QuestionCount; number++)
        {
            RandomQuestion question = RandomGraphs.QuestionOf(number);
            NaiveView changed = question.View with { MeaningChanged = question.Key };
            IReadOnlyList<NaiveCell> cells =
                [.. NaiveReference.Cells(question.View), .. NaiveReference.Cells(changed)];
            List<string> suspects = [.. NaiveReviews.Suspects(new(question.View)).Select(key => "suspect " + key.Split('|')[1])];
            foreach (string word in cells.SelectMany(Words).Concat(suspects))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        foreach ((string word, int count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{word} {count}");
        }

        string[] expected =
        [
            .. NaiveVerdictWords.InOrder.Select(word => "verdict " + word),
            .. Enum.GetNames<NaiveState>().Select(state => "state " + state),
            .. Enum.GetNames<NaiveState>().Skip(1).Select(state => "credit " + state),
            .. Codes.Select(code => "defect " + code),
            .. NaiveReviews.Kinds.Select(kind => "suspect " + kind),
        ];
        Assert.Empty(expected.Except(counts.Keys));
    }

    private static IEnumerable<string> Words(NaiveCell cell)
    {
        yield return "verdict " + cell.Verdict;
        yield return "state " + cell.State;
        yield return "credit " + (cell.Credit ?? "nothing");
        foreach (string code in cell.Defects.Select(defect => defect.Code).Distinct())
        {
            yield return "defect " + code;
        }

        if (cell.FalseCondition is { } condition)
        {
            yield return "false " + condition;
        }

        foreach (string name in cell.Missing)
        {
            yield return "missing " + name;
        }
    }
}
