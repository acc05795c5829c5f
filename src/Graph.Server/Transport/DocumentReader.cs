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

    /// <summary>The document, and what it uses of each limit.</summary>
    public MeasuredDocument Read(string text)
    {
        var use = new LimitUse();
        use.Note("documentCharsMax", text.Length, options.DocumentCharsMax);
        if (text.Length > options.DocumentCharsMax)
        {
            throw ApiError.Limit("documentCharsMax", options.DocumentCharsMax, text.Length, "characters in the document");
        }

        GraphQLDocument document;
        text = WithLineFeeds(text);
        try
        {
            use.Note("tokenCountMax", CountTokens(text), options.TokenCountMax);
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

        DocumentMeasure.Check(document, options, use);
        return new(document, use);
    }

    // To GraphQL a carriage return ends a line like a line feed does; the parser counts its lines otherwise and fails to say where it found a fault.
    private static string WithLineFeeds(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;

    // The parser has no such limit, and its tree is many times as large as the text.
    private int CountTokens(string text)
    {
        var count = 0;
        for (var token = Lexer.Lex(text); token.Kind != TokenKind.EOF; token = Lexer.Lex(text, token.End))
        {
            if (token.Kind != TokenKind.COMMENT && ++count > options.TokenCountMax)
            {
                throw ApiError.Limit("tokenCountMax", options.TokenCountMax, null, "tokens in the document");
            }
        }

        return count;
    }

    private static ApiError Syntax(GraphQLSyntaxErrorException e)
    {
        var error = ApiError.BadRequest($"expected a GraphQL document; {e.Description}");
        error.AddLocation(e.Location);
        return error;
    }
}

/// <summary>A document within its limits, and what it uses of them.</summary>
internal sealed record MeasuredDocument(GraphQLDocument Document, LimitUse Use);
