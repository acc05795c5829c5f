using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Graph.Server.Api.Reading;

/// <summary>
/// A place in a list: the view in which the list was read, the list (its field, parent and arguments, as a fingerprint) and the
/// index. The next page is read from the same view, so that nothing written in between is skipped or repeated.
/// </summary>
internal sealed record Cursor(ViewStamp Stamp, string List, int Index)
{
    private const string Version = "1";

    public static string Fingerprint(string list) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..12];

    public static Cursor Read(string text, string argument, string list, ApiOptions options)
    {
        if (text.Length > options.IdCharsMax)
        {
            throw ApiError.Limit("idCharsMax", options.IdCharsMax, text.Length, $"characters in '{argument}'");
        }

        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 4);
            if (parts.Length == 4 && parts[0] == Version && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && ViewStamp.TryParse(parts[3], out var stamp))
            {
                return parts[1] == list
                    ? new(stamp, list, index)
                    : throw ApiError.BadRequest($"expected a cursor of this list in '{argument}': it belongs to another field, view, filter, search or order");
            }
        }
        catch (FormatException)
        {
            // Not Base64: reported below like everything else that is no cursor.
        }

        throw ApiError.BadRequest($"expected a cursor of this list in '{argument}', found '{Text.Short(text)}'");
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}|{List}|{Index}|{Stamp}")));
}
