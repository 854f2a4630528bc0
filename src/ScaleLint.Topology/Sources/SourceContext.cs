using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Sources;

/// <summary>The input, indexed, and the problems met while reading it.</summary>
internal sealed class SourceContext
{
    private readonly Dictionary<string, TopologyFile> files = new(StringComparer.Ordinal);

    public SourceContext(TopologyInput input)
    {
        foreach (var file in input.Files)
        {
            files[Paths.Normalised(file.Path)] = file with { Path = Paths.Normalised(file.Path) };
        }

        Files = [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
        Projects = [.. input.Projects.Select(project => project with { Path = Paths.Normalised(project.Path) }).OrderBy(project => project.Path, StringComparer.Ordinal)];
    }

    public IReadOnlyList<TopologyFile> Files { get; }

    public IReadOnlyList<TopologyProject> Projects { get; }

    public List<TopologyProblem> Problems { get; } = [];

    public TopologyFile? Find(string path) => files.GetValueOrDefault(path);

    public void Report(string file, int line, string message) => Problems.Add(new TopologyProblem(file, line, message));

    public TextNode? Json(TopologyFile file)
    {
        if (string.IsNullOrWhiteSpace(file.Content))
        {
            return null;
        }

        try
        {
            return JsonText.Parse(file.Content);
        }
        catch (TextFormatException exception)
        {
            Report(file.Path, exception.Line, exception.Message);
            return null;
        }
    }

    public List<TextNode> Yaml(TopologyFile file) => YamlText.ParseAll(file.Content, (line, message) => Report(file.Path, line, message));
}
