namespace ScaleLint.Topology.Aspire;

/// <summary>Kind and engine of what the hosting packages' methods add.</summary>
internal static class AspireResources
{
    private static readonly HashSet<string> Executables = new(StringComparer.Ordinal)
    {
        "AddExecutable", "AddNpmApp", "AddNodeApp", "AddJavaScriptApp", "AddViteApp", "AddYarnApp", "AddPnpmApp", "AddBunApp", "AddDenoApp", "AddDenoTask",
        "AddPythonApp", "AddPythonModule", "AddPythonExecutable", "AddPythonProject", "AddUvicornApp", "AddUvApp", "AddStreamlitApp", "AddFlaskApp",
        "AddGolangApp", "AddRustApp", "AddJavaApp", "AddSpringApp", "AddPowerShell", "AddNxApp", "AddTurborepoApp", "AddAzureFunctionsApp",
    };

    private static readonly Dictionary<string, (string Kind, string Engine)> OnBuilder = new(StringComparer.Ordinal)
    {
        ["Postgres"] = (ResourceKind.Sql, "postgres"),
        ["AzurePostgresFlexibleServer"] = (ResourceKind.Sql, "postgres"),
        ["SqlServer"] = (ResourceKind.Sql, "sqlserver"),
        ["AzureSqlServer"] = (ResourceKind.Sql, "sqlserver"),
        ["MySql"] = (ResourceKind.Sql, "mysql"),
        ["Oracle"] = (ResourceKind.Sql, "oracle"),
        ["Sqlite"] = (ResourceKind.Sql, "sqlite"),
        ["Supabase"] = (ResourceKind.Sql, "postgres"),
        ["MongoDB"] = (ResourceKind.DocumentDb, "mongo"),
        ["AzureCosmosDB"] = (ResourceKind.DocumentDb, "azure-cosmosdb"),
        ["RavenDB"] = (ResourceKind.DocumentDb, "ravendb"),
        ["SurrealServer"] = (ResourceKind.DocumentDb, "surrealdb"),
        ["EventStore"] = (ResourceKind.DocumentDb, "eventstore"),
        ["KurrentDB"] = (ResourceKind.DocumentDb, "eventstore"),
        ["Elasticsearch"] = (ResourceKind.DocumentDb, "elasticsearch"),
        ["Meilisearch"] = (ResourceKind.DocumentDb, "meilisearch"),
        ["AzureSearch"] = (ResourceKind.DocumentDb, "azure-search"),
        ["Qdrant"] = (ResourceKind.DocumentDb, "qdrant"),
        ["Milvus"] = (ResourceKind.DocumentDb, "milvus"),
        ["Redis"] = (ResourceKind.Cache, "redis"),
        ["Valkey"] = (ResourceKind.Cache, "redis"),
        ["Garnet"] = (ResourceKind.Cache, "redis"),
        ["AzureRedis"] = (ResourceKind.Cache, "redis"),
        ["AzureManagedRedis"] = (ResourceKind.Cache, "redis"),
        ["RabbitMQ"] = (ResourceKind.Queue, "rabbitmq"),
        ["LavinMQ"] = (ResourceKind.Queue, "rabbitmq"),
        ["Kafka"] = (ResourceKind.Queue, "kafka"),
        ["Nats"] = (ResourceKind.Queue, "nats"),
        ["ActiveMQ"] = (ResourceKind.Queue, "activemq"),
        ["ActiveMQArtemis"] = (ResourceKind.Queue, "activemq"),
        ["AzureServiceBus"] = (ResourceKind.Queue, "azure-servicebus"),
        ["AzureEventHubs"] = (ResourceKind.Queue, "azure-eventhubs"),
        ["AzureStorage"] = (ResourceKind.Blob, "azure-storage"),
        ["MinioContainer"] = (ResourceKind.Blob, "minio"),
        ["AzureKeyVault"] = (ResourceKind.Http, "azure-keyvault"),
        ["AzureAppConfiguration"] = (ResourceKind.Http, "azure-appconfiguration"),
        ["AzureSignalR"] = (ResourceKind.Http, "azure-signalr"),
        ["AzureWebPubSub"] = (ResourceKind.Http, "azure-webpubsub"),
        ["Keycloak"] = (ResourceKind.Http, "keycloak"),
        ["Ollama"] = (ResourceKind.Http, "ollama"),
        ["AzureOpenAI"] = (ResourceKind.ThirdParty, "openai"),
        ["OpenAI"] = (ResourceKind.ThirdParty, "openai"),
        ["GitHubModel"] = (ResourceKind.ThirdParty, "github-models"),
        ["AzureAIFoundry"] = (ResourceKind.ThirdParty, "azure-ai-foundry"),
        ["MailDev"] = (ResourceKind.Email, "smtp"),
        ["MailPit"] = (ResourceKind.Email, "smtp"),
        ["MailHog"] = (ResourceKind.Email, "smtp"),
        ["PapercutSmtp"] = (ResourceKind.Email, "smtp"),
        ["Seq"] = (ResourceKind.Telemetry, "seq"),
        ["AzureApplicationInsights"] = (ResourceKind.Telemetry, "azure-applicationinsights"),
        ["AzureLogAnalyticsWorkspace"] = (ResourceKind.Telemetry, "azure-loganalytics"),
        ["OpenTelemetryCollector"] = (ResourceKind.Telemetry, "otel-collector"),
        ["DaprStateStore"] = (ResourceKind.DocumentDb, "dapr"),
        ["DaprPubSub"] = (ResourceKind.Queue, "dapr"),
    };

    // Where they are added to a resource, kind and engine that differ from the server's.
    private static readonly Dictionary<string, (string Kind, string Engine)> OnResource = new(StringComparer.Ordinal)
    {
        ["AddQueues"] = (ResourceKind.Queue, "azure-storage-queue"),
        ["AddQueueService"] = (ResourceKind.Queue, "azure-storage-queue"),
        ["AddQueue"] = (ResourceKind.Queue, "azure-storage-queue"),
        ["AddTables"] = (ResourceKind.DocumentDb, "azure-storage-table"),
        ["AddTableService"] = (ResourceKind.DocumentDb, "azure-storage-table"),
    };

    // They configure the builder or a resource and add nothing a service could refer to.
    private static readonly HashSet<string> NoResources = new(StringComparer.Ordinal)
    {
        "AddDockerComposeEnvironment", "AddKubernetesEnvironment", "AddAzureContainerAppEnvironment", "AddAzureAppServiceEnvironment", "AddDockerComposePublisher", "AddKubernetesPublisher",
        "AddDapr", "AddForwardedHeaders", "AddAzureProvisioning", "AddResource", "AddOrleans", "AddAzureUserAssignedIdentity", "AddContainerRegistry", "AddAzureContainerRegistry", "AddDevTunnel", "AddAzureVirtualNetwork",
    };

    public static bool IsExecutable(string method) => Executables.Contains(method);

    public static bool AddsNothing(string method) => NoResources.Contains(method);

    /// <summary>What a method of the builder adds; of kind unknown when the method is.</summary>
    public static (string Kind, string? Engine) Added(string method)
    {
        var name = method["Add".Length..];
        return OnBuilder.TryGetValue(name, out var known) ? (known.Kind, known.Engine) : (ResourceKind.Unknown, null);
    }

    /// <summary>What a method of a server adds within it.</summary>
    public static (string Kind, string? Engine) AddedTo(string method, string kind, string? engine) =>
        OnResource.TryGetValue(method, out var known) && engine is "azure-storage" ? (known.Kind, known.Engine) : (kind, engine);
}
