using System.Globalization;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using Graph.Engine.Views;
using Graph.Server.Api;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using GraphQL.Types;

namespace Graph.Server.Transport;

/// <summary>
/// The parameters of an export or an import. Everything that is wrong with them is collected, so that a caller reads all of it at once: the
/// parameter, what was expected and what was found.
/// </summary>
internal sealed class QueryParameters(IQueryCollection query, ApiOptions options)
{
    /// <summary>The arguments of the View, which every export takes.</summary>
    public static readonly string[] OfView = ["asOf", "on", "renewals", "mappingSets", "assume"];

    private static readonly AsOfScalar AsOf = new();
    private static readonly DateScalar Date = new();
    private static readonly RevisionScalar RevisionNumber = new();
    private readonly List<ApiError> faults = [];
    private readonly SortedDictionary<string, object?> given = new(StringComparer.Ordinal);

    /// <summary>All that is wrong so far.</summary>
    public IReadOnlyList<ApiError> Faults => faults;

    /// <summary>What was given, in one form: equal questions have equal texts.</summary>
    public string Canon => Canonical.Write(new(), given).ToString();

    public void Add(ErrorCode code, string parameter, string message) => faults.Add(new(code, message) { Facts = [new("path", parameter)] });

    /// <summary>Adds an error that was made elsewhere, with what it says beside its text.</summary>
    public void Add(ApiError error, string parameter) => faults.Add(new(error.ErrorCode, error.Message) { Facts = [.. error.Facts, new("path", parameter)] });

    /// <summary>Says which parameters are missing.</summary>
    public void Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!query.ContainsKey(name))
            {
                Add(ErrorCode.BadRequest, name, $"expected one value for '{name}', found none");
            }
        }
    }

    /// <summary>Says which parameters are not known.</summary>
    public void Expect(IReadOnlyCollection<string> known)
    {
        foreach (var name in query.Keys.Where(k => !known.Contains(k)).Order(StringComparer.Ordinal))
        {
            Add(ErrorCode.BadRequest, Text.Short(name), $"expected {(known.Count == 0 ? "no parameters" : $"one of the parameters {string.Join(", ", known)}")}, found '{Text.Short(name)}'");
        }
    }

    /// <summary>What is asked of time.</summary>
    public ViewAsked View() => ViewTypes.Moment(
        new Dictionary<string, object?>
        {
            ["asOf"] = Read("asOf", AsOf.ParseValue),
            ["on"] = Read("on", Date.ParseValue),
            ["renewals"] = Word("renewals", [.. Enum.GetValues<Renewals>().Select(EnumWords.Of)]) is { } word ? Enum.GetValues<Renewals>().First(r => EnumWords.Of(r) == word) : null,
            ["mappingSets"] = Many("mappingSets", mayBeEmpty: true),
        },
        "at", options);

    public string? One(string name)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values is not [{ Length: > 0 } value])
        {
            Add(ErrorCode.BadRequest, name, $"expected one value for '{name}', found {(values.Count > 1 ? values.Count : "none")}");
            return null;
        }

        given[name] = value;
        return value;
    }

    /// <summary>Entries that are repeated or separated by commas; null where the parameter is absent.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="mayBeEmpty">Whether none is an answer. It is no filter: an export without rows would read as nothing to do where only a variable was not set.</param>
    public string[]? Many(string name, bool mayBeEmpty = false)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        string[] entries = [.. values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        if (entries.Length > options.ListCountMax)
        {
            Add(ApiError.Limit("listCountMax", options.ListCountMax, entries.Length, $"entries in '{name}'"), name);
            return [];
        }

        if (entries.Length == 0 && !mayBeEmpty)
        {
            Add(ErrorCode.BadRequest, name, $"expected at least one entry in '{name}', found none; leave it out to ask for all");
        }

        given[name] = entries;
        return entries;
    }

    /// <summary>A revision.</summary>
    public long? Revision(string name) => (long?)Read(name, RevisionNumber.ParseValue);

    public DateOnly? Day(string name) => (DateOnly?)Read(name, Date.ParseValue);

    /// <summary>A whole number from 0 on.</summary>
    public int? Whole(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Add(ErrorCode.BadRequest, name, $"expected a whole number in '{name}', found '{Text.Short(text)}'");
        return null;
    }

    /// <summary>Words of a closed list.</summary>
    public string[]? ManyOf(string name, WordList list) => ManyOf(name, [.. list.Words.Select(w => w.Word)]);

    /// <summary>Words of a few that are known.</summary>
    public string[]? ManyOf(string name, string[] known)
    {
        var words = Many(name);
        foreach (var word in words ?? [])
        {
            Known(name, word, known);
        }

        return words;
    }

    /// <summary>Members of an enum, by their words in the API.</summary>
    public T[]? ManyOf<T>(string name)
        where T : struct, Enum
    {
        var members = Enum.GetValues<T>().ToDictionary(EnumWords.Of, StringComparer.Ordinal);
        return ManyOf(name, [.. members.Keys]) is { } words ? [.. words.Where(members.ContainsKey).Select(w => members[w])] : null;
    }

    /// <summary>An input of the API, written as JSON; null where the parameter is absent or anything is wrong with it.</summary>
    public object? Input(string name, IGraphType type) =>
        One(name) is { } json ? JsonInput.Read(type, json, name, options, f => Add(ErrorCode.BadRequest, f.Path, $"{f.Path}: {f.Message}")) : null;

    /// <summary>The document of a key in a view; null where none was named, it is not there, or the view itself is not.</summary>
    public Document? Find(ViewScope? scope, string name, params string[] kinds) => One(name) is { } key && scope is not null ? FindKey(scope, name, key, kinds) : null;

    /// <summary>The documents of keys in a view; null where the parameter is absent.</summary>
    public IReadOnlyList<Document>? FindMany(ViewScope? scope, string name, params string[] kinds) =>
        Many(name) is { } keys && scope is not null ? [.. keys.Select(k => FindKey(scope, name, k, kinds)).OfType<Document>()] : null;

    /// <summary>The document of a key in a view; null where it is not there, or the view itself is not.</summary>
    public Document? FindKey(ViewScope? scope, string name, string key, params string[] kinds)
    {
        try
        {
            return scope?.Find(key, name, kinds);
        }
        catch (ApiError missing)
        {
            Add(missing.ErrorCode, name, missing.Message);
            return null;
        }
    }

    public string? Word(string name, string[] words) => One(name) is { } word && Known(name, word, words) ? word : null;

    private bool Known(string name, string word, string[] words)
    {
        if (words.Contains(word))
        {
            return true;
        }

        Add(ErrorCode.BadRequest, name, $"expected a known word in '{name}' ({NearNames.Of(word, words)}), found '{Text.Short(word)}'");
        return false;
    }

    private object? Read(string name, Func<object?, object?> read)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        try
        {
            return read(text);
        }
        catch (ScalarException wrong)
        {
            Add(ErrorCode.BadRequest, name, $"'{name}': {wrong.Message}");
            return null;
        }
    }
}
