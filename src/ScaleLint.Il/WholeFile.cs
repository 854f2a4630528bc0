using System.Text;

namespace ScaleLint.Il;

/// <summary>Writes a file so that nobody ever sees half of it.</summary>
public static class WholeFile
{
    /// <summary>Writes beside the target and moves it into place.</summary>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public static void Write(string file, Action<TextWriter> write)
    {
        var part = file + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(false)) { NewLine = "\n" }) write(writer);
            if (File.Exists(file)) File.Replace(part, file, null);
            else File.Move(part, file);
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    /// <summary>The same for a text that every process writes alike: whoever is first, the others need not.</summary>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public static void Write(string file, string text)
    {
        try
        {
            Write(file, x => x.Write(text));
        }
        catch (IOException) when (Says(file, text))
        {
        }
    }

    /// <summary>Writes unless the file already says so; true when it wrote.</summary>
    public static bool WriteWhenDifferent(string file, string text)
    {
        if (Says(file, text)) return false;
        Write(file, text);
        return true;
    }

    private static bool Says(string file, string text) => File.Exists(file) && File.ReadAllText(file, Encoding.UTF8) == text;
}
