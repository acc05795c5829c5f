using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <summary>How far the replay of a log has come.</summary>
public readonly record struct ReplayProgress(long Revision, long Of);

/// <summary>
/// Holds the current snapshot, the one mutable reference of the product, and the one writer:
/// <code>
///   request -> plan against the graph so far (may refuse) -> make the batch durable -> publish -> answer
/// </code>
/// A reader takes <see cref="Current"/> once and uses nothing else.
/// </summary>
public sealed class GraphEngine : IAsyncDisposable
{
    // Replay builds a snapshot whenever so many writes have come together; the more, the fewer pages are built twice.
    private const int ReplayWriteCount = 1_000_000;

    private readonly ILogStore store;
    private readonly EngineOptions options;
    private readonly Channel<Waiting> queue;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Known> changes = new(StringComparer.Ordinal);
    private readonly SnapshotHistory history;
    private readonly Task writer;
    private readonly TaskCompletionSource<Exception> writingStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Snapshot current;
    private bool onlySeed;
    private volatile Exception? broken;

    private GraphEngine(
        GraphModel model, ILogStore store, EngineOptions options, Calendar calendar, Loaded loaded)
    {
        Model = model;
        this.store = store;
        this.options = options;
        Calendar = calendar;
        Personal = loaded.Personal;
        current = loaded.Snapshot;
        onlySeed = loaded.OnlySeed;
        history = new(model, store, options, calendar, loaded.Instants);
        foreach (var (id, known) in loaded.Changes)
        {
            changes[id] = known;
        }

        history.Add(current);
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

    /// <summary>Completes with the cause when a failed write has stopped the writer; reads go on.</summary>
    public Task<Exception> WritingStopped => writingStopped.Task;

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
        CancellationToken cancellationToken)
    {
        var calendar = new Calendar(options.TimeZone, clock);
        var loaded = await LoadAsync(model, store, long.MaxValue, progress, cancellationToken);
        return new(model, store, options, calendar, loaded);
    }

    /// <summary>Verifies the chain of a store's log by replaying it; gives its head.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<LogHead> VerifyAsync(GraphModel model, ILogStore store, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken) =>
        (await LoadAsync(model, store, long.MaxValue, progress, cancellationToken)).Snapshot.Head;

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

