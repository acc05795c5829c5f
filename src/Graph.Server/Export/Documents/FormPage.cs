using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;
using Graph.Server.Export.Packs;

namespace Graph.Server.Export.Documents;

/// <summary>An assessment, a piece of evidence or a managed document as people sign it: what it is about, its content, its forms, impacts, risks, and the sign-off.</summary>
internal sealed class FormPage(NodeRef node)
{
    private readonly Document document = node.Document;
    private readonly Snapshot snapshot = node.Scope.View.Snapshot;

    public string Print()
    {
        var page = PrintedPage.Begin(node.Scope, PrintedPage.Title(node.Scope, document));
        page.Heading("What it is");
        page.Fields(node);
        Wrong(page);
        var subjects = snapshot.Targets(document, EdgeKinds.Assesses).Concat(snapshot.Targets(document, EdgeKinds.Concerns)).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        foreach (var subject in subjects)
        {
            page.Heading($"About {PrintedPage.Title(node.Scope, subject)}");
            page.Fields(node.Scope.Node(subject));
        }

        page.Form(node);
        if (document.Kind == AssessmentKind.Kind)
        {
            Impacts(page);
            page.Rows("Risks that it found", ["risk", "controls"], snapshot.Targets(document, EdgeKinds.Identifies), r => [PrintedPage.Named(r), PrintedPage.Named(snapshot.Targets(r, EdgeKinds.MitigatedBy))]);
        }

        if (document.Kind.Approval is { } rule)
        {
            page.Decision(node, rule);
        }

        return page.ToString();
    }

    // A word alone, such as STALE, does not say of what.
    private void Wrong(PackPage page)
    {
        if (document.Kind.Standing?.Judge(node.Scope.View, document) is { Shortfalls.Count: > 0 } standing)
        {
            page.Rows($"Why it is {standing.Word}", ["what", "what closes it"], standing.Shortfalls, s => [s.Node is { } of ? PrintedPage.Named(of) : "", s.Closes], [34, 66]);
        }
    }

    // One below the other: an impact has more to say than the columns of a page hold.
    private void Impacts(PackPage page)
    {
        page.Heading("Impacts on persons, groups and society");
        var impacts = snapshot.Sources(document, ManagementEdges.ImpactOf).OrderBy(i => i.Key, StringComparer.Ordinal).ToList();
        foreach (var impact in impacts.Take(PrintedPage.RowCountMax))
        {
            page.Subheading(PrintedPage.Title(node.Scope, impact));
            page.Fields(node.Scope.Node(impact), ["controls", PrintedPage.Named(snapshot.Targets(impact, ManagementEdges.ControlledBy))]);
        }

        page.Rest(impacts.Count);
    }
}
