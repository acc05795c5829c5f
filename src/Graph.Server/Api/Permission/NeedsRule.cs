using Graph.Server.Api.Reading;
using Graph.Server.Identity;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Graph.Server.Api.Permission;

/// <summary>
/// The caller may have every field of the operation. Depends on the caller, so it is asked for cached documents too. All fields that
/// are refused are told at once, with their places; what lies below one goes with it.
/// </summary>
internal sealed class NeedsRule : ValidationRuleBase
{
    /// <summary>The rule.</summary>
    public static NeedsRule Instance { get; } = new();

    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var caller = ((RequestContext)context.UserContext).Caller;
        var walk = new Walk(context, caller.Roles);
        var root = context.Operation.Operation switch
        {
            OperationType.Mutation => context.Schema.Mutation,
            OperationType.Subscription => context.Schema.Subscription,
            _ => context.Schema.Query,
        };
        walk.Select(root, context.Operation.SelectionSet, "");
        if (walk.Refused is [var first, ..])
        {
            walk.Refused.ForEach(context.ReportError);
            var logger = context.RequestServices!.GetRequiredService<ILogger<NeedsRule>>();
            Log.RefusedFields(logger, walk.Refused.Count, walk.FirstField!, caller.Client, string.Join(" or ", first.Needs));
        }

        return new((INodeVisitor?)null);
    }

    // Fragments are walked where they are first used and once, so that a walk is never longer than the document.
    private sealed class Walk(ValidationContext context, RoleSet held)
    {
        private readonly HashSet<string> known = new(StringComparer.Ordinal);

        public List<FieldRefusal> Refused { get; } = [];

        /// <summary>The first refused field as the schema names it: what a caller calls it does not belong in the log.</summary>
        public string? FirstField { get; private set; }

        public void Select(IGraphType? type, GraphQLSelectionSet? selections, string place)
        {
            foreach (var selection in selections?.Selections ?? [])
            {
                switch (selection)
                {
                    case GraphQLField field when type is IComplexGraphType owner && owner.Fields.Find(field.Name) is { } declared:
                        Field(owner, declared, field, place);
                        break;
                    case GraphQLInlineFragment inline:
                        Select(inline.TypeCondition is { } condition ? Type(condition) : type, inline.SelectionSet, place);
                        break;
                    case GraphQLFragmentSpread { FragmentName.Name: var name } when known.Add(name.StringValue) && Fragment(name) is { } fragment:
                        Select(Type(fragment.TypeCondition), fragment.SelectionSet, place);
                        break;
                }
            }
        }

        private GraphQLFragmentDefinition? Fragment(GraphQLName name) =>
            context.Document.Definitions.OfType<GraphQLFragmentDefinition>().FirstOrDefault(f => f.FragmentName.Name.Value == name.Value);

        private IGraphType? Type(GraphQLTypeCondition condition) => context.Schema.AllTypes[condition.Type.Name.Value];

        private void Field(IComplexGraphType owner, FieldType declared, GraphQLField field, string place)
        {
            var here = (place.Length == 0 ? "" : place + ".") + (field.Alias?.Name ?? field.Name).StringValue;
            var needs = NeedsDirective.Of(owner, declared);
            if (needs is not null && held.HoldsAny(needs))
            {
                Select(declared.ResolvedType?.GetNamedType(), field.SelectionSet, here);
            }
            else
            {
                FirstField ??= $"{owner.Name}.{declared.Name}";
                Refused.Add(FieldRefusal.Of(context.Document.Source, field, here, needs ?? [], held));
            }
        }
    }
}
