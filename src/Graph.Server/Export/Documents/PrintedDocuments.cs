using Graph.Engine.Governance;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;

namespace Graph.Server.Export.Documents;

/// <summary>
/// Documents that people print and sign, as one page of HTML without scripts and without anything from elsewhere. Each is a function of a view:
/// the same bytes on any store, erased names apart.
/// </summary>
internal static class PrintedDocuments
{
    /// <summary>What stands before the name of a document in an address.</summary>
    public const string Place = "documents/";

    /// <summary>The name of the Statement of Applicability.</summary>
    public const string Applicability = "statement-of-applicability";

    /// <summary>What stands before the key of a system whose technical documentation is asked for.</summary>
    public const string TechnicalFile = "annex-iv/";

    /// <summary>Finds what a name stands for; gives how it is printed, where it is a review with the view in which it was held, and that of the review before it.</summary>
    /// <exception cref="ApiError">It stands for nothing.</exception>
    public static Func<ViewScope?, ViewScope?, string> Find(ViewScope scope, string name)
    {
        if (name == Applicability)
        {
            return (_, _) => new ApplicabilityPage(scope).Print();
        }

        if (name.StartsWith(TechnicalFile, StringComparison.Ordinal))
        {
            var system = scope.Find(name[TechnicalFile.Length..], "name", AiSystemKind.Kind.Name);
            return (_, _) => new TechnicalFilePage(scope, system).Print();
        }

        var document = scope.View.Snapshot.Document(name);
        string[] kinds = [.. FormTypes.Followers(scope.View.Snapshot.Model), ManagementReviewKind.Kind.Name];
        if (document is null || !kinds.Contains(document.Kind.Name))
        {
            throw ApiError.NotFound($"expected {Place} and '{Applicability}', '{TechnicalFile}' and the key of an AiSystem, or a key of kind {string.Join(" or ", kinds)}, found '{Text.Short(name)}'");
        }

        return document.Kind == ManagementReviewKind.Kind
            ? (then, before) => new MinutesPage(scope.Node(document), then ?? scope, before).Print()
            : (_, _) => new FormPage(scope.Node(document)).Print();
    }

    /// <summary>The day on which a review was held, as it was known then; null where a name stands for no review that was held before the view's day.</summary>
    public static ViewAsked? HeldAt(ViewScope scope, string name) =>
        scope.View.Snapshot.Document(name) is { } review && review.Kind == ManagementReviewKind.Kind && review.Date(ManagementReviewKind.HeldOn) is { } held
            ? review.Integer(ManagementReviewKind.Revision) is { } revision && revision <= scope.View.Snapshot.Head.Revision ? ViewAsked.Now with { AsOf = new(revision, null), On = held }
                : held < scope.View.On ? ViewAsked.Now with { On = held }
                : null
            : null;

    /// <summary>The view at which the review before this one looked, by what was known when this one was held; null where a name stands for no review, or there was none before.</summary>
    public static ViewAsked? HeldBefore(ViewScope scope, ViewScope then, string name) =>
        scope.View.Snapshot.Document(name) is { } review && review.Kind == ManagementReviewKind.Kind
            && ManagementReviewKind.LastApproved(then.View, review.Date(ManagementReviewKind.HeldOn)) is { } last
            ? ViewAsked.Now with { AsOf = new(ReviewAgenda.SeenBy(last), null), On = last.Date(ManagementReviewKind.HeldOn) } : null;
}
