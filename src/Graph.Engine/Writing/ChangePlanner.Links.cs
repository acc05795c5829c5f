using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <content>What a change links and unlinks, and what new links were reviewed against.</content>
internal sealed partial class ChangePlanner
{
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

        if (before is null && request.Origin == ChangeOrigin.Edit && AuditorsWork.Since(kind, to, day, builder.Sources) is { } since)
        {
            fields.Add(new(EdgeKinds.OwnedSince, since));
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
            Remember(FormerFacts.OnLinked(from, kind, to, NewRetention, builder.Targets, builder.Sources));
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
            Remember(AuditorsWork.OnUnlinked(from, kind, to, !isEdit, day, builder));
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
