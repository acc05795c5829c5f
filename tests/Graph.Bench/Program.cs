return await Graph.Bench.BenchRun.RunAsync(args, Console.Out);
