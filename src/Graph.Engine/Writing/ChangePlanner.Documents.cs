using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <content>What a change puts and deletes.</content>
internal sealed partial class ChangePlanner
{
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
            if (!created.Contains(before.Ordinal))
            {
                Remember(AuditorsWork.OnEdited(before, Value, day, builder));
            }
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
                $"expected a document that need not be kept any more; '{kept.Key}' is kept until {until:yyyy-MM-dd}{(by is null ? "" : $" (Regulation (EU) 2024/1689 Art. {by.Article}: {by.About})")}{Retention.Instead(document, kept)}");
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

    private LegalRetention Retention => retention ??= NewRetention();

    private LegalRetention NewRetention() => new(day, builder.Model, builder.Documents, builder.Targets, builder.Sources);

    // As it was before the change: what is kept cannot be made something else and deleted at once.
    private (Document Kept, DateOnly Until, LegalPeriod? By)? Keeping(Document document) => Retention.Keeping(befores.GetValueOrDefault(document.Key) ?? document);

    private void Remember(IEnumerable<(Document Document, List<KeyValuePair<Field, object?>> Fields)> former)
    {
        foreach (var (document, fields) in former.ToList())
        {
            // What the same change deletes needs to remember nothing.
            if (builder.Find(document.Key) is { } now)
            {
                WriteDecision(now, fields);
                retention = null;
            }
        }
    }
}