        return await waiting.Done.Task;
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
        return [.. groups.Select(group => AsDryRun(JudgeGroup(group) ?? PlanGroup(batch, group), snapshot.Head))];
    }

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
        await writer;
        await stopping.CancelAsync();
        stopping.Dispose();
        history.Dispose();
        await store.DisposeAsync();
    }

    internal static async Task<Loaded> LoadAsync(
        GraphModel model, ILogStore store, long upTo, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(cancellationToken);
        var personal = new PersonalValues();
        personal.Load(await store.ReadPersonalAsync(cancellationToken));
        var loaded = new Loaded(personal);
        var snapshot = Snapshot.Empty(model);
        var last = snapshot.Head;
        var at = snapshot.At;
        var builder = new SnapshotBuilder(snapshot, revertible: false);
        await foreach (var (entry, change) in ReadAhead.Of(VerifiedAsync(store, head, upTo, cancellationToken), cancellationToken))
        {
            try
            {
                builder.Apply(change);
            }
            catch (FormatException e)
            {
                throw new BrokenLogException(entry.Revision, e.Message, e);
            }

            loaded.Instants.Add(change.At);
            loaded.OnlySeed &= change.Origin == ChangeOrigin.Seed;
            loaded.Changes.Add(new(change.ChangeId, new(change.RequestHash, entry, change.Counts, change.Keys)));
            (last, at) = (entry, change.At);
            if (builder.WriteCount >= ReplayWriteCount)
            {
                builder = new(snapshot = builder.Build(last, at), revertible: false);
            }

            if (last.Revision % 1_000 == 0)
            {
                progress?.Report(new(last.Revision, head.Revision));
            }
        }

        loaded.Snapshot = builder.Build(last, at);
        return loaded;
    }

    /// <summary>The entries up to a revision, each verified against the chain and decoded.</summary>
    private static async IAsyncEnumerable<(LogHead Head, Change Change)> VerifiedAsync(
        ILogStore store, LogHead head, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, at) = (LogHead.Empty, DateTimeOffset.MinValue);
        await foreach (var record in store.ReadAsync(0, cancellationToken))
        {
            if (record.Head.Revision > upTo)
            {
                yield break;
            }

            var expected = last.Next(record.Payload.Span);
            if (record.Head != expected)
            {
                throw new BrokenLogException(expected.Revision, record.Head.Revision != expected.Revision
                    ? $"expected revision {expected.Revision} next, found {record.Head.Revision}"
                    : $"expected the hash {expected.Hash} over the stored bytes, found {record.Head.Hash}");
            }

            Change change;
            try
            {
                change = ChangeCodec.Read(record.Head.Revision, record.Payload);
            }
            catch (FormatException e)
            {
                throw new BrokenLogException(record.Head.Revision, e.Message, e);
            }

            if (change.At < at)
            {
                throw new BrokenLogException(record.Head.Revision, "its time lies before that of the entry before");
            }

            (last, at) = (record.Head, change.At);
            if (last.Revision == head.Revision && last != head)
            {
                throw new BrokenLogException(last.Revision, $"the store's head says the hash {head.Hash}, and the entry has {last.Hash}");
            }

            yield return (last, change);
        }

        if (upTo == long.MaxValue && last.Revision < head.Revision)
        {
            throw new BrokenLogException(last.Revision + 1, $"the head is at revision {head.Revision}, and the entries end at {last.Revision}");
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await queue.Reader.WaitToReadAsync())
            {
                await WriteBatchOnWriterAsync();
            }
        }
        catch (Exception e)
        {
            // The head is unknown after a failed append: serving reads goes on, writing stops until somebody opens the store again.
            broken = e;
            writingStopped.TrySetResult(e);
            queue.Writer.TryComplete(e);
            while (queue.Reader.TryRead(out var waiting))
            {
                waiting.Done.TrySetException(Stopped(e));
            }
        }
    }

    private async Task WriteBatchOnWriterAsync()
    {
        var snapshot = Current;
        var batch = new WriteBatch(snapshot);
        var answered = new List<(Waiting Waiting, IReadOnlyList<ChangeResult> Results)>();
        var requestCount = 0;
        while (requestCount < options.BatchCountMax && queue.Reader.TryPeek(out var waiting))
        {
            if (waiting.Requests.Any(r => batch.Holds(r.ChangeId)))
            {
                break;      // Its first try is in this batch: the answer is known once the batch is durable.
            }

            // Until a batch is durable its values are known by their tokens; after an erasure they must get new ones.
            var erases = waiting.Requests.Any(r => r.Erasures.Count > 0);
            if (erases && answered.Count > 0)
            {
                break;
            }

            queue.Reader.TryRead(out _);
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

            if (erases)
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
            catch (Exception e)
            {
                // Refusals of this batch were judged against changes that may not exist: they fail as well.
                foreach (var (waiting, _) in answered)
                {
                    waiting.Done.TrySetException(Stopped(e));
                }

                throw;
            }

            Personal.Load(batch.Pending);
            Personal.Erase(batch.Accepted.SelectMany(a => a.Request.Erasures));
            onlySeed &= batch.IsOnlySeed;
            foreach (var (request, result, hash, _, _) in batch.Accepted)
            {
                changes[request.ChangeId] = new(hash, result.Head, result.Counts, result.Keys);
            }

            history.Add(next, [.. batch.Accepted.Select(a => a.At)]);
            Volatile.Write(ref current, next);
        }

        foreach (var (waiting, results) in answered)
        {
            waiting.Done.TrySetResult(results);
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
        var (result, steps, hash) = Plan(batch.Builder, request, batch.Head, Calendar.DayOf(instant), pending);
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
        });
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
        : JudgeOrigin(request, isOnlySeed: onlySeed && batch.IsOnlySeed) is { } fault ? ChangeResult.Refused(batch.Head, fault)
        : request.ExpectedRevision is { } expected && expected != batch.Head.Revision
            ? ChangeResult.Refused(batch.Head, new Violation(ViolationCode.Conflict, "expectedRevision", $"expected the revision of the graph, which is {batch.Head.Revision}, found {expected}"))
        : null;

    /// <summary>What a request carries that its origin does not give it the right to.</summary>
    private static Violation? JudgeOrigin(ChangeRequest request, bool isOnlySeed) =>
        request.Origin == ChangeOrigin.Seed && !isOnlySeed
            ? new(ViolationCode.Forbidden, "origin", "expected an empty store, or one that holds nothing but its seed")
        : request.Origin != ChangeOrigin.Seed && request.At is not null
            ? new(ViolationCode.Forbidden, "at", "expected no time: only the seed of an empty store carries its own")
        : request.Origin != ChangeOrigin.Authority && request.Decisions.Count > 0
            ? new(ViolationCode.Forbidden, "origin", $"expected decisions by authority, found them with {ChangeCodec.OriginWord(request.Origin)}")
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
        SnapshotBuilder builder, ChangeRequest request, LogHead head, DateOnly day, List<PersonalValue> pending)
    {
        string Token(string value) => Personal.TokenOf(value, pending);
        ActorIdentity? Person(string token) => pending.Find(p => PersonalValues.TokenOf(p) == token)?.Value is { } text ? ActorIdentity.Parse(text) : Personal.Find(token);
        var (counts, keys, outcomes, steps, violations) = ChangePlanner.Plan(builder, request, options, head.Revision + 1, day, Token, Person);
        return violations.Count > 0
            ? (ChangeResult.Refused(head, violations), [], "")
            : (new(head, counts, keys, [], Replayed: false) { Outcomes = outcomes }, steps, RequestHash.Of(request, Model, Token));
    }

    private static StoreException Stopped(Exception? cause) =>
        new("The store failed and nothing more is written until it is opened again.", isTransient: cause is StoreException { IsTransient: true }, cause);

    /// <summary>What replaying a log gives.</summary>
    internal sealed class Loaded(PersonalValues personal)
    {
        public PersonalValues Personal { get; } = personal;

        public Snapshot Snapshot { get; set; } = null!;

        public List<DateTimeOffset> Instants { get; } = [];

        public bool OnlySeed { get; set; } = true;

        public List<KeyValuePair<string, Known>> Changes { get; } = [];
    }

    /// <summary>The answer that a change got, for whoever asks again.</summary>
    internal sealed record Known(string RequestHash, LogHead Head, ChangeCounts Counts, IReadOnlyList<string> Keys);

    private sealed record Waiting(IReadOnlyList<ChangeRequest> Requests, TaskCompletionSource<IReadOnlyList<ChangeResult>> Done);
}
