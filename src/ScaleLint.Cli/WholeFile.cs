using System.Text;

namespace ScaleLint.Cli;

/// <summary>Writes files so that nobody ever sees half of one.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the target and moves it into place; what a link leads to is replaced, not the link, and a device is written to as it is.</summary>
    /// <exception cref="UsageException">The place cannot be written to.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        try
        {
            var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (IsDevice(path) || IsDevice(target)) Put(path, write);
            else Replace(target, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be written: {Reason(e, path)}", "See that there is space and that you may write there, or name another file.");
        }
    }

    /// <summary>Takes a file away, if it is there.</summary>
    /// <exception cref="UsageException">It cannot be.</exception>
    public static void Delete(string path)
    {
        try
        {
            if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be replaced: {e.Message}", "See that you may write there, or name another folder.");
        }
    }

    private static void Replace(string path, Action<TextWriter> write)
    {
        var temporary = path + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Put(temporary, write);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    private static void Put(string path, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        write(writer);
    }

    // A file put in the place of /dev/null or of the pipe that /dev/stdout stands for would be seen by everyone, or by nobody.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static string Reason(Exception e, string path) => Directory.Exists(path) ? "it is a folder." : e.Message;
}
