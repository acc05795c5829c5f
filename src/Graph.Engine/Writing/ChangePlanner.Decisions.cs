using System.Text.RegularExpressions;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <content>What a change decides on, erases and accepts.</content>
internal sealed partial class ChangePlanner
{
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
            fields.Add(new(rule.DoneByLeadership, DecidingRoles.Leads(DeciderFor(decision.Verb))));
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

    // What came with the seed was there before anybody could write it for themselves.
    private bool MayHaveEdited(Document document) => document.Revision > seedRevision && (IsActor(document.EditedBy) || IsErased(document.EditedBy));

    // A version that counts beside a document once that counts: one that took its place, or the place of what it is to take the place of.
    private Document? OtherVersion(Document document)
    {
        var before = builder.Targets(document, EdgeKinds.Supersedes);
        return before.SelectMany(d => builder.Sources(d, EdgeKinds.Supersedes)).Where(v => v.Ordinal != document.Ordinal && !before.Exists(d => d.Ordinal == v.Ordinal))
            .Concat(builder.Sources(document, EdgeKinds.Supersedes)).FirstOrDefault(IsDone);
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
}
