using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>What a document answers of the templates that it follows, item by item: a form on one screen.</summary>
internal static class FormTypes
{
    /// <summary>The kinds of documents that may follow a template.</summary>
    public static string[] Followers(GraphModel model) => [.. model.StartsOf(FormEdges.Follows)];

    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.AddField(types.Connection("FormRow", () => ConnectionType.Create(types, "FormRow", types.Object("FormRow"), Access.Read, "items of templates as a document answers them, by template, place and key")).Field<ViewScope>(
            types, "form", "The items of every template that a document follows, each with its answer and how that stands. What is missing here keeps the document from being submitted, approved and signed.",
            (v, c) =>
            {
                var document = v.Find(c.Given<string>("of")!, "of", Followers(types.Model));
                var isMissing = c.Given<bool?>("missing");
                return Window.Of([.. Forms.Of(v.View, document).Where(r => isMissing is null || r.IsMissing == isMissing)], r => new FormRef(v, document.Key, r));
            },
            backwards: false,
            Make.Argument("of", Make.Must(types.String), $"The key of a document that may follow templates: {string.Join(", ", Followers(types.Model))}."),
            Make.Argument("missing", types.Boolean, "true: only what it lacks; false: only the rest; absent = all.")).Timed());
        types.Describe("FormRow", Access.Read, "An item of a template as it stands in a document that follows the template.").Add(
            Make.Field<FormRef>("template", Make.Must(types.Of(TemplateKind.Kind)), "The template.", r => r.Scope.Node(r.Row.Template)),
            Make.Field<FormRef>("item", Make.Must(types.Of(TemplateItemKind.Kind)), "The item.", r => r.Scope.Node(r.Row.Item)),
            Make.Field<FormRef>("state", Make.Must(types.Enum<FormState>()), "How it stands.", r => r.Row.State),
            Make.Field<FormRef>("missing", Make.Must(types.Boolean), "Whether the document lacks it.", r => r.Row.IsMissing),
            Make.Field<FormRef>("known", Make.Must(types.Boolean), "Whether it is known that it is asked or not asked; false where a fact on which that depends is unknown: then it is asked.", r => r.Row.IsKnown),
            Make.Field<FormRef>("answer", types.Of(AnswerKind.Kind), "The answer; null where there is none.", r => r.Row.Answer is { } answer ? r.Scope.Node(answer) : null),
            Make.Field<FormRef>("proposal", types.String, "What a prefill would propose; null where the graph knows nothing that fits.", r => Prefill.Proposal(r.Scope.View, r.Scope.View.Snapshot.Document(r.Document)!, r.Row.Item)));
    }

    private sealed record FormRef(ViewScope Scope, string Document, FormRow Row) : IScoped
    {
        public string Place => $"{Document} {Row.Item.Key}";

        public IScoped In(ViewScope scope) =>
            new FormRef(scope, Document, Forms.Of(scope.View, scope.Find(Document, "of", Followers(scope.View.Snapshot.Model))).First(r => r.Item.Key == Row.Item.Key));
    }
}
