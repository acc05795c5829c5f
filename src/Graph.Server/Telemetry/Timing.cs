using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Graph.Server.Telemetry;

/// <summary>Measures fields whose answers take time to work out.</summary>
internal static class Timing
{
    /// <summary>The field, measured under its name.</summary>
    public static FieldType Timed(this FieldType field)
    {
        field.Resolver = new TimedResolver(field.Name, field.Resolver!);
        return field;
    }

    private sealed class TimedResolver(string name, IFieldResolver inner) : IFieldResolver
    {
        public async ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            using var trace = context.RequestServices!.GetRequiredService<Instruments>().StartAnswer(name);
            return await inner.ResolveAsync(context);
        }
    }
}
