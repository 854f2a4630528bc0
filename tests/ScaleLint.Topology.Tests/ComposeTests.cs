namespace ScaleLint.Topology.Tests;

public class ComposeTests
{
    private const string TwoServices = """
        services:
          db:
            image: postgres:16
          bus:
            image: rabbitmq:3-management
            hostname: broker
          catalog:
            build: src/Catalog
            depends_on: [db]
            environment:
              - ConnectionStrings__Catalog=Host=db;Database=catalog;Username=u;Password=p;Maximum Pool Size=40
              - Bus__Host=amqp://guest:guest@broker:5672
          shop:
            build:
              context: .
              dockerfile: src/Shop/Dockerfile
            depends_on:
              catalog:
                condition: service_started
            environment:
              Catalog__BaseUrl: http://catalog:8080
            deploy:
              replicas: 3
            ports:
              - "127.0.0.1:6001:8080"
        """;

    private static SystemFiles Shop() => new SystemFiles()
        .Project("src/Catalog")
        .Project("src/Shop")
        .File("src/Catalog/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT [\"dotnet\", \"Catalog.dll\"]")
        .File("src/Shop/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY . .\nENTRYPOINT [\"dotnet\", \"Shop.dll\"]");

    [Fact]
    public void ServicesResourcesAndEdgesOfAStack()
    {
        var system = Shop().File("docker-compose.yml", TwoServices).Read();

        Assert.Equal(["catalog -> bus", "catalog -> db", "shop -> catalog"], system.Edges());
        Assert.Equal("src/Catalog/Catalog.csproj", system.Service("catalog").ProjectPath);
        var shop = system.Service("shop");
        Assert.Equal(3, shop.Instances);
        Assert.Equal(["localhost:6001", "shop"], shop.Hosts);
        var db = system.Resource("db");
        Assert.Equal(("sql", "postgres", "catalog", 40), (db.Kind, db.Engine, db.Database, db.MaxPoolSize));
        Assert.Equal(["Catalog"], db.ConnectionNames);
        Assert.Equal("queue", system.Resource("bus").Kind);
        Assert.Equal(new Evidence("docker-compose.yml", 11), system.References.Single(reference => reference.ConnectionName == "Catalog").Evidence);
        Assert.Empty(system.Problems);
    }

    [Fact]
    public void DependsOnInBothFormsIsStartOrderOnly()
    {
        var system = Shop().File("docker-compose.yml", TwoServices).Read();

        Assert.Equal(
            ["catalog -> db", "shop -> catalog"],
            system.References.Where(reference => reference.Kind is ReferenceKind.StartOrder).Select(reference => $"{reference.ServiceId} -> {reference.TargetId}"));
    }

    [Fact]
    public void TwoServicesWithTheSameDatabaseShareItAndOthersOnTheServerDoNot()
    {
        var system = Shop().File("compose.yaml", """
            services:
              sql:
                image: mcr.microsoft.com/mssql/server:2022-latest
              catalog:
                build: src/Catalog
                environment:
                  ConnectionStrings__Main: "Server=sql;Database=Store;User Id=sa;Password=x"
              shop:
                build: src/Shop
                environment:
                  ConnectionStrings__Shop: "Server=tcp:SQL,1433;Initial Catalog=store;User Id=sa;Password=x"
                  ConnectionStrings__Audit: "Server=sql;Database=Audit;User Id=sa;Password=x"
            """).Read();

        Assert.Equal(["catalog -> Store", "shop -> Audit", "shop -> Store"], system.Edges());
        Assert.Equal("sql", system.Resource("Store").ServerId);
        Assert.Equal("sql", system.Resource("Audit").ServerId);
        Assert.Equal(system.ResolveConnection("catalog", "Main"), system.ResolveConnection("shop", "Shop"));
    }

    [Fact]
    public void OverrideFileWinsAndDevelopmentFileOverridesNothing()
    {
        var system = Shop()
            .File("docker-compose.yml", "services:\n  catalog: { build: src/Catalog }\n  shop:\n    build: src/Shop\n    environment: { Catalog__Url: 'http://nowhere' }")
            .File("docker-compose.override.yml", "services:\n  shop:\n    environment: { Catalog__Url: 'http://catalog' }")
            .File("docker-compose.dev.yml", "services:\n  fake: { image: mockserver/mockserver }\n  shop:\n    environment: { Catalog__Url: 'http://fake' }")
            .File("docker-compose.tests.yml", "services:\n  double: { image: wiremock/wiremock }\n  shop:\n    environment: { Catalog__Url: 'http://double' }")
            .Read();

        Assert.Equal(["shop -> catalog"], system.Edges());
        Assert.DoesNotContain(system.Services, service => service.Id == "double");
        Assert.Equal(
            [(null, "http://catalog"), ("Development", "http://fake")],
            system.Configuration.Where(value => value.Key == "Catalog:Url").Select(value => (value.Environment, value.Value)));
        Assert.Equal("http://catalog", system.EffectiveConfiguration("shop")["catalog:url"].Value);
    }

