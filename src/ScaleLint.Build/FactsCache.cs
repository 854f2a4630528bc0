using System.Security.Cryptography;
using System.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Build;

/// <summary>
/// Facts of assemblies by the content they were read from, one file each. Many builds may use a folder at once; whatever is wrong
/// with it (missing, full, read-only, damaged) costs time and nothing else, and it may be deleted at any moment.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="version">What else decides the facts: the reader's own version.</param>
/// <param name="limit">Most bytes kept; the files used longest ago go first.</param>
public sealed class FactsCache(string folder, string version, long limit = 256L << 20)
{
    private bool isGrown;

    /// <summary>The facts of an assembly's bytes, read now unless they were before.</summary>
    /// <param name="assembly">Content of the assembly and of its symbols.</param>
    public AssemblyFacts Get(IReadOnlyList<byte[]> assembly, Func<AssemblyFacts> read)
    {
        var file = Path.Combine(folder, Key(assembly) + ".facts");
        if (Load(file) is { } known) return known;
        var facts = read();
        Save(file, FactsWriter.Write(facts));
        return facts;
    }

    /// <summary>Deletes the oldest files when something was added and the folder is over its limit.</summary>
    public void Trim()
    {
        if (!isGrown) return;
        try
        {
            var files = new DirectoryInfo(folder).GetFiles("*.facts").OrderByDescending(x => x.LastWriteTimeUtc).ToList();
            var sum = 0L;
            foreach (var file in files)
            {
                sum += file.Length;
                if (sum > limit) file.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static AssemblyFacts? Load(string file)
    {
        try
        {
            if (!File.Exists(file)) return null;
            var facts = FactsReader.Read(File.ReadAllText(file, Encoding.UTF8), file);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            return facts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FactsFormatException)
        {
            return null;
        }
    }

    private void Save(string file, string text)
    {
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(file, text);
            isGrown = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string Key(IReadOnlyList<byte[]> assembly)
    {
        using var sha = SHA256.Create();
        var hashes = assembly.Select(x => BitConverter.ToString(sha.ComputeHash(x)));
        var all = sha.ComputeHash(Encoding.UTF8.GetBytes(version + "\n" + string.Join("\n", hashes)));
        return BitConverter.ToString(all, 0, 16).Replace("-", "").ToLowerInvariant();
    }
}
