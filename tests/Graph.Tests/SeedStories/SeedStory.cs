using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.SeedStories;

/// <summary>The whole seed, imported once for all tests that ask it, on the day on which its story ends.</summary>
public sealed class SeedStory : IAsyncLifetime
{
    /// <summary>The day on which the seed's README asks its questions.</summary>
    public static readonly DateOnly Today = new(2026, 11, 24);

    public GraphEngine Engine { get; private set; } = null!;

    public ImportReport Report { get; private set; } = null!;

    /// <summary>The folder that holds graph.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static FakeTimeProvider Noon => new(new DateTimeOffset(Today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero));

    public async Task InitializeAsync()
    {
        Engine = await GraphEngine.OpenAsync(GraphModel.Default, new MemoryLogStore(), new EngineOptions(), Noon, null, default);
        var files = ImportFile.Find([Path.Combine(Root, "seed")], new ImportLimits());
        Report = await new Importer(Engine, new ImportOptions { IsSeed = true }).RunAsync(files, null, default);
        Assert.True(Report.Succeeded, string.Join('\n', Report.Rejects.Take(20)));
    }

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    public Task<View> ViewAsync(DateOnly on) => new ViewRequest(On: on).OpenAsync(Engine, default);

    public Document Document(string key) => Engine.Current.Document(key) ?? throw new KeyNotFoundException(key);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "graph.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}

/// <summary>Tests that share one imported seed.</summary>
[CollectionDefinition(Name)]
public sealed class SeedStoryTests : ICollectionFixture<SeedStory>
{
    public const string Name = "seed";
}
