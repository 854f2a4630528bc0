namespace ScaleLint.Topology.Tests;

public class SettingsTests
{
    private static SystemFiles Two() => new SystemFiles()
        .Project("Catalog").Project("Web")
        .File("Catalog/Properties/launchSettings.json", """{ "profiles": { "https": { "applicationUrl": "https://localhost:7101;http://localhost:5101" } } }""");

    [Fact]
    public void AddressesLeadToTheServiceThatListensThere()
    {
        var system = Two().File("Web/appsettings.json", """
            {
              // where the catalog is
              "Services": { "Catalog": { "BaseUrl": "http://localhost:5101/api" } },
              "Other": "http://localhost:5999",
            }
            """).Read();

        Assert.Equal(["Web -> Catalog"], system.Edges());
        var reference = Assert.Single(system.References);
        Assert.Equal(("Services:Catalog:BaseUrl", new Evidence("Web/appsettings.json", 3)), (reference.ConfigurationKey, reference.Evidence));
        Assert.Equal("Catalog", system.ResolveAddress("https://localhost:7101"));
        var unresolved = Assert.Single(system.Unresolved);
        Assert.Equal(("Other", "localhost:5999"), (unresolved.ConfigurationKey, unresolved.Address));
    }

    [Fact]
    public void DevelopmentOverridesInventNoEdgeAndProductionOverridesHold()
    {
        var system = Two()
            .Project("Stub")
            .File("Stub/Properties/launchSettings.json", """{ "profiles": { "Stub": { "applicationUrl": "http://localhost:5900", "environmentVariables": { "Catalog__Url": "http://localhost:5101" } } } }""")
            .File("Web/appsettings.json", """{ "A": { "Url": "http://catalog.internal" }, "B": { "Url": "http://nowhere" } }""")
            .File("Web/appsettings.Development.json", """{ "A": { "Url": "http://localhost:5900" } }""")
            .File("Web/appsettings.Staging.json", """{ "A": { "Url": "http://localhost:5900" } }""")
            .File("Web/appsettings.Production.json", """{ "B": { "Url": "http://localhost:5101" } }""")
            .Read();

        Assert.Equal(["Web -> Catalog"], system.Edges());
        Assert.Equal("http://localhost:5101", system.EffectiveConfiguration("web").GetValueOrDefault("B:Url")?.Value ?? system.EffectiveConfiguration("Web")["B:Url"].Value);
        Assert.Equal("http://catalog.internal", system.EffectiveConfiguration("Web")["A:Url"].Value);
        Assert.Equal([null, "Development", "Staging"], system.Configuration.Where(value => value.Key == "A:Url").Select(value => value.Environment));
    }

    [Fact]
    public void TwoServicesOnOnePortAreNobody()
    {
        var system = new SystemFiles().Project("A").Project("B").Project("C")
            .File("A/Properties/launchSettings.json", """{ "profiles": { "A": { "applicationUrl": "http://localhost:5000" } } }""")
            .File("B/appsettings.json", """{ "Urls": "http://localhost:5000" }""")
            .File("C/appsettings.json", """{ "Peer": { "Url": "http://localhost:5000" } }""")
            .Read();

        Assert.Empty(system.Edges());
        Assert.Single(system.Unresolved);
    }

