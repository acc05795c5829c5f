using System.ComponentModel;

namespace Graph.Server.Api;

/// <summary>The limits of the API. Each has a name, a default and a place in the answer of <c>server { limits }</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>The path of the endpoint. Default /graphql.</summary>
    [Description("The path of the endpoint.")]
    public string Path { get; set; } = "/graphql";

    /// <summary>The origins of other sites whose pages may ask, such as https://grc.example.org. Default none.</summary>
    [Description("The origins of other sites whose pages may ask, such as https://grc.example.org.")]
    public IList<string> Origins { get; } = [];

    /// <summary>Whether the schema may be asked about itself; __typename always may. Default true.</summary>
    [Description("Whether the schema may be asked about itself; __typename always may.")]
    public bool Introspection { get; set; } = true;

    /// <summary>The operations that clients may ask for by their identifier: a folder of .graphql files, or a JSON file of identifiers and texts. Default none.</summary>
    [Description("The operations that clients may ask for by their identifier: a folder of .graphql files, or a JSON file of identifiers and texts.")]
    public string? PersistedOperations { get; set; }

    /// <summary>Whether only these are answered. Default false.</summary>
    [Description("Whether only the operations of Graph:Api:PersistedOperations are answered.")]
    public bool OnlyPersisted { get; set; }

    /// <summary>The greatest size of a request body in bytes. Default 4 MiB.</summary>
    [Description("The greatest size of a request body in bytes.")]
    public int BodyBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>The greatest nesting of objects and lists in the JSON of a request. Default 64.</summary>
    [Description("The greatest nesting of objects and lists in the JSON of a request.")]
    public int JsonDepthMax { get; set; } = 64;

    /// <summary>The greatest length of a JSON number in bytes; longer ones would be read onto the stack. Default 40.</summary>
    [Description("The greatest length of a number in the JSON of a request, in bytes.")]
    public int NumberBytesMax { get; set; } = 40;

    /// <summary>The greatest length of a GraphQL document in characters. Default 20,000.</summary>
    [Description("The greatest length of a GraphQL document in characters; data belongs in variables.")]
    public int DocumentCharsMax { get; set; } = 20_000;

    /// <summary>The greatest number of tokens in a GraphQL document. Default 10,000.</summary>
    [Description("The greatest number of tokens in a GraphQL document; they are counted before it is parsed.")]
    public int TokenCountMax { get; set; } = 10_000;

    /// <summary>The greatest nesting of fields in a document, fragments expanded. Default 24.</summary>
    [Description("The greatest nesting of fields in a document, fragments expanded.")]
    public int DepthMax { get; set; } = 24;

    /// <summary>The greatest number of fields in a document, fragments expanded. Default 3,000.</summary>
    [Description("The greatest number of fields in a document, fragments expanded.")]
    public int FieldCountMax { get; set; } = 3_000;

    /// <summary>The greatest number of fields of one name in one place of a document, fragments expanded. Default 50.</summary>
    [Description("The greatest number of fields of one name (or alias) in one place of a document, fragments expanded: each is compared with each.")]
    public int SameFieldCountMax { get; set; } = 50;

    /// <summary>The greatest number of faults of one request that are told. Default 100.</summary>
    [Description("The greatest number of faults of one request that are told; the answer says how many there are.")]
    public int ErrorCountMax { get; set; } = 100;

    /// <summary>The greatest number of fields at the root of an operation. Default 50.</summary>
    [Description("The greatest number of fields at the root of an operation.")]
    public int RootFieldCountMax { get; set; } = 50;

    /// <summary>The greatest number of aliases in a document, fragments expanded. Default 200.</summary>
    [Description("The greatest number of aliases in a document, fragments expanded.")]
    public int AliasCountMax { get; set; } = 200;

    /// <summary>The greatest number of directives in a document, fragments expanded. Default 100.</summary>
    [Description("The greatest number of directives in a document, fragments expanded.")]
    public int DirectiveCountMax { get; set; } = 100;

    /// <summary>The greatest number of uses of fragments in a document, inline ones included, fragments expanded. Default 500.</summary>
    [Description("The greatest number of uses of fragments in a document, inline ones included, fragments expanded.")]
    public int FragmentSpreadCountMax { get; set; } = 500;

    /// <summary>The greatest number of operations and fragments in a document. Default 100.</summary>
    [Description("The greatest number of operations and fragments in a document.")]
    public int DefinitionCountMax { get; set; } = 100;

    /// <summary>The greatest number of variables of an operation. Default 100.</summary>
    [Description("The greatest number of variables of an operation.")]
    public int VariableCountMax { get; set; } = 100;

    /// <summary>The greatest nesting of lists within introspection, which grows as a power of it. Default 3.</summary>
    [Description("The greatest nesting of lists within introspection, which grows as a power of it.")]
    public int IntrospectionListDepthMax { get; set; } = 3;

    /// <summary>The greatest complexity of a query: the values it may give, lists counted as long as asked for, and what is worked out for them. Default 1,000,000.</summary>
    [Description("The greatest complexity of a query, reckoned with its variables before it is executed: one for each value it may give, lists taken as long as first, last or ids say, else as listCountAssumed says, and a thousand for each analysis or moment of the past; as many for each point of a timeline and each action that remedies may try, and more where cells are compared.")]
    public int ComplexityMax { get; set; } = 1_000_000;

    /// <summary>The length that a list is taken to have where nothing says it, when complexity is reckoned. Default 10.</summary>
    [Description("The length that a list is taken to have where nothing says it, when complexity is reckoned.")]
    public int ListCountAssumed { get; set; } = 10;

    /// <summary>The greatest complexity of a query that is answered at once, where it only reads. Default 5,000.</summary>
    [Description("The greatest complexity of a query that is quick, which is answered at once where it only reads documents; others, and whatever must be judged, take turns.")]
    public int QuickComplexityMax { get; set; } = 5_000;

    /// <summary>The greatest number of queries at a time that are neither quick nor heavy. Default 8.</summary>
    [Description("The greatest number of queries, neither quick nor heavy, that are worked out at a time; others wait.")]
    public int WorkCountMax { get; set; } = 8;

    /// <summary>The greatest number of queries that wait and are not heavy. Default 256.</summary>
    [Description("The greatest number of queries, neither quick nor heavy, that wait for their turn.")]
    public int WorkQueueCountMax { get; set; } = 256;

    /// <summary>The greatest complexity of a query that is not heavy. Default 50,000.</summary>
    [Description("The greatest complexity of a query that is not heavy. Exports are always heavy.")]
    public int LightComplexityMax { get; set; } = 50_000;

    /// <summary>The greatest number of heavy queries at a time. Default 4.</summary>
    [Description("The greatest number of heavy queries and exports that are worked out at a time; others wait.")]
    public int HeavyCountMax { get; set; } = 4;

    /// <summary>The greatest number of heavy queries that wait. Default 32.</summary>
    [Description("The greatest number of heavy queries and exports that wait for their turn.")]
    public int HeavyQueueCountMax { get; set; } = 32;

    /// <summary>The time that a query which is not quick waits for its turn. Default 5 seconds.</summary>
    [Description("The greatest time that a query which is not quick, or an export, waits for its turn.")]
    public TimeSpan HeavyWaitMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request waits for the revision that it says it has seen (header Graph-Seen). Default 5 seconds.</summary>
    [Description("The greatest time that a request waits for the revision that its header Graph-Seen names.")]
    public TimeSpan SeenWaitMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The greatest number of requests of one client within <see cref="RequestPeriod"/>. Default 3,000.</summary>
    [Description("The greatest number of requests of one client, known by its identity or else its address, within requestPeriod; as many at once after a pause.")]
    public int RequestCountMax { get; set; } = 3_000;

    /// <summary>The same for clients of this machine that are not identified: they share one address. Default 600,000.</summary>
    [Description("The same for all clients of the server's own machine that are not identified.")]
    public int LoopbackRequestCountMax { get; set; } = 600_000;

    /// <summary>The time over which requests are counted. Default 1 minute.</summary>
    [Description("The time over which requests of one client are counted.")]
    public TimeSpan RequestPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The greatest number of subscriptions that run at a time. Default 500.</summary>
    [Description("The greatest number of subscriptions that run at a time, over event streams and WebSockets.")]
    public int SubscriptionCountMax { get; set; } = 500;

    /// <summary>The greatest number of subscriptions of one client. Default 50.</summary>
    [Description("The greatest number of subscriptions of one client that run at a time, known by its identity or else its address; those of the server's own machine that are not identified are bounded by subscriptionCountMax alone.")]
    public int ClientSubscriptionCountMax { get; set; } = 50;

    /// <summary>How many revisions a subscriber may fall further behind than it was. Default 10,000.</summary>
    [Description("The number of revisions by which a subscriber may fall further behind than it has been at its best; one that reads more slowly than others write is cut off beyond it, and may subscribe again from where it is.")]
    public int SubscriberLagMax { get; set; } = 10_000;

    /// <summary>The time within which a subscriber must take what is sent. Default 10 seconds.</summary>
    [Description("The greatest time that a subscriber may take to make room for the next piece of what is sent to it, and a socket to answer a ping; beyond it the subscriber is cut off.")]
    public TimeSpan SubscriberSendTimeMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a running stream shows that it is alive and its caller is asked for again. Default 12 seconds.</summary>
    [Description("The time after which an idle stream shows that it is alive, and it is looked whether its caller may still have it; that is also looked at before each event.")]
    public TimeSpan StreamCheckPeriod { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>The least time between two looks at the coverage of one subscription. Default 1 second.</summary>
    [Description("The least time between two looks at the coverage that one subscription follows; what is written meanwhile is told together.")]
    public TimeSpan CoveragePeriodMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The greatest number of open WebSockets. Default 500.</summary>
    [Description("The greatest number of open WebSockets.")]
    public int SocketCountMax { get; set; } = 500;

    /// <summary>The greatest number of open WebSockets of one client. Default 50.</summary>
    [Description("The greatest number of open WebSockets of one address; those of the server's own machine are bounded by socketCountMax alone.")]
    public int ClientSocketCountMax { get; set; } = 50;

    /// <summary>The time within which a WebSocket must say connection_init. Default 10 seconds.</summary>
    [Description("The time within which a WebSocket must say connection_init; beyond it, it is closed with 4408.")]
    public TimeSpan SocketInitTimeMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The greatest number of operations that one WebSocket has running. Default 100.</summary>
    [Description("The greatest number of operations that one WebSocket has running at a time, subscriptions and others.")]
    public int SocketOperationCountMax { get; set; } = 100;

    /// <summary>The greatest number of open connections. Default 1,000.</summary>
    [Description("The greatest number of open connections; further ones are closed.")]
    public int ConnectionCountMax { get; set; } = 1_000;

    /// <summary>The greatest number of open connections of one client. Default 200.</summary>
    [Description("The greatest number of open connections of one address; further ones are closed. A proxy is one address; those of the server's own machine are bounded by connectionCountMax alone.")]
    public int ClientConnectionCountMax { get; set; } = 200;

    /// <summary>The time that a connection may be open without a request. Default 75 seconds.</summary>
    [Description("The greatest time that a connection may be open without a request; beyond it, it is closed. Longer than a proxy before the server keeps one for its next request.")]
    public TimeSpan IdleTimeMax { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>The greatest size of the request line, which holds the query of a GET. Default 32 KiB.</summary>
    [Description("The greatest size of the request line in bytes, which holds the query of a GET.")]
    public int RequestLineBytesMax { get; set; } = 32 * 1024;

    /// <summary>The greatest size of all request headers. Default 32 KiB.</summary>
    [Description("The greatest size of all headers of a request in bytes.")]
    public int HeaderBytesMax { get; set; } = 32 * 1024;

    /// <summary>The least rate at which a body must come and an answer or export be read, after five seconds. Default 240 bytes a second.</summary>
    [Description("The least number of bytes a second at which a body must come and an answer or export be read, five seconds after its start; slower connections are cut.")]
    public int BytesPerSecondMin { get; set; } = 240;

    /// <summary>The time of one request. Default 10 seconds.</summary>
    [Description("The greatest time of one request; the time in which a query waits for its turn is not counted.")]
    public TimeSpan TimeMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time of one evidence pack. Default 2 minutes.</summary>
    [Description("The greatest time in which an evidence pack is made.")]
    public TimeSpan PackTimeMax { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The page size where none is asked for. Default 50.</summary>
    [Description("The page size where none is asked for.")]
    public int PageSizeDefault { get; set; } = 50;

    /// <summary>The greatest page size. Default 500.</summary>
    [Description("The greatest page size.")]
    public int PageSizeMax { get; set; } = 500;

    /// <summary>The greatest number of list items in one answer, over all its lists. Default 100,000.</summary>
    [Description("The greatest number of list items in one answer, over all its lists.")]
    public int ItemCountMax { get; set; } = 100_000;

    /// <summary>The greatest number of values of all answers that are being sent. Default 1,000,000, which take some 120 MB.</summary>
    [Description("The greatest number of values of all longer answers that are being sent at a time, for each is held until it is read; where there is no room for one more, the answer that has been read for longest is cut off, once it had sendingTimeMin, and else the new one is refused. One answer counts as this many at most.")]
    public int SendingValueCountMax { get; set; } = 1_000_000;

    /// <summary>The time that a reader of a longer answer has in any case. Default 5 seconds.</summary>
    [Description("The time in which the reader of a longer answer is not cut off for the room of another one (sendingValueCountMax).")]
    public TimeSpan SendingTimeMin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time that readers have for the rest when the server stops. Default 2 seconds.</summary>
    [Description("The time that readers of answers and exports have to take the rest when the server stops; beyond it they are cut off.")]
    public TimeSpan StopSendTimeMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The greatest number of exports that make rows at a time. Default 2.</summary>
    [Description("The greatest number of exports that make a piece of their rows at a time; others wait for their turn, piece by piece.")]
    public int ExportPieceCountMax { get; set; } = 2;

    /// <summary>The greatest number of rows in one export. Default 1,000,000.</summary>
    [Description("The greatest number of rows in one export; they are counted before the first is sent.")]
    public int ExportRowCountMax { get; set; } = 1_000_000;

    /// <summary>The greatest number of ids in one call of nodes, and of keys or words in one list of a filter. Default 1,000.</summary>
    [Description("The greatest number of entries in one list of an argument, such as ids, systems or mapping sets.")]
    public int ListCountMax { get; set; } = 1_000;

    /// <summary>The greatest nesting of filters by what documents are linked to. Default 4.</summary>
    [Description("The greatest nesting of filters by what documents are linked to.")]
    public int FilterDepthMax { get; set; } = 4;

    /// <summary>The greatest length of a search text in characters. Default 200.</summary>
    [Description("The greatest length of a search text in characters.")]
    public int SearchCharsMax { get; set; } = 200;

    /// <summary>The greatest length of an id or cursor in characters. Default 20,000.</summary>
    [Description("The greatest length of an id or cursor in characters.")]
    public int IdCharsMax { get; set; } = 20_000;

    /// <summary>The greatest distance that a traversal may be asked to go. Default 64.</summary>
    [Description("The greatest distance that impact or trace may be asked to go (limits.depthMax).")]
    public int TraversalDepthMax { get; set; } = 64;

    /// <summary>The greatest number of documents that a traversal may be asked to reach. Default 1,000,000.</summary>
    [Description("The greatest number of documents that impact or trace may be asked to reach (limits.nodeCountMax).")]
    public int TraversalNodeCountMax { get; set; } = 1_000_000;

    /// <summary>The greatest number of paths that a trace may be asked to list. Default 1,000.</summary>
    [Description("The greatest number of paths that trace may be asked to list (limits.pathCountMax).")]
    public int TracePathCountMax { get; set; } = 1_000;

    /// <summary>The greatest time that a traversal may be asked to take. Default 10 seconds.</summary>
    [Description("The greatest time that impact or trace may be asked to take (limits.timeMsMax).")]
    public TimeSpan TraversalTimeMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The greatest number of days that expiring, due and calendar may be asked to look over. Default 3,660.</summary>
    [Description("The greatest number of days that expiring and due may be asked to look ahead (within), and that a calendar may span.")]
    public int CalendarDaysMax { get; set; } = 3_660;

    /// <summary>How many days before its last day something is called DUE rather than UPCOMING. Default 30.</summary>
    [Description("How many days before its last day something is called DUE rather than UPCOMING.")]
    public int DueSoonDays { get; set; } = 30;

    /// <summary>The greatest number of pieces of proof that are tried out to see which cells fall. Default 200.</summary>
    [Description("The greatest number of pieces of proof that expiring looks at where it lists only those with which cells of a framework or of some systems fall: for each of them all cells are compared.")]
    public int ExpiringCountMax { get; set; } = 200;

    /// <summary>The greatest number of items that a sample may be asked to have. Default 1,000.</summary>
    [Description("The greatest number of items that a sample may be asked to have (size).")]
    public int SampleSizeMax { get; set; } = 1_000;

    /// <summary>The greatest length of the seed of a sample in characters. Default 200.</summary>
    [Description("The greatest length of the seed of a sample in characters.")]
    public int SampleSeedCharsMax { get; set; } = 200;

    /// <summary>The number of views whose cells are kept for the next request. Default 8.</summary>
    [Description("The number of views whose cells are kept for the next request.")]
    public int ViewCountMax { get; set; } = 8;

    /// <summary>The greatest number of points in a timeline. Default 400.</summary>
    [Description("The greatest number of points in a timeline of coverage.")]
    public int TimelinePointCountMax { get; set; } = 400;

    /// <summary>The greatest number of days in the history of a cell. Default 3,660.</summary>
    [Description("The greatest number of days in the history of a cell.")]
    public int HistoryDaysMax { get; set; } = 3_660;

    /// <summary>The greatest number of actions that are tried when remedies are sought. Default 300.</summary>
    [Description("The greatest number of actions that are tried when remedies are sought.")]
    public int RemedyTrialCountMax { get; set; } = 300;

    /// <summary>The greatest number of changes that a view may assume. Default 500.</summary>
    [Description("The greatest number of changes that a view of what if may assume.")]
    public int AssumeCountMax { get; set; } = 500;

    /// <summary>The number of assumptions kept, so that ids of their views can be looked up. Default 64.</summary>
    [Description("The number of assumptions that are kept, so that ids and cursors of their views can be looked up later.")]
    public int AssumptionCountMax { get; set; } = 64;

    /// <summary>The characters of documents kept parsed and validated. Default 4,000,000.</summary>
    [Description("The characters of GraphQL documents that are kept parsed and validated.")]
    public int DocumentCacheCharsMax { get; set; } = 4_000_000;
}
