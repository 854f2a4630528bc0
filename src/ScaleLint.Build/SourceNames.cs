namespace ScaleLint.Build;

/// <summary>Names source files relative to a root, with forward slashes: the same wherever the root stands.</summary>
internal sealed class SourceNames
{
    private readonly string root;
    private readonly List<(string From, string To)> map = [];

    public SourceNames(string root, string? pathMap)
    {
        this.root = Slashed(Path.GetFullPath(root)).TrimEnd('/') + "/";
        foreach (var pair in (pathMap ?? "").Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0 && equals < pair.Length - 1) map.Add((Slashed(pair.Substring(0, equals).Trim()), Slashed(pair.Substring(equals + 1).Trim())));
        }
        // A folder inside another one has the longer name.
        map.Sort(static (a, b) => b.To.Length - a.To.Length);
    }

    /// <summary>The nearest folder above a project that is a repository's root, else the project's own.</summary>
    public static string RootOf(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        for (var at = new DirectoryInfo(folder); at != null; at = at.Parent)
        {
            var marker = Path.Combine(at.FullName, ".git");
            if (Directory.Exists(marker) || File.Exists(marker)) return at.FullName;
        }
        return folder;
    }

    /// <summary>Whether a person wrote the file, as far as its name tells.</summary>
    public static bool IsWritten(string path)
    {
        var slashed = Slashed(path);
        return slashed.IndexOf("/obj/", StringComparison.Ordinal) < 0 && !slashed.EndsWith(".g.cs", StringComparison.Ordinal) && !slashed.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Lines of a text, as the compiler counts them.</summary>
    public static int LinesOf(string text)
    {
        var lines = 1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\u0085' or '\u2028' or '\u2029' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) lines++;
        }
        return lines;
    }

    /// <summary>The name of a file on this machine.</summary>
    public string Of(string path)
    {
        var slashed = Slashed(path);
        if (slashed.StartsWith(root, StringComparison.Ordinal)) return slashed.Substring(root.Length);
        if (!Path.IsPathRooted(path)) return slashed;
        var from = root.TrimEnd('/').Split('/');
        var to = slashed.Split('/');
        var shared = from.Zip(to, static (a, b) => a == b).TakeWhile(static x => x).Count();
        return shared <= 1 ? slashed : string.Join("/", Enumerable.Repeat("..", from.Length - shared).Concat(to.Skip(shared)));
    }

    /// <summary>The name of a file as the compiler wrote it into the PDB.</summary>
    public string OfDocument(string document)
    {
        var slashed = Slashed(document);
        foreach (var (from, to) in map)
        {
            if (slashed.StartsWith(to, StringComparison.Ordinal)) return Of(from + slashed.Substring(to.Length));
        }
        return Of(slashed);
    }

    private static string Slashed(string path) => path.Replace('\\', '/');
}
