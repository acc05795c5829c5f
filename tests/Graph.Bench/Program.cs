using Graph.Bench.Generation;
var path = await GeneratedGraph.FileAsync(GraphSize.Named(args[0]), 1, "artifacts", Console.Out);
Console.WriteLine(path);
