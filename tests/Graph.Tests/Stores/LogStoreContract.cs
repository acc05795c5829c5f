using Graph.Engine.Log;

namespace Graph.Tests.Stores;

/// <summary>What every store must do. A bug found in one store becomes a test here, for all of them.</summary>
public abstract class LogStoreContract
{
    /// <summary>Opens the store of this test, or opens it again.</summary>
    protected abstract ILogStore Open();

    [ContractFact]
    public async Task An_empty_store_has_the_empty_head()
    {
        await using var store = Open();

        Assert.Equal(LogHead.Empty, await store.HeadAsync(CancellationToken.None));
        Assert.Empty(await store.ReadAllAsync());
        Assert.Empty(await store.ReadPersonalAsync(CancellationToken.None));
    }

    [ContractFact]
    public async Task Gives_entries_back_in_order_byte_for_byte()
    {
        await using var store = Open();
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var batch = LogEntries.After(LogHead.Empty, [bytes, [], [0], [0xFF, 0xFE]]);

        await store.AppendAsync(LogHead.Empty, batch, CancellationToken.None);

        var read = await store.ReadAllAsync();
        Assert.Equal(batch.Select(r => r.Head), read.Select(r => r.Head));
        Assert.Equal(batch.Select(r => r.Payload.ToArray()), read.Select(r => r.Payload.ToArray()));
        Assert.Equal(batch[^1].Head, await store.HeadAsync(CancellationToken.None));
    }

    [ContractFact]
    public async Task Keeps_what_it_was_given_even_when_the_caller_writes_to_its_buffer_afterwards()
    {
        await using var store = Open();
        byte[] buffer = [1, 2, 3];
        await store.AppendAsync(LogHead.Empty, LogEntries.After(LogHead.Empty, [buffer]), CancellationToken.None);

        buffer[0] = 9;

        Assert.Equal([1, 2, 3], (await store.ReadAllAsync())[0].Payload.ToArray());
    }

    [ContractFact]
    public async Task Reads_what_comes_after_a_revision()
    {
        await using var store = Open();
        await store.AppendAsync("a", "b");
        await store.AppendAsync("c");

        Assert.Equal(["b", "c"], (await store.ReadAllAsync(after: 1)).Select(LogEntries.Text));
        Assert.Empty(await store.ReadAllAsync(after: 3));
        Assert.Empty(await store.ReadAllAsync(after: 99));
    }

    [ContractFact]
    public async Task Refuses_a_batch_that_expects_an_older_head_and_keeps_nothing_of_it()
    {
        await using var store = Open();
        var old = await store.AppendAsync("a");
        var head = await store.AppendAsync("b");
        var late = LogEntries.After(old, "late").ConvertAll(r => r with { Personal = [new(new('a', 64), [1], "Ada")] });

        var conflict = await Assert.ThrowsAsync<RevisionConflictException>(() => store.AppendAsync(old, late, CancellationToken.None));

        Assert.Equal((old, head), (conflict.Expected, conflict.Actual));
        Assert.Equal(["a", "b"], (await store.ReadAllAsync()).Select(LogEntries.Text));
        Assert.Empty(await store.ReadPersonalAsync(CancellationToken.None));
    }

    [ContractFact]
    public async Task Refuses_a_batch_that_expects_another_history_of_the_same_length()
    {
        await using var store = Open();
        await store.AppendAsync("a");
        var other = LogHead.Empty.Next("x"u8);

        await Assert.ThrowsAsync<RevisionConflictException>(
            () => store.AppendAsync(other, LogEntries.After(other, "b"), CancellationToken.None));
    }

