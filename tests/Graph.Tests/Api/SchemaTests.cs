using System.Runtime.CompilerServices;
using Graph.Engine.Model;
using Graph.Server.Api;
using GraphQL.Types;

namespace Graph.Tests.Api;

public sealed class SchemaTests
{
    private static readonly string[] BuiltIn = ["ID", "String", "Boolean", "Int", "Float"];

    [Fact]
    public async Task The_printed_schema_is_the_approved_one()
    {
        var printed = await SchemaPrinting.PrintAsync(new ApiSchema(GraphModel.Default, new ApiOptions()), default);
        var path = Path.Combine(Root(), "schema", "schema.graphql");
        if (Environment.GetEnvironmentVariable("GRAPH_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, printed);
        }

        var approved = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(printed == approved, "The schema differs from schema/schema.graphql: run the test with GRAPH_APPROVE=1, review the difference, and say what clients must do in schema/README.md.");
    }

    [Fact]
    public async Task Prints_the_same_text_twice() => Assert.Equal(
        await SchemaPrinting.PrintAsync(new ApiSchema(GraphModel.Default, new ApiOptions()), default),
        await SchemaPrinting.PrintAsync(new ApiSchema(GraphModel.Default, new ApiOptions()), default));

    [Fact]
    public void Everything_is_described() => Assert.Empty(Undescribed(new ApiSchema(GraphModel.Default, new ApiOptions())));

    /// <summary>The names of what a schema does not describe.</summary>
    internal static IReadOnlyList<string> Undescribed(ApiSchema schema)
    {
        var missing = new List<string>();
        foreach (var type in schema.AllTypes.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !BuiltIn.Contains(t.Name)))
        {
            Check(type.Name, type.Description);
            foreach (var value in (type as EnumerationGraphType)?.Values ?? Enumerable.Empty<EnumValueDefinition>())
            {
                Check($"{type.Name}.{value.Name}", value.Description);
            }

            foreach (var field in (type as IComplexGraphType)?.Fields ?? Enumerable.Empty<GraphQL.Types.FieldType>())
            {
                Check($"{type.Name}.{field.Name}", field.Description);
                foreach (var argument in field.Arguments ?? Enumerable.Empty<QueryArgument>())
                {
                    Check($"{type.Name}.{field.Name}({argument.Name})", argument.Description);
                }
            }
        }

        return missing;

        void Check(string name, string? description)
        {
            if (string.IsNullOrWhiteSpace(description))
            {
                missing.Add(name);
            }
        }
    }

    [Fact]
    public void Says_supporting_evidence_where_results_are_described()
    {
        var schema = new ApiSchema(GraphModel.Default, new ApiOptions());
        foreach (var name in (string[])["Cell", "Coverage", "SystemCoverage", "Credit", "State", "Server", "MappingSet"])
        {
            Assert.Contains("upporting evidence, not certification", schema.AllTypes[name]!.Description!);
        }
    }

    [Fact]
    public async Task Never_speaks_of_a_presumption_of_conformity() => Assert.DoesNotContain(
        "presumption", await SchemaPrinting.PrintAsync(new ApiSchema(GraphModel.Default, new ApiOptions()), default), StringComparison.OrdinalIgnoreCase);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
