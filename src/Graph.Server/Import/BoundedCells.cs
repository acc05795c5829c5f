namespace Graph.Server.Import;

/// <summary>
/// Text of a CSV file that ends with an exception where it has more cells than a file may have: a row is kept whole before it is judged, and
/// takes many times its size in memory where each letter of it is a delimiter.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="delimiter">What stands between cells.</param>
/// <param name="countMax">The greatest number of delimiters outside quotes.</param>
internal sealed class BoundedCells(TextReader text, char delimiter, int countMax) : TextReader
{
    private bool isQuoted;
    private int count;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public override int Read(char[] buffer, int index, int length)
    {
        var read = text.Read(buffer, index, length);
        foreach (var c in buffer.AsSpan(index, read))
        {
            isQuoted ^= c == '"';
            if (!isQuoted && c == delimiter && ++count > countMax)
            {
                throw new InvalidDataException("There are too many cells.");
            }
        }

        return read;
    }
}
