using Graph.Engine.Log;
using Graph.Server.Hosting;
using Graph.Server.Import;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Import;

/// <summary>The seed goes through the import that users have, whole or not at all.</summary>
public sealed class SeedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_seed_that_ships_is_accepted_whole_and_survives_reopening()
    {
        var seed = Seed.FindFolder(new())!;
        string before;
        await using (var engine = await OpenAsync(SqliteLogStore.Open(folder.File("graph.db"))))
        {
            var report = await Seed.LoadAsync(engine, seed, new(), null, CancellationToken.None);

            Assert.Empty(report.Rejects);
            Assert.Equal(report.Entries.In, report.Entries.Accepted);
            Assert.Equal(report.Files.Sum(f => f.Changes), engine.Current.Head.Revision);
            before = Describe(engine.Current);
        }

        await using var again = await OpenAsync(SqliteLogStore.Open(folder.File("graph.db")));
        Assert.Equal(before, Describe(again.Current));
    }

    [Fact]
    public async Task Loading_the_seed_again_writes_nothing_twice()
    {
        await using var engine = await OpenAsync();
        var seed = Seed.FindFolder(new())!;
        await Seed.LoadAsync(engine, seed, new(), null, CancellationToken.None);
        var head = engine.Current.Head;

        var report = await Seed.LoadAsync(engine, seed, new(), null, CancellationToken.None);

        Assert.Empty(report.Rejects);
        Assert.Equal(report.Entries.In, report.Entries.Duplicate);
        Assert.Equal(head, engine.Current.Head);
    }

    [Fact]
    public async Task Changes_carry_their_own_times_and_what_has_none_was_there_at_the_beginning()
    {
        folder.Write("10.yaml", "documents: {Vendor: [{key: vendor:v, title: V}]}");
        folder.Write("20.yaml", """
            changes:
              - at: 2026-02-03T09:00:00Z
                actor: Mira
                reason: approved
                documents:
                  Statement:
                    - {key: statement:s, title: S, kind: APPLICABILITY, applicable: true, status: APPROVED, submittedOn: 2026-02-01, submittedBy: Ada, approvedOn: 2026-02-02, approvedBy: Mira}
              - {at: 2026-03-01T00:00:00Z, deletes: [vendor:v]}
            """);
        await using var engine = await OpenAsync();

        var report = await Seed.LoadAsync(engine, folder.Path, new(), null, CancellationToken.None);

        Assert.Empty(report.Rejects);
        Assert.Equal([2, 2, 3], new[] { 1, 2, 3 }.Select(r => engine.InstantOf(r).Month));
        Assert.Equal(2, engine.RevisionAtEndOf(new(2026, 2, 3)));
        await foreach (var (_, change) in engine.ReadLogAsync(0, CancellationToken.None))
        {
            Assert.Equal(ChangeOrigin.Seed, change.Origin);
        }
    }

    [Fact]
    public async Task A_seed_with_one_fault_leaves_nothing()
    {
        folder.Write("10.yaml", "documents: {Vendor: [{key: vendor:v, title: V}]}");
        folder.Write("20.yaml", "documents:\n  Vendor:\n    - {key: vendor:w, title: W, criticality: SEVERE}\n");
        folder.Write("30.yaml", "documents: {Vendor: [{key: vendor:x, title: X}]}");
        await using var engine = await OpenAsync();

        var report = await Seed.LoadAsync(engine, folder.Path, new(), null, CancellationToken.None);

        Assert.Equal(("20.yaml", 3), (Assert.Single(report.Rejects).File, report.Rejects[0].Line));
        Assert.Equal(new ImportCount(3, 0, 3, 0), report.Entries);
        Assert.Equal(LogHead.Empty, engine.Current.Head);
    }

    [Fact]
    public async Task A_store_that_people_have_written_to_takes_no_seed()
    {
        folder.Write("10.yaml", "documents: {Vendor: [{key: vendor:v, title: V}]}");
        await using var engine = await OpenAsync();
        await engine.ApplyAsync("one", Vendor("mine"));

        var report = await Seed.LoadAsync(engine, folder.Path, new(), null, CancellationToken.None);

        Assert.Contains("expected an empty store", Assert.Single(report.Rejects).Reason);
    }

    [Fact]
    public async Task Times_that_go_backwards_are_refused_with_their_line()
    {
        folder.Write("10.yaml", """
            changes:
              - {at: 2026-03-01T00:00:00Z, documents: {Vendor: [{key: vendor:v, title: V}]}}
              - {at: 2026-02-01T00:00:00Z, documents: {Vendor: [{key: vendor:w, title: W}]}}
            """);
        await using var engine = await OpenAsync();

        var report = await Seed.LoadAsync(engine, folder.Path, new(), null, CancellationToken.None);

        Assert.Equal((3, "at"), (Assert.Single(report.Rejects).Line, report.Rejects[0].Field));
    }
}
