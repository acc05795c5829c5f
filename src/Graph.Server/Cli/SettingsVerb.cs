using Graph.Server.Hosting;

namespace Graph.Server.Cli;

/// <summary>Prints every setting with its default and what it is for; what is set is not shown, for some of it is secret.</summary>
internal static class SettingsVerb
{
    public static async Task<int> RunAsync(TextWriter output)
    {
        foreach (var setting in SettingList.All())
        {
            await output.WriteLineAsync($"{setting.Name} = {setting.Default ?? "(nothing)"}");
            await output.WriteLineAsync($"    {setting.Description}");
        }

        return ExitCodes.Success;
    }
}
