using System.Text.RegularExpressions;

namespace ScaleLint.Topology.Sources;

/// <summary>The little of a Dockerfile that says what its image is.</summary>
internal sealed partial class Dockerfile
{
    private readonly List<string> projectFiles = [];
    private readonly List<(string Name, string Value, int Line)> variables = [];
    private readonly List<int> ports = [];

    private Dockerfile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Assembly its entry point starts.</summary>
    public string? Assembly { get; private set; }

    /// <summary>File names of the projects it builds or publishes, the published ones first.</summary>
    public IReadOnlyList<string> ProjectFiles => projectFiles;

    /// <summary>Variables the final stage sets.</summary>
    public IReadOnlyList<(string Name, string Value, int Line)> Variables => variables;

    /// <summary>Ports the final stage exposes.</summary>
    public IReadOnlyList<int> Ports => ports;

    /// <summary>Image the final stage starts from, following stages of its own.</summary>
    public string? BaseImage { get; private set; }

    public bool IsDotNet { get; private set; }

    public static bool IsDockerfile(string path)
    {
        var name = Paths.Name(path);
        return name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase);
    }

    public static Dockerfile Parse(TopologyFile file)
    {
        var result = new Dockerfile(file.Path);
        var stages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lines = file.Content.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var number = i + 1;
            var line = lines[i].Trim();
            while (line.EndsWith('\\') && i + 1 < lines.Length)
            {
                line = line[..^1] + " " + lines[++i].Trim();
            }

            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank > 0 && line[0] != '#')
            {
                result.Instruction(line[..blank].ToUpperInvariant(), line[(blank + 1)..].Trim(), number, stages);
            }
        }

        return result;
    }

    private void Instruction(string name, string argument, int line, Dictionary<string, string> stages)
    {
        switch (name)
        {
            case "FROM":
                var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToList();
                if (words.Count == 0)
                {
                    return;
                }

                BaseImage = stages.GetValueOrDefault(words[0], words[0]);
                IsDotNet |= words[0].Contains("dotnet", StringComparison.OrdinalIgnoreCase) || words[0].Contains("aspnet", StringComparison.OrdinalIgnoreCase);
                if (words.Count >= 3 && words[1].Equals("as", StringComparison.OrdinalIgnoreCase))
                {
                    stages[words[2]] = BaseImage;
                }
                else
                {
                    variables.Clear();
                }

                break;
            case "ENTRYPOINT" or "CMD":
                if (AssemblyFile().Match(argument) is { Success: true } assembly)
                {
                    Assembly = assembly.Groups[1].Value;
                    IsDotNet = true;
                }

                break;
            case "RUN" when argument.Contains("dotnet", StringComparison.Ordinal):
                IsDotNet = true;
                foreach (Match project in ProjectFile().Matches(argument))
                {
                    if (argument.Contains("publish", StringComparison.Ordinal))
                    {
                        projectFiles.Insert(0, project.Groups[1].Value);
                    }
                    else if (argument.Contains("build", StringComparison.Ordinal))
                    {
                        projectFiles.Add(project.Groups[1].Value);
                    }
                }

                break;
            case "EXPOSE":
                ports.AddRange(argument.Split(' ').Select(word => int.TryParse(word.Split('/')[0], out var port) ? port : 0).Where(port => port > 0));
                break;
            case "ENV":
                foreach (Match pair in VariablePair().Matches(argument))
                {
                    variables.Add((pair.Groups[1].Value, pair.Groups[2].Value.Trim('"', '\''), line));
                }

                break;
        }
    }

    [GeneratedRegex(@"([\w.\-]+)\.dll\b", RegexOptions.CultureInvariant)]
    private static partial Regex AssemblyFile();

    [GeneratedRegex(@"([\w.\-]+\.(?:csproj|fsproj|vbproj))\b", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectFile();

    [GeneratedRegex(@"([A-Za-z_][\w.]*)=(""[^""]*""|'[^']*'|\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePair();
}
