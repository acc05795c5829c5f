using Graph.Server.Api;
using GraphQLParser.AST;

namespace Graph.Server.Transport;

/// <summary>
/// Measures a document as if all its fragments were written out, in one walk: the measure of a fragment is kept, so that
/// fragments within fragments, which would double with each level, cost nothing here and are refused before they cost anything.
/// </summary>
internal sealed class DocumentMeasure
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Size> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly LimitUse use;

    private DocumentMeasure(LimitUse use) => this.use = use;

    /// <summary>Refuses a document of which an operation passes a limit, and notes what it uses of each.</summary>
    public static void Check(GraphQLDocument document, ApiOptions options, LimitUse use)
    {
        var measure = new DocumentMeasure(use);
        measure.Bound("definitionCountMax", options.DefinitionCountMax, document.Definitions.Count, "operations and fragments");
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            measure.fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
        }

        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLOperationDefinition operation)
            {
                measure.Bound("variableCountMax", options.VariableCountMax, operation.Variables?.Count ?? 0, "variables");
                measure.Check((operation.Variables?.Items ?? []).Aggregate(measure.Of(operation.SelectionSet).With(operation), (size, variable) => size.With(variable)), operation.SelectionSet, options);
            }
            else if (definition is GraphQLFragmentDefinition fragment)
            {
                // An unused fragment is walked by the rules all the same.
                measure.Check(measure.OfFragment(fragment.FragmentName.Name.StringValue) with { Roots = 0 }, fragment.SelectionSet, options);
            }
            else
            {
                throw ApiError.BadRequest("expected operations and fragments, found a definition of a type");
            }
        }
    }

    private void Check(Size size, GraphQLSelectionSet selections, ApiOptions options)
    {
        Bound("depthMax", options.DepthMax, size.Depth, "levels of fields");
        Bound("fieldCountMax", options.FieldCountMax, size.Fields, "fields, fragments written out");
        Bound("rootFieldCountMax", options.RootFieldCountMax, size.Roots, "fields at the root");
        Bound("aliasCountMax", options.AliasCountMax, size.Aliases, "aliases, fragments written out");
        Bound("fragmentSpreadCountMax", options.FragmentSpreadCountMax, size.Spreads, "uses of fragments, fragments written out");
        Bound("directiveCountMax", options.DirectiveCountMax, size.Directives, "directives, fragments written out");
        Bound("introspectionListDepthMax", options.IntrospectionListDepthMax, size.Introspection, "lists within each other in introspection");
        var budget = options.FieldCountMax;
        Bound("sameFieldCountMax", options.SameFieldCountMax, Meeting([selections], ref budget), "fields of one name in one place, fragments written out");
    }

    // The most fields that have one name in one place. A document without circles has no more places than fields; what has circles is refused by the rules.
    private int Meeting(IEnumerable<GraphQLSelectionSet> selections, ref int budget)
    {
        var fields = new List<GraphQLField>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in selections)
        {
            Collect(set, seen, fields);
        }

        budget -= fields.Count;
        var most = 0;
        foreach (var meeting in fields.GroupBy(f => (f.Alias?.Name ?? f.Name).StringValue, StringComparer.Ordinal))
        {
            most = Math.Max(most, meeting.Count());
            if (budget > 0)
            {
                most = Math.Max(most, Meeting(meeting.Select(f => f.SelectionSet).OfType<GraphQLSelectionSet>(), ref budget));
            }
        }

        return most;
    }

    private void Collect(GraphQLSelectionSet set, HashSet<string> seen, List<GraphQLField> fields)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case GraphQLField field:
                    fields.Add(field);
                    break;
                case GraphQLInlineFragment inline:
                    Collect(inline.SelectionSet, seen, fields);
                    break;
                case GraphQLFragmentSpread spread when seen.Add(spread.FragmentName.Name.StringValue) && fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment):
                    Collect(fragment.SelectionSet, seen, fields);
                    break;
            }
        }
    }

    private void Bound(string limit, int maximum, long found, string what)
    {
        use.Note(limit, found, maximum);
        if (found > maximum)
        {
            throw ApiError.Limit(limit, maximum, found, what);
        }
    }

    private Size Of(GraphQLSelectionSet? selections)
    {
        var total = default(Size);
        foreach (var selection in selections?.Selections ?? [])
        {
            total = total.And(selection switch
            {
                GraphQLField field => Of(field),
                GraphQLInlineFragment inline => Of(inline.SelectionSet).With(inline).Spread(),
                GraphQLFragmentSpread spread => OfFragment(spread.FragmentName.Name.StringValue).With(spread).Spread(),
                _ => default,
            });
        }

        return total;
    }

    private Size Of(GraphQLField field)
    {
        var below = Of(field.SelectionSet);
        var lists = field.Name.StringValue is "fields" or "inputFields" or "interfaces" or "possibleTypes" ? 1 : 0;
        return new Size(1, 1, 1, field.Alias is null ? 0 : 1, 0, 0, lists).Over(below).With(field);
    }

    private Size OfFragment(string name)
    {
        // A circle is refused by the rules of the language; here it must only end.
        if (known.TryGetValue(name, out var size) || !fragments.TryGetValue(name, out var fragment) || !open.Add(name))
        {
            return size;
        }

        size = Of(fragment.SelectionSet).With(fragment);
        open.Remove(name);
        return known[name] = size;
    }

    private readonly record struct Size(long Fields, long Roots, long Depth, long Aliases, long Spreads, long Directives, long Introspection)
    {
        private const long Enough = 1L << 40;

        public Size With(IHasDirectivesNode node) => this with { Directives = Math.Min(Enough, Directives + (node.Directives?.Count ?? 0)) };

        public Size Spread() => this with { Spreads = Math.Min(Enough, Spreads + 1) };

        public Size And(Size other) => new(
            Math.Min(Enough, Fields + other.Fields), Math.Min(Enough, Roots + other.Roots), Math.Max(Depth, other.Depth),
            Math.Min(Enough, Aliases + other.Aliases), Math.Min(Enough, Spreads + other.Spreads), Math.Min(Enough, Directives + other.Directives), Math.Max(Introspection, other.Introspection));

        public Size Over(Size below) => new(
            Math.Min(Enough, Fields + below.Fields), 1, 1 + below.Depth,
            Math.Min(Enough, Aliases + below.Aliases), below.Spreads, below.Directives, Introspection + below.Introspection);
    }
}
