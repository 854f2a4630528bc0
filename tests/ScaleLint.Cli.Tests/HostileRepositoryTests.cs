using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ScaleLint.Cli.Tests;

/// <summary>A repository whose owner means harm: nothing of it runs, is fetched or ends the tool.</summary>
public sealed class HostileRepositoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Generators_that_it_brings_along_run_only_when_asked_for()
    {
        Emit("tools/Evil.dll", $$"""
            [Microsoft.CodeAnalysis.Generator] public class Evil : Microsoft.CodeAnalysis.ISourceGenerator {
                public void Initialize(Microsoft.CodeAnalysis.GeneratorInitializationContext context) => System.IO.File.WriteAllText(@"{{folder.At("ran.txt")}}", "");
                public void Execute(Microsoft.CodeAnalysis.GeneratorExecutionContext context) => context.AddSource("made.g.cs", "static class Made { public static int One => 1; }");
            }
            """);
        SmallSystem.WriteProject(folder, "App", "class P { static void Main() => System.Console.WriteLine(Made.One); }", """<Analyzer Include="../tools/Evil.dll" />""");
        string[] report = ["report", folder.At("App/App.csproj"), "--cache", folder.At("cache")];

        var run = Tool.Run(report);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("generator-not-run", run.Error);
        Assert.Contains("Evil.dll", run.Error);
        Assert.False(File.Exists(folder.At("ran.txt")), "the generator ran");
        Assert.Equal(3, Tool.Run([.. report, "--generators", "none"]).ExitCode);
        Assert.False(File.Exists(folder.At("ran.txt")), "the generator ran");

        Assert.Equal(0, Tool.Run([.. report, "--generators", "all"]).ExitCode);
        Assert.True(File.Exists(folder.At("ran.txt")), "the generator did not run when asked for");
    }

    [Fact]
    public void Assemblies_are_read_and_never_loaded()
    {
        Emit("bin/Evil.dll", $$"""
            static class Start { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Run() => System.IO.File.WriteAllText(@"{{folder.At("ran.txt")}}", ""); }
            public class Evil { static Evil() => Start.Run(); public void Do() { } }
            """);

        Assert.Equal(0, Tool.Run("report", folder.At("bin"), "--no-cache").ExitCode);

        Assert.False(File.Exists(folder.At("ran.txt")), "the assembly ran");
    }

    [Fact]
    public void Entities_in_project_and_solution_files_are_not_read()
    {
        folder.Write("secret.txt", "a secret");
        var type = $"<?xml version=\"1.0\"?>\n<!DOCTYPE x [ <!ENTITY a SYSTEM \"{new Uri(folder.At("secret.txt")).AbsoluteUri}\"> <!ENTITY b \"inner\"> ]>\n";
        folder.Write("a.slnx", type + "<Solution><Project Path=\"&a;&b;.csproj\" /></Solution>");
        foreach (var extension in new[] { ".dll", ".pdb" }) File.Copy(Path.Combine(AppContext.BaseDirectory, "ScaleLint.Topology" + extension), folder.At("ScaleLint.Topology" + extension));
        folder.Write("b/b.csproj", type + "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><AssemblyName>&a;&b;</AssemblyName></PropertyGroup></Project>");

        foreach (var run in new[] { Tool.Run("report", folder.At("a.slnx"), "--no-restore", "--no-cache"), Tool.Run("report", folder.At("ScaleLint.Topology.dll"), "--format", "json", "--no-cache") })
        {
            Assert.DoesNotContain("a secret", run.Output + run.Error);
            Assert.DoesNotContain("inner", run.Output + run.Error);
        }
    }

    [Fact]
    public void Sections_of_an_editorconfig_nested_without_end_are_refused()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "ScaleLint.Topology.dll"), folder.At("ScaleLint.Topology.dll"));
        folder.Write(".editorconfig", "root = true\n[" + new string('{', 200_000) + "]\nscalelint.SCALE3001.max_hops = 3\n");
        var run = Tool.Run("report", folder.At("ScaleLint.Topology.dll"), "--no-cache");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(".editorconfig(2)", run.Error);
    }

    [Fact]
    public void Source_nested_without_end_is_an_error_in_its_place()
    {
        SmallSystem.WriteProject(folder, "App", "class P { static void Main() { } }");
        folder.Write("App/Deep.cs", "class D { int F() => " + new string('(', 300_000) + "1" + new string(')', 300_000) + "; }");
        folder.Write("App/Types.cs", "class T { object F = new " + string.Concat(Enumerable.Repeat("List<", 300_000)) + "int" + new string('>', 300_000) + "(); }");
        // Smiles open nothing.
        folder.Write("App/Fine.cs", "class F { /* " + new string('(', 5_000) + " */ string S = \"" + new string('[', 5_000) + "\"; }");

        var run = Tool.Run("report", folder.At("App/App.csproj"), "--no-cache");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("App does not compile (2 errors)".Replace("App ", "App.csproj ", StringComparison.Ordinal), run.Error);
        Assert.Contains("nested more than 1000 deep", run.Error);
    }

    [Fact]
    public void A_broken_description_of_the_system_is_told_of()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "ScaleLint.Topology.dll"), folder.At("ScaleLint.Topology.dll"));
        folder.Write("docker-compose.yml", "services:\n  a: { image: redis\n  b: [");
        var run = Tool.Run("report", folder.At("ScaleLint.Topology.dll"), "--no-cache", "--format", "json");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("docker-compose.yml(2): topology-not-read: not valid YAML", run.Error);
        Assert.Contains("topology-not-read", run.Output);
    }

    private void Emit(string name, string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(x => MetadataReference.CreateFromFile(x));
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(name), [CSharpSyntaxTree.ParseText(code)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Directory.CreateDirectory(Path.GetDirectoryName(folder.At(name))!);
        var emitted = compilation.Emit(folder.At(name));
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
    }
}
