using ScaleLint.Fuzz;

namespace ScaleLint.Topology.Tests;

/// <summary>Whatever the files of a repository say: a description of the system, with what cannot be read as problems.</summary>
public class MutatedFilesTests
{
    private const string Compose = """
        x-common: &common
          environment: { LOG: "${LEVEL:-info}", Queue__Host: "amqp://guest:guest@rabbit:5672" }
          restart: always
        include: [ other/docker-compose.yml ]
        services:
          api:
            <<: *common
            build: { context: ., dockerfile: Api/Dockerfile, args: [ "A=1" ] }
            depends_on: { pg: { condition: service_healthy } }
            environment:
              - ConnectionStrings__Orders=Host=pg;Database=orders;Username=u;Password=${PASSWORD};Maximum Pool Size=20
              - Worker__Url=http://worker:8080
            env_file: [ .env ]
            ports: [ "8080:80" ]
            deploy: { replicas: 3 }
          worker: { extends: { service: api }, image: "shop/worker:latest" }
          pg: { image: "postgres:16" }
          rabbit: { image: rabbitmq }
          worker-dapr: { image: daprio/daprd, command: [ "./daprd", "-app-id", "worker" ], network_mode: "service:worker" }
        networks: { default: {} }
        """;

    private const string Manifests = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: api, labels: { app: api }, annotations: { dapr.io/enabled: "true", dapr.io/app-id: api } }
        spec:
          replicas: 2
          selector: { matchLabels: { app: api } }
          template:
            metadata: { labels: { app: api } }
            spec:
              containers:
                - name: api
                  image: shop/api:1
                  env: [ { name: Cache__Host, value: redis }, { name: Db, valueFrom: { secretKeyRef: { name: s, key: db } } } ]
                  envFrom: [ { configMapRef: { name: settings } } ]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: api }
        spec: { selector: { app: api }, ports: [ { port: 80, targetPort: 8080 } ] }
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings }
        data: { Worker__Url: "http://worker" }
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: { name: api }
        spec: { scaleTargetRef: { kind: Deployment, name: api }, minReplicas: 2, maxReplicas: 9 }
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: pubsub }
        spec: { type: pubsub.redis, version: v1, metadata: [ { name: redisHost, value: "redis:6379" } ] }
        """;

    private const string Template = """
        {{- if .Values.enabled }}
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "shop.fullname" . }}
        spec:
          replicas: {{ .Values.replicas | default 1 }}
          template:
            spec:
              containers:
                - name: {{ .Chart.Name }}
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
                  env:
                  {{- range $key, $value := .Values.env }}
                    - { name: {{ $key }}, value: {{ $value | quote }} }
                  {{- end }}
        {{- end }}
        """;

    private const string Settings = """
        {
          "ConnectionStrings": { "Orders": "Server=db;Database=orders;User Id=u;Max Pool Size=50", "Cache": "redis:6379,abortConnect=false", "Bus": "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b" },
          "Worker": { "Url": "https://worker/api" },
          "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Match": { "Path": "/w/{**rest}", "Methods": [ "GET" ] }, "Transforms": [ { "PathRemovePrefix": "/w" } ] } },
                            "Clusters": { "c": { "Destinations": { "d": { "Address": "http://worker/" } } } } },
          "Kestrel": { "Endpoints": { "Http": { "Url": "http://*:5000" } } }
        }
        """;

    private const string Ocelot = """
        { "Routes": [ { "UpstreamPathTemplate": "/w/{x}", "UpstreamHttpMethod": [ "Get" ], "DownstreamPathTemplate": "/{x}", "DownstreamScheme": "http", "DownstreamHostAndPorts": [ { "Host": "worker", "Port": 80 } ] } ],
          "GlobalConfiguration": { "BaseUrl": "http://gateway" } }
        """;

    private const string AppHost = """
        var builder = DistributedApplication.CreateBuilder(args);
        var pg = builder.AddPostgres("pg").WithDataVolume();
        var db = pg.AddDatabase("orders");
        var names = new[] { "a", "b" };
        foreach (var name in names) builder.AddProject<Projects.Worker>($"worker-{name}").WithReference(db).WithReplicas(2);
        IResourceBuilder<ProjectResource> Api(string name) => builder.AddProject<Projects.Api>(name).WithReference(db).WithEnvironment("X", "1").WaitFor(pg);
        Api("api").WithHttpEndpoint(port: 8080);
        builder.Build().Run();
        """;

    private static readonly (string Path, string Text, bool IsJson)[] Files =
    [
        ("docker-compose.yml", Compose, false),
        ("other/docker-compose.yml", "services:\n  redis: { image: redis, environment: [ A ] }\n", false),
        ("deploy/k8s.yaml", Manifests, false),
        ("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [ { name: postgresql, version: 1.x, repository: https://charts } ]\n", false),
        ("chart/values.yaml", "enabled: true\nreplicas: 2\nimage: { repository: shop/api, tag: latest }\nenv: { Worker__Url: http://worker }\n", false),
        ("chart/templates/api.yaml", Template, false),
        ("Api/appsettings.json", Settings, true),
        ("Api/appsettings.Production.json", "{ \"Worker\": { \"Url\": \"http://other\" } }", true),
        ("Api/Properties/launchSettings.json", "{ \"profiles\": { \"Api\": { \"commandName\": \"Project\", \"applicationUrl\": \"https://localhost:7001;http://localhost:5001\", \"environmentVariables\": { \"A\": \"b\" } } } }", true),
        ("Gateway/ocelot.json", Ocelot, true),
        ("Api/Dockerfile", "FROM mcr.microsoft.com/dotnet/sdk AS build\nARG A=1\nCOPY Api/Api.csproj Api/\nRUN dotnet publish \"Api/Api.csproj\" \\\n  -o /app\nFROM base\nENV X=1 Y=\"2\"\nENTRYPOINT [\"dotnet\", \"Api.dll\"]\n", false),
        (".env", "PASSWORD=secret\nexport A='b c'\nB=\"${A}-${B}\"\n# comment\n", false),
        ("AppHost/Program.cs", AppHost, false),
        ("Worker/Worker.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Worker\" />", false),
        ("Gateway/Gateway.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />", false),
        ("AppHost/AppHost.csproj", "<Project Sdk=\"Aspire.AppHost.Sdk/13.0.0\"><ItemGroup><ProjectReference Include=\"../Api/Api.csproj\" /></ItemGroup></Project>", false),
        ("Api/Api.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><ContainerRepository>shop/api</ContainerRepository><AssemblyName>Shop.$(MSBuildProjectName)</AssemblyName></PropertyGroup></Project>", false),
    ];

    [Fact]
    public void End_in_a_description_with_problems()
    {
        var folder = Directory.CreateTempSubdirectory("scalelint-");
        try
        {
            Rounds.Run(150, random => Check(random, folder.FullName), mostBytes: 1L << 30);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Check(Random random, string folder)
    {
        var changed = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(Files.Length)).ToHashSet();
        for (var i = 0; i < Files.Length; i++)
        {
            var (path, text, isJson) = Files[i];
            if (changed.Contains(i)) text = isJson && random.Next(2) == 0 ? JsonMutation.Of(random, text) : TextMutation.Of(random, text, "{{", "}}", "<<: *common", "- ", "kind: ", "services:");
            path = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));
        }

        var read = TopologyReader.Read(TopologyFiles.Collect(folder));

        Assert.All(read.Problems, x => Assert.Contains(Files, y => y.Path == x.File));
        Assert.All(read.Problems, x => Assert.NotEmpty(x.Message));
        var ids = read.Services.Select(x => x.Id).Concat(read.Resources.Select(x => x.Id)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(read.References, x => Assert.Contains(x.TargetId, ids));
    }
}
