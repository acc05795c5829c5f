using System.Net;
using System.Text;
using Graph.Server.Identity;

namespace Graph.Server.Analysts;

/// <summary>
/// What makes the graph in Neo4j a pleasure to look at: a guide for <c>:play</c> in Neo4j Browser, and its colours. Both are text without
/// data and the same for everybody.
/// </summary>
internal static class AnalystKit
{
    private const string Guide = "/neo4j/guide.html";
    private const string Style = "/neo4j/style.grass";

    private static readonly byte[] GuideContent = Encoding.UTF8.GetBytes(GuideText());
    private static readonly byte[] StyleContent = Encoding.UTF8.GetBytes(Read("neo4j/style.grass"));

    /// <summary>Serves guide and style.</summary>
    public static void MapAnalystKit(this WebApplication app)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];
        app.MapMethods(Guide, methods, http => SendAsync(http, "text/html; charset=utf-8", GuideContent)).IsPublic("A guide without data, which Neo4j Browser loads without a token.");
        app.MapMethods(Style, methods, http => SendAsync(http, "text/plain; charset=utf-8", StyleContent)).IsPublic("Colours, which Neo4j Browser loads without a token.");
    }

    /// <summary>A text that is part of the program.</summary>
    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(AnalystKit).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    // Neo4j Browser is a page of another origin, and asks first whether it may send its headers. What it gets here is the same for
    // everybody and names nobody.
    private static async Task SendAsync(HttpContext http, string type, byte[] content)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.Headers.AccessControlAllowHeaders = "*";
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.Headers.CacheControl = "no-cache";
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(content, http.RequestAborted);
        }
    }

    // The form that :play takes: slides in a carousel; a click on code puts it into the editor.
    private static string GuideText()
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Graph: the chain in Neo4j</title></head>\n<body>\n<article class=\"guide\">\n<carousel class=\"deck container-fluid\">\n");
        Slide("The chain", "AI system, risks, controls, evidence, requirements",
            """
            <p>Every document of the API is a node here: its key is the property <code>key</code>, its kind a label beside <code>Entity</code>. Edges have the
            names they have in the API. What is true at one revision is here; the past is in the API.</p>
            <p>Colours: <code>:style http://localhost:5080/neo4j/style.grass</code> (put the address of your API), or drop the file into this window.</p>
            <p>The queries only read. Rows of this kind help to look around. Verdicts and gaps as the API counts them come from its field <code>cypher</code>.
            Supporting evidence, not certification.</p>
            """,
            "MATCH (h:Head) RETURN h.revision AS revision, h.hash AS hash", "Which revision is this?");
        foreach (var query in AnalystQuery.All)
        {
            Slide(query.Title, query.Description, "", query.Inlined, $"schema/neo4j/queries/{query.Name}");
        }

        return text.Append("</carousel>\n</article>\n</body>\n</html>\n").ToString();

        void Slide(string title, string lead, string content, string code, string caption) => text.Append(
            $"""
            <slide class="row-fluid">
            <div class="col-sm-3"><h3>{WebUtility.HtmlEncode(title)}</h3><p class="lead">{WebUtility.HtmlEncode(lead)}</p></div>
            <div class="col-sm-9">{content}<figure><pre mode="cypher" class="pre-scrollable code runnable">{WebUtility.HtmlEncode(code)}</pre><figcaption>{WebUtility.HtmlEncode(caption)}</figcaption></figure></div>
            </slide>

            """);
    }
}
