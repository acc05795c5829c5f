using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Server.Api.Types;
using Graph.Tests.SeedStories;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>Goal: no word that a question answers with goes untried. Method: the words come from the schema; each must come or go on a line of the approved knock-outs.</summary>
public sealed class AnswerWordTests
{
    // Words that a field never says, and those of which nobody takes back what brings them.
    private static readonly Dictionary<string, string[]> Never = new(StringComparer.Ordinal)
    {
        ["AlignmentCount.state"] = ["NOT_IN_CATALOGUE"],                                // What is counted is in the catalogue.
        ["CompetenceGap.shown"] = ["EXPERT"],                                           // Nobody needs more.
        ["ConformityProcedure.route"] = ["UNKNOWN", "NONE", "SEVERAL"],                 // A procedure is one.
        ["ConformityStepResult.step"] = ["OTHER"],                                      // What belongs to no step is none.
        ["RequiredAssessment.kind"] = ["CLASSIFICATION", "VENDOR_DUE_DILIGENCE"],       // Nobody goes live by them.
        ["SupplementaryItem.step"] = ["PLACING"],                                       // No row of law is about the day alone.
        ["Modification.substantial"] = ["NO", "UNKNOWN"],                               // A change that was made stays; KnockOutTests has organisations in which one is.
        ["StepDisorder.unresolved"] = ["true"],                                         // A system is not placed in the past before it owes what is disputed: ConformityTests has one that was.
        ["StepDisorder.earlier"] = [.. StepsBut(ConformitySteps.Orders.Select(o => o.Earlier)), "FUNDAMENTAL_RIGHTS"], // Of a notice before its assessment ConformityTests has the days; it takes a control and two proofs.
        ["StepDisorder.later"] = [.. StepsBut(ConformitySteps.Orders.Select(o => o.Later)), "FUNDAMENTAL_RIGHTS_NOTICE"],
    };

    // Rows of a review say these, and what was changed back has changed all the same, so that nothing takes it back: a test of their own looks at every input.
    private static readonly string[] Elsewhere = ["AgendaRow.isNew", "AgendaRow.hasChanged"];

    private static readonly string[][] Lines =
        [.. File.ReadAllLines(Path.Combine(SeedStory.Root, "tests", "Graph.Tests", "Fixtures", "knock-outs.txt")).Where(l => l.StartsWith("+ ", StringComparison.Ordinal) || l.StartsWith("- ", StringComparison.Ordinal)).Select(l => l[2..].Split(' '))];

    [Fact]
    public void Everything_that_an_answer_says_in_words_is_in_the_picture()
    {
        var asked = AnswerWords.AskedBy(Picture.Query);
        Assert.NotEmpty(AnswerWords.All());
        Assert.Equal(Elsewhere.Order(StringComparer.Ordinal), AnswerWords.All().Select(f => f.Name).Where(f => !asked.Contains(f) || !AnswerWords.ToldBy.ContainsKey(f)));
        Assert.Empty(AnswerWords.ToldBy.Keys.Except(AnswerWords.All().Select(f => f.Name)));
    }

    [Fact]
    public void Every_word_of_an_answer_comes_or_goes_with_a_knock_out()
    {
        var untried = AnswerWords.All().Where(f => AnswerWords.ToldBy.ContainsKey(f.Name)).SelectMany(f =>
        {
            // What a verdict may be is decided of cells, whose words are tried there; that it comes or goes is to be seen.
            var said = Lines.Select(AnswerWords.ToldBy[f.Name]).ToHashSet();
            return f.Type == nameof(Verdict) ? (f.Words.Any(said.Contains) ? Array.Empty<string>() : [f.Name]) : f.Words.Where(w => !said.Contains(w)).Select(w => $"{f.Name} {w}");
        }).ToList();
        var never = Never.SelectMany(n => n.Value.Select(w => $"{n.Key} {w}")).ToHashSet(StringComparer.Ordinal);
        Assert.True(never.SetEquals(untried), $"untried: {string.Join(", ", untried.Except(never))}; tried after all: {string.Join(", ", never.Except(untried))}");
    }

    private static IEnumerable<string> StepsBut(IEnumerable<ConformityStep> steps) => Enum.GetValues<ConformityStep>().Except(steps).Select(s => EnumWords.Of(s));
}
