using System.Globalization;

namespace ScaleLint.Topology;

internal static class ConnectionStringParser
{
    // Scheme, kind, engine.
    private static readonly Dictionary<string, (string Kind, string Engine)> Schemes = new(StringComparer.Ordinal)
    {
        ["postgres"] = (ResourceKind.Sql, "postgres"),
        ["postgresql"] = (ResourceKind.Sql, "postgres"),
        ["mysql"] = (ResourceKind.Sql, "mysql"),
        ["mariadb"] = (ResourceKind.Sql, "mysql"),
        ["sqlserver"] = (ResourceKind.Sql, "sqlserver"),
        ["mongodb"] = (ResourceKind.DocumentDb, "mongo"),
        ["redis"] = (ResourceKind.Cache, "redis"),
        ["rediss"] = (ResourceKind.Cache, "redis"),
        ["amqp"] = (ResourceKind.Queue, "rabbitmq"),
        ["amqps"] = (ResourceKind.Queue, "rabbitmq"),
        ["rabbitmq"] = (ResourceKind.Queue, "rabbitmq"),
        ["kafka"] = (ResourceKind.Queue, "kafka"),
        ["nats"] = (ResourceKind.Queue, "nats"),
        ["sb"] = (ResourceKind.Queue, "azure-servicebus"),
        ["smtp"] = (ResourceKind.Email, "smtp"),
        ["smtps"] = (ResourceKind.Email, "smtp"),
    };

