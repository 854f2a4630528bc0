using System.Text.RegularExpressions;

namespace ScaleLint.Cases;

/// <summary>
/// One situation of <c>tests/Cases</c>. A file holds many, each behind a line <c>//// case: name</c>; inside one, <c>//// project: Name</c>
/// starts a project (later ones reference earlier ones; <c>//// project: Name lib</c> for a library). A line that must be reported ends
/// with <c>// !SCALE1234</c> (several ids with commas); <c>//// path: A -> B</c> states the expected path of the next marked line of that rule.
/// Every other line must not be reported.
/// </summary>
public sealed record CaseFile(string File, string Name, IReadOnlyList<CaseProject> Projects)
{
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
        var name = Path.GetFileNameWithoutExtension(file);
        CaseFile? current = null;
        var projects = new List<CaseProject>();
        var lines = new List<string>();
        string project = "App";
        var library = false;
        void EndProject()
        {
            if (lines.Any(x => x.Trim().Length > 0)) projects.Add(new CaseProject(project, library, string.Join("\n", lines) + "\n"));
            lines = [];
        }
        foreach (var line in System.IO.File.ReadAllLines(file))
        {
            if (line.StartsWith("//// case:", StringComparison.Ordinal))
            {
                EndProject();
                if (current != null) yield return current with { Projects = projects };
                current = new CaseFile(name, line["//// case:".Length..].Trim(), []);
                (projects, project, library) = ([], "App", false);
            }
            else if (line.StartsWith("//// project:", StringComparison.Ordinal))
            {
                EndProject();
                var parts = line["//// project:".Length..].Trim().Split(' ');
                (project, library) = (parts[0], parts.Contains("lib"));
            }
            else lines.Add(line);
        }
        EndProject();
        if (current != null) yield return current with { Projects = projects };
    }

    /// <summary>What must be reported: project, 1-based line and rule.</summary>
    public IEnumerable<(string Project, int Line, string Rule)> Expected()
    {
        foreach (var project in Projects)
        {
            var lines = project.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                foreach (Match match in Regex.Matches(lines[i], @"// !((SCALE\d{4})(, *SCALE\d{4})*)"))
                    foreach (var rule in match.Groups[1].Value.Split(',')) yield return (project.Name, i + 1, rule.Trim());
        }
    }

    /// <summary>Expected paths by project and line of the finding: hop names in order.</summary>
    public IEnumerable<(string Project, int Line, IReadOnlyList<string> Hops)> Paths()
    {
        foreach (var project in Projects)
        {
            var lines = project.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                var at = lines[i].IndexOf("//// path:", StringComparison.Ordinal);
                if (at < 0) continue;
                var marked = Array.FindIndex(lines, i + 1, x => x.Contains("// !SCALE", StringComparison.Ordinal));
                if (marked >= 0) yield return (project.Name, marked + 1, lines[i][(at + "//// path:".Length)..].Split("->").Select(x => x.Trim()).ToList());
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => File + ": " + Name;
}

/// <summary>One project of a case.</summary>
public sealed record CaseProject(string Name, bool IsLibrary, string Text);
