using System.Text.RegularExpressions;

namespace ScaleLint.Cases;

/// <summary>
/// One situation of <c>tests/Cases</c>. A file, named by its rule up to the first dot, holds many, each behind a line <c>//// case: name</c>; inside one, <c>//// project: Name</c>
/// starts a project (later ones reference earlier ones; behind the name <c>lib</c> for a library, <c>package</c> for one that is read and not
/// judged, <c>unread</c> for one that cannot be read, <c>test</c> for a test project; a mark on that line stands for the first line of the project file). <c>//// config: text</c> lines make up <c>scalelint.json</c>, <c>//// option: key = value</c> sets a threshold.
/// A line that must be reported ends with <c>// !SCALE1234</c> (several ids with commas); <c>//// path: A -> B</c> states the expected path and
/// <c>//// says: text</c> a part of the message of the next marked line. Every other line must not be reported. <c>//// compiled: why</c> says
/// what compiled code does not tell, so that the case is judged from source alone.
/// </summary>
public sealed record CaseFile(string File, string Name, IReadOnlyList<CaseProject> Projects)
{
    /// <summary>Text of <c>scalelint.json</c>; empty when there is none.</summary>
    public string Config { get; init; } = "";

    /// <summary>Why it is judged from source alone, or null.</summary>
    public string? SourceOnly { get; init; }

    /// <summary>Thresholds by full key.</summary>
    public IReadOnlyList<(string Key, string Value)> Options { get; init; } = [];

    /// <summary>Folder of the shared cases.</summary>
    public static string Folder => Path.Combine(Root, "tests", "Cases");

    /// <summary>The repository, found upwards from the test's own folder.</summary>
    public static string Root
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
                if (System.IO.File.Exists(Path.Combine(at.FullName, "ScaleLint.sln"))) return at.FullName;
            throw new DirectoryNotFoundException("ScaleLint.sln is not above " + AppContext.BaseDirectory);
        }
    }

    /// <summary>All cases of all files, in order.</summary>
    public static IEnumerable<CaseFile> All() => Directory.GetFiles(Folder, "*.cs").OrderBy(x => x, StringComparer.Ordinal).SelectMany(Read);

    /// <summary>The cases of one file.</summary>
    public static IEnumerable<CaseFile> Read(string file)
    {
        var name = Path.GetFileName(file).Split('.')[0];
        CaseFile? current = null;
        var projects = new List<CaseProject>();
        var lines = new List<string>();
        var config = new List<string>();
        var options = new List<(string, string)>();
        string? sourceOnly = null;
        string project = "App";
        string[] kind = [];
        var head = "";
        void EndProject()
        {
            if (lines.Any(x => x.Trim().Length > 0)) projects.Add(new CaseProject(project, kind.Length > 0, string.Join("\n", lines) + "\n") { IsPackage = kind.Contains("package"), IsUnread = kind.Contains("unread"), IsTest = kind.Contains("test"), Head = head });
            lines = [];
        }
        CaseFile Made(CaseFile made) => made with { Projects = projects, Config = string.Join("\n", config), Options = options, SourceOnly = sourceOnly };
        foreach (var line in System.IO.File.ReadAllLines(file))
        {
            if (line.StartsWith("//// case:", StringComparison.Ordinal))
            {
                EndProject();
                if (current != null) yield return Made(current);
                current = new CaseFile(name, line["//// case:".Length..].Trim(), []);
                (projects, project, kind, head, config, options, sourceOnly) = ([], "App", [], "", [], [], null);
            }
            else if (line.StartsWith("//// project:", StringComparison.Ordinal))
            {
                EndProject();
                var parts = line["//// project:".Length..].Split("// !")[0].Trim().Split(' ');
                (project, kind, head) = (parts[0], parts[1..], line);
            }
            else if (line.StartsWith("//// compiled:", StringComparison.Ordinal)) sourceOnly = line["//// compiled:".Length..].Trim();
            else if (line.StartsWith("//// config:", StringComparison.Ordinal)) config.Add(line["//// config:".Length..]);
            else if (line.StartsWith("//// option:", StringComparison.Ordinal) && line["//// option:".Length..].Split('=') is [var key, var value]) options.Add((key.Trim(), value.Trim()));
            else lines.Add(line);
        }
        EndProject();
        if (current != null) yield return Made(current);
    }

    /// <summary>What must be reported: file, 1-based line and rule.</summary>
    public IEnumerable<(string File, int Line, string Rule)> Expected()
    {
        static IEnumerable<string> Marks(string line) =>
            Regex.Matches(line, @"// !((SCALE\d{4})(, *SCALE\d{4})*)").SelectMany(x => x.Groups[1].Value.Split(',')).Select(x => x.Trim());
        foreach (var project in Projects)
        {
            foreach (var rule in Marks(project.Head)) yield return (project.Name + ".csproj", 1, rule);
            var lines = project.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                foreach (var rule in Marks(lines[i])) yield return (project.Name + ".cs", i + 1, rule);
        }
    }

    /// <summary>Expected paths by project and line of the finding: hop names in order.</summary>
    public IEnumerable<(string Project, int Line, IReadOnlyList<string> Hops)> Paths() =>
        Before("//// path:").Select(x => (x.Project, x.Line, (IReadOnlyList<string>)x.Text.Split("->").Select(hop => hop.Trim()).ToList()));

    /// <summary>Expected parts of messages by project and line of the finding.</summary>
    public IEnumerable<(string Project, int Line, string Text)> Messages() => Before("//// says:").Select(x => (x.Project, x.Line, x.Text.Trim()));

    /// <summary>What stands behind a word, with the next marked line after it.</summary>
    private IEnumerable<(string Project, int Line, string Text)> Before(string word)
    {
        foreach (var project in Projects)
        {
            var lines = project.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                var at = lines[i].IndexOf(word, StringComparison.Ordinal);
                if (at < 0) continue;
                var marked = Array.FindIndex(lines, i + 1, x => x.Contains("// !SCALE", StringComparison.Ordinal));
                if (marked >= 0) yield return (project.Name, marked + 1, lines[i][(at + word.Length)..]);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => File + ": " + Name;
}

/// <summary>One project of a case.</summary>
public sealed record CaseProject(string Name, bool IsLibrary, string Text)
{
    /// <summary>Whether it is read and not judged.</summary>
    public bool IsPackage { get; init; }

    /// <summary>Whether it is referenced and not there to be read.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Whether it holds tests.</summary>
    public bool IsTest { get; init; }

    /// <summary>The line that starts it; empty for a case's only project.</summary>
    public string Head { get; init; } = "";
}
