using System.Text.Json.Nodes;
using Graph.Engine.Model;
using Graph.Server.Api;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Types;
using Graph.Server.Identity;
using GraphQL;
using GraphQL.Types;
using FieldType = GraphQL.Types.FieldType;

namespace Graph.Tests.Identity;

/// <summary>What a field needs is declared beside it, stands in the schema, and is asked for before anything is executed.</summary>
public sealed class FieldPermissionTests
{
    [Fact]
    public void Every_field_has_a_rule_of_its_own_or_of_its_type()
    {
        var missing = Fields().Where(f => NeedsDirective.Of(f.Type, f.Field) is null or []).Select(f => $"{f.Type.Name}.{f.Field.Name}").ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_field_of_the_mutation_has_a_rule_of_its_own_and_none_is_for_readers()
    {
        var mutation = new ApiSchema(GraphModel.Default, new()).Mutation!;
        Assert.Null(NeedsDirective.Declared(mutation));
        Assert.Equal(
            "acceptLinks APPROVER, apply EDITOR, approve APPROVER, approveApplicability APPROVER, prefill EDITOR, reject APPROVER, revise EDITOR, sign APPROVER, submit EDITOR, submitApplicability EDITOR, withdraw APPROVER",
            string.Join(", ", mutation.Fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} {string.Join('|', NeedsDirective.Declared(f)!.Select(EnumWords.Of))}")));
    }

    [Fact]
    public void A_field_of_an_interface_needs_what_it_needs_in_every_type_that_has_it()
    {
        var schema = new ApiSchema(GraphModel.Default, new());
        foreach (var type in schema.AllTypes.OfType<IObjectGraphType>())
        {
            foreach (var (declared, field) in type.ResolvedInterfaces.SelectMany(i => i.Fields.Select(f => (i, f))))
            {
                Assert.Equal(NeedsDirective.Of(declared, field), NeedsDirective.Of(type, type.Fields.Find(field.Name)!));
            }
        }
    }

    [Fact]
    public void A_connection_needs_what_its_nodes_need()
    {
        var schema = new ApiSchema(GraphModel.Default, new());
        foreach (var connection in schema.AllTypes.OfType<ConnectionType>())
        {
            var node = (IObjectGraphType?)(connection.Fields.Find("nodes")!.ResolvedType!.GetNamedType() as IObjectGraphType);
            Assert.Equal(node is null ? Access.Read : NeedsDirective.Declared(node), NeedsDirective.Declared(connection));
            Assert.Equal(NeedsDirective.Declared(connection), NeedsDirective.Declared(connection.Edge));
        }
    }

    [Fact]
    public async Task The_schema_says_what_is_needed()
    {
        var printed = await SchemaPrinting.PrintAsync(new ApiSchema(GraphModel.Default, new()), default);
        Assert.Contains("directive @needs(", printed);
        Assert.Contains("type Change @needs(anyOf: [EDITOR, APPROVER, AUDITOR])", printed);
        Assert.Matches(@"approve\([^@]*ChangePayload! @needs\(anyOf: \[APPROVER\]\)", printed);
    }

    [Theory]
    [InlineData("Reader", "log,history,apply,submit,approve,acceptLinks")]
    [InlineData("Editor", "approve,acceptLinks")]
    [InlineData("Approver", "apply,submit")]
    [InlineData("Auditor", "apply,submit,approve,acceptLinks")]
    [InlineData("Administrator", "approve,acceptLinks")]
    public async Task A_role_may_do_what_it_may_and_nothing_else(string role, string refused)
    {
        await using var server = await IdentifiedServer.StartAsync();
        var token = server.Make("Ada", Enum.Parse<Role>(role));
        var questions = new (string Name, string Query)[]
        {
            ("view", "{ view { revision } }"),
            ("log", "{ log { totalCount } }"),
            ("history", "{ view { document(key: \"x\") { history { totalCount } } } }"),
            ("apply", "mutation { apply(changeId: \"1\", reason: \"r\", dryRun: true, changes: [{ put: { risk: { title: \"R\", kind: THREAT } } }]) { accepted } }"),
            ("submit", "mutation { submit(changeId: \"2\", reason: \"r\", key: \"x\") { accepted } }"),
            ("approve", $"mutation {{ approve(changeId: \"3\", reason: \"r\", key: \"x\", contentHash: \"{new string('0', 64)}\") {{ accepted }} }}"),
            ("acceptLinks", "mutation { acceptLinks(changeId: \"4\", reason: \"r\", links: [\"x|SATISFIES|y\"]) { accepted } }"),
        };
        var found = new List<string>();
        foreach (var (name, query) in questions)
        {
            var (status, body) = await server.AskAsync(query, token);
            if (body["errors"] is { } errors)
            {
                Assert.Equal((403, "FORBIDDEN"), (status, (string)errors[0]!["extensions"]!["code"]!));
                found.Add(name);
            }
        }

        Assert.Equal(refused, string.Join(',', found));
    }

    [Fact]
    public async Task All_refused_fields_are_told_at_once_with_place_need_and_roles_held_also_in_fragments()
    {
        await using var server = await IdentifiedServer.StartAsync();
        const string query = """
            query Run { view { revision aiSystems { nodes { ...S } } } mine: log { nodes { actor } } ... on Query { log { totalCount } } }
            query Other { log { totalCount } }
            fragment S on AiSystem { title past: history { totalCount } }
            """;
        using var response = await server.SendAsync("/graphql", server.Make("Ada", Role.Reader), HttpMethod.Post, new { query, operationName = "Run" });
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray();

        Assert.Equal(
            """[{"code":"FORBIDDEN","needs":["EDITOR","APPROVER","AUDITOR"],"held":["READER"],"path":"view.aiSystems.nodes.past"},{"code":"FORBIDDEN","needs":["EDITOR","APPROVER","AUDITOR"],"held":["READER"],"path":"mine"},{"code":"FORBIDDEN","needs":["EDITOR","APPROVER","AUDITOR"],"held":["READER"],"path":"log"}]""",
            new JsonArray([.. errors.Select(e => e!["extensions"]!.DeepClone())]).ToJsonString());
        Assert.Equal("mine: expected the role EDITOR or APPROVER or AUDITOR, found READER", (string)errors[1]!["message"]!);
    }

    [Fact]
    public async Task What_another_operation_of_the_document_needs_is_not_asked_for()
    {
        await using var server = await IdentifiedServer.StartAsync();
        const string query = "query A { server { revision } } query B { log { totalCount } }";
        using var response = await server.SendAsync("/graphql", server.Make("Ada", Role.Reader), HttpMethod.Post, new { query, operationName = "A" });
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_document_that_one_caller_had_executed_is_judged_anew_for_the_next()
    {
        await using var server = await IdentifiedServer.StartAsync();
        const string query = "{ log { totalCount } }";
        await server.AnswerAsync(query, server.Make("audit", Role.Auditor));
        Assert.Equal(403, (await server.AskAsync(query, server.Make("Ada", Role.Reader))).Status);
    }

    [Fact]
    public async Task A_refused_mutation_leaves_no_trace_in_the_log()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var (status, _) = await server.AskAsync("mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { risk: { title: \"R\", kind: THREAT } } }]) { accepted } }", server.Make("Ada", Role.Auditor));
        Assert.Equal((403, 0), (status, server.Engine.Current.Head.Revision));
    }

    private static IEnumerable<(IComplexGraphType Type, FieldType Field)> Fields() =>
        new ApiSchema(GraphModel.Default, new()).AllTypes.OfType<IComplexGraphType>()
            .Where(t => t is IObjectGraphType or IInterfaceGraphType && !t.Name.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(t => t.Fields.Select(f => (t, f)));
}
