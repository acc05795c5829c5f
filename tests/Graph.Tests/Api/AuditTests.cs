using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>
/// The 61 audits of GraphQL over HTTP, by the names that the npm package graphql-http gives them: each line says what is sent and what
/// must come back. <see cref="Clients.PackageAuditTests"/> runs the package's own where Node.js is there.
/// </summary>
public sealed class AuditTests
{
    private const string Json = "application/json";
    private const string New = "application/graphql-response+json";
    private const string Asked = """{"query":"{ __typename }"}""";
    private const string Named = """{"query":"query Type($name: String!) { __type(name: $name) { name } }","variables":{"name":"sometype"}}""";
    private const string MissingId = """{"query":"query CoerceFailure($id: ID!) { __typename }","variables":{"id":null}}""";
    private const string ByGet = "?query=query%20Type(%24name%3AString!)%7B__type(name%3A%24name)%7Bname%7D%7D&variables=%7B%22name%22%3A%22sometype%22%7D";

    [Theory]
    [InlineData("2C94 MUST accept POST requests", null)]
    [InlineData("03D4 MUST accept application/json POST requests", null)]
    [InlineData("78D5 MUST assume utf-8 in request if encoding is unspecified", null)]
    [InlineData("80D8 SHOULD assume application/json content-type when accept is missing", null)]
    [InlineData("47DE SHOULD accept */* and use application/json for the content-type", "*/*")]
    [InlineData("4655 MUST accept application/json and match the content-type", Json)]
    [InlineData("22EB SHOULD accept application/graphql-response+json and match the content-type", New)]
    public async Task The_content_type_is_the_one_that_is_asked_for(string audit, string? accept)
    {
        var (status, type, body) = await PostAsync(Asked, accept);

        Assert.True(status == 200 && type == (accept == New ? New : Json) && body["data"] is not null, audit);
    }

    [Theory]
    [InlineData("BF61 MUST accept utf-8 encoded request", "application/json; charset=utf-8")]
    [InlineData("82A3 MUST use utf-8 encoding when responding", Json)]
    public async Task Text_is_utf_8_both_ways(string audit, string contentType)
    {
        var (status, _, body) = await PostAsync("""{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}""", null, contentType);

        Assert.True(status == 200 && body["data"] is not null, audit);
    }

    [Theory]
    [InlineData("34A2/13EE query as a string", Asked)]
    [InlineData("8161/B8B3 operationName as a string", """{"operationName":"Query","query":"query Query { __typename }"}""")]
    [InlineData("94B0/0220 variables as null", """{"query":"{ __typename }","variables":null}""")]
    [InlineData("94B1/0221 operationName as null", """{"query":"{ __typename }","operationName":null}""")]
    [InlineData("94B2/0222 extensions as null", """{"query":"{ __typename }","extensions":null}""")]
    [InlineData("2EA1/28B9 variables as a map", Named)]
    [InlineData("428F/1B7A extensions as a map", """{"query":"{ __typename }","extensions":{"some":"value"}}""")]
    public async Task What_is_allowed_is_answered_in_both_media_types(string audit, string body)
    {
        foreach (var accept in (string[])[New, Json])
        {
            var (status, _, answer) = await PostAsync(body, accept);

            Assert.True(status == 200 && answer["errors"] is null && answer["data"] is not null, $"{audit} {accept}");
        }
    }

    [Theory]
    [InlineData("5A70 MAY accept application/x-www-form-urlencoded formatted GET requests", "?query=%7B__typename%7D", null)]
    [InlineData("D6D5 MAY allow URL-encoded JSON string {variables} in GETs", ByGet, New)]
    [InlineData("6A70 MAY allow URL-encoded JSON string {variables} in GETs", ByGet, Json)]
    public async Task Get_takes_what_post_takes(string audit, string parameters, string? accept)
    {
        var (status, _, body) = await SendAsync(new(HttpMethod.Get, "/graphql" + parameters), accept);

        Assert.True(status == 200 && body["errors"] is null, audit);
    }

    [Fact(DisplayName = "9C48 MAY NOT allow executing mutations on GET requests")]
    public async Task Get_does_not_change_anything() =>
        Assert.InRange((await SendAsync(new(HttpMethod.Get, "/graphql?query=mutation%20%7B__typename%7D"), New)).Status, 400, 499);

