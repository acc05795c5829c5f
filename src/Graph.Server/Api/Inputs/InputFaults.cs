using System.Collections;
using System.Globalization;
using Graph.Engine.Validation;
using Graph.Server.Api.Types;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Graph.Server.Api.Inputs;

/// <summary>Something wrong with a value that a caller gave.</summary>
/// <param name="Path">The place, such as <c>changes[0].put.evidence.expiresOn</c>; a variable begins with <c>$</c>.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record InputFault(string Path, string Message);

/// <summary>
/// Judges the values that a caller gives, written in the document or sent as variables, against their types. The library stops at the
/// first fault and does not say what it expected; here every fault is told, with its place.
/// </summary>
internal sealed class InputFaults(int countMax, bool tellsSchema)
{
    /// <summary>The metadata of an input type that names fields which only authority sets.</summary>
    public const string AuthorityFields = "authorityFields";

    private const int WordCountMax = 20;

    private readonly List<InputFault> faults = [];

    /// <summary>The faults of a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">What was given, of JSON or of the document's syntax tree.</param>
    /// <param name="path">Its place.</param>
    /// <param name="countMax">How many are looked for: four megabytes of values may hold a million.</param>
    /// <param name="tellsSchema">Whether they name fields and words that the caller may have meant.</param>
    public static IReadOnlyList<InputFault> Of(IGraphType type, object? value, string path, int countMax, bool tellsSchema)
    {
        var judge = new InputFaults(countMax, tellsSchema);
        judge.Judge(type, value, path);
        return judge.faults;
    }

    private void Judge(IGraphType type, object? value, string path)
    {
        switch (type, value)
        {
            // What a variable holds is judged where the variable is.
            case (_, GraphQLVariable):
                break;
            case (NonNullGraphType, null or GraphQLNullValue):
                Fault(path, "expected a value, found null");
                break;
            case (NonNullGraphType must, _):
                Judge(must.ResolvedType!, value, path);
                break;
            case (_, null or GraphQLNullValue):
                break;
            case (ListGraphType list, _):
                Items(list.ResolvedType!, value, path);
                break;
            case (IInputObjectGraphType shape, _):
                Fields(shape, value, path);
                break;
            case (EnumerationGraphType words, _):
                Word(words, value, path);
                break;
            case (ScalarGraphType scalar, _):
                Scalar(scalar, value, path);
                break;
        }
    }

    private void Items(IGraphType type, object value, string path)
    {
        var items = value switch
        {
            GraphQLListValue literal => literal.Values?.Cast<object?>() ?? [],
            IEnumerable list and not string and not IDictionary<string, object?> => list.Cast<object?>(),
            _ => null,
        };
        if (items is null)
        {
            Judge(type, value, path);   // One value stands for a list of one.
            return;
        }

        var index = 0;
        foreach (var item in items)
        {
            if (faults.Count >= countMax)
            {
                return;
            }

            Judge(type, item, $"{path}[{index++}]");
        }
    }

    private void Fields(IInputObjectGraphType shape, object value, string path)
    {
        List<(string Name, object? Value)>? given = value switch
        {
            GraphQLObjectValue literal => [.. literal.Fields?.Select(f => ((string)f.Name.Value, (object?)f.Value)) ?? []],
            IDictionary<string, object?> map => [.. map.Select(f => (f.Key, f.Value))],
            _ => null,
        };
        if (given is null)
        {
            Fault(path, $"expected {shape.Name}, found {Found(value)}");
            return;
        }

        foreach (var (name, item) in given)
        {
            if (shape.Fields.Find(name) is { } field)
            {
                Judge(field.ResolvedType!, item, $"{path}.{name}");
            }
            else
            {
                Fault($"{path}.{Short(name)}", Unknown(shape, name));
            }
        }

        foreach (var field in shape.Fields.Where(f => f.ResolvedType is NonNullGraphType && f.DefaultValue is null && !given.Exists(g => g.Name == f.Name)))
        {
            Fault($"{path}.{field.Name}", "expected a value, found none");
        }

        if (shape.IsOneOf && given.Count(g => g.Value is not (null or GraphQLNullValue)) is var count && (count != 1 || given.Count != 1))
        {
            Fault(path, $"expected exactly one of {(tellsSchema ? Some(shape.Fields.Select(f => f.Name)) : "the fields of " + shape.Name)}, found {(count == given.Count && count == 0 ? "none" : string.Join(", ", given.Select(g => g.Name)))}");
        }
    }

    private void Word(EnumerationGraphType words, object value, string path)
    {
        var word = value switch
        {
            GraphQLEnumValue literal => (string)literal.Name.Value,
            string text => text,
            _ => null,
        };
        if (word is null || words.Values.FindByName(word) is null)
        {
            Fault(path, $"expected {(tellsSchema ? "one of " + Some(words.Values.Select(w => w.Name)) : "a word of " + words.Name)}, found {Found(value)}");
        }
    }

    private void Scalar(ScalarGraphType scalar, object value, string path)
    {
        try
        {
            var read = value is GraphQLValue literal ? scalar.CanParseLiteral(literal) ? literal : Reread(scalar, literal) : scalar.ParseValue(value);
            if (read is not null)
            {
                return;
            }
        }
        catch (ScalarException e)
        {
            Fault(path, e.Message);
            return;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
        {
            // The library's own scalars say only that they could not.
        }

        Fault(path, $"expected {Expected(scalar)}, found {Found(value)}");
    }

    // Only for what our scalars say when they throw.
    private static object? Reread(ScalarGraphType scalar, GraphQLValue literal) => scalar is TextScalar ? scalar.ParseLiteral(literal) : null;

    private void Fault(string path, string message)
    {
        if (faults.Count < countMax)
        {
            faults.Add(new(path, message));
        }
    }

    private string Unknown(IInputObjectGraphType shape, string name) =>
        shape.GetMetadata<HashSet<string>?>(AuthorityFields)?.Contains(name) == true
            ? $"expected no '{name}': it is set by submit, approve, sign, reject, withdraw or the server, never by apply"
            : $"expected a field of {shape.Name}{(tellsSchema ? $" ({NearNames.Of(name, shape.Fields.Select(f => f.Name))})" : "")}, found '{Short(name)}'";

    private static string Expected(ScalarGraphType scalar) => scalar switch
    {
        IntGraphType => "a whole number of at most 32 bits",
        FloatGraphType => "a number",
        BooleanGraphType => "true or false",
        StringGraphType => "a text",
        IdGraphType => "an id",
        _ => $"a value of {scalar.Name}",
    };

    private static string Some(IEnumerable<string> words)
    {
        List<string> all = [.. words];
        return string.Join(", ", all.Take(WordCountMax)) + (all.Count > WordCountMax ? $" and {all.Count - WordCountMax} more" : "");
    }

    private static string Found(object? value) => value switch
    {
        GraphQLStringValue text => $"'{Short((string)text.Value)}'",
        GraphQLEnumValue word => Short((string)word.Name.Value),
        GraphQLIntValue number => Short((string)number.Value),
        GraphQLFloatValue number => Short((string)number.Value),
        GraphQLBooleanValue boolean => (string)boolean.Value,
        GraphQLListValue => "a list",
        GraphQLObjectValue or IDictionary<string, object?> => "an object",
        string text => $"'{Short(text)}'",
        bool boolean => boolean ? "true" : "false",
        IEnumerable => "a list",
        _ => Short(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"),
    };

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
