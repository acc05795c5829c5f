using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Graph.Server.Api.Types;

/// <summary>A scalar that is text on the wire and is read by one function; what is wrong is said in plain words.</summary>
internal abstract class TextScalar : ScalarGraphType
{
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => Read((string)text.Value),
        GraphQLIntValue number => ReadNumber((string)number.Value),
        GraphQLEnumValue word => ReadWord((string)word.Name.Value),
        GraphQLFloatValue number => throw Wrong((string)number.Value),
        GraphQLBooleanValue boolean => throw Wrong((string)boolean.Value),
        _ => throw Wrong(value is GraphQLListValue ? "a list" : "an object"),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text => Read(text),
        int or long => ReadNumber(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        DateOnly or ViewMoment => value,
        _ => throw Wrong("something else"),
    };

    public override bool CanParseLiteral(GraphQLValue value)
    {
        try
        {
            ParseLiteral(value);
            return true;
        }
        catch (ScalarException)
        {
            return false;
        }
    }

    public override bool CanParseValue(object? value)
    {
        try
        {
            ParseValue(value);
            return true;
        }
        catch (ScalarException)
        {
            return false;
        }
    }

    protected abstract object Read(string text);

    protected abstract string Expected { get; }

    protected virtual object ReadNumber(string digits) => throw Wrong(digits);

    /// <summary>Reads a word without quotation marks; most scalars know none.</summary>
    protected virtual object ReadWord(string word) => throw Wrong(word);

    protected ScalarException Wrong(string found) =>
        new($"expected {Expected}, found '{(found.Length > 80 ? found[..80] : found)}'");
}

/// <summary>A value that a scalar does not take, with what was expected.</summary>
internal sealed class ScalarException(string message) : Exception(message);

/// <summary>Calendar days.</summary>
internal sealed class DateScalar : TextScalar
{
    public DateScalar()
    {
        Name = "Date";
        Description = "A calendar day in the server's one time zone, written as 2027-12-02. Days given as bounds are inclusive.";
    }

    protected override string Expected => "a day such as 2027-12-02";

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };

    protected override object Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Wrong(text);
}

/// <summary>Instants.</summary>
internal sealed class DateTimeScalar : TextScalar
{
    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "An instant, written in UTC as 2026-08-06T09:30:00Z; another offset is understood.";
    }

    protected override string Expected => "an instant such as 2026-08-06T09:30:00Z";

    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset instant)
    {
        instant = default;
        return text.Length > 10 && text[10] == 'T' && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out instant);
    }

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset instant => Write(instant),
        _ => ThrowSerializationError(value),
    };

    protected override object Read(string text) => TryRead(text, out var instant) ? instant : throw Wrong(text);
}

/// <summary>Revisions of the graph.</summary>
internal sealed class RevisionScalar : TextScalar
{
    public RevisionScalar()
    {
        Name = "Revision";
        Description = "The number of a change in the log, counted from 1 without gaps; 0 is the empty graph. A JSON number below 2^53; text with the same digits is understood.";
    }

    protected override string Expected => "a revision: a whole number from 0 on";

    public override object? Serialize(object? value) => value is null or long ? value : ThrowSerializationError(value);

    protected override object Read(string text) => ReadNumber(text);

    protected override object ReadNumber(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : throw Wrong(digits);
}

/// <summary>Hashes.</summary>
internal sealed class HashScalar : TextScalar
{
    public HashScalar()
    {
        Name = "Hash";
        Description = "SHA-256 as 64 lower-case hexadecimal digits.";
    }

    protected override string Expected => "a hash as text";

    public override object? Serialize(object? value) => value is null or string ? value : ThrowSerializationError(value);

    protected override object Read(string text) => text;
}

/// <summary>A moment of knowledge as a caller writes it: head, a revision, or an instant.</summary>
internal sealed record ViewMoment(long? Revision, DateTimeOffset? Instant)
{
    public bool IsHead => Revision is null && Instant is null;

    public override string ToString() => Revision?.ToString(CultureInfo.InvariantCulture) ?? (Instant is { } instant ? DateTimeScalar.Write(instant) : "HEAD");
}

/// <summary>Moments of knowledge.</summary>
internal sealed class AsOfScalar : TextScalar
{
    public AsOfScalar()
    {
        Name = "AsOf";
        Description = "A moment of knowledge: HEAD or \"HEAD\", a revision (42 or \"42\"), or an instant (\"2026-06-30T22:00:00Z\").";
    }

    protected override string Expected => "HEAD, a revision or an instant such as 2026-06-30T22:00:00Z";

    public override object? Serialize(object? value) => value?.ToString();

    protected override object Read(string text) =>
        text == "HEAD" ? new ViewMoment(null, null)
        : DateTimeScalar.TryRead(text, out var instant) ? new ViewMoment(null, instant)
        : ReadNumber(text);

    protected override object ReadWord(string word) => word == "HEAD" ? Read(word) : throw Wrong(word);

    protected override object ReadNumber(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? new ViewMoment(revision, null) : throw Wrong(digits);
}

/// <summary>Ids, which are always text here, whatever a client sends.</summary>
internal sealed class TextIdType : IdGraphType
{
    public override object? ParseLiteral(GraphQLValue value) => base.ParseLiteral(value) is { } id ? Convert.ToString(id, CultureInfo.InvariantCulture) : null;

    public override object? ParseValue(object? value) => base.ParseValue(value) is { } id ? Convert.ToString(id, CultureInfo.InvariantCulture) : null;
}
