namespace ScaleLint.Topology.Tests;

public class KubernetesTests
{
    private const string Manifests = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: catalog-depl, namespace: shop }
        spec:
          replicas: 2
          template:
            metadata: { labels: { app: catalog, tier: api } }
            spec:
              containers:
              - name: istio-proxy
                image: istio/proxyv2
              - name: catalog
                image: acme/catalog:1.2
                envFrom:
                - configMapRef: { name: common }
                env:
                - name: DB_HOST
                  value: mongo-srv
                - name: Mongo__ConnectionString
                  value: mongodb://$(DB_HOST):27017
                - name: Mongo__Database
                  value: catalogdb
                - name: Pay__Url
                  valueFrom: { configMapKeyRef: { name: common, key: pay-url } }
                - name: ConnectionStrings__Sql
                  valueFrom: { secretKeyRef: { name: sql, key: connection } }
                - name: ConnectionStrings__Elsewhere
                  valueFrom: { secretKeyRef: { name: not-in-the-repository, key: connection } }
              volumes:
              - name: settings
                configMap: { name: catalog-settings }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: catalog-srv, namespace: shop }
        spec: { selector: { app: catalog }, ports: [ { port: 80, nodePort: 30010 } ] }
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: mongo, namespace: shop }
        spec:
          template:
            metadata: { labels: { app: mongo } }
            spec: { containers: [ { name: mongo, image: "mongo:8" } ] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: mongo-srv, namespace: shop }
        spec: { selector: { app: mongo } }
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: common, namespace: shop }
        data:
          Mail__Host: mail
          pay-url: http://pay-srv.shop.svc.cluster.local
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: catalog-settings, namespace: shop }
        data:
          appsettings.Production.json: |
            {
              "Cache": { "Connection": "cache:6379" }
            }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: sql, namespace: shop }
        data:
          connection: U2VydmVyPXNxbDtEYXRhYmFzZT1PcmRlcnM7VXNlciBJZD1zYTtQYXNzd29yZD1oaWRkZW4K
        """;

    private const string Others = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: pay, namespace: shop }
        spec:
          template:
            metadata: { labels: { app: pay } }
            spec: { containers: [ { name: pay, image: acme/pay } ] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: pay-srv, namespace: shop }
        spec: { selector: { app: pay } }
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: { name: pay }
        spec: { minReplicas: 4, scaleTargetRef: { kind: Deployment, name: pay } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: other-srv, namespace: shop }
        spec: { selector: { app: absent } }
        """;

    private static SystemTopology Read() => new SystemFiles()
        .Project("src/Catalog").Project("src/Pay")
        .File("k8s/catalog.yaml", Manifests)
        .File("k8s/others.yaml", Others)
        .File("k8s/overlays/dev/catalog.yaml", Manifests.Replace("pay-srv.shop.svc.cluster.local", "fake", StringComparison.Ordinal))
        .Read();

    private static int LineOf(string text) => Manifests[..Manifests.IndexOf(text, StringComparison.Ordinal)].Count(c => c == '\n') + 1;

    [Fact]
    public void WorkloadsServicesAndTheirNames()
    {
        var system = Read();
        var catalog = system.Service("Catalog");

        Assert.Equal((2, "src/Catalog/Catalog.csproj", "acme/catalog:1.2"), (catalog.Instances, catalog.ProjectPath, catalog.Image));
        Assert.Equal(["catalog-srv", "catalog-srv.shop", "catalog-srv.shop.svc", "catalog-srv.shop.svc.cluster.local", "localhost:30010"], catalog.Hosts);
        Assert.Equal(4, system.Service("Pay").Instances);
        Assert.Null(system.ResolveAddress("http://other-srv"));
        Assert.Empty(system.Problems);
    }

    [Fact]
    public void ValuesFromMapsSecretsReferencesAndMountedSettings()
    {
        var system = Read();
        var configuration = system.EffectiveConfiguration("Catalog");

        Assert.Contains("Catalog -> Pay", system.Edges());
        Assert.Equal("mongodb://mongo-srv:27017", configuration["Mongo:ConnectionString"].Value);
        Assert.Equal("cache:6379", configuration["Cache:Connection"].Value);
        Assert.Equal(LineOf("\"Cache\""), configuration["Cache:Connection"].Evidence.Line);
        Assert.Equal("mail", configuration["Mail:Host"].Value);
        Assert.Null(configuration["ConnectionStrings:Elsewhere"].Value);
        Assert.DoesNotContain("hidden", configuration["ConnectionStrings:Sql"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void ADatabaseOnlyManifestsDeclareGoesByItsOwnName()
    {
        var system = Read();

        Assert.Equal(("document-db", "mongo"), (system.Resource("catalogdb").Kind, system.Resource("catalogdb").Engine));
        Assert.Equal("catalogdb", system.ResolveKey("Catalog", "Mongo:ConnectionString"));
        Assert.Equal("Orders", system.ResolveConnection("Catalog", "Sql"));
        Assert.Contains(system.Unresolved, address => address is { ConfigurationKey: "ConnectionStrings:Elsewhere", Address: null });
    }

    [Fact]
    public void ComposeGivesTheNamesAndManifestsAddToThem()
    {
        var system = new SystemFiles()
            .Project("src/Catalog")
            .File("src/Catalog/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet\nENTRYPOINT [\"dotnet\", \"Catalog.dll\"]")
            .File("docker-compose.yml", "services:\n  catalog-api: { build: src/Catalog, image: 'acme/catalog:1' }\n  sqldata: { image: mcr.microsoft.com/mssql/server }")
            .File("k8s/a.yaml", Manifests)
            .File("k8s/sql.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: sql-data }\nspec:\n  template:\n    metadata: { labels: { app: s } }\n    spec: { containers: [ { name: s, image: mcr.microsoft.com/mssql/server } ] }")
            .Read();

        Assert.Equal(["catalog-api"], system.Services.Select(service => service.Id));
        Assert.Contains("catalog-srv", system.Service("catalog-api").Hosts);
        Assert.DoesNotContain(system.Resources, resource => resource.Id == "sql-data");
    }

    [Fact]
    public void AWorkloadIsKnownByItsContainersName()
    {
        var system = new SystemFiles()
            .AppHost("var builder = DistributedApplication.CreateBuilder(args);\nvar db = builder.AddPostgres(\"pg\").AddDatabase(\"flight\");\nbuilder.AddProject<Projects.Flight_Api>(\"flight-service\").WithReference(db);")
            .Project("src/Flight.Api")
            .File("docker-compose.yml", "services:\n  flight: { build: src/Flight.Api }")
            .File("k8s/flight.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: flight-deployment }\nspec:\n  replicas: 3\n  template:\n    metadata: { labels: { app: f } }\n    spec: { containers: [ { name: flight, image: someone/system-flight } ] }")
            .Read();

        var service = Assert.Single(system.Services);
        Assert.Equal(("flight-service", 3), (service.Id, service.Instances));
        Assert.Equal(["flight-service -> flight"], system.Edges());
    }

    [Fact]
    public void DaprComponentsAreReferredToByTheirScopes()
    {
        var system = new SystemFiles()
            .Project("src/Catalog")
            .File("k8s/a.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: catalog }\nspec:\n  template:\n    metadata: { annotations: { dapr.io/app-id: catalog-app } }\n    spec: { containers: [ { name: catalog, image: catalog } ] }")
            .File("components/bus.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: bus\nspec:\n  type: pubsub.rabbitmq\n  metadata: []\nscopes: [catalog-app]")
            .Read();

        Assert.Equal(["Catalog -> bus"], system.Edges());
        Assert.Equal(("queue", "rabbitmq"), (system.Resource("bus").Kind, system.Resource("bus").Engine));
    }

    [Fact]
    public void HelmValuesWithoutTemplates()
    {
        var system = new SystemFiles()
            .Project("src/Catalog").Project("src/Pay")
            .File("charts/catalog/Chart.yaml", "name: catalog\nversion: 1.0.0\ndependencies:\n- name: redis\n  condition: redis.enabled\n- name: postgresql\n  condition: postgresql.enabled")
            .File("charts/catalog/values.yaml", """
                replicaCount: 2
                image: { repository: acme/catalog }
                env:
                  Pay__Url: http://pay
                  Cache__Connection: catalog-redis-master:6379
                postgresql: { enabled: false }
                """)
            .File("charts/catalog/values-prod.yaml", "replicaCount: 5")
            .File("charts/catalog/templates/deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include \"x\" . }}")
            .File("charts/all/Chart.yaml", "name: all")
            .File("charts/all/values.yaml", "pay:\n  image: { repository: acme/pay }\n  env:\n  - name: Mode\n    value: fast")
            .Read();

        Assert.Equal(["Catalog -> Pay", "Catalog -> redis"], system.Edges());
        Assert.Equal(5, system.Service("Catalog").Instances);
        Assert.Equal("fast", system.EffectiveConfiguration("Pay")["Mode"].Value);
        Assert.DoesNotContain(system.Resources, resource => resource.Id == "postgresql");
        Assert.Empty(system.Problems);
    }

    [Fact]
    public void AWorkloadIsKnownByTheGistOfItsProjectsName()
    {
        var system = new SystemFiles().Project("CommandsService").Project("PlatformService")
            .File("k8s/commands.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: commands-depl }\nspec:\n  template:\n    metadata: { labels: { app: c } }\n    spec: { containers: [ { name: commandservice, image: 'someone/commandservice:${TAG:-1}' } ] }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: commands-srv }\nspec: { selector: { app: c } }")
            .File("PlatformService/appsettings.Production.json", "{ \"CommandService\": \"http://commands-srv:80/api/c\" }")
            .Read();

        Assert.Equal(["PlatformService -> CommandsService"], system.Edges());
        Assert.Equal("CommandsService/CommandsService.csproj", system.Service("CommandsService").ProjectPath);
        Assert.Equal("someone/commandservice:1", system.Service("CommandsService").Image);
    }

    [Fact]
    public void AnIngressHostIsTheServiceThatAloneStandsBehindIt()
    {
        var system = new SystemFiles().Project("src/Catalog").Project("src/Pay")
            .File("k8s/all.yaml", Manifests + "\n---\n" + Others)
            .File("k8s/ingress.yaml", """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: { name: public }
                spec:
                  rules:
                  - host: Catalog.acme.com
                    http: { paths: [ { path: /, backend: { service: { name: catalog-srv } } } ] }
                  - host: www.acme.com
                    http: { paths: [ { path: /c, backend: { service: { name: catalog-srv } } }, { path: /p, backend: { service: { name: pay-srv } } } ] }
                """).Read();

        Assert.Equal("Catalog", system.ResolveAddress("https://catalog.acme.com/items"));
        Assert.Null(system.ResolveAddress("https://www.acme.com/c"));
    }
}
