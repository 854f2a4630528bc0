namespace ScaleLint.Topology.Tests;

public class AppHostTests
{
    private static SystemFiles Projects() => new SystemFiles().Project("src/Catalog.API").Project("src/Web").Project("src/Worker");

    private static SystemTopology Read(string program) => Projects().AppHost("var builder = DistributedApplication.CreateBuilder(args);\n" + program + "\nbuilder.Build().Run();").Read();

    [Fact]
    public void ProjectsDatabasesBrokersAndReferences()
    {
        var system = Read("""
            var postgres = builder.AddPostgres("postgres").WithPgAdmin().WithDataVolume();
            var catalogDb = postgres.AddDatabase("catalogdb", "catalog");
            var bus = builder.AddRabbitMQ("bus");
            var cache = builder.AddRedis("cache");
            var catalog = builder.AddProject<Projects.Catalog_API>("catalog-api")
                .WithReference(catalogDb).WaitFor(catalogDb)
                .WithReference(bus, connectionName: "messaging")
                .WithReplicas(3);
            builder.AddProject<Projects.Web>("web")
                .WithReference(catalog)
                .WithReference(cache)
                .WaitFor(bus);
            """);

        Assert.Equal(["catalog-api -> bus", "catalog-api -> catalogdb", "web -> cache", "web -> catalog-api"], system.Edges());
        var service = system.Service("catalog-api");
        Assert.Equal((3, "src/Catalog.API/Catalog.API.csproj", new Evidence("AppHost/Program.cs", 6)), (service.Instances, service.ProjectPath, service.Evidence));
        var database = system.Resource("catalogdb");
        Assert.Equal(("sql", "postgres", "catalog", "postgres"), (database.Kind, database.Engine, database.Database, database.ServerId));
        Assert.Equal("bus", system.ResolveConnection("catalog-api", "Messaging"));
        Assert.Equal("catalog-api", system.ResolveAddress("https+http://catalog-api", "web"));
        Assert.Equal("catalog-api", system.ResolveAddress("https://_grpc.catalog-api/v1", "web"));
        Assert.Equal("services:catalog-api:http:0", system.References.Single(reference => reference.TargetId == "catalog-api").ConfigurationKey);
        Assert.Contains(system.References, reference => reference is { ServiceId: "web", TargetId: "bus", Kind: ReferenceKind.StartOrder });
        Assert.DoesNotContain(system.Services, declared => declared.Id == "AppHost");
    }

    [Fact]
    public void WhatNobodyReferencesMakesNoEdge()
    {
        var system = Read("""
            var unused = builder.AddSqlServer("sql").AddDatabase("orders");
            var web = builder.AddProject<Projects.Web>("web");
            builder.AddProject<Projects.Worker>("worker");
            """);

        Assert.Empty(system.References);
        Assert.Equal(["orders", "sql"], system.Resources.Select(resource => resource.Id));
    }

    [Theory]
    [InlineData("""builder.AddMongoDB("m")""", "document-db", "mongo")]
    [InlineData("""builder.AddKafka("m")""", "queue", "kafka")]
    [InlineData("""builder.AddMySql("m")""", "sql", "mysql")]
    [InlineData("""builder.AddAzureServiceBus("m")""", "queue", "azure-servicebus")]
    [InlineData("""builder.AddAzureStorage("s").RunAsEmulator().AddBlobs("m")""", "blob", "azure-storage")]
    [InlineData("""builder.AddAzureStorage("s").AddQueues("m")""", "queue", "azure-storage-queue")]
    [InlineData("""builder.AddContainer("m", "docker.io/library/mongo", "8")""", "document-db", "mongo")]
    [InlineData("""builder.AddExternalService("m", "https://api.payments.com/")""", "third-party", null)]
    [InlineData("""builder.AddSomethingNew("m")""", "unknown", null)]
    public void KindsOfResources(string expression, string kind, string? engine)
    {
        var system = Read($"builder.AddProject<Projects.Web>(\"web\").WithReference({expression});");

        Assert.Equal(["web -> m"], system.Edges());
        Assert.Equal((kind, engine), (system.Resource("m").Kind, system.Resource("m").Engine));
    }

