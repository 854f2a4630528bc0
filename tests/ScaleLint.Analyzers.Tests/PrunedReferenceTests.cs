using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Pruning;
using ScaleLint.Source;

namespace ScaleLint.Analyzers.Tests;

/// <summary>What the build hands over is less than all facts of a reference, and says the same.</summary>
public class PrunedReferenceTests
{
    private const string Library = """
        namespace Lib;
        public interface IWrapper { Task<string> Fetch(string id); }
        public class Wrapper(HttpClient http) : IWrapper, IDisposable
        {
            private readonly Dictionary<string, int> sizes = [];
            public async Task<string> Fetch(string id) { Note(id, id.Length); return await Retry(() => Inner(id)); }
            private async Task<string> Retry(Func<Task<string>> work) => await work();
            private Task<string> Inner(string id) => http.GetStringAsync("https://stock/" + id);
            private void Note(string id, int size) => sizes[id] = size;
            public int Sum() => sizes.Values.Sum();
            public void Dispose() => http.GetStringAsync("https://stock/bye").Wait();
        }
        """;

    private static AssemblyFacts FactsOf(Compiled library) => SourceExtractor.Extract(library.Compilation, new SourceOptions(), default);

    private static IReadOnlyList<AssemblyFacts> Pruned(Compiled library, bool isProject) => isProject
        ? FactsPruner.Prune([FactsOf(library)], [], EffectsCatalogue.Default)
        : FactsPruner.Prune([], [FactsOf(library)], EffectsCatalogue.Default);

    private static string User(string type, string call) => $$"""
        [ApiController, Route("orders")]
        public class OrdersController({{type}} stock) : ControllerBase
        {
            [HttpGet]
            public async Task Get(List<string> ids)
            {
                foreach (var id in ids) {{call}};
                await Task.Yield();
            }
        }
        """;

    [Theory]
    [InlineData(true, "Lib.Wrapper")]
    [InlineData(true, "Lib.IWrapper")]
    [InlineData(false, "Lib.Wrapper")]
    [InlineData(false, "Lib.IWrapper")]
    public async Task The_way_to_an_effect_survives(bool isProject, string type)
    {
        var library = new Compiled("Lib", ("Lib.cs", Library));
        var found = Assert.Single(await new Compiled("App", ("Orders.cs", User(type, "await stock.Fetch(id)"))).Referencing(library)
            .WithFile("scalelint.facts", FactsWriter.WriteAll(Pruned(library, isProject))).All(), x => x.Id == "SCALE3002");
        Assert.Equal(["Orders.cs:7 SCALE3002"], Compiled.Lines([found]));
        Assert.EndsWith("-> Wrapper.Inner -> HttpClient.GetStringAsync]", found.GetMessage());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_leads_nowhere_is_gone(bool isProject)
    {
        var library = new Compiled("Lib", ("Lib.cs", Library));
        var methods = Pruned(library, isProject)[0].Types.SelectMany(x => x.Methods).Where(x => x.Body != null).Select(x => x.Id).ToList();
        Assert.Contains("M:Lib.Wrapper.Fetch(System.String)", methods);
        Assert.Contains("M:Lib.Wrapper.Inner(System.String)", methods);
        Assert.DoesNotContain("M:Lib.Wrapper.Note(System.String,System.Int32)", methods);
        Assert.DoesNotContain("M:Lib.Wrapper.Sum", methods);
        Assert.True(FactsWriter.WriteAll(Pruned(library, isProject)).Length < FactsWriter.Write(FactsOf(library)).Length / 1.5);
    }

    [Fact]
    public async Task What_a_package_does_when_disposed_is_not_what_every_disposal_does()
    {
        var library = new Compiled("Lib", ("Lib.cs", Library));
        var app = new Compiled("App", ("Orders.cs", User("IDisposable", "stock.Dispose()"))).Referencing(library).WithFile("scalelint.facts", FactsWriter.WriteAll(Pruned(library, false)));
        Assert.Empty(await app.Lines("SCALE3002", "SCALE3004"));
    }

    [Fact]
    public void Pruning_twice_changes_nothing()
    {
        var library = new Compiled("Lib", ("Lib.cs", Library));
        var once = Pruned(library, true);
        Assert.Equal(FactsWriter.WriteAll(once), FactsWriter.WriteAll(FactsPruner.Prune(once, [], EffectsCatalogue.Default)));
    }
}