    public static ConnectionString? Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || IsPlaceholder(text))
        {
            return null;
        }

        if (text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && !text[..end].Contains('=', StringComparison.Ordinal))
        {
            return ParseUri(text, text[..end].Split('+')[0].ToLowerInvariant());
        }

        var pairs = Pairs(text, ';');
        if (pairs.Count > 0)
        {
            return ParsePairs(pairs, text);
        }

        return ParseHostList(text);
    }

    /// <summary>True for what a person or a pipeline is meant to replace: <c>&lt;your server&gt;</c>, <c>#{Db}#</c>, <c>{{ db }}</c>, <c>${DB}</c>, <c>__DB__</c>.</summary>
    public static bool IsPlaceholder(string text)
    {
        var value = text.Trim();
        return (value.StartsWith('<') && value.EndsWith('>'))
            || value.StartsWith("#{", StringComparison.Ordinal)
            || value.StartsWith("{{", StringComparison.Ordinal)
            || value.StartsWith("${", StringComparison.Ordinal)
            || value.StartsWith("$(", StringComparison.Ordinal)
            || (value.StartsWith("__", StringComparison.Ordinal) && value.EndsWith("__", StringComparison.Ordinal))
            || value.Equals("***", StringComparison.Ordinal);
    }

    private static ConnectionString? ParseUri(string text, string scheme)
    {
        if (!Schemes.TryGetValue(scheme, out var known))
        {
            return null;
        }

        // Several hosts may follow one another; the first one names the server.
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var options = query < 0 ? new(StringComparer.OrdinalIgnoreCase) : Pairs(text[(query + 1)..], '&');
        var address = NetworkAddress.Parse(FirstHost(query < 0 ? text : text[..query]));
        if (address is null)
        {
            return null;
        }

        var database = address.Path.Trim('/');
        return new ConnectionString
        {
            Kind = known.Kind,
            Engine = known.Engine,
            Server = address.Host,
            Port = address.Port,
            Database = known.Kind is ResourceKind.Sql or ResourceKind.DocumentDb && database.Length > 0 ? database : null,
            MaxPoolSize = Number(options, "maxpoolsize", "maximumpoolsize"),
            MinPoolSize = Number(options, "minpoolsize", "minimumpoolsize"),
            ConnectTimeoutSeconds = Milliseconds(options, "connecttimeoutms") ?? Number(options, "connect_timeout"),
            CommandTimeoutSeconds = Milliseconds(options, "sockettimeoutms"),
        };
    }

    private static string FirstHost(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var pathStart = text.IndexOf('/', authority);
        var hosts = pathStart < 0 ? text[authority..] : text[authority..pathStart];
        var path = pathStart < 0 ? "" : text[pathStart..];
        var credentials = hosts.LastIndexOf('@') + 1;
        return string.Concat(text.AsSpan(0, authority), hosts[credentials..].Split(',')[0], path);
    }

    private static ConnectionString? ParsePairs(Dictionary<string, string> pairs, string text)
    {
        if (ParseAzure(pairs) is { } azure)
        {
            return azure;
        }

        var source = Word(pairs, "datasource", "server", "address", "addr", "networkaddress", "host", "host name");
        var database = Word(pairs, "database", "initialcatalog", "attachdbfilename");
        var file = Word(pairs, "filename");
        if (file is not null || (source is not null && database is null && LooksLikeFile(pairs, source)))
        {
            var path = file ?? source!;
            var inMemory = path.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || "Memory".Equals(Word(pairs, "mode"), StringComparison.OrdinalIgnoreCase);
            return new ConnectionString { Kind = ResourceKind.Sql, Engine = "sqlite", Database = path, InProcess = inMemory };
        }

        if (source is null || IsPlaceholder(source))
        {
            // A Redis list such as "cache:6379,ssl=true,password=x" has pairs too, and no server key.
            return source is null ? ParseHostList(text) : null;
        }

        if (database is null && IsBrokerPairs(pairs))
        {
            var broker = NetworkAddress.Parse(source.Split(',')[0]);
            return broker is null ? null : new ConnectionString { Kind = ResourceKind.Queue, Engine = "rabbitmq", Server = broker.Host, Port = broker.Port ?? Number(pairs, "port") };
        }

        if (database is null && !HasAny(pairs, "userid", "uid", "user", "username", "password", "pwd", "integratedsecurity", "trusted_connection", "authentication", "trustservercertificate"))
        {
            return null;
        }

        var engine = SqlEngine(pairs, source);
        var server = SqlServer(source);
        return new ConnectionString
        {
            Kind = ResourceKind.Sql,
            Engine = engine,
            Server = server.Host,
            Port = server.Port ?? Number(pairs, "port"),
            Database = database is null || IsPlaceholder(database) ? null : database,
            MaxPoolSize = Number(pairs, "maxpoolsize", "maximumpoolsize"),
            MinPoolSize = Number(pairs, "minpoolsize", "minimumpoolsize"),
            Pooling = Word(pairs, "pooling") is { } pooling ? IsTrue(pooling) : null,
            ConnectTimeoutSeconds = Number(pairs, "connecttimeout", "connectiontimeout", "timeout"),
            CommandTimeoutSeconds = Number(pairs, "commandtimeout", "defaultcommandtimeout"),
            ConnectRetries = Number(pairs, "connectretrycount"),
        };
    }

    private static ConnectionString? ParseAzure(Dictionary<string, string> pairs)
    {
        if (Word(pairs, "accountendpoint") is { } cosmos)
        {
            return NetworkAddress.Parse(cosmos) is { } address
                ? new ConnectionString { Kind = ResourceKind.DocumentDb, Engine = "azure-cosmosdb", Server = address.Host, Port = address.Port, Database = Word(pairs, "database") }
                : null;
        }

        if (Word(pairs, "endpoint") is { } endpoint && NetworkAddress.Parse(endpoint) is { } place)
        {
            var (kind, engine) = place switch
            {
                { Scheme: "sb" } => (ResourceKind.Queue, "azure-servicebus"),
                { Host: var host } when host.EndsWith(".azconfig.io", StringComparison.Ordinal) => (ResourceKind.Http, "azure-appconfiguration"),
                { Host: var host } when host.EndsWith(".openai.azure.com", StringComparison.Ordinal) => (ResourceKind.ThirdParty, "openai"),
                { Host: var host } when host.Contains(".signalr.", StringComparison.Ordinal) => (ResourceKind.Http, "azure-signalr"),
                _ => (ResourceKind.Http, ""),
            };
            return new ConnectionString { Kind = kind, Engine = engine.Length == 0 ? null : engine, Server = place.Host, Port = place.Port, Database = Word(pairs, "entitypath", "deployment") };
        }

        if (Word(pairs, "accountname") is { } account)
        {
            return new ConnectionString { Kind = ResourceKind.Blob, Engine = "azure-storage", Server = account.ToLowerInvariant() + ".blob.core.windows.net" };
        }

        if (IsTrue(Word(pairs, "usedevelopmentstorage")))
        {
            return new ConnectionString { Kind = ResourceKind.Blob, Engine = "azure-storage", Server = "localhost", Port = 10000 };
        }

        return null;
    }

    // "cache:6379,abortConnect=false", "kafka-1:9092,kafka-2:9092", "rabbitmq": only a port or option tells the engine.
    private static ConnectionString? ParseHostList(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts[0].Contains('=', StringComparison.Ordinal) || parts[0].Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.Skip(1))
        {
            foreach (var (key, value) in Pairs(part, ';'))
            {
                options[key] = value;
            }
        }

        var address = NetworkAddress.Parse(parts[0]);
        if (address is null or { IsWildcard: true })
        {
            return null;
        }

        var known = (options.Count > 0 && HasAny(options, "abortconnect", "ssl", "password", "allowadmin", "connecttimeout", "synctimeout", "asynctimeout", "defaultdatabase", "connectretry", "name", "user"))
            ? (ResourceKind.Cache, "redis")
            : address.Port switch
            {
                6379 or 6380 => (ResourceKind.Cache, "redis"),
                9092 or 29092 => (ResourceKind.Queue, "kafka"),
                5672 => (ResourceKind.Queue, "rabbitmq"),
                4222 => (ResourceKind.Queue, "nats"),
                27017 => (ResourceKind.DocumentDb, "mongo"),
                25 or 587 or 465 or 1025 => (ResourceKind.Email, "smtp"),
                _ => (ResourceKind.Unknown, (string?)null),
            };
        return new ConnectionString
        {
            Kind = known.Item1,
            Engine = known.Item2,
            Server = address.Host,
            Port = address.Port,
            ConnectTimeoutSeconds = Milliseconds(options, "connecttimeout"),
            CommandTimeoutSeconds = Milliseconds(options, "asynctimeout", "synctimeout"),
            ConnectRetries = Number(options, "connectretry"),
        };
    }

    private static string? SqlEngine(Dictionary<string, string> pairs, string source)
    {
        if (pairs.ContainsKey("host") || HasAny(pairs, "includeerrordetail", "searchpath", "maximumpoolsize", "maxautoprepare", "noresetonclose") && !HasAny(pairs, "allowuservariables", "uid"))
        {
            return "postgres";
        }

        if (HasAny(pairs, "sslmode", "allowuservariables", "allowpublickeyretrieval", "treattinyasboolean", "defaultcommandtimeout", "charset", "guidformat") && !HasAny(pairs, "username"))
        {
            return Number(pairs, "port") == 5432 ? "postgres" : "mysql";
        }

        if (HasAny(pairs, "initialcatalog", "integratedsecurity", "trusted_connection", "multipleactiveresultsets", "trustservercertificate", "encrypt", "attachdbfilename", "applicationintent", "multisubnetfailover", "persistsecurityinfo")
            || source.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) || source.Contains('\\', StringComparison.Ordinal) || source.EndsWith(".database.windows.net", StringComparison.OrdinalIgnoreCase))
        {
            return "sqlserver";
        }

        return (Number(pairs, "port") ?? SqlServer(source).Port) switch
        {
            5432 or 5433 => "postgres",
            3306 => "mysql",
            1433 or 1434 => "sqlserver",
            1521 => "oracle",
            _ => null,
        };
    }

    private static (string? Host, int? Port) SqlServer(string source)
    {
        var text = source.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? source[4..] : source;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        int? port = null;
        if (comma >= 0)
        {
            if (int.TryParse(text.AsSpan(comma + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number))
            {
                port = number;
            }

            text = text[..comma];
        }

        // A named instance is a server of its own: it stays part of the name.
        var slash = text.IndexOf('\\', StringComparison.Ordinal);
        var instance = slash < 0 ? "" : text[slash..].ToLowerInvariant();
        var host = slash < 0 ? text : text[..slash];
        if (host.StartsWith("(localdb)", StringComparison.OrdinalIgnoreCase))
        {
            return ("(localdb)" + instance, null);
        }

        return NetworkAddress.Parse(host) is { } address ? (address.Host + instance, port ?? address.Port) : (null, null);
    }

    private static bool LooksLikeFile(Dictionary<string, string> pairs, string source) =>
        source.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
        || new[] { ".db", ".sqlite", ".sqlite3", ".db3", ".s3db" }.Any(extension => source.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        || (pairs.ContainsKey("datasource") && pairs.Keys.All(key => key is "datasource" or "cache" or "mode" or "foreignkeys" or "version" or "pooling"));

    private static bool IsBrokerPairs(Dictionary<string, string> pairs) =>
        HasAny(pairs, "virtualhost", "vhost", "prefetchcount", "publisherconfirms", "requestedheartbeat")
        || (pairs.ContainsKey("host") && HasAny(pairs, "username", "user") && !HasAny(pairs, "database", "port"));

    private static Dictionary<string, string> Pairs(string text, char separator)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                continue;
            }

            // Keywords are the same with and without blanks, in any case.
            var key = part[..equals].Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
            var value = part[(equals + 1)..].Trim().Trim('"', '\'');
            pairs[key] = value;
        }

        return pairs;
    }

    private static string? Word(Dictionary<string, string> pairs, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (pairs.TryGetValue(key, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    private static int? Number(Dictionary<string, string> pairs, params ReadOnlySpan<string> keys) =>
        int.TryParse(Word(pairs, keys), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Milliseconds(Dictionary<string, string> pairs, params ReadOnlySpan<string> keys) =>
        Number(pairs, keys) is { } number ? number / 1000.0 : null;

    private static bool HasAny(Dictionary<string, string> pairs, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (pairs.ContainsKey(key))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTrue(string? value) =>
        value is not null && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("yes", StringComparison.OrdinalIgnoreCase));
}