    [Fact]
    public void HelpersExtensionsLoopsAndLocalFunctionsAreFollowed()
    {
        var system = Projects()
            .AppHost("""
                using Names = Shop.Names;
                var builder = DistributedApplication.CreateBuilder(args);
                var db = AddStore(builder);
                foreach (var project in new[] { builder.AddProject<Projects.Web>(Names.Web), builder.AddProject<Projects.Catalog_API>("catalog") })
                {
                    project.WithStore(db);
                }
                for (var i = 0; i < 2; i++)
                {
                    builder.AddProject<Projects.Worker>($"worker-{i}").WithStore(db);
                }
                builder.Build().Run();

                static IResourceBuilder<SqlServerDatabaseResource> AddStore(IDistributedApplicationBuilder builder)
                {
                    var server = builder.AddSqlServer("sql");
                    return server.AddDatabase("store");
                }
                """)
            .File("AppHost/Extensions.cs", """
                namespace Shop;
                internal static class Names { public const string Web = "web"; }
                internal static class Extensions
                {
                    public static IResourceBuilder<T> WithStore<T>(this IResourceBuilder<T> builder, IResourceBuilder<SqlServerDatabaseResource> db) where T : IResourceWithEnvironment
                        => builder.WithReference(db).WaitFor(db);
                }
                """)
            .Read();

        Assert.Equal(["catalog -> store", "web -> store", "worker-0 -> store", "worker-1 -> store"], system.Edges());
        Assert.Equal(["worker-0", "worker-1"], system.ServicesOfProject("src/Worker/Worker.csproj").Select(service => service.Id));
    }

    [Fact]
    public void BranchesThatCannotRunInProductionAddNothing()
    {
        var system = Read("""
            bool useFake = false;
            var web = builder.AddProject<Projects.Web>("web");
            if (useFake) { web.WithReference(builder.AddRedis("fake")); }
            if (builder.ExecutionContext.IsRunMode) { web.WithReference(builder.AddContainer("mock", "mockserver/mockserver").GetEndpoint("http")); }
            if (Environment.GetEnvironmentVariable("X") == "1") { web.WithReference(builder.AddRedis("maybe")); }
            var cache = builder.ExecutionContext.IsPublishMode ? builder.AddAzureRedis("cache") : builder.AddRedis("cache");
            web.WithReference(cache);
            """);

        Assert.Equal(["web -> cache", "web -> maybe"], system.Edges());
    }

    [Fact]
    public void EnvironmentParametersAndExternalServices()
    {
        var system = Projects()
            .AppHost("""
                var builder = DistributedApplication.CreateBuilder(args);
                var key = builder.AddParameter("key", secret: true);
                var region = builder.AddParameter("region");
                var legacy = builder.AddConnectionString("legacy");
                var catalog = builder.AddProject<Projects.Catalog_API>("catalog");
                builder.AddProject<Projects.Web>("web")
                    .WithEnvironment("Catalog__Url", catalog.GetEndpoint("http"))
                    .WithEnvironment("Catalog__Search", ReferenceExpression.Create($"{catalog.GetEndpoint("http")}/search"))
                    .WithEnvironment("Pay__ApiKey", key)
                    .WithEnvironment("Region", region)
                    .WithEnvironment(context => { context.EnvironmentVariables["Mode"] = "fast"; })
                    .WithReference("geo", new Uri("https://geo.example-maps.com"))
                    .WithReference(legacy);
                builder.Build().Run();
                """)
            .File("AppHost/appsettings.json", """{ "Parameters": { "region": "eu", "key": "leaked" }, "ConnectionStrings": { "legacy": "Server=old-db;Database=Legacy;User Id=sa;Password=secret;Encrypt=true" } }""")
            .Read();

        Assert.Equal(["web -> catalog", "web -> geo", "web -> legacy"], system.Edges());
        var configuration = system.EffectiveConfiguration("web");
        Assert.Equal("http://catalog/search", configuration["Catalog:Search"].Value);
        Assert.Equal("eu", configuration["Region"].Value);
        Assert.Equal("fast", configuration["Mode"].Value);
        Assert.NotEqual("leaked", configuration["Pay:ApiKey"].Value);
        Assert.Equal(("sql", "sqlserver", "Legacy"), (system.Resource("legacy").Kind, system.Resource("legacy").Engine, system.Resource("legacy").Database));
        Assert.Equal("geo", system.ResolveAddress("https://geo.example-maps.com/v2"));
    }

