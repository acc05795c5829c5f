using Graph.Server.Api.Types;
using Graph.Server.Identity;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace Graph.Server.Api.Permission;

/// <summary>A field that the caller may not have.</summary>
internal sealed class FieldRefusal : ValidationError
{
    private FieldRefusal(ROM source, ASTNode node, string message)
        : base(source, null, message, node)
    {
    }

    /// <summary>The place in the answer where it would stand.</summary>
    public required string Place { get; init; }

    /// <summary>The roles of which one is needed; none where nobody has it.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>The roles of the caller.</summary>
    public required IReadOnlyList<string> Held { get; init; }

    public static FieldRefusal Of(ROM source, ASTNode node, string place, IEnumerable<Role> needs, RoleSet held)
    {
        string[] needed = [.. needs.Select(EnumWords.Of)], has = [.. held.Select(EnumWords.Of)];
        var message = $"{place}: expected {(needed.Length == 0 ? "a field that somebody may have" : "the role " + string.Join(" or ", needed))}, found {(has.Length == 0 ? "none" : string.Join(", ", has))}";
        return new(source, node, message) { Place = place, Needs = needed, Held = has };
    }
}
