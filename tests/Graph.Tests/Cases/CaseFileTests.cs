namespace Graph.Tests.Cases;

public sealed class CaseFileTests
{
    private static readonly IReadOnlyList<Case> Cases = CaseFile.ReadAll();

    [Fact]
    public void There_are_at_least_eighty_cases_with_titles_of_their_own()
    {
        Assert.True(Cases.Count >= 80, $"found {Cases.Count} cases");
        Assert.Empty(Cases.GroupBy(found => found.Title).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [InlineData("APPLICABLE NOT_YET UNRESOLVED LEGACY EXCLUDED NOT_APPLICABLE UNDETERMINED")]
    [InlineData("MISSING PLANNED NOT_OPERATING UNPROVEN UNAPPROVED EXPIRED SUSPECT PARTIAL COVERED")]
    [InlineData("NO_LINK( CONTROL_PLANNED( CONTROL_DEGRADED( PROOF_MISSING( PROOF_WRONG_TYPE( PROOF_REJECTED( "
        + "PROOF_NOT_YET_EFFECTIVE( PROOF_UNAPPROVED( ASSESSMENT_UNSIGNED( PROOF_EXPIRED( EXPIRES_BEFORE( "
        + "ASSESSMENT_OVERDUE( LINK_SUSPECT( EXTENT_PARTIAL( JOINT_INCOMPLETE( SUFFICIENCY_MISSING( FACT_MISSING( "
        + "CLASSIFICATION_UNSIGNED( SOA_MISSING( CONTROL_NONCONFORMITY( NONCONFORMITY_OPEN( ASSESSMENT_STALE( PROOF_OVERTAKEN(")]
    [InlineData("falseCondition=subjectTo falseCondition=roles falseCondition=classes falseCondition=routes "
        + "falseCondition=annexIIIIn falseCondition=annexIIIOut falseCondition=facts")]
    public void Together_the_cases_expect_every_word_of_the_specification(string words)
    {
        var rows = Cases.SelectMany(found => found.Asks).SelectMany(ask => ask.Expected)
            .Select(row => row.With(row.Because.Keys)).ToList();
        var tokens = rows.SelectMany(row => row.Split(' ', '|', ',')).ToHashSet();
        bool Occurs(string word) => word.EndsWith('(')
            ? rows.Exists(row => row.Contains(word, StringComparison.Ordinal))
            : tokens.Contains(word);
        Assert.All(words.Split(' '), word => Assert.True(Occurs(word), $"no case expects {word}"));
    }

    [Theory]
    [InlineData("  Framework f kind:STANDARD", "1", "expected 'case'")]
    [InlineData("case A\nask cells\n  nothing", "2", "expected today")]
    [InlineData("case A\ntoday 2026-11-24\n  Framework f colour:RED\nask cells\n  nothing", "5", "no field 'colour'")]
    [InlineData("case A\ntoday 2026-11-24\n  s -SUBJECT_TO-> f\nask cells\n  nothing", "5", "'s' is not declared")]
    [InlineData("case A\ntoday 2026-11-24\n  Framework f kind:[STANDARD\nask cells\n  nothing", "3", "not closed")]
    [InlineData("case A\ntoday 2026-11-24\nask cells\n  f:1 | s | APPLICABLE", "4", "6 columns, found 3")]
    [InlineData("case A\ntoday 2026-11-24\nask cells on:2026-11-23\n  nothing", "3", "needs asOf:HEAD")]
    [InlineData("case A\ntoday 2026-11-24\nask weather\n  nothing", "3", "no question")]
    [InlineData("case A\ntoday 2026-11-24\nask gaps\n  nothing", "3", "needs system")]
    [InlineData("case A\ntoday 2026-11-24\nask cells", "3", "no rows")]
    public void A_mistake_is_reported_with_its_file_and_line(string text, string line, string message)
    {
        var found = Assert.Throws<CaseFormatException>(() => CaseFile.Parse("x.case", text));
        Assert.StartsWith($"x.case:{line}: ", found.Message, StringComparison.Ordinal);
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_is_completed_and_a_line_may_go_on_with_arrows()
    {
        var graph = CaseFile.Parse("x.case", """
            case A
            today 2026-11-24
              Framework f kind:STANDARD
              Requirement f:1(a) -PART_OF-> f
              Evidence e type:POLICY approvedOn:2026-11-01 -DEMONSTRATES-> f:1(a) extent:PARTIAL joint:"1"
            ask cells
              nothing
            """).Single().Graph;
        var evidence = graph.Documents.Single(document => document.Kind == "Evidence");
        Assert.Equal("e", evidence.Fields["title"]);
        Assert.Equal("APPROVED", evidence.Fields["status"]);
        Assert.Equal(new DateOnly(2026, 11, 1), evidence.Fields["approvedOn"]);
        Assert.True(evidence.Fields.ContainsKey("approvedBy"));
        Assert.Equal("1(a)", graph.Documents.Single(document => document.Kind == "Requirement").Fields["ref"]);
        var link = graph.Edges.Single(edge => edge.Kind == "DEMONSTRATES");
        Assert.Equal("e|DEMONSTRATES|f:1(a)", link.Key);
        Assert.Equal("PARTIAL", link.Fields["extent"]);
        Assert.Equal("1", link.Fields["joint"]);
    }
}
