using System.Text;

namespace ScaleLint.Build;

/// <summary>Writes a file so that nobody ever sees half of it.</summary>
internal static class WholeFile
{
    public static void Write(string file, string text)
    {
        var part = file + "." + Guid.NewGuid().ToString("N") + ".tmp";
        File.WriteAllText(part, text, new UTF8Encoding(false));
        try
        {
            if (File.Exists(file)) File.Replace(part, file, null);
            else File.Move(part, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another build was first.
            File.Delete(part);
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
