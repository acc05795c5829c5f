using System.ComponentModel;

namespace Graph.Engine.Writing;

/// <summary>The limits and settings of an engine.</summary>
public sealed class EngineOptions
{
    /// <summary>The greatest number of operations in one change. Default 5,000.</summary>
    [Description("The greatest number of changes in one apply.")]
    public int OperationCountMax { get; set; } = 5_000;

    /// <summary>The greatest number of violations reported at once; one more says that there are others. Default 1,000.</summary>
    [Description("The greatest number of violations reported at once; one more says that there are others.")]
    public int ViolationCountMax { get; set; } = 1_000;

    /// <summary>The greatest depth of headings (PART_OF) in a framework. Default 32.</summary>
    [Description("The greatest depth of headings (PART_OF) in a framework.")]
    public int HeadingDepthMax { get; set; } = 32;

    /// <summary>The greatest number of changes that share one durable write. Default 512.</summary>
    [Description("The greatest number of changes that share one durable write.")]
    public int BatchCountMax { get; set; } = 512;

    /// <summary>The greatest number of changes that are kept together or not at all. Default 10,000.</summary>
    [Description("The greatest number of changes that are kept together or not at all.")]
    public int GroupCountMax { get; set; } = 10_000;

    /// <summary>The greatest number of requests that wait for the writer. Default 8,192.</summary>
    [Description("The greatest number of changes that wait for the writer.")]
    public int QueueCountMax { get; set; } = 8_192;

    /// <summary>How often a change is planned again because others wrote to the same store first. Default 20.</summary>
    [Description("The number of times that a change is planned again because another server of the same store wrote first.")]
    public int ConflictRetryCountMax { get; set; } = 20;

    /// <summary>The least time between two looks for what others have written to the same store. Default 50 milliseconds.</summary>
    [Description("The least time between two looks for what other servers have written to the same store.")]
    public TimeSpan FollowPeriodMin { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The greatest time between two looks, reached while nothing happens. Default 2 seconds.</summary>
    [Description("The greatest time between two looks for what other servers have written to the same store, reached while nothing happens.")]
    public TimeSpan FollowPeriodMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The number of recent snapshots kept for pages and views of the past. Default 64.</summary>
    [Description("The greatest number of recent snapshots that are kept for pages and views of the past.")]
    public int RecentSnapshotCountMax { get; set; } = 64;

    /// <summary>The number of snapshots rebuilt from the log that are kept. Default 4.</summary>
    [Description("The greatest number of snapshots rebuilt from the log that are kept.")]
    public int PastSnapshotCountMax { get; set; } = 4;

    /// <summary>The number of snapshots kept evenly over the log, from which those of the past are rebuilt; 0 = none. Default 32.</summary>
    [Description("The greatest number of snapshots that are kept evenly over the log, from which those of the past are rebuilt; 0 = none, and each is rebuilt from the start.")]
    public int CheckpointCountMax { get; set; } = 32;

    /// <summary>The least number of revisions between two of them. Default 1,000.</summary>
    [Description("The least number of revisions between two snapshots that are kept over the log.")]
    public int CheckpointSpacingMin { get; set; } = 1_000;

    /// <summary>The number of snapshots kept of the ends of months, the newest. Default 36.</summary>
    [Description("The number of snapshots that are kept of the ends of months, the newest; 0 = none.")]
    public int CheckpointMonthCountMax { get; set; } = 36;

    /// <summary>The zone in which calendar days are counted, as an IANA name. Default UTC.</summary>
    [Description("The zone in which calendar days are counted, as an IANA name.")]
    public string TimeZone { get; set; } = "UTC";
}
