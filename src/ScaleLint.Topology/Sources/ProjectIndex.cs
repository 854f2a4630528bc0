namespace ScaleLint.Topology.Sources;

/// <summary>Finds the project behind a name, an image, a folder or a Dockerfile.</summary>
internal sealed class ProjectIndex(SourceContext context)
{
    private readonly IReadOnlyList<TopologyProject> programs = [.. context.Projects.Where(project => project.Output is ProjectOutput.Executable)];

    private readonly ILookup<string, TopologyProject> byLetters = context.Projects
        .Where(project => project.Output is ProjectOutput.Executable)
        .SelectMany(project => new[] { project.Name, project.AssemblyName, project.ImageName is { } image ? Paths.Name(ContainerImages.Repository(image)) : project.Name }
            .Select(Letters).Distinct(StringComparer.Ordinal).Select(letters => (Letters: letters, Project: project)))
        .ToLookup(entry => entry.Letters, entry => entry.Project, StringComparer.Ordinal);

    private readonly ILookup<string, TopologyProject> byFolder = context.Projects
        .Where(project => project.Output is ProjectOutput.Executable)
        .ToLookup(project => Paths.Folder(project.Path), StringComparer.Ordinal);

    private readonly ILookup<string, TopologyProject> byIdentifier = context.Projects
        .Where(project => project.Output is not ProjectOutput.AppHost)
        .ToLookup(project => Identifier(project.Name), StringComparer.Ordinal);

    public TopologyProject? ByPath(string path) =>
        programs.FirstOrDefault(project => project.Path.Equals(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>The project an AppHost calls <c>Projects.X</c>: its file name with every other character an underscore.</summary>
    public TopologyProject? ByIdentifier(string identifier, string appHostFolder)
    {
        var candidates = byIdentifier[identifier].ToList();
        return candidates.Count <= 1
            ? candidates.FirstOrDefault()
            : candidates.OrderByDescending(project => SharedPrefix(project.Path, appHostFolder)).ThenBy(project => project.Path, StringComparer.Ordinal).First();
    }

    /// <summary>The program in a folder itself, or the only one below it.</summary>
    public TopologyProject? InFolder(string folder)
    {
        var own = byFolder[folder].ToList();
        if (own.Count > 0)
        {
            return own.Count == 1 ? own[0] : null;
        }

        if (folder.Length == 0)
        {
            return null;
        }

        var below = programs.Where(project => Paths.IsWithin(project.Path, folder)).ToList();
        return below.Count == 1 ? below[0] : null;
    }

    /// <summary>The only program whose name, assembly or image has the same letters and digits.</summary>
    public TopologyProject? ByLooseName(string? name)
    {
        var letters = Letters(name ?? "");
        if (letters.Length == 0)
        {
            return null;
        }

        var matches = byLetters[letters].ToList();
        return matches.Count == 1 ? matches[0] : null;
    }

    public TopologyProject? ByImage(string? image) =>
        image is null ? null : ByLooseName(Paths.Name(ContainerImages.Repository(image)));

    /// <summary>The project a Dockerfile publishes: by its entry point's assembly, by the project it names, by where it stands.</summary>
    public TopologyProject? ByDockerfile(Dockerfile dockerfile, string buildContext)
    {
        if (dockerfile.Assembly is { } assembly)
        {
            var byAssembly = programs.Where(project => project.AssemblyName.Equals(assembly, StringComparison.OrdinalIgnoreCase)).ToList();
            if (byAssembly.Count == 1)
            {
                return byAssembly[0];
            }
        }

        foreach (var name in dockerfile.ProjectFiles)
        {
            var named = programs.Where(project => Paths.Name(project.Path).Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (named.Count == 1)
            {
                return named[0];
            }
        }

        return dockerfile.IsDotNet ? InFolder(Paths.Folder(dockerfile.Path)) ?? InFolder(buildContext) : null;
    }

    public static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Identifier(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c == '_' ? c : '_'));

    private static int SharedPrefix(string left, string right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[length] == right[length])
        {
            length++;
        }

        return length;
    }
}
