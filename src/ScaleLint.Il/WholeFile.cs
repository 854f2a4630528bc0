using System.Text;

namespace ScaleLint.Il;

/// <summary>Writes a file so that nobody ever sees half of it.</summary>
public static class WholeFile
{
    /// <summary>Writes beside the target and moves it into place.</summary>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public static void Write(string file, string text)
    {
        var part = file + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            File.WriteAllText(part, text, new UTF8Encoding(false));
            if (File.Exists(file)) File.Replace(part, file, null);
            else File.Move(part, file);
        }
        catch (IOException) when (File.Exists(part) && File.Exists(file))
        {
            // Another process was first.
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    /// <summary>Writes unless the file already says so; true when it wrote.</summary>
    public static bool WriteWhenDifferent(string file, string text)
    {
        if (File.Exists(file) && File.ReadAllText(file, Encoding.UTF8) == text) return false;
        Write(file, text);
        return true;
    }
}
