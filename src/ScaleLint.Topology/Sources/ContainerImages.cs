namespace ScaleLint.Topology.Sources;

/// <summary>Container images of well-known infrastructure, by the last part of their repository.</summary>
internal static class ContainerImages
{
    // First match wins: name or prefix of the image, kind, engine.
    private static readonly (string Name, string Kind, string Engine)[] Known =
    [
        ("redis-commander", ResourceKind.Telemetry, "admin"),
        ("redisinsight", ResourceKind.Telemetry, "admin"),
        ("mongo-express", ResourceKind.Telemetry, "admin"),
        ("pgadmin", ResourceKind.Telemetry, "admin"),
        ("phpmyadmin", ResourceKind.Telemetry, "admin"),
        ("adminer", ResourceKind.Telemetry, "admin"),
        ("portainer", ResourceKind.Telemetry, "admin"),
        ("kafka-ui", ResourceKind.Telemetry, "admin"),
        ("kafdrop", ResourceKind.Telemetry, "admin"),
        ("postgres", ResourceKind.Sql, "postgres"),
        ("postgresql", ResourceKind.Sql, "postgres"),
        ("pgvector", ResourceKind.Sql, "postgres"),
        ("postgis", ResourceKind.Sql, "postgres"),
        ("timescaledb", ResourceKind.Sql, "postgres"),
        ("cockroach", ResourceKind.Sql, "postgres"),
        ("mssql", ResourceKind.Sql, "sqlserver"),
        ("sqlserver", ResourceKind.Sql, "sqlserver"),
        ("sql-server", ResourceKind.Sql, "sqlserver"),
        ("azure-sql-edge", ResourceKind.Sql, "sqlserver"),
        ("mysql", ResourceKind.Sql, "mysql"),
        ("mariadb", ResourceKind.Sql, "mysql"),
        ("oracle", ResourceKind.Sql, "oracle"),
        ("mongo", ResourceKind.DocumentDb, "mongo"),
        ("mongodb", ResourceKind.DocumentDb, "mongo"),
        ("azure-cosmos-emulator", ResourceKind.DocumentDb, "azure-cosmosdb"),
        ("cassandra", ResourceKind.DocumentDb, "cassandra"),
        ("couchdb", ResourceKind.DocumentDb, "couchdb"),
        ("couchbase", ResourceKind.DocumentDb, "couchbase"),
        ("ravendb", ResourceKind.DocumentDb, "ravendb"),
        ("dynamodb", ResourceKind.DocumentDb, "dynamodb"),
        ("elasticsearch", ResourceKind.DocumentDb, "elasticsearch"),
        ("opensearch", ResourceKind.DocumentDb, "elasticsearch"),
        ("qdrant", ResourceKind.DocumentDb, "qdrant"),
        ("milvus", ResourceKind.DocumentDb, "milvus"),
        ("eventstore", ResourceKind.DocumentDb, "eventstore"),
        ("neo4j", ResourceKind.DocumentDb, "neo4j"),
        ("influxdb", ResourceKind.DocumentDb, "influxdb"),
        ("redis", ResourceKind.Cache, "redis"),
        ("valkey", ResourceKind.Cache, "redis"),
        ("garnet", ResourceKind.Cache, "redis"),
        ("keydb", ResourceKind.Cache, "redis"),
        ("dragonfly", ResourceKind.Cache, "redis"),
        ("memcached", ResourceKind.Cache, "memcached"),
        ("rabbitmq", ResourceKind.Queue, "rabbitmq"),
        ("kafka", ResourceKind.Queue, "kafka"),
        ("cp-kafka", ResourceKind.Queue, "kafka"),
        ("redpanda", ResourceKind.Queue, "kafka"),
        ("nats", ResourceKind.Queue, "nats"),
        ("activemq", ResourceKind.Queue, "activemq"),
        ("servicebus-emulator", ResourceKind.Queue, "azure-servicebus"),
        ("elasticmq", ResourceKind.Queue, "sqs"),
        ("localstack", ResourceKind.Queue, "localstack"),
        ("azurite", ResourceKind.Blob, "azure-storage"),
        ("minio", ResourceKind.Blob, "minio"),
        ("maildev", ResourceKind.Email, "smtp"),
        ("mailhog", ResourceKind.Email, "smtp"),
        ("mailpit", ResourceKind.Email, "smtp"),
        ("smtp4dev", ResourceKind.Email, "smtp"),
        ("papercut", ResourceKind.Email, "smtp"),
        ("seq", ResourceKind.Telemetry, "seq"),
        ("jaeger", ResourceKind.Telemetry, "jaeger"),
        ("all-in-one", ResourceKind.Telemetry, "jaeger"),
        ("zipkin", ResourceKind.Telemetry, "zipkin"),
        ("prometheus", ResourceKind.Telemetry, "prometheus"),
        ("grafana", ResourceKind.Telemetry, "grafana"),
        ("loki", ResourceKind.Telemetry, "loki"),
        ("tempo", ResourceKind.Telemetry, "tempo"),
        ("kibana", ResourceKind.Telemetry, "kibana"),
        ("logstash", ResourceKind.Telemetry, "logstash"),
        ("opentelemetry-collector", ResourceKind.Telemetry, "otel-collector"),
        ("aspire-dashboard", ResourceKind.Telemetry, "otel-collector"),
        ("cadvisor", ResourceKind.Telemetry, "cadvisor"),
        ("dapr", ResourceKind.Http, "dapr"),
        ("zookeeper", ResourceKind.Http, "zookeeper"),
        ("cp-zookeeper", ResourceKind.Http, "zookeeper"),
        ("cp-schema-registry", ResourceKind.Http, "schema-registry"),
        ("consul", ResourceKind.Http, "consul"),
        ("vault", ResourceKind.Http, "vault"),
        ("keycloak", ResourceKind.Http, "keycloak"),
        ("ollama", ResourceKind.Http, "ollama"),
    ];

    /// <summary>Kind and engine of an image, or null when it is not known infrastructure.</summary>
    public static (string Kind, string Engine)? Classify(string? image)
    {
        if (string.IsNullOrWhiteSpace(image))
        {
            return null;
        }

        var repository = Repository(image);
        if (repository.Contains("mssql/", StringComparison.Ordinal))
        {
            return (ResourceKind.Sql, "sqlserver");
        }

        if (repository.Contains("eventhubs-emulator", StringComparison.Ordinal))
        {
            return (ResourceKind.Queue, "azure-eventhubs");
        }

        var name = Paths.Name(repository);
        if (name.EndsWith("exporter", StringComparison.Ordinal))
        {
            return (ResourceKind.Telemetry, "exporter");
        }

        foreach (var (known, kind, engine) in Known)
        {
            if (name == known || (name.StartsWith(known, StringComparison.Ordinal) && name[known.Length] is '-' or '_' or '.' || IsVersioned(name, known)))
            {
                return (kind, engine);
            }
        }

        return null;
    }

    /// <summary>Lower-case repository without tag and digest.</summary>
    public static string Repository(string image)
    {
        var text = image.Trim().ToLowerInvariant().Split('@')[0];
        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf('/') ? text[..colon] : text;
    }

    private static bool IsVersioned(string name, string known) =>
        name.StartsWith(known, StringComparison.Ordinal) && name[known.Length..].All(char.IsAsciiDigit);
}
