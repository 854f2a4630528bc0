using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using ScaleLint.Cli.Inputs;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>
/// Everything that decides what MSBuild makes of the projects: which files there are, what those say that are not mere source,
/// the environment that they ask for, and the SDKs that are installed. While it is the same, MSBuild would answer the same.
/// </summary>
internal sealed partial class EvaluationStamp
{
    // Compiled wherever they lie; what they say is compared on its own.
    private static readonly HashSet<string> Sources = new(StringComparer.OrdinalIgnoreCase) { ".cs", ".razor", ".cshtml" };

    // A build looks at these only where a project names them.
    private static readonly HashSet<string> OnlyWhereNamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ".json", ".md", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".css", ".scss", ".less", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".vue",
        ".html", ".htm", ".map", ".woff", ".woff2", ".ttf", ".eot", ".yml", ".yaml", ".sql", ".sh", ".ps1", ".cmd", ".bat", ".log", ".pdf", ".zip", ".gz", ".tf", ".py",
        ".sarif", ".dot", ".mmd", ".binlog", ".trx", ".facts",
    };

    private static readonly HashSet<string> SkippedFolders = new(StringComparer.OrdinalIgnoreCase) { "bin", ".git", "node_modules", ".vs", ".idea", "TestResults" };
    private static readonly string[] Prefixes = ["MSBUILD", "DOTNET_", "NUGET_", "TARGETFRAMEWORK", "VISUALSTUDIO"];
    private static readonly EnumerationOptions Entries = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    // Larger files are data; a change of theirs shows in size and time.
    private const long MaximumBytes = 2_000_000;

    private readonly StringBuilder stamp = new();
    private readonly StringBuilder projectTexts = new();
    private readonly List<FileInfo> others = [];
    private readonly string cacheFolder;

    private EvaluationStamp(string cacheFolder) => this.cacheFolder = cacheFolder.TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>The stamp of an input.</summary>
    /// <param name="projects">Absolute paths of the projects it names.</param>
    /// <param name="cacheFolder">Absolute path of the tool's own folder, which is no part of any input.</param>
    public static string Of(Input input, IEnumerable<string> projects, string cacheFolder)
    {
        var made = new EvaluationStamp(cacheFolder);
        made.stamp.Append(ToolIdentity.Text).Append('\n').Append(input.Path).Append('\n').AppendJoin('\n', InstalledSdks()).Append('\n');
        foreach (var root in Roots(input, projects))
        {
            for (var above = root.Parent; above is not null; above = above.Parent)
            {
                foreach (var file in above.EnumerateFiles("*", Entries).Where(x => IsSettings(x.Name)).OrderBy(x => x.Name, StringComparer.Ordinal)) made.Add(file);
            }
            made.Walk(root, inObj: false);
        }
        made.AddNamed();
        made.AddEnvironment();
        return ContentHashes.Of(made.stamp.ToString());
    }

    private static IEnumerable<DirectoryInfo> Roots(Input input, IEnumerable<string> projects)
    {
        var repository = new DirectoryInfo(input.Root);
        while (repository is not null && !Directory.Exists(Path.Combine(repository.FullName, ".git")) && !File.Exists(Path.Combine(repository.FullName, ".git"))) repository = repository.Parent;
        var roots = new List<DirectoryInfo> { repository ?? new DirectoryInfo(input.Root) };
        foreach (var folder in projects.Select(x => Path.GetDirectoryName(x)!).Where(Directory.Exists).Order(StringComparer.Ordinal))
        {
            if (!roots.Any(x => (folder + "/").StartsWith(x.FullName.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))) roots.Add(new DirectoryInfo(folder));
        }
        return roots;
    }

    private void Walk(DirectoryInfo folder, bool inObj)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", Entries).OrderBy(x => x.Name, StringComparer.Ordinal))
        {
            switch (entry)
            {
                case DirectoryInfo child when child.LinkTarget is null && !SkippedFolders.Contains(child.Name) && child.FullName != cacheFolder:
                    Walk(child, inObj || child.Name.Equals("obj", StringComparison.OrdinalIgnoreCase));
                    break;
                // Of what builds leave, only what a restore wrote is read by the next one.
                case FileInfo file when inObj:
                    if (file.Name == "project.assets.json" || file.Name.EndsWith(".nuget.g.props", StringComparison.Ordinal) || file.Name.EndsWith(".nuget.g.targets", StringComparison.Ordinal)) Add(file);
                    break;
                case FileInfo file when Sources.Contains(file.Extension):
                    stamp.Append(file.FullName).Append('\n');
                    break;
                case FileInfo file when OnlyWhereNamed.Contains(file.Extension) && !IsSettings(file.Name):
                    others.Add(file);
                    break;
                case FileInfo file:
                    Add(file);
                    break;
            }
        }
    }

    private static bool IsSettings(string name) =>
        name.StartsWith("Directory.", StringComparison.OrdinalIgnoreCase) || name is ".editorconfig" or ".globalconfig" or "global.json" or "packages.lock.json" || name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase);

    private void Add(FileInfo file)
    {
        stamp.Append(file.FullName).Append(' ');
        try
        {
            if (file.Length > MaximumBytes && file.Name != "project.assets.json")
            {
                stamp.Append(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}\n");
                return;
            }
            var text = File.ReadAllText(file.FullName);
            stamp.Append(ContentHashes.Of(text)).Append('\n');
            if (file.Extension.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || file.Extension is ".props" or ".targets") projectTexts.Append(text).Append('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stamp.Append("unread\n");
        }
    }

    private void AddNamed()
    {
        var texts = projectTexts.ToString();
        var wholeKinds = OnlyWhereNamed.Where(x => texts.Contains("*" + x, StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in others)
        {
            if (wholeKinds.Contains(file.Extension) || texts.Contains(file.Name, StringComparison.OrdinalIgnoreCase)) Add(file);
        }
    }

    private void AddEnvironment()
    {
        var mentioned = Property().Matches(projectTexts.ToString()).Select(x => x.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        mentioned.UnionWith(["CI", "TF_BUILD", "GITHUB_ACTIONS", "Configuration", "Platform", "PATH"]);
        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(x => ((string)x.Key, (string?)x.Value)).OrderBy(x => x.Item1, StringComparer.Ordinal))
        {
            if (mentioned.Contains(name) || Prefixes.Any(x => name.StartsWith(x, StringComparison.OrdinalIgnoreCase))) stamp.Append(name).Append('=').Append(value).Append('\n');
        }
    }

    private static IEnumerable<string> InstalledSdks()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var sdks = Path.Combine(root, "sdk");
        return Directory.Exists(sdks) ? Directory.EnumerateDirectories(sdks).Order(StringComparer.Ordinal).Prepend(root) : [root];
    }

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Property();
}
