using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <content>Assessments whose ground a change moves.</content>
internal sealed partial class ChangePlanner
{
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
}
