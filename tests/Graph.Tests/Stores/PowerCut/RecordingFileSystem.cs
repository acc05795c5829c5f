using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Graph.Tests.Stores.PowerCut;

/// <summary>
/// A file system layer of SQLite that does what the usual one does and records it, so that a test can work out what a power cut
/// would have left. It is a copy of the usual layer in which opening a file puts four methods of ours into the file's table.
/// </summary>
internal static unsafe class RecordingFileSystem
{
    public const string Name = "recording";

    // Places in the structures of sqlite3.h, counted in pointers.
    private const int VfsName = 3, VfsOpen = 5, VfsDelete = 6, VfsSize = 22;
    private const int FileClose = 1, FileWrite = 3, FileTruncate = 4, FileSync = 5, FileMethodsSize = 19;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, (nint Methods, string Path)> Files = [];
    private static readonly Dictionary<nint, nint> OwnMethods = [];
    private static List<FileOperation> recorded = [];
    private static nint* usual;

    /// <summary>Starts a new record.</summary>
    public static void Start()
    {
        lock (Gate)
        {
            Register();
            recorded = [];
        }
    }

    /// <summary>The record so far.</summary>
    public static IReadOnlyList<FileOperation> Stop()
    {
        lock (Gate)
        {
            return recorded;
        }
    }

    /// <summary>Puts something of the test's own into the record.</summary>
    public static void Record(FileOperation operation)
    {
        lock (Gate)
        {
            recorded.Add(operation);
        }
    }

    private static void Register()
    {
        if (usual is not null)
        {
            return;
        }

        using (var connection = new SqliteConnection("Data Source=:memory:"))
        {
            connection.Open();      // Loads the library.
        }

        usual = Find(null);
        var own = (nint*)NativeMemory.AllocZeroed(VfsSize, (nuint)sizeof(nint));
        for (var i = 0; i < VfsSize; i++)
        {
            own[i] = usual[i];
        }

        own[2] = 0;
        own[VfsName] = Marshal.StringToCoTaskMemUTF8(Name);
        own[VfsOpen] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, nint*, int, int*, int>)&Open;
        own[VfsDelete] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, int>)&Delete;
        Assert.Equal(0, Register(own, 0));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint* vfs, byte* name, nint* file, int flags, int* outFlags)
    {
        var code = ((delegate* unmanaged[Cdecl]<nint*, byte*, nint*, int, int*, int>)usual[VfsOpen])(usual, name, file, flags, outFlags);
        if (code == 0 && file[0] != 0 && name is not null)
        {
            lock (Gate)
            {
                Files[(nint)file] = (file[0], Marshal.PtrToStringUTF8((nint)name)!);
                file[0] = OwnTable(file[0]);
            }
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint* vfs, byte* name, int syncFolder)
    {
        Record(new FileDeleted(Marshal.PtrToStringUTF8((nint)name)!));
        return ((delegate* unmanaged[Cdecl]<nint*, byte*, int, int>)usual[VfsDelete])(usual, name, syncFolder);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint* file)
    {
        var (methods, _) = Of(file);
        lock (Gate)
        {
            Files.Remove((nint)file);
        }

        return ((delegate* unmanaged[Cdecl]<nint*, int>)((nint*)methods)[FileClose])(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint* file, byte* bytes, int count, long offset)
    {
        var (methods, path) = Of(file);
        Record(new FileWritten(path, offset, new ReadOnlySpan<byte>(bytes, count).ToArray()));
        return ((delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)((nint*)methods)[FileWrite])(file, bytes, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint* file, long length)
    {
        var (methods, path) = Of(file);
        Record(new FileTruncated(path, length));
        return ((delegate* unmanaged[Cdecl]<nint*, long, int>)((nint*)methods)[FileTruncate])(file, length);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint* file, int flags)
    {
        var (methods, path) = Of(file);
        Record(new FileSynced(path));
        return ((delegate* unmanaged[Cdecl]<nint*, int, int>)((nint*)methods)[FileSync])(file, flags);
    }

    private static (nint Methods, string Path) Of(nint* file)
    {
        lock (Gate)
        {
            return Files[(nint)file];
        }
    }

    private static nint OwnTable(nint methods)
    {
        if (!OwnMethods.TryGetValue(methods, out var own))
        {
            var table = (nint*)NativeMemory.AllocZeroed(FileMethodsSize, (nuint)sizeof(nint));
            for (var i = 0; i < FileMethodsSize; i++)
            {
                table[i] = ((nint*)methods)[i];
            }

            table[FileClose] = (nint)(delegate* unmanaged[Cdecl]<nint*, int>)&Close;
            table[FileWrite] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)&Write;
            table[FileTruncate] = (nint)(delegate* unmanaged[Cdecl]<nint*, long, int>)&Truncate;
            table[FileSync] = (nint)(delegate* unmanaged[Cdecl]<nint*, int, int>)&Sync;
            OwnMethods.Add(methods, own = (nint)table);
        }

        return own;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Register(nint* vfs, int makeDefault);
}
