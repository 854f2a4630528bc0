using System.Text.RegularExpressions;

namespace ScaleLint.Topology.Linking;

/// <summary>What a product's name, or a configuration key that carries it, says.</summary>
internal static partial class Engines
{
    private static readonly (string Word, string Kind, string Engine)[] Words =
    [
        ("rabbit", ResourceKind.Queue, "rabbitmq"),
        ("kafka", ResourceKind.Queue, "kafka"),
        ("redis", ResourceKind.Cache, "redis"),
        ("mongo", ResourceKind.DocumentDb, "mongo"),
        ("elastic", ResourceKind.DocumentDb, "elasticsearch"),
        ("cassandra", ResourceKind.DocumentDb, "cassandra"),
        ("smtp", ResourceKind.Email, "smtp"),
        ("nats", ResourceKind.Queue, "nats"),
        ("minio", ResourceKind.Blob, "minio"),
        ("memcached", ResourceKind.Cache, "memcached"),
    ];

    public static int? DefaultPort(string? engine) => engine switch
    {
        "postgres" => 5432,
        "sqlserver" => 1433,
        "mysql" => 3306,
        "oracle" => 1521,
        "mongo" => 27017,
        "redis" => 6379,
        "memcached" => 11211,
        "rabbitmq" => 5672,
        "kafka" => 9092,
        "nats" => 4222,
        "elasticsearch" => 9200,
        "cassandra" => 9042,
        "smtp" => 25,
        _ => null,
    };

    /// <summary>Kind and engine a key names in one of its words: <c>RabbitMQ:Host</c>.</summary>
    public static (string Kind, string Engine)? OfKey(string key)
    {
        foreach (var (word, kind, engine) in Words)
        {
            if (key.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return (kind, engine);
            }
        }

        return null;
    }

    /// <summary>True when the last word of a key says that its value is an address.</summary>
    public static bool IsAddressKey(string key) => AddressKey().IsMatch(key);

    /// <summary>True for addresses handed to others or compared with (redirects, origins, issuers), and for words beside an address: nothing is called there.</summary>
    public static bool IsNoCallKey(string key) => NoCallKey().IsMatch(key);

    [GeneratedRegex(@"(redirect|callback|signin|signout|postlogout|origins?(:|$)|cors|swagger|audience|issuer|region|:match:hosts|(type|provider|driver|dialect|databasename|dbname)$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoCallKey();

    [GeneratedRegex(@"(host|hostname|hosts|server|servers|bootstrapservers|url|urls|uri|uris|endpoint|endpoints|address|addresses|baseaddress|location|connection|connectionstring|authority|broker|brokers|brokerlist|node|nodes)(:\d+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressKey();
}
