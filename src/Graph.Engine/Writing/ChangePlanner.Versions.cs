using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <content>Approvals that an edit takes away, and versions: the one that stays in force and the one that is to take its place.</content>
internal sealed partial class ChangePlanner
{
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
}
