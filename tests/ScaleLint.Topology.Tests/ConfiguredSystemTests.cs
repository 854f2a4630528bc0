namespace ScaleLint.Topology.Tests;

public class ConfiguredSystemTests
{
    private static readonly Evidence Place = new("scalelint.json", 3);

    [Fact]
    public void HostsLeadToAServiceNoFileDeclares()
    {
        var input = new SystemFiles().Project("src/Catalog").Project("src/Web")
            .File("src/Web/appsettings.json", "{ \"Catalog\": { \"Url\": \"https://catalog.acme.com/v1\" } }")
            .Input() with { Services = [new ConfiguredService("catalog", "src/Catalog/Catalog.csproj", ["catalog.acme.com"], 4, Place)] };
        var system = TopologyReader.Read(input);

        Assert.Equal(["Web -> catalog"], system.Edges());
        Assert.Equal((4, "src/Catalog/Catalog.csproj"), (system.Service("catalog").Instances, system.Service("catalog").ProjectPath));
        Assert.False(system.IsThirdParty("https://catalog.acme.com"));
    }

    [Fact]
    public void ADeclaredServiceIsOverriddenNotDoubled()
    {
        var input = new SystemFiles().Project("src/Catalog")
            .File("docker-compose.yml", "services:\n  catalog: { build: src/Catalog, deploy: { replicas: 2 } }")
            .Input() with { Services = [new ConfiguredService("catalog", null, ["localhost:9001"], 6, Place)] };
        var system = TopologyReader.Read(input);

        Assert.Equal(6, Assert.Single(system.Services).Instances);
        Assert.Equal("catalog", system.ResolveAddress("http://localhost:9001"));
    }

    [Fact]
    public void AConnectionNameIsTheResourceAlsoWithoutAConnectionString()
    {
        var input = new SystemFiles().Project("A").Project("B").Project("C")
            .File("A/appsettings.json", "{ \"ConnectionStrings\": { \"Orders\": \"<secret>\" } }")
            .File("B/appsettings.json", "{ \"ConnectionStrings\": { \"OrdersDb\": \"Server=x;Database=o;User Id=u;Max Pool Size=30\" } }")
            .Input() with { Resources = [new ConfiguredResource("orders-db", "sql", ["Orders", "OrdersDb"], Place)] };
        var system = TopologyReader.Read(input);

        Assert.Equal(["A -> orders-db", "B -> orders-db"], system.Edges());
        Assert.Equal(("sql", 30), (Assert.Single(system.Resources).Kind, system.Resources[0].MaxPoolSize));
        Assert.Equal("orders-db", system.ResolveConnection("C", "orders"));
        Assert.Empty(system.Unresolved);
    }

    [Fact]
    public void AHostIsAThirdPartyWithAName()
    {
        var input = new SystemFiles().Project("A")
            .File("A/appsettings.json", "{ \"Pay\": { \"Url\": \"https://api.payments.example/v1\" } }")
            .Input() with { Resources = [new ConfiguredResource("payment-provider", "third-party", ["api.payments.example"], Place)] };
        var system = TopologyReader.Read(input);

        Assert.Equal(["A -> payment-provider"], system.Edges());
        Assert.True(system.IsThirdParty("https://api.payments.example/v1"));
    }

    [Fact]
    public void AnAppHostsResourceTakesTheConfiguredName()
    {
        var input = new SystemFiles().Project("src/Web")
            .AppHost("var builder = DistributedApplication.CreateBuilder(args);\nbuilder.AddProject<Projects.Web>(\"web\").WithReference(builder.AddConnectionString(\"erp\"));")
            .Input() with { Resources = [new ConfiguredResource("erp-database", "sql", ["erp"], Place)] };
        var system = TopologyReader.Read(input);

        Assert.Equal(["web -> erp-database"], system.Edges());
        Assert.Equal("sql", system.Resource("erp-database").Kind);
    }
}
