using ScaleLint.Graph.Facts;
using ScaleLint.Source;

namespace ScaleLint.Analyzers.Tests;

public class InputTests
{
    private const string Library = """
        namespace Lib;
        public class Wrapper(HttpClient http)
        {
            public Task<string> Fetch(string id) => http.GetStringAsync("https://stock/" + id);
        }
        """;

    private const string User = """
        [ApiController, Route("orders")]
        public class OrdersController(Lib.Wrapper stock) : ControllerBase
        {
            [HttpGet]
            public async Task Get(List<string> ids)
            {
                foreach (var id in ids) await stock.Fetch(id);
            }
        }
        """;

    [Fact]
    public async Task What_a_reference_does_is_known_from_its_facts()
    {
        var library = new Compiled("Lib", ("Lib.cs", Library));
        var facts = FactsWriter.Write(SourceExtractor.Extract(library.Compilation, new SourceOptions(), default));
        Assert.Empty(await new Compiled("App", ("Orders.cs", User)).Referencing(library).Lines("SCALE3002"));
        var found = Assert.Single(await new Compiled("App", ("Orders.cs", User)).Referencing(library).WithFile("obj/scalelint.facts", facts).All(), x => x.Id == "SCALE3002");
        Assert.Equal(["Orders.cs:7 SCALE3002"], Compiled.Lines([found]));
        Assert.EndsWith("[GET /orders -> Wrapper.Fetch -> HttpClient.GetStringAsync]", found.GetMessage());
        Assert.Contains("Lib.cs:4", found.Properties["path"]);
    }

    [Fact]
    public async Task An_effects_file_describes_a_library()
    {
        var library = new Compiled("Lib", ("Lib.cs", "namespace Lib; public abstract class Wrapper { public abstract Task<string> Fetch(string id); }"));
        var lines = await new Compiled("App", ("Orders.cs", User)).Referencing(library)
            .WithFile("lib.effects", "package: Lib 1.0\nM:Lib.Wrapper.Fetch | http | async | | documentation\n").Lines("SCALE3002", "SCALE0002");
        Assert.Equal(["Orders.cs:7 SCALE3002"], lines);
    }

    [Theory]
    [InlineData("lib.effects", "package: Lib 1.0\nM:Lib.Wrapper.Fetch | hhtp | async | | documentation\n", "lib.effects:2 SCALE0002")]
    [InlineData("conf/scalelint.json", "{\n  \"layerz\": []\n}", "conf/scalelint.json:2 SCALE0002")]
    [InlineData("conf/scalelint.json", "{\n  \"layers\": [\n", "conf/scalelint.json:3 SCALE0002")]
    [InlineData("obj/scalelint.facts", "scalelint-facts 2 00 7\nnothing", "obj/scalelint.facts:1 SCALE0002")]
    [InlineData("obj/scalelint.facts", "{}", "obj/scalelint.facts:1 SCALE0002")]
    public async Task A_faulty_input_is_told_of_at_its_line_and_the_rest_is_judged(string file, string text, string expected)
    {
        const string Fine = "class C(HttpClient http) { async Task M(List<string> ids) { foreach (var id in ids) await http.GetStringAsync(id); } }";
        Assert.Equal(["Fine.cs:1 SCALE3002", expected], await new Compiled("App", ("Fine.cs", Fine)).WithFile(file, text).Lines("SCALE3002", "SCALE0002"));
    }

    [Fact]
    public async Task Layers_of_scalelint_json_hold_in_the_compiler()
    {
        const string Code = """
            namespace App.Domain { public class Order { public App.Web.Page? Page; } }
            namespace App.Web { public class Page; }
            """;
        const string Config = """
            {
              "layers": [{ "name": "domain", "types": ["App.Domain.*"] }, { "name": "web", "types": ["App.Web.*"] }],
              "rules": [{ "from": "domain", "to": "web", "allow": false, "reason": "the domain knows nobody" }]
            }
            """;
        Assert.Equal(["Code.cs:1 SCALE1002"], await new Compiled("App", ("Code.cs", Code)).WithFile("/repo/scalelint.json", Config).Lines("SCALE1002", "SCALE0002"));
    }

    [Fact]
    public async Task Thresholds_come_from_editorconfig()
    {
        const string Chain = """
            [ApiController, Route("a")]
            public class A(HttpClient http) : ControllerBase
            {
                [HttpGet]
                public async Task Get() { await http.GetStringAsync("https://a/1"); await http.GetStringAsync("https://a/2"); }
            }
            """;
        Assert.Empty(await new Compiled("App", ("A.cs", Chain)).Lines("SCALE3001"));
        Assert.Equal(["A.cs:5 SCALE3001"], await new Compiled("App", ("A.cs", Chain)).WithOption("scalelint.SCALE3001.max_hops", "2").Lines("SCALE3001"));
        var faulty = await new Compiled("App", ("A.cs", Chain)).WithOption("scalelint.SCALE3001.max_hops", "few").All();
        Assert.Equal(".editorconfig: scalelint.scale3001.max_hops is 'few'; write a whole number", Assert.Single(faulty, x => x.Id == "SCALE0002").GetMessage());
    }
}
