using System.Text;
using ScaleLint.Il;

namespace ScaleLint.Cli;

/// <summary>Files that a user asked for: whole or not at all, and an error where they cannot be.</summary>
internal static class OutputFile
{
    /// <summary>Writes beside the target and moves it into place; what a link leads to is replaced, not the link, and a device is written to as it is.</summary>
    /// <exception cref="UsageException">The place cannot be written to.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        try
        {
            var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (IsDevice(path) || IsDevice(target))
            {
                using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
                write(writer);
            }
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                WholeFile.Write(target, write);
            }
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

    // A file put in the place of /dev/null or of the pipe that /dev/stdout stands for would be seen by everyone, or by nobody.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static string Reason(Exception e, string path) => Directory.Exists(path) ? "it is a folder." : e.Message;
}
