namespace Graph.Tests.Stores.PowerCut;

/// <summary>What becomes of sectors that were written and not synced when the power goes.</summary>
internal enum Unsynced
{
    /// <summary>None of them survives.</summary>
    Lost,

    /// <summary>All of them survive, as after the death of the process alone.</summary>
    Kept,

    /// <summary>Each survives or not, by chance, whatever their order was.</summary>
    ByChance,
}

/// <summary>Works out what is on the disk when the power goes at a moment of a record.</summary>
internal static class CutDisk
{
    private const int SectorBytes = 512;

    /// <summary>The files after the first <paramref name="count"/> operations, and the newest revision that was acknowledged by then.</summary>
    public static (Dictionary<string, byte[]> Files, long Acknowledged) At(IReadOnlyList<FileOperation> operations, int count, Unsynced unsynced, Random random)
    {
        var durable = new Dictionary<string, MemoryStream>();
        var waiting = new Dictionary<string, List<FileOperation>>();
        long acknowledged = 0;
        foreach (var operation in operations.Take(count))
        {
            switch (operation)
            {
                case Acknowledged told:
                    acknowledged = told.Revision;
                    break;
                case FileDeleted:
                    durable.Remove(operation.Path);
                    waiting.Remove(operation.Path);
                    break;
                case FileSynced:
                    Settle(operation.Path, Unsynced.Kept);
                    break;
                default:
                    if (!waiting.TryGetValue(operation.Path, out var list))
                    {
                        waiting.Add(operation.Path, list = []);
                    }

                    list.Add(operation);
                    break;
            }
        }

        foreach (var path in waiting.Keys.ToList())
        {
            Settle(path, unsynced);
        }

        return (durable.ToDictionary(f => f.Key, f => f.Value.ToArray()), acknowledged);

        void Settle(string path, Unsynced fate)
        {
            if (!waiting.Remove(path, out var list))
            {
                return;
            }

            if (!durable.TryGetValue(path, out var file))
            {
                durable.Add(path, file = new());
            }

            foreach (var operation in list)
            {
                Apply(file, operation, fate, random);
            }
        }
    }

    private static void Apply(MemoryStream file, FileOperation operation, Unsynced fate, Random random)
    {
        switch (operation)
        {
            case FileTruncated cut when Survives(fate, random):
                file.SetLength(cut.Length);
                break;
            case FileWritten written:
                for (var start = 0; start < written.Bytes.Length;)
                {
                    var at = (int)written.Offset + start;
                    var length = Math.Min(written.Bytes.Length - start, SectorBytes - (at % SectorBytes));
                    if (Survives(fate, random))
                    {
                        file.Position = at;
                        file.Write(written.Bytes.AsSpan(start, length));
                    }

                    start += length;
                }

                break;
        }
    }

    private static bool Survives(Unsynced fate, Random random) => fate == Unsynced.Kept || (fate == Unsynced.ByChance && random.Next(2) == 0);
}