    [Fact]
    public void TheSameServerAndDatabaseIsOneResourceAndPlaceholdersAreNone()
    {
        var system = new SystemFiles().Project("A").Project("B").Project("C").Project("D").Project("E").Project("F")
            .File("F/appsettings.json", """{ "ConnectionStrings": { "Either": "Server=db.acme.net;Database=orders;User Id=f;Password=g" } }""")
            .File("A/appsettings.json", """{ "ConnectionStrings": { "Main": "Server=tcp:db.acme.net,1433;Initial Catalog=Orders;User ID=a;Password=b;Encrypt=True" } }""")
            .File("B/appsettings.json", """{ "ConnectionStrings": { "Orders": "Data Source=DB.acme.net;Database=orders;Integrated Security=true;Max Pool Size=20" } }""")
            .File("C/appsettings.json", """{ "ConnectionStrings": { "Main": "Server=db.acme.net;Database=Billing;Integrated Security=true" } }""")
            .File("D/appsettings.json", """{ "ConnectionStrings": { "Main": "<set in user secrets>", "Second": "", "Third": "#{Db}#", "Local": "Data Source=app.db" } }""")
            .File("E/appsettings.json", """{ "ConnectionStrings": { "Local": "Data Source=app.db", "Memory": "Data Source=:memory:" } }""")
            .Read();

        Assert.Equal("Orders", system.ResolveConnection("A", "Main"));
        Assert.Equal("Orders", system.ResolveConnection("B", "Orders"));
        Assert.Equal("Orders", system.ResolveConnection("F", "Either"));
        Assert.Equal("Billing", system.ResolveConnection("C", "Main"));
        Assert.Equal(20, system.Resource("Orders").MaxPoolSize);
        Assert.NotEqual(system.ResolveConnection("D", "Local"), system.ResolveConnection("E", "Local"));
        Assert.Null(system.ResolveConnection("E", "Memory"));
        Assert.Equal(["ConnectionStrings:Main", "ConnectionStrings:Second", "ConnectionStrings:Third"], system.Unresolved.Select(address => address.ConfigurationKey));
        Assert.All(system.Unresolved, address => Assert.Null(address.Address));
    }

    [Fact]
    public void BrokersNamedByTheirKeysAreSharedByAddress()
    {
        var settings = """{ "RabbitMQ": { "HostName": "localhost", "Password": "guest" }, "Kafka": { "BootstrapServers": "kafka-1:9092,kafka-2:9092" } }""";
        var system = new SystemFiles().Project("A").Project("B").File("A/appsettings.json", settings).File("B/appsettings.json", settings).Read();

        Assert.Equal(["A -> kafka", "A -> rabbitmq", "B -> kafka", "B -> rabbitmq"], system.Edges());
        Assert.Equal("***", system.EffectiveConfiguration("A")["RabbitMQ:Password"].Value);
    }

    [Fact]
    public void SettingsOfTestsAndLibrariesBelongToNobody()
    {
        var system = Two().TestProject("Web.Tests").File("Web.Tests/appsettings.json", """{ "Catalog": { "Url": "http://localhost:5101" } }""").Read();

        Assert.Empty(system.Edges());
        Assert.Equal(["Catalog", "Web"], system.Services.Select(service => service.Id));
    }

    [Fact]
    public void ServiceDiscoveryEntriesOfTheCallerComeFirst()
    {
        var system = Two().File("Web/appsettings.json", """{ "Services": { "products": { "http": [ "localhost:5101" ] } } }""").Read();

        Assert.Equal("Catalog", system.ResolveAddress("http://products/items", "Web"));
        Assert.Null(system.ResolveAddress("http://products/items", "Catalog"));
    }

    [Fact]
    public void YarpRoutesWithTransformsAndOverriddenDestinations()
    {
        var system = Two()
            .File("docker-compose.yml", "services:\n  gateway:\n    image: web\n    environment: { ReverseProxy__Clusters__c__Destinations__d__Address: 'http://catalog:8080/' }\n  catalog: { image: catalog }")
            .File("Web/appsettings.json", """
                {
                  "ReverseProxy": {
                    "Routes": {
                      "items": {
                        "ClusterId": "c",
                        "Match": { "Path": "/shop/{**rest}", "Methods": [ "POST", "get" ] },
                        "Transforms": [ { "PathRemovePrefix": "/shop" }, { "PathPrefix": "/v2" } ],
                        "Timeout": "00:00:07"
                      },
                      "gone": { "ClusterId": "absent", "Match": { "Path": "/gone" } }
                    },
                    "Clusters": { "c": { "Destinations": { "d": { "Address": "http://localhost:9999" } } } }
                  }
                }
                """)
            .Read();

        var route = system.GatewayRoutes.Single(candidate => candidate.Name == "items");
        Assert.Equal(("gateway", "/shop/{**rest}", "/v2/{**rest}", 7.0), (route.ServiceId, route.Path, route.TargetPath, route.TimeoutSeconds));
        Assert.Equal(["GET", "POST"], route.Methods);
        Assert.Equal(["catalog"], route.TargetIds);
        Assert.Equal(new Evidence("Web/appsettings.json", 6), route.Evidence);
        Assert.Empty(system.GatewayRoutes.Single(candidate => candidate.Name == "gone").TargetIds);
        Assert.Equal(["gateway -> catalog"], system.Edges());
    }

