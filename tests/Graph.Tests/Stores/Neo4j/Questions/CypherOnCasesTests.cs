using Graph.Engine.Views;
using Graph.Stores.Neo4j.Questions;
using Graph.Tests.Cases;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>Puts every case to Neo4j, in Cypher: the rows are those that the case expects, whatever the engine says.</summary>
[Collection(Neo4jQuestionsTests.Name)]
public sealed class CypherOnCasesTests(Neo4jServer server)
{
    // Each case costs a graph written to Neo4j. So a usual run takes some of them, and one with more iterations than usual all.
    private static readonly int Step = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) && n > 1_000 ? 1 : 4;

    [Neo4jFact]
    public async Task Neo4j_answers_cases_as_they_expect()
    {
        using var analyst = new Analyst(server);
        await server.NameAllAsync();
        var wrong = new List<string>();
        var askedCount = 0;
        foreach (var found in CaseFile.ReadAll().Where((_, i) => i % Step == 0))
        {
            // Consequences compare with a graph that is not written, and so does a meaning that has changed.
            List<CaseAsk> asks = [.. found.Asks.Where(a => a is not ConsequencesAsk && a.View.MeaningChanged is null)];
            if (asks.Count == 0)
            {
                continue;
            }

            await server.EmptyAsync();
            await using var engine = await EngineGraph.OpenAsync(found.Graph, found.Today, await server.OpenAsync());
            foreach (var ask in asks)
            {
                var expected = CaseRows.Expected(ask);
                var actual = CaseRows.Compared(ask, await AnswerAsync(analyst, EngineGraph.View(engine.Current, ask.View.Over(found.Graph)), ask));
                askedCount++;
                if (expected != actual)
                {
                    wrong.Add($"{found.File}:{ask.Line} ask {ask.Text}\nexpected\n{expected}\nactual\n{actual}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {askedCount}\n{string.Join("\n\n", wrong.Take(10))}");
        Assert.True(askedCount > 200 / Step, $"Only {askedCount} questions were asked.");
    }

    private static async Task<IReadOnlyList<CaseRow>> AnswerAsync(Analyst analyst, View view, CaseAsk ask)
    {
        switch (ask)
        {
            case CellsAsk cells:
                return await CellsAsync(CypherQuestions.Cells(view, cells.Of, cells.Systems), CypherQuestions.Credit(view, cells.Of, cells.Systems));
            case GapsAsk gaps:
                return await CellsAsync(CypherQuestions.Gaps(view, gaps.System, gaps.Of), CypherQuestions.Credit(view, gaps.Of, [gaps.System]));
            case CoverageAsk coverage:
                var counted = await CountsAsync(coverage.Of);
                List<CaseRow> rows = [CaseRows.Coverage(coverage.Of, counted[0].Counts)];
                rows.AddRange(coverage.By == "SYSTEM" ? counted.Skip(1).Select(c => CaseRows.Coverage(c.System!, c.Counts)) : []);
                foreach (var child in coverage.By == "CHILD" ? view.Cells.Coverage(view.Snapshot.Document(coverage.Of)!).Children : [])
                {
                    rows.Add(CaseRows.Coverage(child.Of.Key, (await CountsAsync(child.Of.Key))[0].Counts));
                }

                return rows;

                async Task<List<(string? System, NaiveCoverage Counts)>> CountsAsync(string of) =>
                [
                    .. (await analyst.AskAsync(CypherQuestions.Coverage(view, of, coverage.Systems)))
                        .Zip(await analyst.AskAsync(CypherQuestions.CoverageCredit(view, of, coverage.Systems)), (row, credit) => ((string?)row["system"], QuestionRows.Coverage(row, credit))),
                ];
            case ImpactAsk impact:
                return CaseRows.Impact((await analyst.AskAsync(CypherQuestions.Impact(view, impact.Of, EngineGraph.Event(impact.Event), new()))).Select(r => new NaiveReached((string)r["node"]!, (int)r["distance"]!)));
            case TraceAsk trace:
                return CaseRows.Trace((await analyst.AskAsync(CypherQuestions.Trace(trace.From, trace.To, null, new()))).Select(r => r["nodes"]!.AsArray().Select(n => (string)n!).ToList()));
            default:
                throw new ArgumentOutOfRangeException(nameof(ask));
        }

        async Task<IReadOnlyList<CaseRow>> CellsAsync(CypherStatement cells, CypherStatement credits)
        {
            var given = (await analyst.AskAsync(credits)).ToDictionary(r => ((string)r["requirement"]!, (string?)r["system"]), r => (string)r["credit"]!);
            return [.. (await analyst.AskAsync(cells)).Select(QuestionRows.Cell).Select(c => CaseRows.Cell(c with { Credit = given.GetValueOrDefault((c.Requirement, c.Subject)) }))];
        }
    }
}
