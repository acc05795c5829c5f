using Graph.Server.Api.Reading;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Makes fields whose resolvers read from a source of a known type, without adapters.</summary>
internal static class Make
{
    public static FieldType Field<TSource>(string name, IGraphType type, string description, Func<TSource, object?> read) => new()
    {
        Name = name,
        Description = description,
        ResolvedType = type,
        Resolver = new Reading<TSource>(read),
    };

    public static FieldType Field<TSource>(
        string name, IGraphType type, string description, Func<TSource, IResolveFieldContext, object?> read, params QueryArgument[] arguments) => new()
        {
            Name = name,
            Description = description,
            ResolvedType = type,
            Arguments = new(arguments),
            Resolver = new ReadingWith<TSource>(read),
        };

    public static FieldType Async<TSource>(
        string name, IGraphType type, string description, Func<TSource, IResolveFieldContext, ValueTask<object?>> read, params QueryArgument[] arguments) => new()
        {
            Name = name,
            Description = description,
            ResolvedType = type,
            Arguments = new(arguments),
            Resolver = new ReadingAsync<TSource>(read),
        };

    /// <summary>A field of an interface, which has no resolver.</summary>
    public static FieldType Bare(string name, IGraphType type, string description, params QueryArgument[] arguments) =>
        new() { Name = name, Description = description, ResolvedType = type, Arguments = arguments.Length == 0 ? null : new(arguments) };

    public static QueryArgument Argument(string name, IGraphType type, string description, object? defaultValue = null) =>
        new(type) { Name = name, Description = description, DefaultValue = defaultValue };

    public static IGraphType Must(IGraphType type) => new NonNullGraphType(type);

    /// <summary>A list without gaps that is always there.</summary>
    public static IGraphType All(IGraphType type) => new NonNullGraphType(Some(type));

    /// <summary>A list without gaps that may be absent.</summary>
    public static IGraphType Some(IGraphType type) => new ListGraphType(new NonNullGraphType(type));

    public static T Add<T>(this T type, params ReadOnlySpan<FieldType> fields)
        where T : IComplexGraphType
    {
        foreach (var field in fields)
        {
            type.AddField(field);
        }

        return type;
    }

    public static RequestContext Request(this IResolveFieldContext context) => (RequestContext)context.UserContext;

    /// <summary>An argument as coerced; null where it is absent.</summary>
    public static T? Given<T>(this IResolveFieldContext context, string name) => PageSize.Argument<T>(context, name);

    /// <summary>An entry of an input object; null where it is absent.</summary>
    public static object? Get(this IDictionary<string, object?> given, string name) => given.TryGetValue(name, out var value) ? value : null;

    /// <summary>A list of texts as coerced, within the limit for lists; null where it is absent.</summary>
    public static string[]? GivenTexts(this IResolveFieldContext context, string name) =>
        Texts(context.Given<object>(name), name, context.Request().Options);

    public static string[]? Texts(object? value, string name, ApiOptions options)
    {
        if (value is not System.Collections.IEnumerable items)
        {
            return null;
        }

        string[] texts = [.. items.Cast<string>()];
        return texts.Length <= options.ListCountMax ? texts : throw ApiError.Limit("listCountMax", options.ListCountMax, texts.Length, $"entries in '{name}'");
    }

    private sealed class Reading<TSource>(Func<TSource, object?> read) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(read((TSource)context.Source!));
    }

    private sealed class ReadingWith<TSource>(Func<TSource, IResolveFieldContext, object?> read) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(read((TSource)context.Source!, context));
    }

    private sealed class ReadingAsync<TSource>(Func<TSource, IResolveFieldContext, ValueTask<object?>> read) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => read((TSource)context.Source!, context);
    }
}