    [Fact]
    public void VariablesDefaultsEnvironmentFilesAnchorsAndExtends()
    {
        var system = Shop()
            .File(".env", "REGISTRY=local/\n# comment\nCATALOG_HOST=catalog")
            .File("shop.env", "export Payments__Url=\"http://payments\" # inner\nCatalog__Url=http://wrong")
            .File("common.yml", "services:\n  base:\n    environment: { Cache__Connection: 'redis:6379' }")
            .File("docker-compose.yml", """
                x-env: &env
                  Audit__Url: http://${AUDIT_HOST:-audit}
                services:
                  redis: { image: redis }
                  audit: { image: "${REGISTRY:-}audit:${TAG:-1}" }
                  payments: { image: company/payments }
                  catalog: { build: src/Catalog }
                  shop:
                    extends: { file: common.yml, service: base }
                    build: src/Shop
                    env_file: shop.env
                    environment:
                      <<: *env
                      Catalog__Url: http://${CATALOG_HOST}
                      Missing__Url: ${NOT_SET}
                """)
            .Read();

        Assert.Equal(["shop -> audit", "shop -> catalog", "shop -> payments", "shop -> redis"], system.Edges());
        Assert.Equal("local/audit:1", system.Service("audit").Image);
        Assert.Null(system.EffectiveConfiguration("shop")["Missing:Url"].Value);
        Assert.Equal(new Evidence("shop.env", 1), system.EffectiveConfiguration("shop")["Payments:Url"].Evidence);
    }

    [Fact]
    public void AnImageWithoutBuildIsTheProjectOfTheSameName()
    {
        var system = new SystemFiles().Project("src/Catalog.API").File("docker-compose.yml", "services:\n  catalog: { image: 'acme/catalogapi:3' }\n  web: { image: nginx }").Read();

        Assert.Equal("src/Catalog.API/Catalog.API.csproj", system.Service("catalog").ProjectPath);
        Assert.Equal(ServiceKind.Container, system.Service("web").Kind);
    }

    [Fact]
    public void AProductionOverlayThatLeadsNowhereFallsBackToWhatItReplaces()
    {
        var system = Shop()
            .File("docker-compose.yml", "services:\n  cache: { image: redis }\n  shop:\n    build: src/Shop\n    environment: { Cache__Host: cache }")
            .File("docker-compose.prod.yml", "services:\n  gone: { ports: ['1:1'] }\n  shop:\n    environment: { Cache__Host: old.cache }")
            .Read();

        Assert.Equal(["shop -> cache"], system.Edges());
        Assert.DoesNotContain(system.Services, service => service.Id == "gone");
    }

    [Fact]
    public void TheSameNameInTwoStacksIsTwoContainers()
    {
        var stack = "services:\n  db: { image: postgres }\n  {0}:\n    build: .\n    environment: {{ ConnectionStrings__Db: 'Host=db;Database=main;Username=u' }}";
        var system = new SystemFiles()
            .Project("a/A").Project("b/B")
            .File("a/docker-compose.yml", stack.Replace("{0}", "api-a", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal))
            .File("b/docker-compose.yml", stack.Replace("{0}", "api-b", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal))
            .Read();

        Assert.NotEqual(system.ResolveConnection("api-a", "Db"), system.ResolveConnection("api-b", "Db"));
        Assert.All(["api-a", "api-b"], service => Assert.NotNull(system.ResolveConnection(service, "Db")));
    }

    [Fact]
    public void WordsThatHappenToBeHostNamesMakeNoEdge()
    {
        var system = Shop().File("docker-compose.yml", """
            services:
              catalog: { build: src/Catalog }
              shop:
                build: src/Shop
                environment:
                  EventBus__SubscriptionClientName: catalog
                  Serilog__Properties__Application: catalog
                  Docs__Text: see http://catalog for more
                  ASPNETCORE_URLS: http://+:80
            """).Read();

        Assert.Empty(system.Edges());
    }

    [Fact]
    public void AnImageByAnUnknownVariableIsKnownByItsServicesName()
    {
        var system = Shop().File("docker-compose.yml", """
            services:
              sql-server: { image: "${SQL_IMAGE}" }
              shop:
                build: src/Shop
                environment: { ConnectionStrings__Db: "Server=sql-server;Database=Shop;User Id=sa;Password=x" }
            """).Read();

        Assert.Equal(["shop -> sql-server"], system.Edges());
        Assert.Equal(("sql", "sqlserver", "Shop"), (system.Resource("sql-server").Kind, system.Resource("sql-server").Engine, system.Resource("sql-server").Database));
    }

    [Fact]
    public void ADaprSidecarNamesItsService()
    {
        var system = Shop().File("docker-compose.yml", """
            services:
              catalog: { build: src/Catalog }
              catalog-dapr:
                image: daprio/daprd:1.15
                command: ["./daprd", "-app-id", "catalog-app"]
                network_mode: service:catalog
            """).Read();

        Assert.Equal(["Shop", "catalog"], system.Services.Select(service => service.Id));
        Assert.Equal("catalog", system.ResolveAddress("http://catalog-app"));
    }

    [Fact]
    public void ALineThatManyServicesShareIsMarked()
    {
        var system = Shop().Project("src/Mail")
            .File("common.env", "Catalog__Url=http://catalog")
            .File("docker-compose.yml", """
                services:
                  catalog: { image: catalog }
                  shop: { build: src/Shop, env_file: common.env }
                  mail: { image: mail, env_file: common.env }
                  report: { image: acme/report, env_file: common.env, environment: { Shop__Url: "http://shop" } }
                """).Read();

        Assert.Equal(3, system.References.Count(reference => reference.IsShared));
        Assert.False(system.References.Single(reference => reference.TargetId == "shop").IsShared);
    }

    [Fact]
    public void AContainerThatConnectionStringsLeadToIsAStore()
    {
        var system = Shop().File("docker-compose.yml", """
            services:
              store: { image: acme/seeded-database }
              shop:
                build: src/Shop
                environment: { ConnectionStrings__Db: "Host=store;Database=shop;Username=u;Password=p" }
            """).Read();

        Assert.Equal(["Catalog", "shop"], system.Services.Select(service => service.Id));
        Assert.Equal(("sql", "postgres"), (system.Resource("store").Kind, system.Resource("store").Engine));
    }
}
