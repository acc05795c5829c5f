using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Memory;

namespace Graph.Tests.SeedStories;

/// <summary>A framework written as one file, with facts and dates that no code knows, is imported and answered.</summary>
public sealed class OwnFrameworkTests : IAsyncLifetime
{
    private static readonly string Fixture = Path.Combine(SeedStory.Root, "tests", "Graph.Tests", "Fixtures", "harbour-code.yaml");

    private GraphEngine engine = null!;

    public async Task InitializeAsync() =>
        engine = await GraphEngine.OpenAsync(GraphModel.Default, new MemoryLogStore(), new EngineOptions(), SeedStory.Noon, null, default);

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [Theory]
    [InlineData("2026-12-31", "harbour-code:1.1", Verdict.NotYet)]
    [InlineData("2027-01-01", "harbour-code:1.1", Verdict.Unresolved)]
    [InlineData("2027-06-01", "harbour-code:1.1", Verdict.Applicable)]
    [InlineData("2027-01-01", "harbour-code:1.2", Verdict.Applicable)]
    public async Task New_facts_and_dates_decide_without_recompiling(string day, string requirement, Verdict expected)
    {
        await ImportAsync(File.ReadAllText(Fixture));
        var cell = await CellAsync(requirement, DateOnly.Parse(day));
        Assert.Equal(expected, cell.Verdict);
        Assert.Equal(State.Missing, cell.State);
    }

    [Fact]
    public async Task A_fact_that_is_not_answered_leaves_the_cell_undetermined_and_is_named()
    {
        await ImportAsync(File.ReadAllText(Fixture).Replace("facts: {operatesCranes: true}", "facts: {hasQuayStaff: true}", StringComparison.Ordinal));
        var cell = await CellAsync("harbour-code:1.2", new(2027, 1, 1));
        Assert.Equal(Verdict.Undetermined, cell.Verdict);
        Assert.Equal(["operatesCranes"], cell.Because.Missing);
    }

    [Theory]
    [InlineData("facts: [operatesCranes]", "facts: [operatesCrans]", "operatesCrans")]
    [InlineData("facts: [operatesCranes]", "facts: [\"class:HIGH\"]", "HIGH")]
    [InlineData("facts: [operatesCranes]", "facts: [\"quay:north\"]", "quay:north")]
    public async Task An_unknown_condition_token_is_refused_with_file_and_place_and_nothing_is_written(string good, string bad, string token)
    {
        var report = await RunAsync(File.ReadAllText(Fixture).Replace(good, bad, StringComparison.Ordinal));
        var reject = Assert.Single(report.Rejects);
        Assert.Equal("harbour-code:1.1", reject.Key);
        Assert.StartsWith("facts", reject.Field, StringComparison.Ordinal);
        Assert.Contains(token, reject.Reason, StringComparison.Ordinal);
        Assert.True(reject.Line > 0);
        Assert.Equal(0, engine.Current.Head.Revision);
    }

    private async Task<Cell> CellAsync(string requirement, DateOnly day)
    {
        var view = await new ViewRequest(On: day).OpenAsync(engine, default);
        return view.Cells.Cell(Find(requirement), Find("ai-system:crane-pilot"))!;
    }

    private Document Find(string key) => engine.Current.Document(key)!;

    private async Task ImportAsync(string text)
    {
        var report = await RunAsync(text);
        Assert.True(report.Succeeded, string.Join('\n', report.Rejects));
    }

    private async Task<ImportReport> RunAsync(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"own-framework-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, text);
        try
        {
            return await new Importer(engine, new ImportOptions()).RunAsync([new(path, "own.yaml")], null, default);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
