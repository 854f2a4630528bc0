using System.Text.Json.Nodes;
using ScaleLint.Graph.Facts;
using ScaleLint.Source;

namespace ScaleLint.Cases;

/// <summary>A system of small projects with the files around them: compiled in memory and written as <c>scalelint facts</c> writes it. Needs no MSBuild.</summary>
public class SystemShards
{
    private readonly List<CaseProject> libraries = [];
    private readonly List<(string Name, bool IsTest, AssemblyFacts Facts)> projects = [];
    private readonly List<(string Path, string Content)> files = [];

    /// <summary>A library that all later projects may use.</summary>
    public SystemShards Library(string name, string code)
    {
        libraries.Add(new CaseProject(name, true, code));
        return Add(name, code, library: true);
    }

    /// <summary>A program in a folder of its own, with its <c>appsettings.json</c>.</summary>
    public SystemShards Service(string name, string code, string? settings = null)
    {
        if (settings != null) File(name + "/appsettings.json", settings);
        return Add(name, code);
    }

    /// <summary>A minimal API between <c>builder</c> and <c>app.Run()</c>; <paramref name="types"/> stand behind it.</summary>
    public SystemShards Web(string name, string registrations, string endpoints, string types = "", string? settings = null, string usings = "") =>
        Service(name, $"{usings}var builder = WebApplication.CreateBuilder(args);\n{registrations}\nvar app = builder.Build();\n{endpoints}\napp.Run();\n{types}\n", settings);

    /// <summary>A project of tests.</summary>
    public SystemShards Tests(string name, string code) => Add(name, code, isTest: true);

    /// <summary>A file that describes the system.</summary>
    public SystemShards File(string path, string content)
    {
        files.Add((path, content));
        return this;
    }

    /// <summary>A compose file of services that are built here, each under its project's name in small letters, with what else stands in it.</summary>
    public SystemShards Compose(string more = "", params string[] services) =>
        File("docker-compose.yml", "services:\n" + string.Concat(services.Select(x => $"  {x.ToLowerInvariant()}:\n    build: {{ context: {x} }}\n")) + more);

    /// <summary>Writes the projects into a folder: a shard each, or a single one for all of them.</summary>
    public void Write(string folder, bool together)
    {
        foreach (var group in together ? [projects] : projects.Select(x => new List<(string Name, bool IsTest, AssemblyFacts Facts)> { x }))
            Shard(together ? folder : Path.Combine(folder, group[0].Name), group);
    }

    private SystemShards Add(string name, string code, bool library = false, bool isTest = false)
    {
        var own = new CaseProject(name, library, code) { IsTest = isTest };
        var compilation = CaseCompiler.Compile(new CaseFile("system", name, [.. libraries.Where(x => x.Name != name), own]))[^1];
        var facts = SourceExtractor.Extract(compilation, new SourceOptions { IsTest = isTest, Path = tree => tree.FilePath.Replace(name + ".", name + "/", StringComparison.Ordinal) }, CancellationToken.None);
        projects.Add((name, isTest, facts));
        return this;
    }

    private void Shard(string shard, List<(string Name, bool IsTest, AssemblyFacts Facts)> members)
    {
        Directory.CreateDirectory(shard);
        foreach (var (_, _, facts) in members) System.IO.File.WriteAllText(Path.Combine(shard, facts.Name + ".facts"), FactsWriter.Write(facts));
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["repositoryPrefix"] = "",
            ["projects"] = new JsonArray([.. members.Select(x => (JsonNode)ProjectPath(x.Name))]),
            ["assemblies"] = new JsonArray([.. members.Select(x => new JsonObject { ["name"] = x.Facts.Name, ["file"] = x.Facts.Name + ".facts", ["project"] = ProjectPath(x.Name), ["isJudged"] = true, ["files"] = 1, ["lines"] = 10 })]),
            ["problems"] = new JsonArray(),
            ["configuration"] = new JsonObject { ["config"] = null, ["effects"] = new JsonArray(), ["options"] = new JsonObject(), ["calibration"] = null },
            ["topologyFiles"] = new JsonArray([.. files.Select(x => new JsonObject { ["path"] = x.Path, ["content"] = x.Content })]),
            ["topologyProjects"] = new JsonArray([.. projects.Select(x => new JsonObject
            {
                ["path"] = ProjectPath(x.Name), ["name"] = x.Name, ["assemblyName"] = x.Name, ["imageName"] = null,
                ["output"] = x.IsTest ? "Test" : libraries.Any(l => l.Name == x.Name) ? "Library" : "Executable",
            })]),
        };
        System.IO.File.WriteAllText(Path.Combine(shard, "scalelint.facts.json"), manifest.ToJsonString());
    }

    private static string ProjectPath(string name) => $"{name}/{name}.csproj";
}
