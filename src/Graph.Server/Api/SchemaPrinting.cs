using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Graph.Server.Api;

/// <summary>Prints a schema as the file that clients and reviewers read.</summary>
public static class SchemaPrinting
{
    /// <summary>The SDL: definitions by name, directives first, fields in the order declared, the same on every machine.</summary>
    public static async Task<string> PrintAsync(ISchema schema, CancellationToken cancellationToken)
    {
        var document = schema.ToAST();
        document.Definitions.Sort((one, other) => string.CompareOrdinal(Key(one), Key(other)));
        using var writer = new StringWriter { NewLine = "\n" };
        await new SDLPrinter(new SDLPrinterOptions()).PrintAsync(document, writer, cancellationToken);
        return writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static string Key(ASTNode definition) =>
        (definition is GraphQLDirectiveDefinition ? "0" : "1") + (definition is INamedNode named ? named.Name.StringValue : "");
}
