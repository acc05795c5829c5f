using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Engine.Views;

namespace Graph.Engine.Writing;

/// <summary>
/// Works out what a request does to the graph that a builder holds: checks everything, reports all violations at once, and gives the
/// steps that take effect. On refusal the builder is as it was.
/// <list type="number">
/// <item>puts, in order;</item>
/// <item>links and unlinks, in order;</item>
/// <item>deletes; decisions; acceptances of suspect links;</item>
/// <item>what must hold at the end: numbers of edges, no circles of headings, declared facts, dates in order;</item>
/// <item>approvals that edits took away and the versions that stay in force, what new links were reviewed against, and assessments whose ground has moved.</item>
/// </list>
/// </summary>
internal sealed partial class ChangePlanner
{
    public const int KeyLengthMax = 200;

    private const int OpenedNameLengthMax = 150;
    private const int ExternalSourceLengthMax = 100;
    private const int ExternalIdLengthMax = 200;

    private readonly SnapshotBuilder builder;
    private readonly ChangeRequest request;
    private readonly EngineOptions options;
    private readonly long revision;
    private readonly DateOnly day;
    private readonly Func<string, string> token;
    private readonly Func<string, ActorIdentity?> personOf;
    private readonly Func<DateOnly, long> revisionAtEndOf;
    private readonly long seedRevision;
    private readonly string actor;
    private readonly List<Violation> violations = [];
    private readonly List<Step> steps = [];
    private readonly List<string> keys = [];
    private readonly Dictionary<string, string> putPaths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Document> befores = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> edgePaths = [];
    private readonly HashSet<int> created = [];
    private readonly HashSet<int> contentEdited = [];
    private readonly HashSet<int> meaningEdited = [];
    private readonly HashSet<int> decided = [];
    private readonly List<(Document From, EdgeKind Kind, Document To, string Path)> linked = [];
    private readonly List<(string Name, string Path)> deletedFacts = [];
    private readonly List<Move> moves = [];
    private readonly Dictionary<int, VersionInForce> inForce = [];
    private readonly Dictionary<int, (Document Document, object? What, string Path)> held = [];
    private readonly HashSet<string> accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Kind?> refusedKeys = new(StringComparer.Ordinal);
    private readonly HashSet<(string From, EdgeKind Kind)> refusedLinks = [];
    private readonly HashSet<(int From, EdgeKind Kind, int To)> linkedEdges = [];
    private readonly OperationOutcome[] outcomes;
    private readonly ReviewBasis basis;
    private View? planned;
    private LegalRetention? retention;
    private int updated, unchanged, deleted, unlinked, linkedCount, operationIndex;

    private ChangePlanner(
        SnapshotBuilder builder, ChangeRequest request, EngineOptions options, long revision, DateOnly day, Func<string, string> token, Func<string, ActorIdentity?> personOf,
        Func<DateOnly, long> revisionAtEndOf, long seedRevision)
    {
        this.builder = builder;
        this.request = request;
        this.options = options;
        this.revision = revision;
        this.day = day;
        this.token = token;
        this.personOf = personOf;
        this.revisionAtEndOf = revisionAtEndOf;
        this.seedRevision = seedRevision;
        actor = token(request.Who.Text);
        outcomes = new OperationOutcome[request.Operations.Count];
        basis = new(builder, day);
    }

    // An assumption ends nothing.
    private bool IsRealEdit => request.Origin == ChangeOrigin.Edit && !request.IsAssumed;

    // A decision is no edit.
    private string? Editor => request.Origin == ChangeOrigin.Authority ? null : actor;

    /// <summary>Plans a request on the day on which it is made. The builder holds the result, unless there are violations.</summary>
    /// <param name="builder">The graph so far.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="options">The limits.</param>
    /// <param name="revision">The revision that the change would get.</param>
    /// <param name="day">The day on which it is made.</param>
    /// <param name="token">Gives the token of a personal value.</param>
    /// <param name="personOf">Gives who a token stands for; null where its value was erased.</param>
    /// <param name="revisionAtEndOf">Gives the last revision that there was when a day was over.</param>
    /// <param name="seedRevision">The last revision of the seed; 0 where there was none.</param>
    public static (ChangeCounts Counts, List<string> Keys, OperationOutcome[] Outcomes, List<Step> Steps, List<Violation> Violations) Plan(
        SnapshotBuilder builder, ChangeRequest request, EngineOptions options, long revision, DateOnly day, Func<string, string> token, Func<string, ActorIdentity?> personOf,
        Func<DateOnly, long> revisionAtEndOf, long seedRevision)
    {
        var planner = new ChangePlanner(builder, request, options, revision, day, token, personOf, revisionAtEndOf, seedRevision);
        var mark = builder.Mark();
        planner.Run();
        if (planner.violations.Count > 0)
        {
            builder.RevertTo(mark);
        }

        return (planner.Counts(), planner.keys, planner.outcomes, planner.steps, planner.violations);
    }

