namespace ScaleLint.Topology.Tests;

public class ConnectionStringTests
{
    [Theory]
    [InlineData("Host=pg;Port=5433;Database=shop;Username=u;Password=p", "sql", "postgres", "pg", 5433, "shop")]
    [InlineData("Server=tcp:acme.database.windows.net,1433;Initial Catalog=Shop;User ID=u;Password=p", "sql", "sqlserver", "acme.database.windows.net", 1433, "Shop")]
    [InlineData("Server=(localdb)\\mssqllocaldb;Database=Shop;Trusted_Connection=True", "sql", "sqlserver", "(localdb)\\mssqllocaldb", null, "Shop")]
    [InlineData("Data Source=.;Initial Catalog=Shop;Integrated Security=true", "sql", "sqlserver", "localhost", null, "Shop")]
    [InlineData("Server=my;Port=3306;Database=shop;Uid=u;Pwd=p;SslMode=none", "sql", "mysql", "my", 3306, "shop")]
    [InlineData("Server=any;Database=shop;User Id=u;Password=p", "sql", null, "any", null, "shop")]
    [InlineData("postgresql://u:p@pg/shop?sslmode=require", "sql", "postgres", "pg", null, "shop")]
    [InlineData("Data Source=shop.db", "sql", "sqlite", null, null, "shop.db")]
    [InlineData("mongodb+srv://u:p@cluster0.acme.net/shop?retryWrites=true", "document-db", "mongo", "cluster0.acme.net", null, "shop")]
    [InlineData("mongodb://a:27017,b:27017/?replicaSet=rs", "document-db", "mongo", "a", 27017, null)]
    [InlineData("AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=k;", "document-db", "azure-cosmosdb", "acme.documents.azure.com", 443, null)]
    [InlineData("cache.acme.net:6380,password=p,ssl=True,abortConnect=False", "cache", "redis", "cache.acme.net", 6380, null)]
    [InlineData("amqp://guest:guest@broker:5672/vhost", "queue", "rabbitmq", "broker", 5672, null)]
    [InlineData("host=broker;virtualHost=/;username=u;password=p", "queue", "rabbitmq", "broker", null, null)]
    [InlineData("Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=k;EntityPath=orders", "queue", "azure-servicebus", "acme.servicebus.windows.net", null, "orders")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=k;EndpointSuffix=core.windows.net", "blob", "azure-storage", "acme.blob.core.windows.net", null, null)]
    [InlineData("Endpoint=https://acme.openai.azure.com/;Key=k", "third-party", "openai", "acme.openai.azure.com", null, null)]
    public void EnginesOfConnectionStrings(string text, string kind, string? engine, string? server, int? port, string? database)
    {
        var connection = ConnectionString.Parse(text);

        Assert.NotNull(connection);
        Assert.Equal((kind, engine, server, port, database), (connection.Kind, connection.Engine, connection.Server, connection.Port, connection.Database));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<your connection string>")]
    [InlineData("#{Db}#")]
    [InlineData("${DB}")]
    [InlineData("__DB__")]
    [InlineData("https://example.com")]
    [InlineData("some words; and=more")]
    [InlineData("true")]
    public void PlaceholdersAndOtherTextAreNone(string text) =>
        Assert.True(ConnectionString.Parse(text) is null or { Kind: ResourceKind.Unknown });

    [Fact]
    public void PoolsAndTimeouts()
    {
        var sql = ConnectionString.Parse("Server=s;Database=d;User Id=u;Password=p;Max Pool Size=50;Min Pool Size=5;Connect Timeout=15;Command Timeout=20;Pooling=true;ConnectRetryCount=3;Encrypt=true")!;
        var redis = ConnectionString.Parse("r:6379,connectTimeout=2500,asyncTimeout=1000,connectRetry=4")!;

        Assert.Equal((50, 5, 15.0, 20.0, true, 3), (sql.MaxPoolSize, sql.MinPoolSize, sql.ConnectTimeoutSeconds, sql.CommandTimeoutSeconds, sql.Pooling, sql.ConnectRetries));
        Assert.Equal((2.5, 1.0, 4), (redis.ConnectTimeoutSeconds, redis.CommandTimeoutSeconds, redis.ConnectRetries));
    }

    [Theory]
    [InlineData("https+http://_grpc.Catalog-API:8080/v1?x=1", "https", "catalog-api", 8080, "/v1")]
    [InlineData("http://user:secret@host/a", "http", "host", null, "/a")]
    [InlineData("http://+:80", "http", "*", 80, "")]
    [InlineData("host.docker.internal:5000", null, "localhost", 5000, "")]
    public void Addresses(string text, string? scheme, string host, int? port, string path) =>
        Assert.Equal(new NetworkAddress(scheme, host, port, path), NetworkAddress.Parse(text));

    [Theory]
    [InlineData("see http://x for more")]
    [InlineData("host:notaport")]
    [InlineData("host:99999")]
    [InlineData("a b")]
    [InlineData("")]
    public void NoAddresses(string text) => Assert.Null(NetworkAddress.Parse(text));
}