    [Fact(DisplayName = "9ABE SHOULD respond with 4xx status code if content-type is not supplied on POST requests")]
    public async Task A_body_says_what_it_is() => Assert.InRange((await PostAsync(Asked, null, "text/plain")).Status, 400, 499);

    [Theory]
    [InlineData("423L missing query", """{"notquery":"{ __typename }"}""", New)]
    [InlineData("LKJ0 query as an object", """{"query":{"obj":"ect"}}""", New)]
    [InlineData("LKJ1 query as a number", """{"query":0}""", New)]
    [InlineData("LKJ2 query as a boolean", """{"query":false}""", New)]
    [InlineData("LKJ3 query as an array", """{"query":["array"]}""", New)]
    [InlineData("6C00 operationName as an object", """{"query":"{ __typename }","operationName":{"obj":"ect"}}""", New)]
    [InlineData("6C01 operationName as a number", """{"query":"{ __typename }","operationName":0}""", New)]
    [InlineData("6C02 operationName as a boolean", """{"query":"{ __typename }","operationName":false}""", New)]
    [InlineData("6C03 operationName as an array", """{"query":"{ __typename }","operationName":["array"]}""", New)]
    [InlineData("4760 variables as a string", """{"query":"{ __typename }","variables":"string"}""", New)]
    [InlineData("4761 variables as a number", """{"query":"{ __typename }","variables":0}""", New)]
    [InlineData("4762 variables as a boolean", """{"query":"{ __typename }","variables":false}""", New)]
    [InlineData("4763 variables as an array", """{"query":"{ __typename }","variables":["array"]}""", New)]
    [InlineData("58B0 extensions as a string", """{"query":"{ __typename }","extensions":"string"}""", New)]
    [InlineData("58B1 extensions as a number", """{"query":"{ __typename }","extensions":0}""", New)]
    [InlineData("58B2 extensions as a boolean", """{"query":"{ __typename }","extensions":false}""", New)]
    [InlineData("58B3 extensions as an array", """{"query":"{ __typename }","extensions":["array"]}""", New)]
    [InlineData("A5BF no body", "", null)]
    [InlineData("B6DC/BCF8 broken JSON", """{ "not a JSON""", Json)]
    [InlineData("B7N8 broken JSON", """{ "not a JSON""", New)]
    [InlineData("8764/3E3A misspelt query", """{"qeury":"{ __typename }"}""", null)]
    public async Task What_is_no_request_is_400(string audit, string body, string? accept)
    {
        var (status, _, answer) = await PostAsync(body, accept);

        Assert.True(status == 400 && answer["data"] is null && answer["errors"] is not null, audit);
    }

    [Theory]
    [InlineData("572B / 865D, 556A, D586 a document that cannot be parsed", """{"query":"{"}""")]
    [InlineData("FDE2 / 51FE, 74FF, 5E5B a document that is not valid", """{"query":"{ 8f31403dfe404bccbb0e835f2629c6a7 }"}""")]
    [InlineData("FDE2 / 51FE, 74FF, 5E5B a field that there is not", """{"query":"{ aFieldThatThereIsNot }"}""")]
    [InlineData("7B9B / 86EE a variable that cannot be coerced", MissingId)]
    public async Task A_document_that_is_refused_is_200_in_json_and_400_in_the_new_media_type_without_data(string audit, string body)
    {
        var legacy = await PostAsync(body, Json);
        var current = await PostAsync(body, New);

        Assert.True((legacy.Status, current.Status) == (200, 400), audit);
        Assert.True(current.Body is JsonObject answer && !answer.ContainsKey("data") && answer.ContainsKey("errors"), audit);
    }

    private static async Task<(int Status, string? Type, JsonNode Body)> PostAsync(string body, string? accept, string contentType = Json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(new(HttpMethod.Post, "/graphql") { Content = content }, accept);
    }

    private static async Task<(int Status, string? Type, JsonNode Body)> SendAsync(HttpRequestMessage request, string? accept)
    {
        await using var api = await StartAsync();
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await api.Client.SendAsync(request);
        Assert.Equal("utf-8", response.Content.Headers.ContentType!.CharSet);
        return ((int)response.StatusCode, response.Content.Headers.ContentType.MediaType, JsonNode.Parse(await response.Content.ReadAsByteArrayAsync())!);
    }
}
