using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <summary>
/// Holds the current snapshot, the one mutable reference of the product, and the one writer:
/// <code>
///   request -> plan against the graph so far (may refuse) -> make the batch durable -> publish -> answer
/// </code>
/// A reader takes <see cref="Current"/> once and uses nothing else. Where others write to the same store, the writer also follows
/// the log: it looks for their entries when it has nothing to do, and takes them in before it plans again what came second.
/// </summary>
public sealed class GraphEngine : IAsyncDisposable
{
    private readonly ILogStore store;
    private readonly EngineOptions options;
    private readonly Channel<Waiting> queue;
    private readonly Queue<Waiting> again = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<string, KnownChange> changes = new(StringComparer.Ordinal);
    private readonly SnapshotHistory history;
    private readonly CheckpointFolder? folder;
    private readonly Task writer;
    private readonly TaskCompletionSource<Exception> writingStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool>? nextRequest;
    private Task keeping = Task.CompletedTask;
    private int keptVersion;
    private Snapshot current;
    private TaskCompletionSource published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long storeRevision;
    private long seedRevision;
    private volatile StoreException? storeLost;
    private volatile Exception? broken;

    private GraphEngine(
        GraphModel model, ILogStore store, EngineOptions options, Calendar calendar, PersonalValues personal, Replay replay, CheckpointFolder? folder)
    {
        Model = model;
        this.store = store;
        this.options = options;
        Calendar = calendar;
        Personal = personal;
        current = replay.Snapshot;
        storeRevision = current.Head.Revision;
        seedRevision = replay.SeedRevision;
        history = new(model, store, options, calendar, replay.Instants, replay.Checkpoints!);
        this.folder = folder;
        Remember(replay.Changes);
        history.Add(current);
        KeepCheckpoints();
        queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.QueueCountMax) { SingleReader = true });
        writer = Task.Run(WriteAsync);
    }

    /// <summary>The kinds and edge kinds.</summary>
    public GraphModel Model { get; }

    /// <summary>The calendar of the configured zone.</summary>
    public Calendar Calendar { get; }

    /// <summary>The limits and settings.</summary>
    public EngineOptions Options => options;

    /// <summary>The names that lie beside the log.</summary>
    public PersonalValues Personal { get; }

    /// <summary>The name of the store.</summary>
    public string StoreName => store.Name;

    /// <summary>Whether others may write to the same store.</summary>
    public bool IsShared => store.IsShared;

    /// <summary>Completes with the cause when a failed write has stopped the writer; reads go on.</summary>
    public Task<Exception> WritingStopped => writingStopped.Task;

    /// <summary>
    /// Why a shared store does not answer or keeps nothing for the time being; null while it does both. Until then changes are refused at
    /// once, reads go on from the current snapshot, and the writer keeps asking.
    /// </summary>
    public StoreException? StoreLost => storeLost;

    /// <summary>Told, on the writer, when a shared store stops answering or keeping, or does so for another reason; and with null when it keeps again.</summary>
    public event Action<StoreException?>? StoreLostChanged;

    /// <summary>Told, on the writer, when a shared store refuses what was to be written and is as it was before.</summary>
    public event Action<StoreException>? WriteRefused;

    /// <summary>The number of revisions that the store was seen to have and that are not served yet.</summary>
    public long Behind => Math.Max(0, Interlocked.Read(ref storeRevision) - Current.Head.Revision);

    /// <summary>The snapshot of the newest acknowledged revision.</summary>
    public Snapshot Current => Volatile.Read(ref current);

    /// <summary>The number of requests that wait for the writer.</summary>
    public int QueueCount => queue.Reader.Count;

    /// <summary>Whether changes are still written; after a failure of the store they are not until it is opened again.</summary>
    public bool CanWrite => broken is null;

    /// <summary>Opens a store: reads the log, verifies its chain and builds the snapshot.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<GraphEngine> OpenAsync(
        GraphModel model,
        ILogStore store,
        EngineOptions options,
        TimeProvider clock,
        IProgress<ReplayProgress>? progress,
        CancellationToken cancellationToken,
        CheckpointFolder? folder = null)
    {
        var calendar = new Calendar(options.TimeZone, clock);
        var checkpoints = new Checkpoints(options, calendar, (await store.HeadAsync(cancellationToken)).Revision);
        var (replay, personal) = await ReplayAsync(model, store, checkpoints, folder, progress, cancellationToken);
        return new(model, store, options, calendar, personal, replay, folder);
    }

    /// <summary>Verifies the chain of a store's log by replaying it; gives its head.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<LogHead> VerifyAsync(GraphModel model, ILogStore store, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken) =>
        (await ReadAsync(model, store, progress, cancellationToken)).Snapshot.Head;

    /// <summary>Reads a store's log without an engine: verifies its chain and gives the graph at its head, and the names beside it.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<(Snapshot Snapshot, PersonalValues Personal)> ReadAsync(
        GraphModel model, ILogStore store, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var (replay, personal) = await ReplayAsync(model, store, null, null, progress, cancellationToken);
        return (replay.Snapshot, personal);
    }

    /// <summary>Makes a change, or refuses it with every reason. Returns when it is durable and visible.</summary>
    /// <exception cref="StoreException">The store failed; whether the change was kept is unknown, and asking again with the same id tells.</exception>
    public async Task<ChangeResult> ApplyAsync(ChangeRequest request, CancellationToken cancellationToken) =>
        (await ApplyAllAsync([request], cancellationToken))[0];

    /// <summary>
    /// Makes several changes, each an entry of the log, in one durable write: where one is refused, none is kept. A change sees
    /// those before it. The results are in the order of the requests, and only together do they say that something was kept.
    /// </summary>
    /// <exception cref="StoreException">The store failed; whether the changes were kept is unknown, and asking again with the same ids tells.</exception>
    public async Task<IReadOnlyList<ChangeResult>> ApplyAllAsync(IReadOnlyList<ChangeRequest> requests, CancellationToken cancellationToken)
    {
        if (JudgeGroup(requests) is { } refused)
        {
            return refused;
        }

        var waiting = new Waiting(requests, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (storeLost is { } lost)
        {
            throw new StoreException("The store keeps nothing now, and nothing was written. It is asked again until it does.", isTransient: true, lost) { WhyClosed = lost.WhyClosed };
        }

        await EnqueueAsync(waiting, cancellationToken);
        return await waiting.Done.Task;
    }

    /// <summary>
    /// Waits until a revision is served that the caller has seen elsewhere, such as the answer to a change that another server of the
    /// same store has written. The store is looked at without delay.
    /// </summary>
    /// <returns>Whether it is served; false where it was not within the time, or nobody else writes to the store.</returns>
    public async Task<bool> WaitForAsync(long revision, TimeSpan timeMax, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(timeMax);
        try
        {
            while (Current.Head.Revision < revision)
            {
                if (!store.IsShared || broken is not null)
                {
                    return false;
                }

                var next = Volatile.Read(ref published).Task;
                await LookAsync(timed.Token);
                if (Current.Head.Revision < revision)
                {
                    await Task.WhenAny(next, Task.Delay(options.FollowPeriodMin, timed.Token));
                    timed.Token.ThrowIfCancellationRequested();
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits, for as long as it takes, until a revision later than one that is known is served. Whoever follows the graph keeps its
    /// place by revisions, waits here, and reads the rest from the log: so no change is lost to it, and nothing is kept for it meanwhile.
    /// </summary>
    public async Task WaitForLaterAsync(long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            // In this order: what is published between the two completes the task.
            var next = Volatile.Read(ref published).Task;
            if (Current.Head.Revision > revision)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Says what a change would do, without doing it.</summary>
    public ChangeResult DryRun(ChangeRequest request) => DryRunAll([[request]])[0][0];

    /// <summary>
    /// Says what groups of changes would do, one after the other, without doing it: within a group as
    /// <see cref="ApplyAllAsync"/> does, and a group that is refused leaves nothing to those after it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ChangeResult>> DryRunAll(IReadOnlyList<IReadOnlyList<ChangeRequest>> groups)
    {
        var snapshot = Current;
        var batch = new WriteBatch(snapshot);
        return [.. groups.Select(group =>
        {
            var before = batch.Accepted.Count;
            var results = AsDryRun(JudgeGroup(group) ?? PlanGroup(batch, group), snapshot.Head);
            var touched = Suspicion.Touched([.. batch.Accepted.Skip(before).SelectMany(a => a.Steps)], snapshot);
            if (touched.Count > 0)
            {
                var after = Suspicion.Of(batch.Builder.Build(batch.Head, batch.At));
                results[^1] = results[^1] with { NewlySuspect = [.. after.NewSince(snapshot, touched).Select(l => l.Key)] };
            }

            return results;
        })];
    }

    /// <summary>
    /// The current graph, and the day today for who looks at it: that of the clock, and never one before that of the last change, by whose day its rules were judged. So
    /// a clock that was put back tells nobody that what was withdrawn still counts.
    /// </summary>
    public (Snapshot Current, DateOnly Today) Now()
    {
        var (current, today) = (Current, Calendar.Today);
        return (current, Calendar.DayOf(current.At) is var last && last > today ? last : today);
    }

    /// <summary>
    /// The graph as it would be if changes were made on top of a snapshot, on a day. Nothing is written, and names of people that are
    /// not known yet stay as they are given.
    /// </summary>
    public AssumedGraph Assume(Snapshot on, Assumption assumption, DateOnly day)
    {
        var builder = new SnapshotBuilder(on, revertible: true);
        var violations = ChangePlanner.Plan(
            builder, assumption.Request, options, on.Head.Revision + 1, day, value => Personal.KnownTokenOf(value) ?? value, Personal.Find, RevisionAtEndOf, seedRevision).Violations;
        return new(violations.Count > 0 ? on : builder.Build(on.Head, on.At), violations);
    }

    /// <summary>The revision that a change made; null where the log has no change of that id.</summary>
    public long? RevisionOf(string changeId) => changes.TryGetValue(changeId, out var known) ? known.Head.Revision : null;

    /// <summary>Whether a change of this id is in the log.</summary>
    public bool Knows(string changeId) => changes.ContainsKey(changeId);

    /// <summary>The snapshot as of a revision, from those kept or by replaying the log.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such revision yet.</exception>
    public Task<Snapshot> AsOfAsync(long revision, CancellationToken cancellationToken) => history.GetAsync(revision, Current, cancellationToken);

    /// <summary>The last revision whose change was made at or before an instant; 0 where there was none yet.</summary>
    public long RevisionAt(DateTimeOffset instant) => history.RevisionAt(instant);

    /// <summary>The last revision that was made on or before a day.</summary>
    public long RevisionAtEndOf(DateOnly day) => history.RevisionAtEndOf(day);

    /// <summary>The instant of a revision; the least instant for revision 0.</summary>
    public DateTimeOffset InstantOf(long revision) => history.InstantOf(revision);

    /// <summary>The changes after a revision, in order.</summary>
    public async IAsyncEnumerable<(LogHead Head, Change Change)> ReadLogAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.ReadAsync(after, cancellationToken))
        {
            yield return (record.Head, ChangeCodec.Read(record.Head.Revision, record.Payload));
        }
    }

    /// <summary>Stops the writer after what is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await closing.CancelAsync();
        await writer;
        await keeping;
        await stopping.CancelAsync();
        stopping.Dispose();
        closing.Dispose();
        history.Dispose();
        await store.DisposeAsync();
    }

    // In this order: whoever writes meanwhile keeps names and entries in one step, so no name of these entries can be missed.
    private static async Task<(Replay Replay, PersonalValues Personal)> ReplayAsync(
        GraphModel model, ILogStore store, Checkpoints? checkpoints, CheckpointFolder? folder, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(cancellationToken);
        var personal = new PersonalValues();
        personal.Load(await store.ReadPersonalAsync(cancellationToken));
        return (
            checkpoints is null ? await Replay.ToHeadAsync(store, Snapshot.Empty(model), head, null, null, progress, cancellationToken)
            : await Replay.WithKnownAsync(
                store, model, head, folder?.Load(model, cancellationToken) ?? [], snapshot => folder!.Refuse(snapshot), checkpoints, progress, cancellationToken),
            personal);
    }

    private async Task EnqueueAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        if (broken is { } failure)
        {
            throw Stopped(failure);
        }

        try
        {
            await queue.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Stopped(broken);
        }
    }

    /// <summary>Has the writer look for entries of others now; returns when it has, or could not.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var look = new Waiting([], new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await EnqueueAsync(look, cancellationToken);
            await look.Done.Task.WaitAsync(cancellationToken);
        }
        catch (StoreException)
        {
            // It does not answer now; whoever waits may still see it answer in time.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            if (store.IsShared)
            {
                await FollowAndWriteAsync();
            }
            else
            {
                while (await queue.Reader.WaitToReadAsync())
                {
                    await WriteBatchOnWriterAsync();
                }
            }
        }
        catch (Exception e)
        {
            // The head is unknown after a failed append: serving reads goes on, writing stops until somebody opens the store again.
            broken = e;
            writingStopped.TrySetResult(e);
            queue.Writer.TryComplete(e);
            FailWaiting(Stopped(e));
        }
    }

    /// <summary>
    /// Writes what is asked for, and between that looks for what others have written: often after something has happened, and ever less
    /// often while nothing does. A store that does not answer just now stops nothing: requests are refused until a look succeeds.
    /// </summary>
    private async Task FollowAndWriteAsync()
    {
        var pause = options.FollowPeriodMin;
        while (await HasRequestWithinAsync(pause) is var isAsked && (isAsked || !closing.IsCancellationRequested))
        {
            var before = Current;
            try
            {
                var isLook = queue.Reader.TryPeek(out var first) && first.IsLook;
                if (!isAsked || isLook || storeLost is not null)
                {
                    await CatchUpAsync(isAsked ? stopping.Token : closing.Token);
                    await CheckItKeepsAsync(isAsked ? stopping.Token : closing.Token);
                    SetStoreLost(null);
                }

                do
                {
                    await WriteBatchOnWriterAsync();
                }
                while (again.Count > 0);
            }
            catch (StoreException e) when (e.IsTransient)
            {
                SetStoreLost(e);
                FailWaiting(e);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                // The look was not to be waited for; what is queued is still written.
            }

            pause = Current != before ? options.FollowPeriodMin : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.FollowPeriodMax.Ticks));
        }
    }

    /// <summary>Whether a request has come before the pause is over.</summary>
    private async Task<bool> HasRequestWithinAsync(TimeSpan pause)
    {
        nextRequest ??= queue.Reader.WaitToReadAsync().AsTask();
        if (!nextRequest.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            await Task.WhenAny(nextRequest, Task.Delay(pause, enough.Token));
            await enough.CancelAsync();
        }

        // A queue that is closed ends the wait by itself, and what came just before that is not missed.
        if (!nextRequest.IsCompleted && !closing.IsCancellationRequested)
        {
            return false;
        }

        var isAsked = await nextRequest;
        nextRequest = null;
        return isAsked;
    }

    private void SetStoreLost(StoreException? cause)
    {
        var isNews = (storeLost is null) != (cause is null) || storeLost?.WhyClosed != cause?.WhyClosed;
        storeLost = cause;
        if (isNews)
        {
            StoreLostChanged?.Invoke(cause);
        }
    }

    private void FailWaiting(Exception cause)
    {
        while (TryTake(out var waiting))
        {
            waiting.Done.TrySetException(cause);
        }
    }

    /// <summary>Takes in what others have written since the current snapshot.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in store.ReadAsync(Current.Head.Revision, cancellationToken))
        {
            // There is something. Up to where it is whole, the head says.
            await TakeInAsync(await store.HeadAsync(cancellationToken), cancellationToken);
            return;
        }
    }

    // A store may answer and keep nothing: whether one that was lost is back, only an append tells.
    private async Task CheckItKeepsAsync(CancellationToken cancellationToken)
    {
        if (storeLost is null)
        {
            return;
        }

        try
        {
            await store.AppendAsync(Current.Head, [], cancellationToken);
        }
        catch (RevisionConflictException)
        {
            // It keeps what others write.
        }
    }

    /// <summary>Takes in the entries up to a head of the store, with the names that lie beside them.</summary>
    private async Task TakeInAsync(LogHead head, CancellationToken cancellationToken)
    {
        var snapshot = Current;
        if (head == snapshot.Head)
        {
            return;
        }

        if (head.Revision <= snapshot.Head.Revision)
        {
            throw new BrokenLogException(head.Revision, $"the store is at revision {head.Revision} with the hash {head.Hash}, and revision {snapshot.Head.Revision} of another log was served. Was it restored from a backup? Start again to serve what it holds now");
        }

        Interlocked.Exchange(ref storeRevision, head.Revision);
        var mentioned = new HashSet<string>(StringComparer.Ordinal);
        var erased = new List<string>();
        var replay = await Replay.ToHeadAsync(store, snapshot, head, See, null, null, cancellationToken);
        Personal.Erase(erased);
        if (mentioned.Any(token => !Personal.Knows(token)))
        {
            Personal.Load(await store.ReadPersonalAsync(cancellationToken));
            if (mentioned.FirstOrDefault(token => !Personal.Knows(token)) is not null)
            {
                throw new StoreException($"A personal value that an entry up to revision {head.Revision} mentions is missing beside the log: it was taken away by hand. Restore the database from a backup.", isTransient: false);
            }
        }

        seedRevision = Math.Max(seedRevision, replay.SeedRevision);
        Remember(replay.Changes);
        Publish(replay.Snapshot, replay.Instants);

        void See(Change change)
        {
            mentioned.UnionWith(PersonalValues.TokensOf(change, Model));
            erased.AddRange(change.Steps.OfType<PersonErased>().Select(step => step.Token));
        }
    }

    private void Remember(IEnumerable<KeyValuePair<string, KnownChange>> made)
    {
        foreach (var (id, known) in made)
        {
            changes[id] = known;
        }
    }

    // Beside everything else: a checkpoint is a convenience, and writing one may take seconds.
    private void KeepCheckpoints()
    {
        if (folder is null || !keeping.IsCompleted || Current.Head.Revision < options.CheckpointSpacingMin)
        {
            return;
        }

        var (version, snapshots) = history.CheckpointsNow();
        if (version != keptVersion)
        {
            keptVersion = version;
            keeping = Task.Run(() => folder.Keep(Model, snapshots));
        }
    }

    private void Publish(Snapshot next, IReadOnlyList<DateTimeOffset> instants)
    {
        history.Add(next, instants);
        KeepCheckpoints();
        Volatile.Write(ref current, next);
        Interlocked.Exchange(ref published, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private bool TryPeek([NotNullWhen(true)] out Waiting? waiting) => again.TryPeek(out waiting) || queue.Reader.TryPeek(out waiting);

    private bool TryTake([NotNullWhen(true)] out Waiting? waiting) => again.TryDequeue(out waiting) || queue.Reader.TryRead(out waiting);

    private async Task WriteBatchOnWriterAsync()
    {
        var snapshot = Current;
        var batch = new WriteBatch(snapshot);
        var answered = new List<(Waiting Waiting, IReadOnlyList<ChangeResult> Results)>();
        var requestCount = 0;
        while (requestCount < options.BatchCountMax && TryPeek(out var waiting))
        {
            if (waiting.Requests.Any(r => batch.Holds(r.ChangeId)))
            {
                break;      // Its first try is in this batch: the answer is known once the batch is durable.
            }

            if (waiting.IsAlone && answered.Count > 0)
            {
                break;
            }

            if (waiting.IsLook && answered.Exists(a => !a.Waiting.IsLook))
            {
                break;      // It asks for a look from now on.
            }

            // Until a batch is durable its values are known by their tokens; after an erasure they must get new ones.
            var erases = waiting.Requests.Any(r => r.Erasures.Count > 0);
            if (erases && answered.Count > 0)
            {
                break;
            }

            TryTake(out _);
            requestCount += waiting.Requests.Count;
            var mark = batch.Mark();
            try
            {
                answered.Add((waiting, PlanGroup(batch, waiting.Requests)));
            }
            catch (Exception e)
            {
                // A bug of ours met by one request must not take the others of its batch along.
                batch.RevertTo(mark);
                waiting.Done.TrySetException(e);
            }

            if (erases || waiting.IsAlone)
            {
                break;
            }
        }

        if (batch.Accepted.Count > 0)
        {
            var next = batch.Builder.Build(batch.Head, batch.At);
            try
            {
                await store.AppendAsync(snapshot.Head, [.. batch.Accepted.Select(a => a.Record)], stopping.Token);
            }
            catch (RevisionConflictException e) when (store.IsShared)
            {
                // Others were first: what they wrote is taken in, and everything is judged anew on top of it.
                PlanAgain(answered.Select(a => a.Waiting));
                await TakeInAsync(e.Actual, stopping.Token);
                if (e.Actual == e.Expected)
                {
                    await Task.Delay(options.FollowPeriodMin, stopping.Token);   // It is the turn of another.
                }

                return;
            }
            catch (StoreException e) when (store.IsShared && e.NothingWritten)
            {
                RefuseOrPlanAlone([.. answered.Select(a => a.Waiting)], e);
                return;
            }
            catch (Exception e)
            {
                // Refusals of this batch were judged against changes that may not exist: they fail as well.
                var lost = store.IsShared && e is StoreException { IsTransient: true } transient ? transient : null;
                if (lost is not null)
                {
                    SetStoreLost(lost);     // Whoever is answered finds it said.
                }

                var cause = lost ?? Stopped(e);
                foreach (var (waiting, _) in answered)
                {
                    waiting.Done.TrySetException(cause);
                }

                throw;
            }

            Interlocked.Exchange(ref storeRevision, batch.Head.Revision);
            Personal.Load(batch.Pending);
            Personal.Erase(batch.Accepted.SelectMany(a => a.Request.Erasures));
            seedRevision = Math.Max(seedRevision, batch.SeedRevision);
            foreach (var (request, result, hash, _, _, _) in batch.Accepted)
            {
                changes[request.ChangeId] = new(hash, result.Head, result.Counts, result.Keys);
            }

            Publish(next, [.. batch.Accepted.Select(a => a.At)]);
        }

        foreach (var (waiting, results) in answered)
        {
            waiting.Done.TrySetResult(results);
        }
    }

    // The head is where it was, so writing goes on. Of several, which one the store refuses shows when each comes alone.
    private void RefuseOrPlanAlone(IReadOnlyList<Waiting> refused, StoreException cause)
    {
        foreach (var waiting in refused)
        {
            if (refused.Count == 1)
            {
                waiting.Done.TrySetException(cause);
                WriteRefused?.Invoke(cause);
            }
            else
            {
                waiting.IsAlone = true;
                again.Enqueue(waiting);
            }
        }
    }

    private void PlanAgain(IEnumerable<Waiting> beaten)
    {
        foreach (var waiting in beaten)
        {
            if (++waiting.ConflictCount <= options.ConflictRetryCountMax)
            {
                again.Enqueue(waiting);
            }
            else
            {
                waiting.Done.TrySetException(new StoreException(
                    $"Others wrote first {waiting.ConflictCount} times (Graph:Engine:ConflictRetryCountMax), and nothing was written.", isTransient: true));
            }
        }
    }

    /// <summary>Plans the changes of a group on top of a batch; where one is refused, the batch is as it was.</summary>
    private ChangeResult[] PlanGroup(WriteBatch batch, IReadOnlyList<ChangeRequest> requests)
    {
        var mark = batch.Mark();
        var results = new ChangeResult[requests.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = PlanNext(batch, requests[i]);
        }

        if (Array.Exists(results, r => !r.Accepted))
        {
            batch.RevertTo(mark);
        }

        return results;
    }

    private ChangeResult PlanNext(WriteBatch batch, ChangeRequest request)
    {
        if (Judge(request, batch) is { } known)
        {
            return known;
        }

        if (request.At is { } given && given < batch.At)
        {
            return ChangeResult.Refused(batch.Head, new Violation(ViolationCode.Validation, "at", $"expected an instant not before {batch.At:O}, found {given:O}"));
        }

        var now = request.At ?? Calendar.Now;
        var instant = (now < batch.At ? batch.At : now).ToUniversalTime();
        var pending = new List<PersonalValue>(batch.Pending);
        var (result, steps, hash) = Plan(batch, request, Calendar.DayOf(instant), pending);
        if (!result.Accepted)
        {
            return result;
        }

        // What alters nothing is kept as well: asked again after a later change, it must not undo that.
        var change = new Change(
            batch.Head.Revision + 1, request.ChangeId, Personal.TokenOf(request.Who.Text, pending), instant, request.Reason, request.Origin, hash, result.Counts, result.Keys, steps)
        {
            Client = request.Client,
        };
        var payload = ChangeCodec.Write(change);
        var head = batch.Head.Next(payload);
        result = result with { Head = head };
        batch.Accept(request, result, hash, instant, pending, new(head, payload, [.. pending.Skip(batch.Pending.Count)])
        {
            Erased = [.. request.Erasures.Select(PersonalValues.DigestOf)],
        }, steps);
        return result;
    }

    private static ChangeResult[] AsDryRun(ChangeResult[] results, LogHead head) =>
        [.. results.Select(r => r.Replayed ? r : r with { Head = head })];

    /// <summary>The answer to a group that is too large or names a change twice.</summary>
    private ChangeResult[]? JudgeGroup(IReadOnlyList<ChangeRequest> requests)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var faults = requests.Select(request =>
            requests.Count > options.GroupCountMax ? new Violation(ViolationCode.LimitExceeded, "changes", $"expected at most {options.GroupCountMax} changes at once, found {requests.Count}")
            : request.Erasures.Count > 0 && requests.Count > 1 ? new Violation(ViolationCode.Validation, "changes", "expected a change that erases to come alone")
            : !ids.Add(request.ChangeId) ? new Violation(ViolationCode.Conflict, "changeId", $"expected each id once, found '{request.ChangeId}' again")
            : null).ToList();
        return faults.TrueForAll(f => f is null) ? null
            : [.. faults.Select(f => f is null ? ChangeResult.Refused(Current.Head) : ChangeResult.Refused(Current.Head, f))];
    }

    /// <summary>The answer that needs no plan: a repeated request, or a graph that has moved on.</summary>
    private ChangeResult? Judge(ChangeRequest request, WriteBatch batch) =>
        AnswerAgain(request) is { } answer ? answer
        : JudgeOrigin(request, isOnlySeed: SeedRevision(batch) == batch.Head.Revision) is { } fault ? ChangeResult.Refused(batch.Head, fault)
        : request.ExpectedRevision is { } expected && expected != batch.Head.Revision
            ? ChangeResult.Refused(batch.Head, new Violation(ViolationCode.Conflict, "expectedRevision", $"expected the revision of the graph, which is {batch.Head.Revision}, found {expected}"))
        : null;

    // The seed is what the log begins with.
    private long SeedRevision(WriteBatch batch) => Math.Max(seedRevision, batch.SeedRevision);

    /// <summary>What a request carries that its origin does not give it the right to.</summary>
    private static Violation? JudgeOrigin(ChangeRequest request, bool isOnlySeed) =>
        request.Origin == ChangeOrigin.Seed && !isOnlySeed
            ? new(ViolationCode.Forbidden, "origin", "expected an empty store, or one that holds nothing but its seed")
        : request.Origin != ChangeOrigin.Seed && request.At is not null
            ? new(ViolationCode.Forbidden, "at", "expected no time: only the seed of an empty store carries its own")
        : request.Origin != ChangeOrigin.Authority && request.Decisions.Count > 0
            ? new(ViolationCode.Forbidden, "origin", $"expected decisions by authority, found them with {ChangeCodec.OriginWord(request.Origin)}")
        : request.Origin != ChangeOrigin.Authority && request.AcceptedLinks.Count > 0
            ? new(ViolationCode.Forbidden, "origin", $"expected links to be accepted by authority, found them with {ChangeCodec.OriginWord(request.Origin)}")
        : request.Origin != ChangeOrigin.Authority && request.Erasures.Count > 0
            ? new(ViolationCode.Forbidden, "origin", $"expected erasures by authority, found them with {ChangeCodec.OriginWord(request.Origin)}")
        : request.Origin == ChangeOrigin.Authority && request.Operations.Count > 0
            ? new(ViolationCode.Forbidden, "origin", "expected no operations beside decisions: approving is not editing")
        : null;

    private ChangeResult? AnswerAgain(ChangeRequest request)
    {
        if (!changes.TryGetValue(request.ChangeId, out var known))
        {
            return null;
        }

        var pending = new List<PersonalValue>();
        return RequestHash.Of(request, Model, value => Personal.TokenOf(value, pending)) == known.RequestHash
            ? new(known.Head, known.Counts, known.Keys, [], Replayed: true)
            : ChangeResult.Refused(Current.Head, new Violation(ViolationCode.Conflict, "changeId", $"expected an id that was not used yet, or the same request again; '{request.ChangeId}' made revision {known.Head.Revision} with other content"));
    }

    private (ChangeResult Result, List<Step> Steps, string Hash) Plan(
        WriteBatch batch, ChangeRequest request, DateOnly day, List<PersonalValue> pending)
    {
        var head = batch.Head;
        string Token(string value) => Personal.TokenOf(value, pending);
        ActorIdentity? Person(string token) => pending.Find(p => PersonalValues.TokenOf(p) == token)?.Value is { } text ? ActorIdentity.Parse(text) : Personal.Find(token);
        var (counts, keys, outcomes, steps, violations) = ChangePlanner.Plan(batch.Builder, request, options, head.Revision + 1, day, Token, Person, LastOn, SeedRevision(batch));

        // What the batch holds is of the days after what is published, or of its last one.
        long LastOn(DateOnly asked) => batch.Accepted.FindLast(a => Calendar.DayOf(a.At) <= asked) is { Record: { } last } ? last.Head.Revision : RevisionAtEndOf(asked);

        return violations.Count > 0
            ? (ChangeResult.Refused(head, violations), [], "")
            : (new(head, counts, keys, [], Replayed: false) { Outcomes = outcomes }, steps, RequestHash.Of(request, Model, Token));
    }

    private static StoreException Stopped(Exception? cause) =>
        new("The store failed and nothing more is written until it is opened again.", isTransient: cause is StoreException { IsTransient: true }, cause);

    /// <summary>Who waits for the writer.</summary>
    private sealed record Waiting(IReadOnlyList<ChangeRequest> Requests, TaskCompletionSource<IReadOnlyList<ChangeResult>> Done)
    {
        /// <summary>Whether nothing is to be written, only a look taken at the store.</summary>
        public bool IsLook => Requests.Count == 0;

        /// <summary>Whether it comes in a batch of its own, because the store refused one that it was part of.</summary>
        public bool IsAlone { get; set; }

        /// <summary>How often others wrote first.</summary>
        public int ConflictCount { get; set; }
    }
}
