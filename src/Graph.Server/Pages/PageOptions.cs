using System.ComponentModel;

namespace Graph.Server.Pages;

/// <summary>The pages for browsers: the start page, GraphiQL, and the files they load.</summary>
public sealed class PageOptions
{
    /// <summary>Whether browsers get pages; without them only the API answers. Default true.</summary>
    [Description("Whether browsers get pages; without them only the API answers.")]
    public bool Enabled { get; set; } = true;

    /// <summary>The folder of the built pages; null = the folder <c>wwwroot</c> beside the program. Default null.</summary>
    [Description("The folder of the built pages; absent = the folder wwwroot beside the program.")]
    public string? Folder { get; set; }
}
