using Graph.Server.Api;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Graph.Server.Transport;

/// <summary>Parses GraphQL documents and refuses those that are too large, before anything is executed or validated.</summary>
internal sealed class DocumentReader(ApiOptions options)
{
    // A level of fields takes two levels of the parser's syntax tree, an argument's value a few more.
    private readonly ParserOptions parser = new() { Ignore = IgnoreOptions.Comments, MaxDepth = (options.DepthMax * 2) + options.JsonDepthMax };

    public GraphQLDocument Read(string text)
    {
        if (text.Length > options.DocumentCharsMax)
        {
            throw ApiError.Limit("documentCharsMax", options.DocumentCharsMax, text.Length, "characters in the document");
        }

        GraphQLDocument document;
        try
        {
            document = Parser.Parse(text, parser);
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw ApiError.Limit("depthMax", options.DepthMax, null, "levels of fields, or of values within a value");
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw Syntax(e);
        }

        DocumentMeasure.Check(document, options);
        return document;
    }

    private static ApiError Syntax(GraphQLSyntaxErrorException e)
    {
        var error = ApiError.BadRequest($"expected a GraphQL document; {e.Description}");
        error.AddLocation(e.Location);
        return error;
    }
}
