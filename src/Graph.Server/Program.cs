using Graph.Server.Cli;

return await GraphCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