    [Fact]
    public void AReferenceReplacesTheProjectsOwnConnectionString()
    {
        var system = Projects()
            .AppHost("""
                var builder = DistributedApplication.CreateBuilder(args);
                builder.AddProject<Projects.Web>("web").WithReference(builder.AddRabbitMQ("eventbus"));
                builder.Build().Run();
                """)
            .File("src/Web/appsettings.json", """{ "ConnectionStrings": { "EventBus": "amqp://localhost" } }""")
            .Read();

        Assert.Equal(["web -> eventbus"], system.Edges());
        Assert.Equal(["eventbus"], system.Resources.Select(resource => resource.Id));
    }

    [Fact]
    public void RoutesOfAGatewayResource()
    {
        var system = Read("""
            var catalog = builder.AddProject<Projects.Catalog_API>("catalog");
            builder.AddYarp("gateway").WithConfiguration(yarp =>
            {
                var cluster = yarp.AddCluster(catalog);
                yarp.AddRoute("/api/catalog/{**rest}", cluster).WithTransformPathRemovePrefix("/api/catalog").WithMatchMethods("get");
            });
            """);

        var route = Assert.Single(system.GatewayRoutes);
        Assert.Equal(("gateway", "/api/catalog/{**rest}", "/{**rest}"), (route.ServiceId, route.Path, route.TargetPath));
        Assert.Equal(["GET"], route.Methods);
        Assert.Equal(["catalog"], route.TargetIds);
        Assert.Equal(["gateway -> catalog"], system.Edges());
    }

    [Fact]
    public void ASingleFileAppHostAndOneWithAMainMethod()
    {
        var single = new SystemFiles().Project("api").File("apphost.cs", """
            #:sdk Aspire.AppHost.Sdk@13.0.0
            var builder = DistributedApplication.CreateBuilder(args);
            builder.AddCSharpApp("api", "./api/api.csproj").WithReference(builder.AddRedis("cache"));
            builder.Build().Run();
            """).Read();
        var main = Projects().AppHost("""
            namespace Shop;
            public class Program
            {
                private readonly string unused = "x";
                public static void Main(string[] args)
                {
                    var builder = DistributedApplication.CreateBuilder(args);
                    builder.AddProject<Projects.Web>("web").WithReference(builder.AddRedis("cache"));
                }
            }
            """).Read();

        Assert.Equal(["api -> cache"], single.Edges());
        Assert.Equal("api/api.csproj", single.Service("api").ProjectPath);
        Assert.Empty(single.Problems);
        Assert.Equal(["web -> cache"], main.Edges());
    }

    [Fact]
    public void BracketsNestedTooDeepForTheCompilersStackAreAProblem()
    {
        var system = Read("builder.AddProject<Projects.Web>(\"web\").WithEnvironment(\"A\", " + new string('(', 200_000) + "1" + new string(')', 200_000) + ");");
        Assert.Contains("nested more than 1000 deep", Assert.Single(system.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RecursionAndBrokenSourceEnd()
    {
        var system = Read("""
            var web = builder.AddProject<Projects.Web>("web");
            Again(web);
            void Again(IResourceBuilder<ProjectResource> b) { Again(b); Again(b); b.WithReference(builder.AddRedis("cache")); }
            web.WithReference(
            """);

        Assert.Contains(system.Problems, problem => problem.Message.StartsWith("not valid C#", StringComparison.Ordinal));
        Assert.Contains("web -> cache", system.Edges());
    }
}
