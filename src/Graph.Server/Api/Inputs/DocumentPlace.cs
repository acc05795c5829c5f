using GraphQL;
using GraphQLParser.AST;

namespace Graph.Server.Api.Inputs;

/// <summary>Finds where a node stands in a document, in the words of a response path.</summary>
internal static class DocumentPlace
{
    /// <summary>The names or aliases of the fields down to a node, such as <c>view.aiSystems.fist</c>; null where it is in none.</summary>
    public static string? Of(GraphQLDocument document, ASTNode node)
    {
        foreach (var definition in document.Definitions.OfType<IHasSelectionSetNode>())
        {
            if (In(definition.SelectionSet, node) is { } place)
            {
                return definition is GraphQLFragmentDefinition fragment ? $"{fragment.FragmentName.Name.Value}.{place}" : place;
            }
        }

        return null;
    }

    /// <summary>
    /// Where a field of an argument was given, in the words in which its faults are told: down from the fields of the document, or from the variable in
    /// which it was sent.
    /// </summary>
    public static string Of(IResolveFieldContext context, string argument, string field)
    {
        var given = context.FieldAst.Arguments?.FirstOrDefault(a => a.Name.Value == argument);
        return given?.Value switch
        {
            GraphQLVariable variable => $"${variable.Name.Value}.{field}",
            GraphQLObjectValue value when value.Fields?.FirstOrDefault(f => f.Name.Value == field)?.Value is GraphQLVariable variable => $"${variable.Name.Value}",
            null => $"{argument}.{field}",
            _ => $"{Of(context.Document, given) ?? argument}.{field}",
        };
    }

    private static string? In(GraphQLSelectionSet? set, ASTNode node)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            if (!Covers(selection, node))
            {
                continue;
            }

            if (selection is not GraphQLField field)
            {
                return selection is GraphQLInlineFragment fragment ? In(fragment.SelectionSet, node) : null;
            }

            var name = (string)(field.Alias?.Name ?? field.Name).Value;
            return ReferenceEquals(field, node) ? name
                : field.Arguments?.FirstOrDefault(a => Covers(a, node)) is { } argument ? $"{name}.{argument.Name.Value}"
                : In(field.SelectionSet, node) is { } below ? $"{name}.{below}"
                : name;
        }

        return null;
    }

    private static bool Covers(ASTNode outer, ASTNode inner) => outer.Location.Start <= inner.Location.Start && inner.Location.End <= outer.Location.End;
}