    private void Run()
    {
        if (request.Operations.Count + request.Decisions.Count + request.AcceptedLinks.Count is var count && count > options.OperationCountMax)
        {
            Refuse(ViolationCode.LimitExceeded, request.AcceptedLinks.Count > 0 ? "links" : "changes", $"expected at most {options.OperationCountMax} operations, found {count}");
            return;
        }

        if (request.Actor.Length == 0 || !FieldValue.IsReadable(request.Actor) || request.Subject is { } subject && !FieldValue.IsReadable(subject))
        {
            Refuse(ViolationCode.Validation, "actor", "expected a readable name of who asks");
        }

        // The log could not give half a character back, and another id would be known than the one that was sent.
        if (!FieldValue.IsReadable(request.ChangeId))
        {
            Refuse(ViolationCode.Validation, "changeId", "expected readable text, found a control character or half a character");
        }

        if (!FieldValue.IsReadable(request.Reason))
        {
            Refuse(ViolationCode.Validation, "reason", "expected readable text, found a control character or half a character");
        }

        Each<PutDocument>(Put);
        Each<Operation>(LinkOrUnlink);
        Each<DeleteDocument>(Delete);
        for (var i = 0; i < request.Decisions.Count; i++)
        {
            Decide(request.Decisions[i], request.Decisions.Count == 1 ? "key" : $"decisions[{i}].key");
        }

        for (var i = 0; i < request.AcceptedLinks.Count; i++)
        {
            Accept(request.AcceptedLinks[i], $"links[{i}]");
        }

        for (var i = 0; i < request.Erasures.Count; i++)
        {
            Erase(request.Erasures[i], $"erasures[{i}]");
        }

        CheckEnds();
        CheckDone();
        CheckSuperseded();
        CheckFixed();
        if (violations.Count == 0)
        {
            TakeApprovalsAway();
            ReviewLinks();
            MarkOvertaken();
        }
    }

    private ChangeCounts Counts() => new(created.Count, updated, unchanged, deleted, linkedCount, unlinked);

    private void Each<T>(Action<T, string> handle)
        where T : Operation
    {
        for (var i = 0; i < request.Operations.Count; i++)
        {
            if (request.Operations[i] is T operation)
            {
                operationIndex = i;
                handle(operation, request.Paths?[i] ?? $"changes[{i}]");
            }
        }
    }

    // What an act brings about was no operation of the request.
    private void Tell(OperationOutcome outcome)
    {
        if (operationIndex >= 0)
        {
            outcomes[operationIndex] = outcome;
        }
    }

    private void Refuse(ViolationCode code, string path, string message)
    {
        if (violations.Count < options.ViolationCountMax)
        {
            violations.Add(new(code, path, message));
        }
        else if (violations.Count == options.ViolationCountMax)
        {
            violations.Add(new(ViolationCode.LimitExceeded, "changes", $"expected at most {options.ViolationCountMax} reasons to be told; there are more"));
        }
    }

    private bool IsActor(Document person) => person.Text(person.Kind.Title) is { } name && IsActor(name);

    private bool IsActor(string? person) => person is not null && (person == actor || personOf(person)?.MayBe(request.Who) == true);

    // Whose name was erased may be anybody, and unknown is never a pass.
    private bool IsErased(string? person) => person is not null && personOf(person) is null;

    private ChangedDocument Changed(Document? before, Document after) => new(
        before, after, day, builder.Documents, builder.Targets, builder.Sources, created.Contains(after.Ordinal), request.Origin == ChangeOrigin.Seed, () => planned ??= new(builder.Preview(), day, day, ViewKind.Current), revision, builder.Model);
}
