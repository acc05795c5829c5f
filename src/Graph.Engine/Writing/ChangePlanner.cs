using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
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
internal sealed class ChangePlanner
{
    public const int KeyLengthMax = 200;

    private const string FactKeyStart = "fact:";
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

    private void Put(PutDocument put, string place)
    {
        if (!builder.Model.TryGetKind(put.Kind, out var kind))
        {
            Refuse(ViolationCode.BadRequest, place + ".put", $"expected a kind of document, found '{put.Kind}'");
            RefuseFollowers(put.Key, null);
            return;
        }

        var path = $"{place}.put.{kind.CamelName}";
        var key = ResolveKey(put, kind, path, place);
        var fields = ReadFields(kind.Name, kind.TryGetField, put.Fields, path, out var clean);
        if (key is null)
        {
            RefuseFollowers(put.Key, kind);
            return;
        }

        keys.Add(key);
        var before = builder.Find(key);
        foreach (var field in kind.Fields.Where(f => f.Required))
        {
            if (put.Fields.TryGetValue(field.Name, out var raw) ? raw is null : before is null || before[field] is null)
            {
                Refuse(ViolationCode.Validation, $"{path}.{field.Name}", $"expected a value: every {kind.Name} must have it");
                clean = false;
            }
        }

        // Dates and facts are judged also where another field is wrong, so that nothing comes to light only when that is mended.
        object? Value(Field field) => fields.Find(f => f.Key == field) is { Key: not null } given ? given.Value : before?[field];
        CheckDates(kind, Value, path);
        if (!clean)
        {
            CheckNames(kind, Value, path);
            RefuseFollowers(key, kind);
            return;
        }

        if (!putPaths.TryAdd(key, path))
        {
            Refuse(ViolationCode.Validation, path + (put.Key is null && put.External is not null ? ".external" : ".key"), $"expected '{key}' once, found it again");
            return;
        }

        if (before is not null)
        {
            befores[key] = before;
        }

        var decides = fields.Exists(f => f.Key.Access == FieldAccess.Authority);
        AddStamps(kind, before, fields);
        var edits = fields.Any(f => f.Key.Access == FieldAccess.Editor && !SnapshotBuilder.SameValue(before?[f.Key], f.Value));
        if (edits && before is not null)
        {
            Hold(before, path);
            HoldInForce(before, path);
        }

        var (_, after) = builder.Put(kind, key, put.External is not null, put.External, fields, revision, SnapshotBuilder.IsEdit(before, put.External is not null, fields) ? Editor : null);
        if (ReferenceEquals(before, after))
        {
            unchanged++;
            return;
        }

        Tell(before is null ? OperationOutcome.Created : OperationOutcome.Updated);
        if (before is null)
        {
            created.Add(after.Ordinal);
        }
        else if (!created.Contains(after.Ordinal))
        {
            updated++;
        }

        if (before is not null && MovesAtOnce(before) && Overtaken.Aspects(before, after) is { Count: > 0 } aspects)
        {
            moves.Add(new(after, after, aspects, day));
        }

        if (edits)
        {
            contentEdited.Add(after.Ordinal);
        }

        if (fields.Any(f => f.Key.Meaning && !SnapshotBuilder.SameValue(before?[f.Key], f.Value)))
        {
            meaningEdited.Add(after.Ordinal);
        }

        if (decides)
        {
            decided.Add(after.Ordinal);
        }

        steps.Add(new DocumentPut(
            kind.Name, key, put.External is not null && put.External != before?.External, put.External,
            [.. fields.Where(f => !SnapshotBuilder.SameValue(before?[f.Key], f.Value)).Select(f => KeyValuePair.Create(f.Key.Name, f.Value))])
        {
            Meaning = builder.Model.IsMeaningReviewed(kind) && after.Meaning is var meaning && (before is null || meaning != before.Meaning) ? meaning : null,
        });
        CheckApprovalFields(kind, after, path);
    }

    private void AddStamps(Kind kind, Document? before, List<KeyValuePair<Field, object?>> fields)
    {
        foreach (var stamp in kind.Stamps.Where(s => !fields.Exists(f => f.Key == s.Field)))
        {
            var value = stamp.Value(new(before, f => fields.Find(g => g.Key == f) is { Key: not null } given ? given.Value : before?[f], revision, d => Math.Min(revisionAtEndOf(d), revision - 1), actor, day, builder.Targets, builder.Sources));
            if (!SnapshotBuilder.SameValue(before?[stamp.Field], value))
            {
                fields.Add(new(stamp.Field, value));
                fields.Sort((a, b) => a.Key.Index.CompareTo(b.Key.Index));
            }
        }
    }

    private void CheckDates(Kind kind, Func<Field, object?> value, string path)
    {
        foreach (var order in kind.DateOrders)
        {
            if (Day(value(order.Earlier)) is { } earlier && Day(value(order.Later)) is { } later && earlier > later)
            {
                Refuse(ViolationCode.Validation, $"{path}.{order.Later.Name}", $"expected a day on or after {order.Earlier.Name} ({earlier:yyyy-MM-dd}), found {later:yyyy-MM-dd}");
            }
        }
    }

    private static DateOnly? Day(object? value) => value as DateOnly? ?? FieldValue.Day(value as string);

    // What refers to a document that is refused goes with it, without a reason of its own; whether it may refer to it is judged by its kind.
    private void RefuseFollowers(string? key, Kind? kind)
    {
        if (key is not null && builder.Find(key) is null)
        {
            refusedKeys[key] = kind;
        }
    }

    private string? ResolveKey(PutDocument put, Kind kind, string path, string place)
    {
        var external = put.External;
        if (external is not null && !(IsName(external.Source, ExternalSourceLengthMax) && IsName(external.Id, ExternalIdLengthMax)))
        {
            Refuse(
                ViolationCode.Validation, path + ".external",
                $"expected a source of 1 to {ExternalSourceLengthMax} and an id of 1 to {ExternalIdLengthMax} readable characters");
            return null;
        }

        var byExternal = external is null ? null : builder.Find(external);
        var key = put.Key ?? byExternal?.Key ?? MakeKey(kind, external, place);
        if (FaultInKey(key) is { } fault)
        {
            Refuse(ViolationCode.Validation, path + ".key", fault);
            return null;
        }

        var known = builder.Find(key);
        if (known is not null && known.Kind != kind)
        {
            Refuse(ViolationCode.Validation, path + ".key", $"expected a key of kind {kind.Name}; '{key}' is of kind {known.Kind.Name}");
            return null;
        }

        if (known is null && builder.WasUsed(key))
        {
            Refuse(ViolationCode.Validation, path + ".key", $"expected a key that was never used; '{key}' was the key of a document that is deleted");
            return null;
        }

        // People read the kind off a key. What has such a key already, from before the other kind was declared, stays editable.
        if (known is null && builder.Model.KindByKey(key) is { } other && other != kind)
        {
            Refuse(
                ViolationCode.Validation, path + ".key",
                $"expected a key that begins with '{kind.KeyPrefix}:' or with the prefix of no kind, found '{key}', which begins like a key of kind {other.Name}");
            return null;
        }

        if (byExternal is not null && byExternal.Key != key)
        {
            Refuse(ViolationCode.Validation, path + ".external", $"expected an id that no other document has; '{byExternal.Key}' has it");
            return null;
        }

        return key;
    }

    private static bool IsName(string text, int lengthMax) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= lengthMax && FieldValue.IsReadable(text);

