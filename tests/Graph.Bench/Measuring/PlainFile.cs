using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Graph.Bench.Measuring;

/// <summary>The cheapest durable write there is: append to a file, then fdatasync.</summary>
internal sealed class PlainFile : IDisposable
{
    private readonly string path;
    private readonly SafeFileHandle handle;
    private long length;

    public PlainFile(string path)
    {
        this.path = path;
        handle = System.IO.File.OpenHandle(path, FileMode.Create, FileAccess.Write);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, length);
        length += bytes.Length;
    }

    public void Sync()
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
        }
        else if (DataSync(handle) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    public void Dispose()
    {
        handle.Dispose();
        System.IO.File.Delete(path);
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle handle);
}
