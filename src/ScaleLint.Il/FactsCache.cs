using System.Security.Cryptography;
using System.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>
/// Facts by the content they were read from, one file each. Many processes may use a folder at once; whatever is wrong with it
/// (missing, full, read-only, damaged) costs time and nothing else, and it may be deleted at any moment.
/// </summary>
/// <param name="folder">Where the files are; empty keeps nothing.</param>
/// <param name="version">What else decides the facts: the reader's own version.</param>
/// <param name="limit">Most bytes kept; the files used longest ago go first.</param>
public sealed class FactsCache(string folder, string version, long limit = 256L << 20)
{
    private volatile bool isGrown;

    /// <summary>The user's own folder for what ScaleLint keeps; empty where the user has no place for such things.</summary>
    public static string UserFolder
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return home.Length == 0 ? "" : Path.Combine(home, "scalelint", "facts");
        }
    }

    /// <summary>Where the files are; empty when nothing is kept.</summary>
    public string Folder => folder;

    /// <summary>The facts under a name for all that decides them, made now unless they were before; what cannot be made is not kept.</summary>
    public Task<AssemblyFacts?> Get(Func<Task<string>> key, Func<Task<AssemblyFacts?>> make) => Find(async () => Key(await key().ConfigureAwait(false), []), make);

    /// <summary>The facts of some content, read now unless they were before.</summary>
    /// <param name="variant">How it is read.</param>
    /// <param name="content">All bytes that decide the facts, such as an assembly and its symbols.</param>
    public AssemblyFacts Get(string variant, IReadOnlyList<byte[]> content, Func<AssemblyFacts> read) =>
        Find(() => Task.FromResult(Key(variant, content)), () => Task.FromResult<AssemblyFacts?>(read())).GetAwaiter().GetResult()!;

    private async Task<AssemblyFacts?> Find(Func<Task<string>> key, Func<Task<AssemblyFacts?>> make)
    {
        if (folder.Length == 0) return await make().ConfigureAwait(false);
        var name = await key().ConfigureAwait(false);
        if (Load(name) is { } known) return known;
        var facts = await make().ConfigureAwait(false);
        if (facts is not null) Save(name, facts);
        return facts;
    }

    /// <summary>Deletes the oldest files when something was added and the folder is over its limit.</summary>
    public void Trim()
    {
        if (!isGrown) return;
        try
        {
            var sum = 0L;
            foreach (var file in new DirectoryInfo(folder).GetFiles("*.facts*").OrderByDescending(x => x.LastWriteTimeUtc))
            {
                sum += file.Length;
                // What a killed process left half-written is nobody's.
                if (sum > limit || (file.Extension == ".tmp" && file.LastWriteTimeUtc < DateTime.UtcNow.AddHours(-1))) file.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // The first line repeats the name, so that a file that came from elsewhere is not taken for this one.
    private AssemblyFacts? Load(string name)
    {
        try
        {
            var file = FileOf(name);
            if (!File.Exists(file)) return null;
            var text = File.ReadAllText(file, Encoding.UTF8);
            if (!text.StartsWith(name + "\n", StringComparison.Ordinal)) return null;
            var facts = FactsReader.Read(text.Substring(name.Length + 1), file);
            Touch(file);
            return facts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FactsFormatException)
        {
            return null;
        }
    }

    private static void Touch(string file)
    {
        try
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In a folder that may only be read, nothing is ever trimmed either.
        }
    }

    private void Save(string name, AssemblyFacts facts)
    {
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(FileOf(name), name + "\n" + FactsWriter.Write(facts));
            isGrown = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string FileOf(string name) => Path.Combine(folder, name + ".facts");

    private string Key(string variant, IReadOnlyList<byte[]> content)
    {
        using var sha = SHA256.Create();
        var hashes = content.Select(x => BitConverter.ToString(sha.ComputeHash(x)));
        var all = sha.ComputeHash(Encoding.UTF8.GetBytes(version + "\n" + variant + "\n" + string.Join("\n", hashes)));
        return BitConverter.ToString(all, 0, 16).Replace("-", "").ToLowerInvariant();
    }
}