    [ContractFact]
    public async Task Of_writers_that_expect_the_same_head_exactly_one_wins()
    {
        await using var store = Open();
        var head = await store.AppendAsync("a");

        var attempts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await store.AppendAsync(head, LogEntries.After(head, $"writer {i}"), CancellationToken.None);
                return true;
            }
            catch (RevisionConflictException)
            {
                return false;
            }
        })));

        Assert.Single(attempts, won => won);
        Assert.Equal(2, (await store.ReadAllAsync()).Count);
    }

    [ContractFact]
    public async Task An_empty_batch_changes_nothing()
    {
        await using var store = Open();
        var head = await store.AppendAsync("a");

        await store.AppendAsync(head, [], CancellationToken.None);

        Assert.Equal(head, await store.HeadAsync(CancellationToken.None));
        Assert.Single(await store.ReadAllAsync());
        await Assert.ThrowsAsync<RevisionConflictException>(() => store.AppendAsync(LogHead.Empty, [], CancellationToken.None));
    }

    [ContractFact]
    public async Task Keeps_personal_values_beside_the_log_the_erased_ones_too()
    {
        await using (var store = Open())
        {
            PersonalValue[] values = [new(new('0', 64), [0, 1, 255], "Žofie Ångström 李"), new(new('f', 64), [], null)];
            var batch = LogEntries.After(LogHead.Empty, "a").ConvertAll(r => r with { Personal = values });
            await store.AppendAsync(LogHead.Empty, batch, CancellationToken.None);
        }

        await using var again = Open();
        var read = await again.ReadPersonalAsync(CancellationToken.None);
        Assert.Equal([(new('0', 64), "Žofie Ångström 李"), (new('f', 64), null)], read.Select(v => (v.Digest, v.Value)));
        Assert.Equal([0, 1, 255], read[0].Salt);
        Assert.Empty((await again.ReadAllAsync())[0].Personal);
    }

    [ContractFact]
    public async Task An_entry_that_erases_takes_value_and_salt_with_it_and_leaves_the_row_and_the_entries()
    {
        LogHead head;
        await using (var store = Open())
        {
            PersonalValue[] values = [new(new('a', 64), [1, 2], "Ada"), new(new('b', 64), [3], "Bob")];
            head = (await AppendAsync(store, LogHead.Empty, "a", values))[^1].Head;

            // A value may come and go in one batch.
            List<LogRecord> batch = [.. LogEntries.After(head, "b", "c")];
            batch[0] = batch[0] with { Personal = [new(new('c', 64), [4], "Cyd")] };
            batch[1] = batch[1] with { Erased = [new('a', 64), new('c', 64)] };
            await store.AppendAsync(head, batch, CancellationToken.None);
        }

        await using var again = Open();
        var read = await again.ReadPersonalAsync(CancellationToken.None);
        Assert.Equal(
            [(new('a', 64), null, 0), (new('b', 64), "Bob", 1), (new('c', 64), null, 0)],
            read.Select(v => (v.Digest, v.Value, v.Salt.Length)));
        Assert.Equal(["a", "b", "c"], (await again.ReadAllAsync()).Select(LogEntries.Text));
        Assert.All(await again.ReadAllAsync(), r => Assert.Empty(r.Erased));
    }

    [ContractFact]
    public async Task A_refused_batch_erases_nothing()
    {
        await using var store = Open();
        var head = (await AppendAsync(store, LogHead.Empty, "a", new PersonalValue(new('a', 64), [1], "Ada")))[^1].Head;
        var late = LogEntries.After(LogHead.Empty, "late").ConvertAll(r => r with { Erased = [new('a', 64)] });

        await Assert.ThrowsAsync<RevisionConflictException>(() => store.AppendAsync(LogHead.Empty, late, CancellationToken.None));

        Assert.Equal("Ada", Assert.Single(await store.ReadPersonalAsync(CancellationToken.None)).Value);
        Assert.Equal(head, await store.HeadAsync(CancellationToken.None));
    }

    private static async Task<List<LogRecord>> AppendAsync(ILogStore store, LogHead head, string text, params PersonalValue[] values)
    {
        var batch = LogEntries.After(head, text).ConvertAll(r => r with { Personal = values });
        await store.AppendAsync(head, batch, CancellationToken.None);
        return batch;
    }

    [ContractFact]
    public async Task Keeps_large_entries_and_more_entries_than_one_read_takes()
    {
        await using var store = Open();
        var large = new byte[5 << 20];
        new Random(1).NextBytes(large);
        var batch = LogEntries.After(LogHead.Empty, [large, large, large]);
        batch.AddRange(LogEntries.Many(batch[^1].Head, 2_500));

        await store.AppendAsync(LogHead.Empty, batch, CancellationToken.None);

        var read = await store.ReadAllAsync();
        Assert.Equal(batch.Select(r => r.Head), read.Select(r => r.Head));
        Assert.True(read[2].Payload.Span.SequenceEqual(large));
    }

    [ContractFact]
    public async Task What_was_kept_is_there_when_the_store_is_opened_again()
    {
        LogHead head;
        await using (var store = Open())
        {
            await store.AppendAsync("a");
            head = await store.AppendAsync("b", "c");
        }

        await using var again = Open();
        Assert.Equal(head, await again.HeadAsync(CancellationToken.None));
        Assert.Equal(["a", "b", "c"], (await again.ReadAllAsync()).Select(LogEntries.Text));
        await again.AppendAsync("d");
        Assert.Equal(4, (await again.HeadAsync(CancellationToken.None)).Revision);
    }

    [ContractFact]
    public async Task A_reader_does_not_hold_up_a_writer_and_meets_no_gap()
    {
        await using var store = Open();
        await store.AppendAsync(LogHead.Empty, LogEntries.Many(LogHead.Empty, 1_500), CancellationToken.None);
        var revisions = new List<long>();

        await foreach (var record in store.ReadAsync(0, CancellationToken.None))
        {
            revisions.Add(record.Head.Revision);
            if (revisions.Count <= 20)
            {
                await store.AppendAsync("more");
            }
        }

        Assert.Equal(Enumerable.Range(1, revisions.Count).Select(i => (long)i), revisions);
        Assert.InRange(revisions.Count, 1_500, 1_520);
    }

    [ContractFact]
    public async Task A_cancelled_append_keeps_nothing()
    {
        await using var store = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.AppendAsync(LogHead.Empty, LogEntries.After(LogHead.Empty, "a"), new(canceled: true)));

        Assert.Equal(LogHead.Empty, await store.HeadAsync(CancellationToken.None));
    }

    [ContractFact]
    public async Task A_cancelled_read_stops()
    {
        await using var store = Open();
        await store.AppendAsync(LogHead.Empty, LogEntries.Many(LogHead.Empty, 3_000), CancellationToken.None);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var record in store.ReadAsync(0, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }
}
