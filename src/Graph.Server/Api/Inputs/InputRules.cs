using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Errors;
using GraphQLParser;
using GraphQLParser.AST;

namespace Graph.Server.Api.Inputs;

/// <summary>Values written in the document fit the types of their arguments. Takes the place of the library's rule.</summary>
/// <param name="faultCountMax">How many faults of one value are looked for.</param>
/// <param name="tellsSchema">Whether they name what the caller may have meant.</param>
internal sealed class LiteralsRule(int faultCountMax, bool tellsSchema) : ValidationRuleBase
{
    private readonly MatchingNodeVisitor<GraphQLArgument> visitor = new((argument, context) =>
    {
        if (context.TypeInfo.GetArgument()?.ResolvedType is { } type)
        {
            Report(context, argument, InputFaults.Of(type, argument.Value, DocumentPlace.Of(context.Document, argument) ?? (string)argument.Name.Value, faultCountMax, tellsSchema));
        }
    });

    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(visitor);

    /// <summary>Reports faults as errors of the request.</summary>
    public static void Report(ValidationContext context, ASTNode node, IEnumerable<InputFault> faults)
    {
        foreach (var fault in faults)
        {
            context.ReportError(new InputError(context.Document.Source, node, fault));
        }
    }
}

/// <summary>
/// The variables sent, and the defaults of those that were not, fit the types that the operation declares. Depends on the request, so it is asked for
/// cached documents too. Takes the place of the library's rule for defaults, which fails where a type is none for input.
/// </summary>
/// <param name="faultCountMax">How many faults of one value are looked for.</param>
/// <param name="tellsSchema">Whether they name what the caller may have meant.</param>
internal sealed class VariablesRule(int faultCountMax, bool tellsSchema) : ValidationRuleBase
{
    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        foreach (var variable in context.Operation.Variables?.Items ?? [])
        {
            var name = (string)variable.Variable.Name.Value;
            if (InputTypes.Of(variable.Type, context.Schema) is not { } type)
            {
                continue;   // A rule of its own says that there is no such type.
            }

            if (variable.DefaultValue is { } otherwise)
            {
                LiteralsRule.Report(context, variable, InputFaults.Of(type, otherwise, "$" + name, faultCountMax, tellsSchema));
            }

            if (context.Variables.TryGetValue(name, out var value))
            {
                LiteralsRule.Report(context, variable, InputFaults.Of(type, value, "$" + name, faultCountMax, tellsSchema));
            }
            else if (type is NonNullGraphType && variable.DefaultValue is null)
            {
                LiteralsRule.Report(context, variable, [new("$" + name, "expected a value, found none")]);
            }
        }

        return new((INodeVisitor?)null);
    }
}

/// <summary>
/// A variable stands only where values of its type may stand (GraphQL 5.8.5). Takes the place of the library's rule, to which any two types that must
/// have a value are the same, and any two lists.
/// </summary>
internal sealed class VariablePositionsRule : ValidationRuleBase
{
    private static readonly MatchingNodeVisitor<GraphQLOperationDefinition> Visitor = new((operation, context) =>
    {
        foreach (var usage in context.GetRecursiveVariables(operation) ?? [])
        {
            if (operation.Variables?.Items.FirstOrDefault(v => v.Variable.Name.Value == usage.Node.Name.Value) is { } variable
                && usage.Type is not null       // Else a rule of its own says that there is no such place.
                && InputTypes.Of(variable.Type, context.Schema) is { } type
                && !MayStand(type, hasDefault: variable.DefaultValue is not (null or GraphQLNullValue), usage))
            {
                context.ReportError(new VariablesInAllowedPositionError(context, variable, type, usage));
            }
        }
    });

    /// <summary>The rule.</summary>
    public static VariablePositionsRule Instance { get; } = new();

    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(Visitor);

    private static bool MayStand(IGraphType type, bool hasDefault, VariableUsage usage) =>
        InputTypes.Fits(type, usage.Type is NonNullGraphType must && (hasDefault || usage.HasDefault) ? must.ResolvedType! : usage.Type);
}

/// <summary>The types that variables may have.</summary>
internal static class InputTypes
{
    /// <summary>The type that a document names; null where there is none, or none for input.</summary>
    public static IGraphType? Of(GraphQLType type, ISchema schema) => type switch
    {
        GraphQLNonNullType must => Of(must.Type, schema) is { } inner ? new NonNullGraphType(inner) : null,
        GraphQLListType list => Of(list.Type, schema) is { } item ? new ListGraphType(item) : null,
        GraphQLNamedType named => schema.AllTypes[named.Name.Value] is { } found and (IInputObjectGraphType or ScalarGraphType) ? found : null,
        _ => null,
    };

    /// <summary>Whether every value of one type is a value of the other.</summary>
    public static bool Fits(IGraphType type, IGraphType wanted) => (type, wanted) switch
    {
        (NonNullGraphType must, NonNullGraphType wantedMust) => Fits(must.ResolvedType!, wantedMust.ResolvedType!),
        (_, NonNullGraphType) => false,
        (NonNullGraphType must, _) => Fits(must.ResolvedType!, wanted),
        (ListGraphType list, ListGraphType wantedList) => Fits(list.ResolvedType!, wantedList.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => type.Name == wanted.Name,
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
