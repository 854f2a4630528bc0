using System.Text;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>
/// Texts by the name of all that decides them, one file each, among the facts. As with facts, whatever is wrong with the folder costs
/// time and nothing else: a file that is cut off, changed or of another tool is not used.
/// </summary>
/// <param name="folder">Where the files are; empty keeps nothing.</param>
/// <param name="extension">Tells these files from the others of the folder; begins with <c>.facts</c>, so that what is not used any more goes with the facts.</param>
internal sealed class KeptTexts(string folder, string extension)
{
    /// <summary>Whether anything is kept.</summary>
    public bool Keeps => folder.Length > 0;

    /// <summary>The text under a name and when it was kept, or null.</summary>
    public (string Text, DateTime At)? Find(string name)
    {
        if (!Keeps) return null;
        try
        {
            var file = FileOf(name);
            if (!File.Exists(file)) return null;
            var text = File.ReadAllText(file, Encoding.UTF8);
            var newLine = text.IndexOf('\n', StringComparison.Ordinal);
            return newLine < 0 || text[..newLine] != ContentHashes.Of(name + text[(newLine + 1)..]) ? null : (text[(newLine + 1)..], File.GetLastWriteTimeUtc(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a text under a name.</summary>
    public void Keep(string name, string text)
    {
        if (!Keeps) return;
        try
        {
            Directory.CreateDirectory(folder);
            Il.WholeFile.Write(FileOf(name), ContentHashes.Of(name + text) + "\n" + text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string FileOf(string name) => Path.Combine(folder, name[..32] + extension);
}
