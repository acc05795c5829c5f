using System.Globalization;
using System.Text;

namespace Graph.Server.Export.Packs;

/// <summary>
/// How wide a text is in a picture, by the usual widths of letters in fonts without serifs: whoever opens the picture has fonts that nobody knows here, so it is reckoned rather wide.
/// </summary>
internal static class TextWidth
{
    private const double Narrow = 0.36;
    private const double Usual = 0.6;
    private const double Capital = 0.72;
    private const double Wide = 0.98;
    private const double Full = 1.05;
    private const string NarrowMarks = " .,:;'|!/()[]-`iljtfrI";
    private const string WideMarks = "MWmw@%";

    /// <summary>The text, cut with an ellipsis where it is wider than there is room. No character is cut in two.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fontSize">The height of its letters, in pixels.</param>
    /// <param name="room">The room for it, in pixels.</param>
    public static string Fit(string text, int fontSize, int room)
    {
        var (width, end) = (0.0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            width += fontSize * Of(rune);
            if (width > room)
            {
                return text[..end].TrimEnd() + "…";
            }

            // What is followed by more must leave room for the ellipsis.
            end += width + fontSize <= room ? rune.Utf16SequenceLength : 0;
        }

        return text;
    }

    private static double Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ when rune.Value is >= 0x2e80 or (>= 0x1100 and <= 0x115f) => Full,     // Chinese, Japanese, Korean, and pictures.
        _ when rune.Value is >= 0x2000 => Wide,
        _ when rune.IsAscii && NarrowMarks.Contains((char)rune.Value) => Narrow,
        _ when rune.IsAscii && WideMarks.Contains((char)rune.Value) => Wide,
        UnicodeCategory.UppercaseLetter => Capital,
        _ => Usual,
    };
}
