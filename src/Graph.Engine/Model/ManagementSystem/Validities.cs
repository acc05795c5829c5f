using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Whether something that is approved counts on a day: a scope, a method, an entry of the document register.</summary>
internal static class Validities
{
    /// <summary>Judges by the approval, by the day from which it counts and by the day from which it is no longer used; null = it does not say.</summary>
    public static Standing Judge(ApprovalRule rule, View view, Document document, DateOnly? retiredOn) =>
        retiredOn <= view.On || rule.IsEndedOn(document, view.On) ? new("RETIRED", [])
        : !rule.IsDoneOn(document, view.On) ? new("NOT_IN_FORCE", [new("NOT_APPROVED", document, $"Have {document.Key} approved by somebody else than its author.")])
        : rule.EffectiveFrom(document) > view.On ? new("NOT_IN_FORCE", [])
        : new("IN_FORCE", []);
}
