using Graph.Server.Api.Types;
using Graph.Server.Identity;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Graph.Server.Api.Permission;

/// <summary>Says in the schema what a field needs; on a type, what its fields need that say nothing themselves.</summary>
internal sealed class NeedsDirective : Directive
{
    private const string Mark = "needs";
    private const string Roles = "anyOf";

    public NeedsDirective(TypeTable types)
        : base(Mark, DirectiveLocation.Object, DirectiveLocation.Interface, DirectiveLocation.FieldDefinition)
    {
        Description = "The roles of which a caller must have one; on a type, for its fields that say nothing themselves. What a caller may not have is refused with FORBIDDEN before anything is executed.";
        Arguments = new(Make.Argument(Roles, Make.All(types.Enum<Role>()), "The roles, of which one suffices."));
    }

    /// <summary>Declares the rule of a field or type.</summary>
    public static void Declare(IMetadataWriter declared, Role[] roles) => declared.ApplyDirective(Mark, Roles, roles);

    /// <summary>The rule of a field or type itself; null where it has none.</summary>
    public static Role[]? Declared(IMetadataReader declared) => (Role[]?)declared.FindAppliedDirective(Mark)?.FindArgument(Roles)?.Value;

    /// <summary>What a field of a type needs: its own rule, else that of the type; null where there is none, and then nobody has it.</summary>
    public static Role[]? Of(IComplexGraphType type, FieldType field) => Declared(field) ?? Declared(type);
}

/// <summary>Declares rules beside fields and types.</summary>
internal static class Needing
{
    public static T Needs<T>(this T declared, Role[] roles)
        where T : IMetadataWriter
    {
        NeedsDirective.Declare(declared, roles);
        return declared;
    }
}