    private static string? FaultInKey(string key) =>
        key.Length is 0 or > KeyLengthMax ? $"expected a key of 1 to {KeyLengthMax} characters, found {key.Length}"
        : key.Any(c => !char.IsAsciiLetterOrDigit(c) && !"._:()-/>+".Contains(c, StringComparison.Ordinal))
            ? $"expected a key of letters, digits and . _ : ( ) - / > +, found '{(key.Length > 80 ? key[..80] : key)}'"
        : null;

    private string MakeKey(Kind kind, ExternalId? external, string place)
    {
        if (external is not null)
        {
            var readable = $"{kind.KeyPrefix}:{external.Source}-{external.Id}";
            if (FaultInKey(readable) is null && !builder.WasUsed(readable))
            {
                return readable;
            }
        }

        var seed = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.ChangeId}\n{place}"));
        return $"{kind.KeyPrefix}:{Convert.ToHexStringLower(seed)[..12]}";
    }

    private delegate bool FieldLookup(string name, out Field field);

    private List<KeyValuePair<Field, object?>> ReadFields(
        string owner, FieldLookup lookup, IReadOnlyDictionary<string, object?> raw, string path, out bool clean)
    {
        var fields = new List<KeyValuePair<Field, object?>>(raw.Count);
        var ok = true;
        foreach (var (name, value) in raw)
        {
            var here = $"{path}.{name}";
            if (!lookup(name, out var field))
            {
                Fault("", $"expected a field of {owner}, found '{name}'", ViolationCode.BadRequest);
                continue;
            }

            if (field.Access == FieldAccess.Authority && request.Origin == ChangeOrigin.Edit)
            {
                Fault("", $"expected no '{name}': it is set by submit, approve, sign, reject, withdraw or the server, never by apply", ViolationCode.Forbidden);
                continue;
            }

            var read = FieldValue.Read(field, value, (where, message) => Fault(where, message, ViolationCode.Validation));
            if (field.Type == FieldType.Personal && read is string person)
            {
                read = token(person);
            }

            if (field.Conditions && read is not null)
            {
                CheckConditions(field, read, Fault);
            }

            fields.Add(new(field, read));

            void Fault(string where, string message, ViolationCode code)
            {
                ok = false;
                Refuse(code, here + where, message);
            }
        }

        clean = ok;
        fields.Sort((a, b) => a.Key.Index.CompareTo(b.Key.Index));
        return fields;
    }

    private static void CheckConditions(Field field, object value, Action<string, string, ViolationCode> fault)
    {
        var items = value as string[] ?? [(string)value];
        for (var i = 0; i < items.Length; i++)
        {
            if (Conditions.TryParse(items[i], out _) is { } wrong)
            {
                fault(field.IsMany ? $"[{i}]" : "", wrong, ViolationCode.Validation);
            }
        }
    }

    private void CheckApprovalFields(Kind kind, Document after, string path)
    {
        if (kind.Approval is not { } rule || request.Origin != ChangeOrigin.Seed)
        {
            return;
        }

        var status = after.Text(rule.Status);
        Check(rule.DoneOn, rule.DoneBy, rule.HasCounted(after));
        Check(rule.EndedOn, rule.EndedBy, status is ApprovalRule.Superseded or ApprovalRule.Withdrawn);
        Check(rule.RejectedOn, rule.RejectedBy, status == ApprovalRule.Rejected);
        if (after[rule.DoneBy] is { } done && done.Equals(after[rule.SubmittedBy]))
        {
            Refuse(ViolationCode.Validation, $"{path}.{rule.DoneBy.Name}", "expected somebody else than the one who submitted it (four eyes)");
        }

        void Check(Field on, Field by, bool expected)
        {
            if ((after[on] is not null && after[by] is not null) != expected || (after[on] is null) != (after[by] is null))
            {
                Refuse(ViolationCode.Validation, $"{path}.{on.Name}", $"expected {on.Name} and {by.Name} {(expected ? "both" : "absent")} where the status is {status ?? ApprovalRule.Draft}");
            }
        }
    }

    private void LinkOrUnlink(Operation operation, string place)
    {
        if (operation is LinkDocuments link)
        {
            Link(link, place);
        }
        else if (operation is UnlinkDocuments unlink)
        {
            Unlink(unlink, place);
        }
    }

    private void Link(LinkDocuments link, string place)
    {
        var path = place + ".link";
        var (kind, from, to) = FindEdge(link.Kind, link.From, link.To, path);
        if (kind is null)
        {
            return;
        }

        // Each part is judged by itself, so that one fault does not hide another.
        var (fromKind, toKind) = (from?.Kind ?? refusedKeys.GetValueOrDefault(link.From), to?.Kind ?? refusedKeys.GetValueOrDefault(link.To));
        var joins = (fromKind is null || kind.MayStartFrom(fromKind)) && (toKind is null || kind.MayLeadTo(toKind));
        if (!joins)
        {
            Refuse(ViolationCode.Validation, path + ".kind", $"expected {kind.Name} from {Names(builder.Model.StartsOf(kind))} to {Names(builder.Model.EndsOf(kind))}, found {End(fromKind, link.From)} to {End(toKind, link.To)}");
        }

        var fields = ReadFields(kind.Name, kind.TryGetField, link.Fields, path, out var clean);
        if (!clean || !joins || from is null || to is null)
        {
            refusedLinks.Add((link.From, kind));
            return;
        }

        var before = builder.Edge(from, kind, to);
        if (kind.ReviewedOn is { } on && fields.Exists(f => f.Key == on) && !fields.Exists(f => f.Key == kind.ReviewedAgainst))
        {
            fields.Add(new(kind.ReviewedAgainst!, null));       // A later review in the seed is one of what the ends mean then.
        }

        if (kind.OwnHand is { } ownHand && request.Origin == ChangeOrigin.Edit)
        {
            fields.Add(new(ownHand, IsActor(to) && (before is null || before[ownHand] is true) ? true : null));     // Who sends again what others drew takes nothing.
        }

        var data = SnapshotBuilder.Data(kind, fields, before);
        if (before is not null && (kind.Fields.Count == 0 || EdgeData.SameValues(before, data ?? Snapshot.NoData)))
        {
            unchanged++;
            return;
        }

        Hold(from, path);
        HoldInForce(from, kind, to, path);
        if (before is null)
        {
            Remember(FormerFacts.OnLinked(kind, to, () => Retention, day, builder.Targets, builder.Sources));
        }

        builder.PutEdge(from, kind, to, data, revision, Editor);
        Tell(OperationOutcome.Linked);
        linkedCount++;
        if (before is null && !created.Contains(from.Ordinal))
        {
            Move(from, kind, to);
        }

        if (linkedEdges.Add((from.Ordinal, kind, to.Ordinal)))
        {
            linked.Add((from, kind, to, path));
        }

        TouchEdge(from, kind, to, path);

        static string End(Kind? kind, string key) => kind is null ? $"'{Short(key)}'" : $"{kind.Name} '{Short(key)}'";
    }

    private void Unlink(UnlinkDocuments unlink, string place)
    {
        var path = place + ".unlink";
        var (kind, from, to) = FindEdge(unlink.Kind, unlink.From, unlink.To, path);
        if (kind is null || from is null || to is null)
        {
            return;
        }

        if (builder.Edge(from, kind, to) is null)
        {
            unchanged++;
            return;
        }

        if (kind == EdgeKinds.Supersedes && IsRealEdit && IsDone(to) && !IsDone(from) && !linkedEdges.Contains((from.Ordinal, kind, to.Ordinal)))
        {
            Refuse(ViolationCode.Conflict, path, $"expected a version of what counts to stay one: else both would count. Delete '{from.Key}', or have '{to.Key}' withdrawn");
            return;
        }

        // A part is of what it was made of: moved, it would say of something else what was said of this.
        if ((kind.IsPart || kind.Stays) && IsRealEdit && !linkedEdges.Contains((from.Ordinal, kind, to.Ordinal)))
        {
            refusedLinks.Add((from.Key, kind));
            Refuse(ViolationCode.Conflict, path, $"expected '{from.Key}' to keep {kind.Name} to '{to.Key}': delete it, and make another");
            return;
        }

        Hold(from, path);
        Tell(OperationOutcome.Unlinked);
        Remove(from, kind, to, path, isEdit: true);
    }

    private void Remove(Document from, EdgeKind kind, Document to, string path, bool isEdit)
    {
        // What a change adds it may take back.
        if (from.Kind.Keep is { } keep && keep.Edges.Contains(kind) && keep.Because(from) is { } kept && !linkedEdges.Contains((from.Ordinal, kind, to.Ordinal)))
        {
            Refuse(ViolationCode.Validation, path, $"expected {kept}; '{from.Key}' keeps {kind.Name} to '{to.Key}'");
            return;
        }

        // By what a record is about one knows how long law has it kept.
        if (LegalRetention.About.Contains(kind) && Keeping(from) is (var record, var until, { } by) && !linkedEdges.Contains((from.Ordinal, kind, to.Ordinal)))
        {
            Refuse(ViolationCode.Validation, path, $"expected '{record.Key}' to stay about '{to.Key}': it is a record that is kept until {until:yyyy-MM-dd} (Regulation (EU) 2024/1689 Art. {by.Article}: {by.About})");
            return;
        }

        if (isEdit)
        {
            HoldInForce(from, kind, to, path);
        }

        Move(from, kind, to);
        if (!inForce.ContainsKey(from.Ordinal) && (kind == EdgeKinds.Supersedes || kind.Moves is not null) && from.Kind.Approval is { } ahead && from.Text(ahead.Status) == ahead.DoneWord && ahead.EffectiveFrom(from) > day)
        {
            EmptyAwaiting(from);
        }

        if (!inForce.ContainsKey(from.Ordinal) && kind == EdgeKinds.Supersedes && from.Kind.Approval is { } rule && from.Text(rule.Status) == rule.DoneWord)
        {
            GiveBack(from, to, rule);
        }

        if (!linkedEdges.Contains((from.Ordinal, kind, to.Ordinal)))
        {
            Remember(FormerFacts.OnUnlinked(from, kind, to, day, builder.Targets, builder.Sources));
        }

        builder.RemoveEdge(from, kind, to, revision, Editor);
        unlinked++;
        if (linkedEdges.Remove((from.Ordinal, kind, to.Ordinal)))
        {
            linked.RemoveAll(l => l.From.Ordinal == from.Ordinal && l.Kind == kind && l.To.Ordinal == to.Ordinal);
        }

        steps.Add(new EdgeRemoved(from.Key, kind.Name, to.Key));
        TouchEdge(from, kind, to, path);
    }

    private void TouchEdge(Document from, EdgeKind kind, Document to, string path)
    {
        edgePaths.TryAdd(from.Ordinal, path);
        if (kind.IsPart)
        {
            meaningEdited.Add(to.Ordinal);
        }

        if (kind.BindsContent)
        {
            contentEdited.Add((kind.IsPart ? to : from).Ordinal);
        }
    }

    // What needs an approval moves nothing until it has one and takes effect.
    private bool Counts(Document document)
    {
        var was = befores.GetValueOrDefault(document.Key) ?? document;
        return document.Kind.Approval is not { } rule || (was.Text(rule.Status) == rule.DoneWord && !(rule.EffectiveFrom(was) > day));
    }

    // What is edited beside a version that stays in force moves something once that is approved.
    private bool MovesAtOnce(Document document) => Counts(document) && !inForce.ContainsKey(document.Ordinal);

    private void Move(Document from, EdgeKind kind, Document to)
    {
        if (kind.Moves is { } rule && MovesAtOnce(from))
        {
            moves.Add(MoveOf(rule, from, to, from, day));
        }
    }

    // What no longer counts moves everything that it moved while it did.
    private void MoveAll(Document document) =>
        moves.AddRange(builder.Model.EdgesFrom(document.Kind).Where(e => e.Moves is not null).SelectMany(e => builder.Targets(document, e).Select(end => MoveOf(e.Moves!, document, end, document, day))));

    private static Move MoveOf(EdgeMove rule, Document from, Document to, Document decidedOn, DateOnly since) =>
        rule.OfEnd ? new(to, decidedOn, rule.Aspects(from, to), since) : new(from, to, rule.Aspects(from, to), since);

    private void MarkOvertaken()
    {
        // Who is seeded as signed anew has seen what came before, as who signs has.
        foreach (var ordinal in decided.Order())
        {
            if (builder.Find(ordinal) is { Kind.Approval: { SinceThen.Count: > 0 } rule } document && befores.GetValueOrDefault(document.Key) is { } before
                && document[rule.DoneOn] is { } done && !done.Equals(before[rule.DoneOn]))
            {
                Empty(document, rule);
            }
        }

        foreach (var (assessment, fields) in Overtaken.By(moves, builder.Targets, builder.Sources).Where(o => !decided.Contains(o.Assessment.Ordinal)))
        {
            WriteDecision(assessment, fields);
        }
    }

    private void Empty(Document document, ApprovalRule rule)
    {
        if (rule.SinceThen.Where(f => document[f] is not null).Select(f => KeyValuePair.Create(f, (object?)null)).ToList() is { Count: > 0 } fields)
        {
            WriteDecision(document, fields);
        }
    }

    private (EdgeKind? Kind, Document? From, Document? To) FindEdge(string kindName, string fromKey, string toKey, string path)
    {
        if (!builder.Model.TryGetEdge(kindName, out var kind))
        {
            Refuse(ViolationCode.BadRequest, path + ".kind", $"expected a kind of edge, found '{kindName}'");
        }

        return (kind, FindEnd(fromKey, path + ".from"), FindEnd(toKey, path + ".to"));
    }

    private Document? FindEnd(string key, string path)
    {
        var found = builder.Find(key);
        if (found is null && !refusedKeys.ContainsKey(key))
        {
            Refuse(ViolationCode.NotFound, path, $"expected the key of a document, found '{Short(key)}'");
        }

        return found;
    }

    private static string Short(string key) => key.Length > KeyLengthMax ? key[..KeyLengthMax] : key;

    private void Delete(DeleteDocument delete, string place)
    {
        if (FindEnd(delete.Key, place + ".delete.key") is not { } document)
        {
            return;
        }

        // What may not be edited so is not edited so on its way out either. What is seen of the graph until here is not what it will be.
        if (befores.ContainsKey(document.Key))
        {
            CheckWhole(document, putPaths[document.Key]);
            planned = null;
        }

        if (Keeping(document) is var (kept, until, by))
        {
            Refuse(
                ViolationCode.Validation, place + ".delete.key",
                $"expected a document that need not be kept any more; '{kept.Key}' is kept until {until:yyyy-MM-dd}{(by is null ? "" : $" (Regulation (EU) 2024/1689 Art. {by.Article}: {by.About})")}");
            return;
        }

        // What counts is ended by those who may, and what a version took the place of is read on.
        if (IsRealEdit && document.Kind.Approval is { } approval && document.Text(approval.Status) is { } status && (status == approval.DoneWord || status == ApprovalRule.Superseded))
        {
            Refuse(ViolationCode.Conflict, place + ".delete.key", $"expected a document that is not {status}, found '{document.Key}': {(status == approval.DoneWord ? "withdraw it first" : "it stays, so that the past can be read")}");
            return;
        }

        if (document.Kind.Keep is { } keep && keep.Because(document) is { } because && (keep.IsAlone(document) || keep.Edges.Any(e => builder.Targets(document, e).Count > 0)))
        {
            Refuse(ViolationCode.Validation, place + ".delete.key", $"expected {because}; '{document.Key}' is kept");
            return;
        }

        // Else what goes on under another key could not be named by its own any more.
        if (IsRealEdit && builder.Targets(document, EdgeKinds.Supersedes).Find(v => IsDone(v) && v.CreatedIn > document.CreatedIn) is { } own)
        {
            Refuse(ViolationCode.Conflict, place + ".delete.key", $"expected a document that is not being edited; what was {own.Text(own.Kind.Approval!.Status)} of '{document.Key}' goes on as '{own.Key}': edit it back, or have '{own.Key}' withdrawn first");
            return;
        }

        // What counts does not go with its owner either.
        if (IsRealEdit && builder.PartsOf(document).FirstOrDefault(IsDone) is { } counting)
        {
            Refuse(ViolationCode.Conflict, place + ".delete.key", $"expected nothing that is approved or signed to be a part of it; '{counting.Key}' is: withdraw that first");
            return;
        }

        Hold(document, place + ".delete.key");

        // Parts go with what holds them, the innermost first; an edge among them, or to what a part is a part of, is no reason to ask.
        var whole = builder.PartsOf(document).Append(document).ToList();
        var gone = whole.Select(d => d.Ordinal).ToHashSet();
        var edges = whole.SelectMany(d => builder.AllEdges(d.Ordinal).Select(e => (At: d, Kind: builder.Model.Edges[e.Kind], e.Outgoing, Far: builder.Find(e.Far)!)))
            .Where(e => e.Outgoing || !gone.Contains(e.Far.Ordinal)).Select(e => e.Outgoing ? (From: e.At, e.Kind, To: e.Far) : (From: e.Far, e.Kind, To: e.At)).ToList();
        var others = edges.Where(e => !e.Kind.IsPart || !gone.Contains(e.From.Ordinal)).ToList();
        if (others.Count > 0 && !delete.WithEdges)
        {
            var (from, kind, to) = others[0];
            Refuse(ViolationCode.Validation, place + ".delete.edges", $"expected a document without edges, or edges: true to delete them too; '{document.Key}' has {others.Count}, such as {from.Key}|{kind.Name}|{to.Key}");
            return;
        }

        foreach (var (from, kind, to) in edges)
        {
            var isEdit = kind.IsPart && !gone.Contains(to.Ordinal);
            if (!isEdit && IsRealEdit && kind.BindsContent && !gone.Contains(from.Ordinal)
                && WithOwners(from).FirstOrDefault(IsDone) is { } bound)
            {
                Refuse(ViolationCode.Conflict, place + ".delete.key", $"expected nothing that is approved or signed to be about it; '{bound.Key}' is, with {from.Key}|{kind.Name}|{to.Key}: withdraw that first");
                return;
            }

            Remove(from, kind, to, place + ".delete.key", isEdit);
        }

        if (document.Kind == FactKind.Kind)
        {
            deletedFacts.Add((NameOf(document), place + ".delete.key"));
        }

        Tell(OperationOutcome.Deleted);
        foreach (var one in whole)
        {
            builder.Delete(one);
            deleted++;
            steps.Add(new DocumentDeleted(one.Key));
        }
    }

    private LegalRetention Retention => retention ??= new(day, builder.Model, builder.Documents, builder.Targets, builder.Sources);

    // As it was before the change: what is kept cannot be made something else and deleted at once.
    private (Document Kept, DateOnly Until, LegalPeriod? By)? Keeping(Document document) => Retention.Keeping(befores.GetValueOrDefault(document.Key) ?? document);

    private void Remember(IEnumerable<(Document System, List<KeyValuePair<Field, object?>> Fields)> former)
    {
        foreach (var (system, fields) in former.ToList())
        {
            WriteDecision(builder.Find(system.Key)!, fields);
            retention = null;
        }
    }

    private void Decide(Decision decision, string path)
    {
        if (FindEnd(decision.Key, path) is not { } document)
        {
            return;
        }

        if (document.Kind.Approval is not { } rule || (decision.Verb is DecisionVerb.Approve or DecisionVerb.Sign && decision.Verb == DecisionVerb.Sign != (rule.Verb == ApprovalVerb.Sign)))
        {
            Refuse(ViolationCode.Validation, path, $"expected a document that one can {decision.Verb.ToString().ToLowerInvariant()}, found {document.Kind.Name} '{document.Key}'");
            return;
        }

        var hash = Content.Hash(document, builder);
        if (decision.ContentHash is { } seen && seen != hash)
        {
            Refuse(ViolationCode.Conflict, path[..^3] + "contentHash", $"expected the hash of the content as it is now ({hash}), found {(seen.Length > 64 ? seen[..64] : seen)}");
            return;
        }

        var status = document.Text(rule.Status) ?? ApprovalRule.Draft;
        var submit = decision.Verb == DecisionVerb.Submit;
        var submitter = document.Text(rule.SubmittedBy);
        var editors = builder.PartsOf(document, boundOnly: true).Append(document).Select(d => d.EditedBy).ToList();
        var isExpected = decision.Verb switch
        {
            DecisionVerb.Submit => status is ApprovalRule.Draft or ApprovalRule.Rejected or ApprovalRule.Withdrawn || (status == ApprovalRule.Submitted && IsErased(submitter)),
            DecisionVerb.Withdraw => status == rule.DoneWord || (status == ApprovalRule.Superseded && rule.EndsFrom(document) > day),
            _ => status == ApprovalRule.Submitted,
        };
        if (!isExpected)
        {
            var expected = decision.Verb switch
            {
                DecisionVerb.Submit => "DRAFT, REJECTED or WITHDRAWN",
                DecisionVerb.Withdraw => rule.DoneWord,
                _ => ApprovalRule.Submitted,
            };
            Refuse(ViolationCode.Conflict, path, $"expected a document that is {expected}, found '{document.Key}' {status}");
            return;
        }

        if (!submit && rule.ExpectedDecider(document, DeciderFor(decision.Verb)) is { } other)
        {
            Refuse(ViolationCode.Forbidden, path, $"expected {other} to decide on '{document.Key}'");
            return;
        }

        // An edit of the content would have taken the submission away; what stands beside it is not edited there.
        if (decision.Verb is DecisionVerb.Approve or DecisionVerb.Sign && document.Text(rule.ContentHash) is { } submitted && submitted != hash)
        {
            Refuse(ViolationCode.Conflict, path, $"expected '{document.Key}' to rest on what it did when it was submitted, found links of other documents changed since: have it rejected and submitted again");
            return;
        }

        if (decision.Verb == DecisionVerb.Withdraw)
        {
            End(document, rule, ApprovalRule.Withdrawn, day);
            if (rule.EffectiveFrom(document) > day)
            {
                GiveBack(document, rule);
            }
            else
            {
                MoveAll(document);
            }

            return;
        }

        if (submit)
        {
            foreach (var field in rule.RequiredContent(document).Where(f => document[f] is null))
            {
                Refuse(ViolationCode.Validation, path, $"expected '{document.Key}' to have {field.Name} before it is submitted");
            }
        }
        else if (IsActor(submitter) || editors.Exists(IsActor) || rule.NorBy.Any(f => IsActor(document.Text(f))))
        {
            Refuse(ViolationCode.Forbidden, path, $"expected somebody else: nobody decides on what they submitted or last edited ('{document.Key}')");
            return;
        }
        else if (editors.Exists(IsErased))
        {
            Refuse(ViolationCode.Forbidden, path, $"expected '{document.Key}' to be last edited by somebody known: the name of who did was erased, which may be anybody. Once somebody edits it and submits it, somebody else decides");
            return;
        }
        else if (rule.NorBy.FirstOrDefault(f => IsErased(document.Text(f))) is { } recorder)
        {
            Refuse(ViolationCode.Forbidden, path, $"expected {recorder.Name} of '{document.Key}' to be somebody known: that name was erased, which may be anybody. Once somebody takes out what they recorded, records it again and submits it, somebody else decides");
            return;
        }
        else if (IsErased(submitter))
        {
            Refuse(ViolationCode.Forbidden, path, $"expected '{document.Key}' to be submitted by somebody known: the name of who did was erased, which may be anybody. Once somebody submits it again, somebody else decides");
            return;
        }

        if (decision.Verb != DecisionVerb.Reject)
        {
            foreach (var expected in rule.Lacks(Changed(document, document)).Concat(document.Kind.FollowsTemplates ? Forms.Lacks(Changed(document, document)) : []))
            {
                Refuse(ViolationCode.Validation, path, $"expected {expected}");
            }
        }

        if (decision.Verb is DecisionVerb.Approve or DecisionVerb.Sign && OtherVersion(document) is { } taken)
        {
            Refuse(ViolationCode.Conflict, path, $"expected one version to count at a time; '{taken.Key}' does: have it withdrawn, or make '{document.Key}' a version of it ({EdgeKinds.Supersedes.Name})");
            return;
        }

        // What counted until it was withdrawn is read on.
        if (submit && IsWithdrawn(document) && document.Kind.HasVersions)
        {
            RefuseBesideWaiting(document, path, "submit");
            KeepInForce(document, VersionInForce.Of(document, builder));
            hash = Content.Hash(document, builder);
        }

        var (on, by, word) = decision.Verb switch
        {
            DecisionVerb.Submit => (rule.SubmittedOn, rule.SubmittedBy, ApprovalRule.Submitted),
            DecisionVerb.Reject => (rule.RejectedOn, rule.RejectedBy, ApprovalRule.Rejected),
            _ => (rule.DoneOn, rule.DoneBy, rule.DoneWord),
        };
        rule.Status.Words!.TryGet(word, out word);
        List<KeyValuePair<Field, object?>> fields = submit ? [.. rule.TakenAway(document)] : [];
        if (word == rule.DoneWord)
        {
            fields.AddRange(rule.SinceThen.Select(f => KeyValuePair.Create(f, (object?)null)));
            fields.Add(new(rule.DoneAsClaimed, request.Client is null));
            decided.Add(document.Ordinal);
        }

        Set(rule.Status, word);
        Set(on, day);
        Set(by, actor);
        Set(rule.ContentHash, hash);
        WriteDecision(document, fields);
        updated++;
        if (word == rule.DoneWord)
        {
            Supersede(document, rule);
            if (rule.Opens(Changed(document, document)) is { } opened)
            {
                Open(opened, path);
            }
        }

        void Set(Field field, object value)
        {
            fields.RemoveAll(f => f.Key == field);
            fields.Add(new(field, value));
        }
    }

    private void Open(OpenedDocument opened, string path)
    {
        operationIndex = -1;
        var name = opened.Name.Length > OpenedNameLengthMax ? opened.Name[..OpenedNameLengthMax] : opened.Name;
        var key = Unused(number => $"{opened.Kind.KeyPrefix}:{name}{(number == 1 ? "" : $"-{number}")}");
        Put(new(opened.Kind.Name, key, null, opened.Fields), path);
        foreach (var (kind, to) in opened.Links)
        {
            Link(new(key, kind.Name, to.Key, new Dictionary<string, object?>()), path);
        }
    }

    private Decider DeciderFor(DecisionVerb verb) => new(
        day, verb switch { DecisionVerb.Approve => ApprovalVerb.Approve, DecisionVerb.Sign => ApprovalVerb.Sign, _ => null },
        IsActor, MayHaveEdited, builder.Edge, builder.Documents, builder.Targets, builder.Sources);

    private bool IsActor(Document person) => person.Text(person.Kind.Title) is { } name && IsActor(name);

    // What came with the seed was there before anybody could write it for themselves.
    private bool MayHaveEdited(Document document) => document.Revision > seedRevision && (IsActor(document.EditedBy) || IsErased(document.EditedBy));

    // A version that counts beside a document once that counts: one that took its place, or the place of what it is to take the place of.
    private Document? OtherVersion(Document document)
    {
        var before = builder.Targets(document, EdgeKinds.Supersedes);
        return before.SelectMany(d => builder.Sources(d, EdgeKinds.Supersedes)).Where(v => v.Ordinal != document.Ordinal && !before.Exists(d => d.Ordinal == v.Ordinal))
            .Concat(builder.Sources(document, EdgeKinds.Supersedes)).FirstOrDefault(IsDone);
    }

    // The version before counts until the one that takes its place does.
    private void Supersede(Document version, ApprovalRule rule)
    {
        var from = rule.EffectiveFrom(version) is { } effective && effective > day ? effective : day;
        foreach (var before in builder.Targets(version, EdgeKinds.Supersedes).Where(d => d.Text(rule.Status) == rule.DoneWord))
        {
            MoveTo(version, before, from);
            End(before, rule, ApprovalRule.Superseded, from);

            // What a version that never takes effect was to take the place of ends when it would have ended by this one.
            foreach (var earlier in builder.Targets(before, EdgeKinds.Supersedes).Where(d => rule.EffectiveFrom(before) > from && d.Text(rule.Status) == ApprovalRule.Superseded && rule.EndsFrom(d) > from))
            {
                End(earlier, rule, ApprovalRule.Superseded, from);
            }
        }
    }

    // What the version says otherwise than the one before.
    private void MoveTo(Document version, Document before, DateOnly from)
    {
        if (Overtaken.Aspects(before, version) is { Count: > 0 } aspects)
        {
            moves.Add(new(version, version, aspects, from));
            moves.Add(new(before, version, aspects, from));
        }

        foreach (var edge in builder.Model.EdgesFrom(version.Kind).Where(e => e.Moves is not null))
        {
            var (were, are) = (builder.Targets(before, edge), builder.Targets(version, edge));
            var both = were.Select(d => d.Ordinal).Intersect(are.Select(d => d.Ordinal)).ToHashSet();
            moves.AddRange(were.Concat(are).Where(end => !both.Contains(end.Ordinal)).Select(end => MoveOf(edge.Moves!, version, end, version, from)));
        }
    }

    // What was to take the place of a version on a day that has not come, and no longer is, leaves it in its place: else nothing would count from that day on.
    private void GiveBack(Document version, ApprovalRule rule)
    {
        foreach (var before in builder.Targets(version, EdgeKinds.Supersedes))
        {
            GiveBack(version, before, rule);
        }

        EmptyAwaiting(version);
    }

    private void EmptyAwaiting(Document version)
    {
        foreach (var assessment in Overtaken.Awaiting(version, day, builder.Targets, builder.Sources).ToList())
        {
            Empty(assessment, assessment.Kind.Approval!);
        }
    }

    private void GiveBack(Document version, Document before, ApprovalRule rule)
    {
        if (before.Text(rule.Status) == ApprovalRule.Superseded && before.Date(rule.EndedOn) > day
            && !builder.Sources(before, EdgeKinds.Supersedes).Any(v => v.Ordinal != version.Ordinal && v.Text(rule.Status) == rule.DoneWord))
        {
            WriteDecision(before, [new(rule.Status, rule.DoneWord), new(rule.EndedOn, null), new(rule.EndedBy, null)]);
            updated++;
        }
    }

    private void End(Document document, ApprovalRule rule, string status, DateOnly from)
    {
        WriteDecision(document, [new(rule.Status, status), new(rule.EndedOn, from), new(rule.EndedBy, actor)]);
        updated++;
    }

    // What is decided on in one change is judged together.
    private void CheckDone()
    {
        for (var i = 0; i < request.Decisions.Count && violations.Count == 0; i++)
        {
            if (request.Decisions[i] is { Verb: DecisionVerb.Approve or DecisionVerb.Sign } decision && builder.Find(decision.Key) is { Kind.Approval: { } rule } document
                && rule.ExpectedOnceDone(Changed(document, document)) is { } expected)
            {
                Refuse(ViolationCode.Validation, request.Decisions.Count == 1 ? "key" : $"decisions[{i}].key", $"expected {expected}");
            }
        }
    }

    // What a newer version took the place of stays as it was decided on, so that the past can be read.
    private void CheckSuperseded()
    {
        foreach (var ordinal in WithOwners(contentEdited).Where(o => !created.Contains(o) && !decided.Contains(o)).Order())
        {
            if (builder.Find(ordinal) is { Kind.Approval: { } rule } document && document.Text(rule.Status) == ApprovalRule.Superseded)
            {
                Refuse(ViolationCode.Conflict, putPaths.GetValueOrDefault(document.Key) ?? edgePaths.GetValueOrDefault(ordinal) ?? "changes", $"expected a document that is not SUPERSEDED, found '{document.Key}': edit the version that took its place");
            }
        }
    }

    // What was decided on with a form stays what it was: whoever wants another form makes a new one.
    private void CheckFixed()
    {
        var all = meaningEdited.Where(o => builder.Find(o) is { } document && builder.Model.FixedKinds.Contains(document.Kind)).ToHashSet();
        foreach (var document in all.Select(builder.Find).OfType<Document>().ToList())
        {
            all.UnionWith(builder.Model.EdgesFrom(document.Kind).Where(e => e.IsPart).SelectMany(e => builder.Targets(document, e)).Select(o => o.Ordinal));
        }

        foreach (var ordinal in all.Where(o => !created.Contains(o)).Order())
        {
            if (builder.Find(ordinal) is not { } document)
            {
                continue;
            }

            foreach (var edge in builder.Model.EdgesTo(document.Kind).Where(e => e.FixesEnd))
            {
                if (builder.Sources(document, edge).FirstOrDefault(s => s.Kind.Approval is { } rule && (s.Text(rule.Status) is { } status && (status == rule.DoneWord || status is ApprovalRule.Submitted or ApprovalRule.Superseded))) is { } bound)
                {
                    var place = putPaths.GetValueOrDefault(document.Key) ?? edgePaths.GetValueOrDefault(ordinal) ?? "changes";
                    Refuse(ViolationCode.Conflict, place, $"expected '{document.Key}' to stay as it is: '{bound.Key}', which is {bound.Text(bound.Kind.Approval!.Status)}, was submitted or decided on with it. Make a new {document.Kind.Name} instead");
                }
            }
        }
    }

    private bool IsActor(string? person) => person is not null && (person == actor || personOf(person)?.MayBe(request.Who) == true);

    // Whose name was erased may be anybody, and unknown is never a pass.
    private bool IsErased(string? person) => person is not null && personOf(person) is null;

    // As words of its own: "Al" is not in "legal".
    private static bool Names(string text, string name) =>
        ActorIdentity.NameKey(name) is { Length: > 0 } key && Regex.IsMatch(ActorIdentity.NameKey(text), $@"(?<!\w){Regex.Escape(key)}(?!\w)", RegexOptions.CultureInvariant);

    private void Erase(string person, string path)
    {
        if (personOf(person) is not { } known)
        {
            Refuse(ViolationCode.NotFound, path, "expected the token of a personal value that is not erased yet");
        }
        else if (Names(request.Reason, known.Name))
        {
            Refuse(ViolationCode.Validation, "reason", "expected a reason that does not hold what is to be erased: the reason is never erased");
        }
        else
        {
            steps.Add(new PersonErased(person));
        }
    }

    private void Accept(string key, string path)
    {
        if (builder.FindEnds(key) is not var (from, kind, to) || builder.Edge(from, kind, to) is not { } data)
        {
            Refuse(ViolationCode.NotFound, path, $"expected the key of a link (from|KIND|to), found '{Short(key)}'");
        }
        else if (!accepted.Add(key))
        {
            Refuse(ViolationCode.Validation, path, $"expected each link once, found '{Short(key)}' again");
        }
        else if (!basis.IsSuspect(kind, from, to, data))
        {
            Refuse(ViolationCode.Conflict, path, $"expected a link that is suspect; '{Short(key)}' is not");
        }
        else
        {
            PutReviewed(from, kind, to, data, day, actor, given: null);
            linkedCount++;
        }
    }

    private void WriteDecision(Document document, List<KeyValuePair<Field, object?>> fields)
    {
        builder.Put(document.Kind, document.Key, false, null, fields, revision, editor: null);
        steps.Add(new DocumentPut(
            document.Kind.Name, document.Key, false, null,
            [.. fields.Where(f => !SnapshotBuilder.SameValue(document[f.Key], f.Value)).Select(f => KeyValuePair.Create(f.Key.Name, f.Value))]));
    }

    private void CheckEnds()
    {
        foreach (var (key, path) in putPaths)
        {
            if (builder.Find(key) is { } document)
            {
                CheckNames(document.Kind, f => document[f], path);
                CheckCounts(document, path, created.Contains(document.Ordinal));
                CheckRules(document, path);
                CheckWhole(document, path);
            }
        }

        foreach (var (document, what, path) in held.Values)
        {
            if (what is not null && document.Kind.Holds!.Expected(what, builder.Find(document.Ordinal) is { } now ? Changed(document, now) : null) is { } expected)
            {
                Refuse(ViolationCode.Validation, path, $"expected {expected}");
            }
        }

        CheckDeletedFacts();
        foreach (var (ordinal, path) in edgePaths)
        {
            if (builder.Find(ordinal) is { } document && !putPaths.ContainsKey(document.Key))
            {
                CheckCounts(document, path, isNew: true);
                CheckWhole(document, path);
            }
        }

        foreach (var (from, kind, to, path) in linked)
        {
            if (builder.Find(from.Ordinal) is { } start && builder.Find(to.Ordinal) is { } end && kind.Rule?.Invoke(start, end) is { } expected)
            {
                Refuse(ViolationCode.Validation, path + ".to", $"expected {expected}, found {end.Kind.Name} '{end.Key}'");
            }

            if (kind.Acyclic)
            {
                CheckCircle(from, kind, path);
            }
        }
    }

    private void CheckNames(Kind kind, Func<Field, object?> value, string path)
    {
        foreach (var (place, name) in FactsUsedBy(kind, value).Where(f => !IsDeclared(f.Name) && !refusedKeys.ContainsKey(FactKeyStart + f.Name)))
        {
            Refuse(ViolationCode.Validation, $"{path}.{place}", $"expected the name of a declared fact, found '{name}'");
        }
    }

    private void CheckDeletedFacts()
    {
        if (deletedFacts.Count == 0)
        {
            return;
        }

        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in builder.Model.Kinds.Where(k => k.Fields.Any(UsesFacts)).SelectMany(builder.Documents).Where(d => !putPaths.ContainsKey(d.Key)))
        {
            foreach (var (_, name) in FactsUsedBy(user.Kind, f => user[f]))
            {
                users.TryAdd(name, user.Key);
            }
        }

        foreach (var (name, path) in deletedFacts)
        {
            if (users.TryGetValue(name, out var user))
            {
                Refuse(ViolationCode.Validation, path, $"expected a fact that nothing uses; '{user}' uses '{name}'");
            }
        }
    }

    private static bool UsesFacts(Field field) => field.NamesDeclaredBy is not null || field.Conditions;

    // The facts that a document names, each with its place in the document.
    private static IEnumerable<(string Place, string Name)> FactsUsedBy(Kind kind, Func<Field, object?> value)
    {
        foreach (var field in kind.Fields.Where(UsesFacts))
        {
            switch (value(field))
            {
                case IReadOnlyDictionary<string, bool> flags:
                    foreach (var name in flags.Keys)
                    {
                        yield return ($"{field.Name}.{name}", name);
                    }

                    break;
                case string[] items:
                    for (var i = 0; i < items.Length; i++)
                    {
                        foreach (var name in FactsIn(items[i]))
                        {
                            yield return ($"{field.Name}[{i}]", name);
                        }
                    }

                    break;
                case string item:
                    foreach (var name in FactsIn(item))
                    {
                        yield return (field.Name, name);
                    }

                    break;
            }
        }
    }

    private static IEnumerable<string> FactsIn(string condition)
    {
        Conditions.TryParse(condition, out var terms);
        return terms.Where(t => t.Subject == TermSubject.Fact).Select(t => t.Value);
    }

    // A fact's key follows from its name, so that a name is declared once.
    private bool IsDeclared(string name) => builder.Find(FactKeyStart + name) is not null;

    private static string NameOf(Document fact) =>
        fact.Key.StartsWith(FactKeyStart, StringComparison.Ordinal) ? fact.Key[FactKeyStart.Length..] : fact.Key;

    private void CheckCounts(Document document, string path, bool isNew)
    {
        foreach (var kind in builder.Model.EdgesFrom(document.Kind).Where(e => e.CountMin > 0 || e.CountMax < int.MaxValue))
        {
            // A link that was refused would be missed here once more.
            if ((!isNew && !edgePaths.ContainsKey(document.Ordinal)) || refusedLinks.Contains((document.Key, kind)))
            {
                continue;
            }

            var count = builder.Targets(document, kind).Count;
            if (count < kind.CountMin || count > kind.CountMax)
            {
                var expected = kind.CountMin == kind.CountMax ? $"exactly {kind.CountMin}" : count < kind.CountMin ? $"at least {kind.CountMin}" : $"at most {kind.CountMax}";
                Refuse(ViolationCode.Validation, $"{path}.{kind.CamelName}", $"expected {expected} {kind.Name} from '{document.Key}', found {count}");
            }
        }
    }

    private void CheckRules(Document document, string path)
    {
        foreach (var kind in builder.Model.EdgesFrom(document.Kind).Where(e => e.Rule is not null))
        {
            foreach (var end in builder.Targets(document, kind))
            {
                if (!linkedEdges.Contains((document.Ordinal, kind, end.Ordinal))
                    && kind.Rule!(document, end) is { } expected)
                {
                    Refuse(ViolationCode.Validation, $"{path}.{kind.CamelName}", $"expected {expected}, found {end.Kind.Name} '{end.Key}'");
                }
            }
        }

        // What others link to it for must stay true of it; one of them is named, for there may be very many.
        foreach (var kind in builder.Model.EdgesTo(document.Kind).Where(e => e.Rule is not null && !created.Contains(document.Ordinal)))
        {
            if (builder.Sources(document, kind).FirstOrDefault(s => !linkedEdges.Contains((s.Ordinal, kind, document.Ordinal)) && kind.Rule!(s, document) is not null) is { } source)
            {
                Refuse(ViolationCode.Validation, path, $"expected {kind.Rule!(source, document)} as long as '{source.Key}' has {kind.Name} to '{document.Key}'");
            }
        }
    }

    private void CheckWhole(Document document, string path)
    {
        if (document.Kind.Rules.Count == 0)
        {
            return;
        }

        // A document of which only an edge was written is what it was.
        var changed = Changed(befores.GetValueOrDefault(document.Key) ?? (created.Contains(document.Ordinal) ? null : document), document);
        foreach (var rule in document.Kind.Rules)
        {
            if (rule.Expected(changed) is { } expected)
            {
                Refuse(ViolationCode.Validation, $"{path}.{rule.Field.Name}", $"expected {expected}");
            }
        }
    }

    private ChangedDocument Changed(Document? before, Document after) => new(
        before, after, day, builder.Documents, builder.Targets, builder.Sources, created.Contains(after.Ordinal), request.Origin == ChangeOrigin.Seed, () => planned ??= new(builder.Preview(), day, day, ViewKind.Current), revision, builder.Model);

    private void CheckCircle(Document start, EdgeKind kind, string path)
    {
        var above = Levels(start, d => builder.Targets(d, kind), out var isCircle);
        if (isCircle)
        {
            Refuse(ViolationCode.Validation, path, $"expected no circle of {kind.Name}; it leads from '{start.Key}' back to itself");
            return;
        }

        // What stands below a new document was linked by this change as well, and is counted from there.
        var below = created.Contains(start.Ordinal) ? 0 : Levels(start, d => builder.Sources(d, kind), out _);
        if (above + below > options.HeadingDepthMax)
        {
            Refuse(
                ViolationCode.LimitExceeded, path,
                $"expected at most {options.HeadingDepthMax} levels of {kind.Name}, found more through '{start.Key}'");
        }
    }

    // The number of steps that one can go; stops at a circle, and one beyond the limit.
    private int Levels(Document start, Func<Document, IEnumerable<Document>> next, out bool isCircle)
    {
        isCircle = false;
        var seen = new HashSet<int> { start.Ordinal };
        var frontier = new List<Document> { start };
        for (var count = 0; ; count++)
        {
            var further = new List<Document>();
            foreach (var document in frontier.SelectMany(next))
            {
                isCircle |= document.Ordinal == start.Ordinal;
                if (seen.Add(document.Ordinal))
                {
                    further.Add(document);
                }
            }

            if (isCircle || further.Count == 0 || count > options.HeadingDepthMax)
            {
                return count;
            }

            frontier = further;
        }
    }

    // Editing what was approved takes its approval away; what was in force stays so as a version of its own. A seed that carries the approval itself means it.
    private void TakeApprovalsAway()
    {
        foreach (var ordinal in WithOwners(contentEdited).Order())
        {
            if (request.Origin == ChangeOrigin.Authority || created.Contains(ordinal) || decided.Contains(ordinal)
                || builder.Find(ordinal) is not { Kind.Approval: { } rule } document
                || (document.Text(rule.Status) ?? ApprovalRule.Draft) is ApprovalRule.Draft)
            {
                continue;
            }

            if (inForce.TryGetValue(ordinal, out var version))
            {
                WriteDecision(document, [.. rule.TakenAway(document).Where(f => f.Key != rule.RecordSince)]);
                KeepInForce(document, version);
                continue;
            }

            if (Counts(document))
            {
                MoveAll(document);
            }

            WriteDecision(document, [.. rule.TakenAway(document)]);
            GiveBack(document, rule);
        }
    }

    private void HoldInForce(Document from, EdgeKind kind, Document to, string path)
    {
        if (kind.BindsContent)
        {
            HoldInForce(kind.IsPart ? to : from, path);
        }
    }

    private static bool IsDone(Document document) => document.Kind.Approval?.IsDone(document) == true;

    private static bool IsWithdrawn(Document document) => document.Kind.Approval is { } rule && document.Text(rule.Status) == ApprovalRule.Withdrawn;

    // What is about to be edited is held as it is, if it counts, or did until it was withdrawn.
    private void HoldInForce(Document edited, string path)
    {
        if (request.Origin != ChangeOrigin.Edit || created.Contains(edited.Ordinal))
        {
            return;
        }

        foreach (var document in WithOwners(edited))
        {
            if (inForce.ContainsKey(document.Ordinal) || !(IsDone(document) || IsWithdrawn(document)))
            {
                continue;
            }

            if (!document.Kind.HasVersions)
            {
                if (IsDone(document) && IsRealEdit)
                {
                    Refuse(ViolationCode.Conflict, path, $"expected a record that is not {document.Text(document.Kind.Approval!.Status)}, found '{document.Key}': withdraw it first");
                }

                continue;
            }

            inForce.Add(document.Ordinal, VersionInForce.Of(document, builder));
            RefuseBesideWaiting(document, path, "edit");
        }
    }

    private void RefuseBesideWaiting(Document document, string path, string verb)
    {
        if (builder.Sources(document, EdgeKinds.Supersedes).Find(v => !v.Kind.Approval!.HasCounted(v)) is { } waiting)
        {
            Refuse(ViolationCode.Conflict, path, $"expected a document without a version that waits, found '{waiting.Key}', which is to take the place of '{document.Key}': {verb} that");
        }
    }

    // What counted before the edit counts on under a key of its own; the edited document is the version that waits to take its place.
    private void KeepInForce(Document edited, VersionInForce version)
    {
        var copies = new Dictionary<int, Document>();
        foreach (var document in version.Documents)
        {
            var key = VersionKey(document.Key);
            KeyValuePair<Field, object?>[] fields = [.. document.Kind.Fields.Where(f => document[f] is not null).Select(f => KeyValuePair.Create(f, document[f]))];
            var meaning = builder.Model.IsMeaningReviewed(document.Kind) ? document.Meaning : null;
            var (_, copy) = builder.Put(document.Kind, key, false, null, fields, revision, Editor, meaning);
            steps.Add(new DocumentPut(document.Kind.Name, key, false, null, [.. fields.Select(f => KeyValuePair.Create(f.Key.Name, f.Value))]) { Meaning = meaning });
            created.Add(copy.Ordinal);
            copies.Add(document.Ordinal, copy);
        }

        foreach (var (from, kind, to, data, isOfVersion) in version.Links)
        {
            if (isOfVersion && builder.Edge(from, kind, to) is not null)
            {
                builder.RemoveEdge(from, kind, to, revision, Editor);
                steps.Add(new EdgeRemoved(from.Key, kind.Name, to.Key));
            }

            if ((copies.GetValueOrDefault(from.Ordinal) ?? builder.Find(from.Ordinal)) is { } start && (copies.GetValueOrDefault(to.Ordinal) ?? builder.Find(to.Ordinal)) is { } end)
            {
                PutLink(start, kind, end, data);
            }
        }

        var kept = copies[edited.Ordinal];
        keys.Add(kept.Key);
        PutLink(edited, EdgeKinds.Supersedes, kept, null);

        // What is to take effect on a day that has not come does so by its new key.
        if (IsDone(kept) && kept.Kind.Approval!.EffectiveFrom(kept) is { } effective && effective > day)
        {
            EmptyAwaiting(edited);
            foreach (var before in builder.Targets(kept, EdgeKinds.Supersedes))
            {
                MoveTo(kept, before, effective);
            }
        }

        // The hash names parts by their keys.
        if (copies.Count > 1 && kept.Kind.Approval!.ContentHash is var hash && kept[hash] is not null)
        {
            WriteDecision(kept, [new(hash, Content.Hash(kept, builder))]);
        }
    }

    private string VersionKey(string key) => Unused(number =>
    {
        var end = $"-v{number}";
        return key[..Math.Min(key.Length, KeyLengthMax - end.Length)] + end;
    });

    // The first key that was never used, by its number from 1 on.
    private string Unused(Func<int, string> key)
    {
        var number = 1;
        while (builder.WasUsed(key(number)))
        {
            number++;
        }

        return key(number);
    }

    // What holds of a document, or of what it is a part of, is read before the change touches it for the first time.
    private void Hold(Document touched, string path)
    {
        if (!IsRealEdit || (touched.Kind.Holds is null && !builder.Model.EdgesFrom(touched.Kind).Any(e => e.IsPart)))
        {
            return;
        }

        foreach (var one in WithOwners([touched.Ordinal], boundOnly: false).Select(builder.Find).OfType<Document>())
        {
            if (one.Kind.Holds is { } rule && !created.Contains(one.Ordinal) && !held.ContainsKey(one.Ordinal))
            {
                held.Add(one.Ordinal, (one, rule.Read(Changed(one, one)), path));
            }
        }
    }

    private IEnumerable<Document> WithOwners(Document edited) => WithOwners([edited.Ordinal]).Select(builder.Find).OfType<Document>();

    // What holds an edited part is edited itself.
    private HashSet<int> WithOwners(HashSet<int> edited, bool boundOnly = true)
    {
        var all = new HashSet<int>(edited);
        for (var next = new Queue<int>(edited); next.TryDequeue(out var ordinal);)
        {
            if (builder.Find(ordinal) is { } document)
            {
                foreach (var owner in builder.Model.EdgesFrom(document.Kind).Where(e => e.IsPart && (e.BindsContent || !boundOnly)).SelectMany(e => builder.Targets(document, e)).Where(o => all.Add(o.Ordinal)))
                {
                    next.Enqueue(owner.Ordinal);
                }
            }
        }

        return all;
    }

    // Creating a link is its first review. A seed may carry an older one, of which it may say one side, or a later one of a link that is there.
    private void ReviewLinks()
    {
        foreach (var (from, kind, to, _) in linked)
        {
            if (builder.Find(from.Ordinal) is not { } start || builder.Find(to.Ordinal) is not { } end || builder.Edge(start, kind, end) is not { } data)
            {
                continue;
            }

            if (kind.ReviewedOn is { } on && (string?)data[kind.ReviewedAgainst!] is var given && (data[on] is null || ReviewBasis.IsIncomplete(given)))
            {
                PutReviewed(start, kind, end, data, (DateOnly?)data[on] ?? day, (string?)data[kind.Fields[on.Index + 1]] ?? actor, given);
            }
            else
            {
                AddStep(start, kind, end, data);
            }
        }
    }

    private void PutReviewed(Document from, EdgeKind kind, Document to, EdgeData before, DateOnly on, string by, string? given)
    {
        var field = kind.ReviewedOn!;
        List<KeyValuePair<Field, object?>> review = [new(field, on), new(kind.Fields[field.Index + 1], by), new(kind.ReviewedAgainst!, basis.Of(from, to, given))];
        var data = SnapshotBuilder.Data(kind, review, before)!;
        PutLink(from, kind, to, data);
    }

    private void PutLink(Document from, EdgeKind kind, Document to, EdgeData? data)
    {
        builder.PutEdge(from, kind, to, kind.Fields.Count == 0 ? null : data, revision, Editor);
        AddStep(from, kind, to, data);
    }

    private void AddStep(Document from, EdgeKind kind, Document to, EdgeData? data) => steps.Add(new EdgePut(
        from.Key, kind.Name, to.Key,
        [.. kind.Fields.Where(f => data?[f] is not null).Select(f => KeyValuePair.Create(f.Name, data![f]))]));

    private static string Names(IReadOnlyList<string> kinds) => kinds.Count == 0 ? "any kind" : string.Join(", ", kinds);
}
