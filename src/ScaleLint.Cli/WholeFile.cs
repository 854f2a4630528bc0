using System.Text;

namespace ScaleLint.Cli;

/// <summary>Writes files so that nobody ever sees half of one.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the target and moves it into place.</summary>
    /// <exception cref="UsageException">The place cannot be written to.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        var temporary = path + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" }) write(writer);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be written: {e.Message}", "Name another file with -o.");
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
