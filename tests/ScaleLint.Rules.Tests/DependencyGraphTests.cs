using ScaleLint.Cases;
using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Source;

namespace ScaleLint.Rules.Tests;

public sealed class DependencyGraphTests
{
    private static readonly CaseFile Case = new("graph", "three projects",
    [
        new CaseProject("Abstractions", true, "namespace Abstractions { public interface IStore { void Save(Item item); } public class Item { } }"),
        new CaseProject("Storage", true, "namespace Storage { public class FileStore : Abstractions.IStore { public void Save(Abstractions.Item item) => Log.Write(item); class Log { public static void Write(object o) { } } } }"),
        new CaseProject("App", false, "var store = new Storage.FileStore(); store.Save(new Abstractions.Item());"),
    ]);

    private static readonly SystemGraph Graph = new(CaseCompiler.Compile(Case)
        .Select(x => new Unit(SourceExtractor.Extract(x, new SourceOptions { IsTest = false }, CancellationToken.None), x.AssemblyName + ".csproj", true)).ToList(), EffectsCatalogue.Default);

    [Fact]
    public void TypesFoldToProjectsAndNamespaces()
    {
        Assert.Equal(["App>Abstractions", "App>Storage", "Storage>Abstractions"], Graph.Dependencies.Projects.Edges.Select(x => x.Source + ">" + x.Target).Order(StringComparer.Ordinal));
        Assert.Equal(["Storage>Abstractions"], Graph.Dependencies.Namespaces((_, _) => true).Edges.Select(x => x.Source + ">" + x.Target));
        // A nested type lives in the namespace of the type around it.
        Assert.Equal("Storage", Graph.Dependencies.Types.Vertices.Single(x => x.Facts.Name.EndsWith("Log", StringComparison.Ordinal)).Namespace);
    }

    [Fact]
    public void CouplingIsCountedInTypes()
    {
        var byName = CouplingCounts.Of(Graph.Dependencies, x => x.Unit.Name).ToDictionary(x => x.Name);
        // FileStore and Program use Abstractions; of its two types one is an interface.
        Assert.Equal((2, 0, 2, 1), (byName["Abstractions"].Afferent, byName["Abstractions"].Efferent, byName["Abstractions"].Types, byName["Abstractions"].Abstract));
        Assert.Equal(0, byName["Abstractions"].Instability);
        Assert.Equal(0.5, byName["Abstractions"].Distance);
        Assert.Equal((1, 1), (byName["Storage"].Afferent, byName["Storage"].Efferent));
        Assert.Equal(1, byName["App"].Instability);
    }

    [Fact]
    public void TheCallGraphHasAnEdgePerCallAndTarget()
    {
        var program = Graph.Calls.Vertices.Single(x => (x.Facts.Flags & MethodFlags.Main) != 0);
        Assert.Contains(Graph.Calls.OutEdges(program), x => x.Target.Display == "FileStore.Save");
        Assert.Contains(Graph.Calls.OutEdges(Graph.Calls.Vertices.Single(x => x.Display == "FileStore.Save")), x => x.Target.Display == "Log.Write");
    }
}
