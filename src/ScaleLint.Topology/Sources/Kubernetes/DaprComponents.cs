namespace ScaleLint.Topology.Sources.Kubernetes;

/// <summary>Dapr components: state stores, brokers and bindings by their type.</summary>
internal static class DaprComponents
{
    public static void Add(Deployment deployment, Manifest manifest)
    {
        if (manifest.Name.Length == 0 || deployment.Resources.ContainsKey(manifest.Name) || deployment.Services.ContainsKey(manifest.Name)
            || Kind(manifest.Root.Text("spec", "type") ?? "") is not var (kind, engine))
        {
            return;
        }

        var resource = new ResourceDraft(manifest.Name, kind, engine, manifest.Evidence);
        resource.Connection = (manifest.Root.At("spec", "metadata")?.Items ?? [])
            .Where(item => item.Text("name") is "redisHost" or "host" or "hosts" or "connectionString" or "brokers" or "url")
            .Select(item => item.Text("value"))
            .FirstOrDefault(text => !string.IsNullOrEmpty(text));
        resource.Hosts.Add(manifest.Name.ToLowerInvariant());
        deployment.Resources.Add(manifest.Name, resource);
        foreach (var scope in (manifest.Root["scopes"]?.Items ?? []).Concat(manifest.Root.At("spec", "scopes")?.Items ?? []))
        {
            if (scope.Value is { Length: > 0 } app)
            {
                deployment.Links.Add(new LinkDraft(app, manifest.Name, ReferenceKind.Declared, manifest.Name, null, new Evidence(manifest.File, scope.Line)));
            }
        }
    }

    private static (string Kind, string Engine)? Kind(string type)
    {
        var parts = type.Split('.', 2);
        if (parts.Length < 2)
        {
            return null;
        }

        var product = parts[1] switch
        {
            "in-memory" or "cron" => null,
            "azure.servicebus" or "azure.servicebus.topics" or "azure.servicebus.queues" or "azure.servicebusqueues" => "azure-servicebus",
            "postgresql" => "postgres",
            "mongodb" => "mongo",
            "azure.cosmosdb" => "azure-cosmosdb",
            "azure.blobstorage" => "azure-storage",
            "redis.streams" => "redis",
            var other => other,
        };
        if (product is null)
        {
            return null;
        }

        return (parts[0], product) switch
        {
            ("state", "redis" or "memcached") => (ResourceKind.Cache, product),
            ("state", "postgres" or "mysql" or "sqlserver" or "cockroachdb" or "sqlite") => (ResourceKind.Sql, product),
            ("state", _) => (ResourceKind.DocumentDb, product),
            ("pubsub", _) => (ResourceKind.Queue, product),
            ("bindings", "smtp" or "twilio.sendgrid" or "aws.ses" or "postmark") => (ResourceKind.Email, product),
            ("bindings", "azure-storage" or "aws.s3" or "gcp.bucket" or "localstorage") => (ResourceKind.Blob, product),
            ("bindings", "kafka" or "rabbitmq" or "azure-servicebus" or "aws.sqs" or "mqtt3" or "azure.eventhubs" or "azure.storagequeues") => (ResourceKind.Queue, product),
            ("bindings", "http") => (ResourceKind.Http, product),
            ("bindings", _) => (ResourceKind.ThirdParty, product),
            ("configuration" or "lock", _) => (ResourceKind.Cache, product),
            _ => null,
        };
    }
}
