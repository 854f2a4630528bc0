using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using QuikGraph;
using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;

/// <summary>What is done millions of times, by BenchmarkDotNet in this process.</summary>
[MemoryDiagnoser]
public class InnerLoops
{
    private static readonly string[] Sources = ["System.Net.Http.dll", "System.Linq.dll"];
    private readonly byte[] assembly = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, Sources[0]));
    private readonly string facts = FactsWriter.Write(IlExtractor.ExtractFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, Sources[1]), IlOptions.Default));
    private readonly Condensation<int> graph = Condensation<int>.Of(Layers());
    private readonly int[] starts = [.. Enumerable.Range(0, 64)];

    /// <summary>Runs them and prints BenchmarkDotNet's table.</summary>
    public static void Run() => BenchmarkRunner.Run<InnerLoops>(ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.DisableLogFile));

    /// <summary>A call that the catalogue knows.</summary>
    [Benchmark]
    public int CatalogueHit() => EffectsCatalogue.Default.OfMember("System.Net.Http.HttpClient", "GetStringAsync(System.String)").Count;

    /// <summary>A call that it does not know, as most are.</summary>
    [Benchmark]
    public int CatalogueMiss() => EffectsCatalogue.Default.OfMember("System.Text.StringBuilder", "Append(System.String)").Count;

    /// <summary>All calls of System.Net.Http, 13,000 of them.</summary>
    [Benchmark]
    public object CallGraphOfAnAssembly() => IlCallGraph.Read(assembly);

    /// <summary>The facts of System.Linq, read back from text.</summary>
    [Benchmark]
    public object FactsFromText() => FactsReader.Read(facts, "benchmark");

    /// <summary>What 64 entry points reach in a graph of 100 layers of 100 members.</summary>
    [Benchmark]
    public int ReachOf64() => graph.ReachedFrom(starts).Count;

    private static AdjacencyGraph<int, Edge<int>> Layers()
    {
        var random = new Random(3);
        var made = new AdjacencyGraph<int, Edge<int>>();
        made.AddVertexRange(Enumerable.Range(0, 10_000));
        for (var i = 0; i < 9_900; i++)
            for (var n = 0; n < 4; n++) made.AddEdge(new Edge<int>(i, ((i / 100) + 1) * 100 + random.Next(100)));
        return made;
    }
}
