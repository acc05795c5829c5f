using System.Security.Cryptography;
using System.Text;

namespace Graph.Server.Pages;

/// <summary>A page that is part of the program, with its style and script in it.</summary>
internal sealed class OwnPage
{
    private OwnPage(string name)
    {
        using var stream = typeof(OwnPage).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        Content = content.ToArray();
        Policy = $"default-src 'none'; script-src {Source("script")}; style-src {Source("style")}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>What is there when nothing was built: it can send a query, and says how to get the others.</summary>
    public static OwnPage Small { get; } = new("small.html");

    /// <summary>What is there when only registered operations are answered, so that no page can ask.</summary>
    public static OwnPage Closed { get; } = new("closed.html");

    /// <summary>The page, in UTF-8.</summary>
    public byte[] Content { get; }

    /// <summary>The policy that allows the page's own script and style, by their hashes, and nothing else.</summary>
    public string Policy { get; }

    private string Source(string tag)
    {
        var text = Encoding.UTF8.GetString(Content);
        var start = text.IndexOf($"<{tag}>", StringComparison.Ordinal) + tag.Length + 2;
        if (start < tag.Length + 2)
        {
            return "'none'";
        }

        var inner = text[start..text.IndexOf($"</{tag}>", start, StringComparison.Ordinal)];
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inner)))}'";
    }
}