    [Fact]
    public void OcelotRoutesOfTheProductionFile()
    {
        const string route = """{ "Routes": [ { "UpstreamPathTemplate": "/catalog/{everything}", "UpstreamHttpMethod": [ "Get" ], "DownstreamPathTemplate": "/api/{everything}", "DownstreamScheme": "http", "DownstreamHostAndPorts": [ { "Host": "localhost", "Port": PORT } ], "QoSOptions": { "TimeoutValue": 5000 } } ] }""";
        var system = Two()
            .File("Web/ocelot.json", route.Replace("PORT", "5101", StringComparison.Ordinal))
            .File("Web/ocelot.Development.json", route.Replace("PORT", "5999", StringComparison.Ordinal))
            .Read();

        var read = Assert.Single(system.GatewayRoutes);
        Assert.Equal(("Web", "/catalog/{everything}", "/api/{everything}", 5.0), (read.ServiceId, read.Path, read.TargetPath, read.TimeoutSeconds));
        Assert.Equal(["Catalog"], read.TargetIds);
    }

    [Fact]
    public void WordsBesideAnAddressAndAddressesHandedOutMakeNoEdge()
    {
        var system = Two()
            .File("docker-compose.yml", "services:\n  mysql: { image: mysql }\n  mongo: { image: mongo }\n  web: { image: web }\n  catalog: { image: catalog }")
            .File("Web/appsettings.json", """
                {
                  "ConnectionStrings": { "DbType": "MYSQL", "DatabaseName": "Basket", "Database": "mongodb://root:hidden@mongo:27017" },
                  "Auth": { "RedirectUri": "http://catalog/signin", "Issuer": "http://catalog" },
                  "Cors": { "Origins": [ "http://catalog" ] },
                  "Client": { "CreateEndpoint": "api/catalog", "UseEndpoint": true, "Region": "eu-west-1", "Queue": "Endpoint=sb://xxx.servicebus.windows.net/;SharedAccessKey=k" }
                }
                """).Read();

        Assert.Equal(["web -> mongo"], system.Edges());
        Assert.DoesNotContain(system.Unresolved, address => address.ConfigurationKey.StartsWith("Client", StringComparison.Ordinal));
        Assert.Equal("Basket", system.Resource("mongo").Database);
        Assert.DoesNotContain(system.Configuration, value => value.Value?.Contains("hidden", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("https://api.payments.example/v1", true)]
    [InlineData("https://hooks.slack.com", true)]
    [InlineData("http://catalog", false)]
    [InlineData("http://catalog.shop.svc.cluster.local", false)]
    [InlineData("http://10.0.0.7:5000", false)]
    [InlineData("http://localhost:5101", false)]
    [InlineData("https://acme.blob.core.windows.net/images", false)]
    [InlineData("https://queue.amazonaws.com", false)]
    [InlineData("https://shop.acme.com", false)]
    [InlineData("hooks.slack.com", false)]
    public void ThirdPartiesAreAbsolutePublicHostsThatNobodyOwns(string address, bool expected)
    {
        var system = Two().File("docker-compose.yml", "services:\n  web:\n    image: web\n    hostname: shop.acme.com").Read();

        Assert.Equal(expected, system.IsThirdParty(address, "Catalog"));
    }
}
