using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace Graph.Server.Api.Inputs;

/// <summary>Values written in the document fit the types of their arguments. Takes the place of the library's rule.</summary>
internal sealed class LiteralsRule : ValidationRuleBase
{
    private static readonly MatchingNodeVisitor<GraphQLArgument> Visitor = new((argument, context) =>
    {
        if (context.TypeInfo.GetArgument()?.ResolvedType is { } type)
        {
            Report(context, argument, InputFaults.Of(type, argument.Value, DocumentPlace.Of(context.Document, argument) ?? (string)argument.Name.Value));
        }
    });

    /// <summary>The rule.</summary>
    public static LiteralsRule Instance { get; } = new();

    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(Visitor);

    /// <summary>Reports faults as errors of the request.</summary>
    public static void Report(ValidationContext context, ASTNode node, IEnumerable<InputFault> faults)
    {
        foreach (var fault in faults)
        {
            context.ReportError(new InputError(context.Document.Source, node, fault));
        }
    }
}

/// <summary>The variables sent fit the types that the operation declares. Depends on the request, so it is asked for cached documents too.</summary>
internal sealed class VariablesRule : ValidationRuleBase
{
    /// <summary>The rule.</summary>
    public static VariablesRule Instance { get; } = new();

    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        foreach (var variable in context.Operation.Variables?.Items ?? [])
        {
            var name = (string)variable.Variable.Name.Value;
            if (Type(variable.Type, context.Schema) is not { } type)
            {
                continue;   // A rule of its own says that there is no such type.
            }

            if (context.Variables.TryGetValue(name, out var value))
            {
                LiteralsRule.Report(context, variable, InputFaults.Of(type, value, "$" + name));
            }
            else if (type is NonNullGraphType && variable.DefaultValue is null)
            {
                LiteralsRule.Report(context, variable, [new("$" + name, "expected a value, found none")]);
            }
        }

        return new((INodeVisitor?)null);
    }

    private static IGraphType? Type(GraphQLType type, ISchema schema) => type switch
    {
        GraphQLNonNullType must => Type(must.Type, schema) is { } inner ? new NonNullGraphType(inner) : null,
        GraphQLListType list => Type(list.Type, schema) is { } item ? new ListGraphType(item) : null,
        GraphQLNamedType named => schema.AllTypes[named.Name.Value] is { } found and (IInputObjectGraphType or ScalarGraphType) ? found : null,
        _ => null,
    };
}

/// <summary>A value that does not fit, with its place.</summary>
internal sealed class InputError : ValidationError
{
    public InputError(ROM source, ASTNode node, InputFault fault)
        : base(source, null, $"{fault.Path}: {fault.Message}", node) => Place = fault.Path;

    /// <summary>The place of the value.</summary>
    public string Place { get; }
}
