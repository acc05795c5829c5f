using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Tests.Engine;

/// <summary>
/// Goal: what a snapshot takes over from the one before it, in order, is what it would put in order itself. Method: random writes, some snapshots asked and some
/// passed over, each answer compared with plain loops over all documents.
/// </summary>
public sealed class DocumentOrderTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Fact]
    public void Orders_that_are_taken_over_are_those_of_plain_loops() => Sample((seed, dice) =>
    {
        var snapshot = Snapshot.Empty(GraphModel.Default);
        for (var step = 0; step < 60; step++)
        {
            snapshot = Written(snapshot, dice);
            if (dice.Next(3) > 0)
            {
                Same(snapshot, dice);
            }
        }

        Same(snapshot, dice);
    });

    [Fact]
    public void A_snapshot_that_was_asked_is_not_altered_by_what_is_written_later() => Sample((seed, dice) =>
    {
        var snapshot = Enumerable.Range(0, 20).Aggregate(Snapshot.Empty(GraphModel.Default), (s, _) => Written(s, dice));
        var before = snapshot.Documents(EvidenceKind.Kind).ToList();
        var later = Enumerable.Range(0, 20).Aggregate(snapshot, (s, _) => Written(s, dice));
        _ = later.Documents(EvidenceKind.Kind);
        Assert.Equal(before, snapshot.Documents(EvidenceKind.Kind));
        Same(snapshot, dice);
    });

    private static void Sample(Action<int, Random> run)
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            try
            {
                run(seed, new Random(seed));
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {e.Message}");
            }
        }
    }

    private static Snapshot Written(Snapshot snapshot, Random dice)
    {
        var builder = new SnapshotBuilder(snapshot, revertible: false);
        for (var n = dice.Next(1, 5); n > 0; n--)
        {
            var key = dice.Next(30);
            switch (dice.Next(5))
            {
                case 0 or 1 when builder.Find($"evidence:{key}") is not null || !builder.WasUsed($"evidence:{key}"):
                    builder.Put(EvidenceKind.Kind, $"evidence:{key}", false, null, [new(EvidenceKind.ExpiresOn, dice.Next(4) == 0 ? null : First.AddDays(dice.Next(20)))], 1, null);
                    break;
                case 2 when builder.Find($"evidence:{key}") is { } gone:
                    builder.Delete(gone);
                    break;
                case 3:
                    builder.Put(MetricKind.Kind, $"metric:{key % 3}", false, null, [], 1, null);
                    var (_, measured) = builder.Put(MeasurementKind.Kind, $"measurement:{key}", false, null, [new(MeasurementKind.On, First.AddDays(dice.Next(20)))], 1, null);
                    foreach (var metric in builder.Targets(measured, ManagementEdges.MeasurementOf))
                    {
                        builder.RemoveEdge(measured, ManagementEdges.MeasurementOf, metric, 0, null);
                    }

                    builder.PutEdge(measured, ManagementEdges.MeasurementOf, builder.Find($"metric:{key % 3}")!, null, 0, null);
                    break;
                case 4 when builder.Find($"measurement:{key}") is not null:
                    builder.Put(MeasurementKind.Kind, $"measurement:{key}", false, null, [new(MeasurementKind.On, First.AddDays(dice.Next(20)))], 1, null);
                    break;
            }
        }

        return builder.Build(new(snapshot.Head.Revision + 1, LogHead.Empty.Hash), snapshot.At);
    }

    private static void Same(Snapshot snapshot, Random dice)
    {
        var all = Enumerable.Range(0, snapshot.OrdinalCount).Select(snapshot.Document).OfType<Document>().ToList();
        var evidence = all.Where(d => d.Kind == EvidenceKind.Kind).OrderBy(d => d.Key, StringComparer.Ordinal).ToList();
        Assert.Equal(evidence, snapshot.Documents(EvidenceKind.Kind));

        var last = First.AddDays(dice.Next(20));
        var rule = EvidenceKind.Kind.Due.Single();
        Assert.Equal(
            evidence.Where(d => d.Date(EvidenceKind.ExpiresOn) <= last).OrderBy(d => d.Date(EvidenceKind.ExpiresOn)).ThenBy(d => d.Key, StringComparer.Ordinal),
            snapshot.MayBeDue(EvidenceKind.Kind, rule, last));

        var view = new View(snapshot, last, last, ViewKind.Current);
        foreach (var metric in all.Where(d => d.Kind == MetricKind.Kind))
        {
            Assert.Equal(
                snapshot.Sources(metric, ManagementEdges.MeasurementOf).Where(m => m.Date(MeasurementKind.On) <= last).OrderBy(m => m.Date(MeasurementKind.On)).ThenBy(m => m.CreatedIn).ThenBy(m => m.Ordinal),
                MeasurementKind.Upto(view, metric, last));
        }
    }
}
