using Graph.Server.Api.Reading;
using Graph.Server.Transport;

namespace Graph.Server.Export;

/// <summary>An export as an address asks for it.</summary>
/// <param name="Name">Its name, with whatever the address says of what it is about.</param>
/// <param name="Measured">The name under which its time is measured: one of a few.</param>
/// <param name="Extension">How the name of its file ends.</param>
/// <param name="ContentType">The content type of the answer.</param>
/// <param name="Parameters">Its parameters beside those of the View.</param>
/// <param name="Ask">Reads its parameters in a view (null where the view itself is wrong) and then makes its rows.</param>
/// <param name="Form">How its rows are written.</param>
internal sealed record AskedExport(
    string Name, string Measured, string Extension, string ContentType, IReadOnlyList<string> Parameters, Func<QueryParameters, ViewScope?, Func<ViewScope, CountedRows>> Ask, Func<IRowForm> Form)
{
    /// <summary>The name in the name of a file, on whatever system it is kept.</summary>
    public string FileName => string.Concat(Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));

    /// <summary>Flat rows in a format.</summary>
    public static AskedExport Of(Export export, ExportFormat format) =>
        new(export.Name, export.Name, format.Extension, format.ContentType, export.Parameters, export.Ask, () => format.Form(export.Shape));
}
