using ScaleLint.Cases;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Rules.Tests;

/// <summary>SCALE1002 needs a configuration, so its situations stand here and not in a case file.</summary>
public class ForbiddenDependencyTests
{
    private const string Code = """
        namespace Shop.Api { public class Page { public string Show() => new Shop.Desk.Clerk().Name(); } }
        namespace Shop.Desk { public class Clerk { public string Name() => new Shop.Data.Table().Name; } }
        namespace Shop.Data { public class Table { public string Name = "t"; } }
        """;

    private static IReadOnlyList<Finding> Judge(string config, string code = Code)
    {
        var (parsed, problems) = ConfigFile.Parse("scalelint.json", config);
        Assert.Empty(problems);
        var file = new CaseFile("SCALE1002", "test", [new CaseProject("App", true, code)]);
        return [.. CaseCompiler.Judge(file, Settings.Settings.Default with { Config = parsed }).Where(x => x.Rule.Id == "SCALE1002")];
    }

    [Fact]
    public void A_direct_dependency_is_reported_at_its_place_with_the_reason()
    {
        var finding = Assert.Single(Judge("""{ "rules": [ { "from": "Shop.Desk.*", "to": "Shop.Data.*", "allow": false, "reason": "The desk asks the archive." } ] }"""));
        Assert.Equal(2, finding.At.Line);
        Assert.Contains("The desk asks the archive.", finding.Message);
    }

    [Fact]
    public void Layers_name_sets_of_types() =>
        Assert.Single(Judge("""{ "layers": [ { "name": "desk", "types": ["Shop.Desk.*"] }, { "name": "data", "types": ["Shop.Data.*"] } ], "rules": [ { "from": "desk", "to": "data" } ] }"""));

    [Fact]
    public void A_dependency_through_others_counts_only_where_the_rule_says_so()
    {
        Assert.Empty(Judge("""{ "rules": [ { "from": "Shop.Api.*", "to": "Shop.Data.*" } ] }"""));
        var finding = Assert.Single(Judge("""{ "rules": [ { "from": "Shop.Api.*", "to": "Shop.Data.*", "transitive": true } ] }"""));
        Assert.Equal(["Shop.Api.Page", "Shop.Desk.Clerk", "Shop.Data.Table"], finding.Path.Select(x => x.Symbol));
    }

    [Fact]
    public void A_rule_that_matches_no_type_is_reported_at_its_own_line()
    {
        var finding = Assert.Single(Judge("{ \"rules\": [\n { \"from\": \"Shop.Gone.*\", \"to\": \"Shop.Data.*\" } ] }"));
        Assert.Equal(("scalelint.json", 2), (finding.At.File, finding.At.Line));
        Assert.Contains("Shop.Gone.*", finding.Message);
    }

    [Fact]
    public void An_allowing_rule_makes_an_exception() =>
        Assert.Empty(Judge("""{ "rules": [ { "from": "Shop.Desk.*", "to": "Shop.Data.*" }, { "from": "Shop.Desk.Clerk", "to": "Shop.Data.Table", "allow": true } ] }"""));
}
