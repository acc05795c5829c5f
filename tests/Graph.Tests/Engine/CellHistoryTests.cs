using System.Globalization;
using CsCheck;
using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Graph.Tests.Reference;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Engine;

/// <summary>The history of a cell is what looking at it after every change and on every day would have shown.</summary>
public sealed class CellHistoryTests
{
    private const int DayCount = 25;
    private const int ForecastDayCount = 20;

    [Fact]
    public void The_history_of_a_cell_is_what_looking_at_it_every_day_and_after_every_change_shows() =>
        Gen.Select(RandomGraphs.Questions, RandomGraphs.Graphs, Gen.Int[0, 1_000_000]).Sample(
            (question, other, seed) => CheckAsync(question.View, other, seed).GetAwaiter().GetResult(),
            iter: 60, threads: 1, print: t => $"{t.Item3.ToString(CultureInfo.InvariantCulture)}\n{RandomGraphs.Print(t.Item1)}");

    private static async Task CheckAsync(NaiveView naive, NaiveGraph other, int seed)
    {
        var dice = new Random(seed);
        var first = naive.Today.AddDays(-DayCount);
        var clock = new FakeTimeProvider(At(naive.Today, 20));
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, new MemoryLogStore(), new EngineOptions { CheckpointSpacingMin = 7 }, clock, null, default);
        await SeedAsync(engine, "graph", EngineGraph.Operations(naive.Graph), At(first, 1));
        var changes = EngineGraph.Operations(other).Where(o => o is PutDocument { Kind: not "Requirement" and not "Framework" } or LinkDocuments).ToList();
        for (var i = 0; i < 40; i++)
        {
            await SeedAsync(engine, $"change-{i}", [changes[dice.Next(changes.Count)]], At(first.AddDays(i * DayCount / 40), 2 + (i % 20)));
        }

        var view = new View(engine.Current, naive.Today, naive.Today, ViewKind.Current);
        var (from, to) = (first.AddDays(dice.Next(-3, 5)), naive.Today.AddDays(dice.Next(-5, ForecastDayCount)));
        var cells = view.Cells.Cells().OrderBy(_ => dice.Next()).Take(1 + (seed % 4)).Select(c => (Requirement: c.Requirement.Key, System: c.System?.Key)).ToList();
        var told = await CellHistory.RunAsync(engine, view, cells, from, to, default);
        for (var i = 0; i < cells.Count; i++)
        {
            Assert.Equal(await LookedAtAsync(engine, view, cells[i].Requirement, cells[i].System, from, to), told[i].Select(t => $"{t.From:O} {t.Revision?.Revision} {Text(t.Cell)}"));
        }
    }

    private static async Task<List<string>> LookedAtAsync(GraphEngine engine, View view, string requirement, string? system, DateOnly from, DateOnly to)
    {
        var seen = new List<string>();
        string? last = null;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var before = Math.Min(engine.RevisionAtEndOf(day.AddDays(-1)), view.Snapshot.Head.Revision);
            Look(day > view.Today ? view.Snapshot : await engine.AsOfAsync(before, default), engine.Calendar.StartOf(day), null);
            for (var revision = before + 1; day <= view.Today && revision <= engine.RevisionAtEndOf(day); revision++)
            {
                Look(await engine.AsOfAsync(revision, default), engine.InstantOf(revision), revision);
            }

            void Look(Snapshot snapshot, DateTimeOffset at, long? revision)
            {
                var asked = new View(snapshot, day, view.Today, ViewKind.Past);
                var row = snapshot.Document(requirement);
                var text = row is null || (system is not null && snapshot.Document(system) is null) ? Text(null)
                    : Text(asked.Cells.Cell(row, system is null ? null : snapshot.Document(system)));
                if (text != last)
                {
                    seen.Add($"{at:O} {revision} {text}");
                    last = text;
                }
            }
        }

        return seen;
    }

    private static string Text(Cell? cell) => cell is null ? "none" : $"{cell.Verdict} {cell.State} {cell.CreditState}";

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    private static async Task SeedAsync(GraphEngine engine, string id, IReadOnlyList<Operation> operations, DateTimeOffset at) =>
        await engine.ApplyAsync(new ChangeRequest(id, "tester", "a graph to ask", operations) { Origin = ChangeOrigin.Seed, At = at }, default);
}
