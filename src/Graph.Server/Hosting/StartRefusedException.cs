namespace Graph.Server.Hosting;

/// <summary>The configuration does not allow a start; every fault is listed.</summary>
public sealed class StartRefusedException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>The faults.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
