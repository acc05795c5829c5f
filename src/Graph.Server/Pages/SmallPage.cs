using System.Security.Cryptography;
using System.Text;

namespace Graph.Server.Pages;

/// <summary>The page that is always there: it can send a query, and says how to get the others.</summary>
internal static class SmallPage
{
    /// <summary>The page, in UTF-8.</summary>
    public static byte[] Content { get; } = Read();

    /// <summary>The policy that allows the page's own script, by its hash, and nothing else.</summary>
    public static string Policy { get; } = $"default-src 'none'; script-src '{Hash("script")}'; style-src '{Hash("style")}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static byte[] Read()
    {
        using var stream = typeof(SmallPage).Assembly.GetManifestResourceStream("small.html")!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Hash(string tag)
    {
        var text = Encoding.UTF8.GetString(Content);
        var start = text.IndexOf($"<{tag}>", StringComparison.Ordinal) + tag.Length + 2;
        var inner = text[start..text.IndexOf($"</{tag}>", start, StringComparison.Ordinal)];
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inner)));
    }
}
