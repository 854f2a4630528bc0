using System.Globalization;

namespace ScaleLint.Graph.Effects;

/// <summary>The words and values that lines of one kind may use.</summary>
public sealed record KindVocabulary(string Name, MeaningKind Kind, IReadOnlyList<string> Words, IReadOnlyList<string> Values)
{
    /// <summary>The words for a message.</summary>
    public string WordList => Words.Count == 0 ? "none" : string.Join(", ", Words);

    /// <summary>The values for a message.</summary>
    public string ValueList => Values.Count == 0 ? "none" : string.Join(", ", Values);
}

/// <summary>All that may stand in an effects file; what it means is told in <c>rules/effects/README.md</c>.</summary>
public static class EffectsVocabulary
{
    private const string RemoteWords = "async blocking read write idempotent bulk control pipelined materialise stream whole limited propagates auto-ack ack queued queryable attribute interface outbox request bind command";
    private const string RemoteValues = "timeout attempts backoff pool twin address verb key value ttl when version options element handler auto-ack exchange queue message";

    private static readonly IReadOnlyList<KindVocabulary> All =
    [
        Of("http", MeaningKind.Http, RemoteWords, RemoteValues),
        Of("grpc", MeaningKind.Grpc, RemoteWords, RemoteValues),
        Of("sql", MeaningKind.Sql, RemoteWords, RemoteValues),
        Of("document-db", MeaningKind.DocumentDb, RemoteWords, RemoteValues),
        Of("cache", MeaningKind.Cache, RemoteWords + " local single-flight expires remove", RemoteValues + " factory"),
        Of("queue-publish", MeaningKind.QueuePublish, RemoteWords, RemoteValues),
        Of("queue-consume", MeaningKind.QueueConsume, RemoteWords, RemoteValues),
        Of("blob", MeaningKind.Blob, RemoteWords, RemoteValues),
        Of("email", MeaningKind.Email, RemoteWords, RemoteValues),
        Of("third-party", MeaningKind.ThirdParty, RemoteWords, RemoteValues),
        Of("file", MeaningKind.File, "async blocking read write whole stream control", "twin"),
        Of("block", MeaningKind.Block, "task handle thread process", "task timeout"),
        Of("sleep", MeaningKind.Sleep, "async blocking create", "time twin"),
        Of("log", MeaningKind.Log, "trace debug information warning error critical level attribute", "level"),
        Of("lock", MeaningKind.Lock, "create enter try exit async blocking read distributed expires no-expiry scope semaphore", "slots key ttl twin target"),
        Of("transaction", MeaningKind.Transaction, "begin commit rollback ambient sql document-db", ""),
        Of("run", MeaningKind.Run, "inline loop deferred parallel bounded blocking background startup dispatch handler callback thread timer", "delegate source degree message options time"),
        Of("all", MeaningKind.All, "async blocking", ""),
        Of("any", MeaningKind.Any, "async blocking", ""),
        Of("policy", MeaningKind.Policy, "retry timeout breaker fallback cache limiter hedge standard context jitter exponential constant unsafe-disabled handle wrap optimistic pipeline options option named configure remove none response attribute",
            "attempts delay max-delay timeout total options ratio break throughput backoff slots name configure jitter delay-generator"),
        Of("execute", MeaningKind.Execute, "async blocking", "delegate"),
        Of("register", MeaningKind.Register, "singleton scoped transient hosted http-client db-context grpc-client health-check handler assembly-scan consumer decorate try keyed configure factory",
            "service implementation factory name configure instance connection key"),
        Of("entry", MeaningKind.Entry, "map group derived implements attribute type event http controller page grpc hub consumer function hosted main job start-up host-run", "verb route handler address key message"),
        Of("client", MeaningKind.Client, "factory", "address name options"),
        Of("buffer", MeaningKind.Buffer, "create add take unbounded bounded async blocking", "capacity handler options"),
        Of("collection", MeaningKind.Collection, "add remove clear read create concurrent expiring immutable", "key factory"),
        Of("deadline", MeaningKind.Deadline, "client call token request", "time"),
        Of("address", MeaningKind.Address, "connection-string query database forward", "value verb configure name"),
        Of("config", MeaningKind.Config, "connection-string value section", "key default"),
        Of("health", MeaningKind.Health, "register map predicate check run", "tags name check predicate route options remote"),
        Of("metric", MeaningKind.Metric, "create tag pair record", "name value tags"),
        Of("outbox", MeaningKind.Outbox, "in-memory", ""),
        Of("flow", MeaningKind.Flow, "suppress restore", ""),
        Of("limit", MeaningKind.Limit, "size chunk concurrency rate single-threaded expiry attribute", "size slots ttl"),
        Of("pure", MeaningKind.Pure, "query filter page project whole resolve auto-ack idempotent version", "service target name value auto-ack version"),
    ];

    private static readonly Dictionary<string, KindVocabulary> ByName = All.ToDictionary(x => x.Name, StringComparer.Ordinal);

    /// <summary>The kinds as they are written, in the order of <see cref="MeaningKind"/>.</summary>
    public static IEnumerable<string> Kinds => All.OrderBy(x => x.Kind).Select(x => x.Name);

    /// <summary>The vocabulary of a kind as written, or null.</summary>
    public static KindVocabulary? Find(string kind) => ByName.TryGetValue(kind, out var found) ? found : null;

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? ValueFault(string key, string value) => key switch
    {
        "timeout" or "backoff" or "delay" or "max-delay" or "total" or "break" or "time" or "ttl" =>
            IsDuration(value) || IsArgument(value) || value == "receiver" ? null : "write a duration (500ms, 30s, 2m, 1h), none, argN or receiver",
        "attempts" or "pool" or "slots" or "degree" or "capacity" or "throughput" or "size" =>
            IsCount(value) ? null : "write a whole number, argN or argN+1",
        "ratio" => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) || IsArgument(value) ? null : "write a number like 0.1, or argN",
        "twin" => IsIdentifier(value) ? null : "write the name of the async member",
        "verb" => IsArgument(value) || IsVerb(value) ? null : "write GET, POST, ... or argN",
        "service" or "implementation" or "message" =>
            IsArgument(value) || IsTypeArgument(value) || IsDotted(value) ? null : "write T0 (type argument), argN or a full type name",
        _ => IsArgument(value) || IsTypeArgument(value) || value == "receiver" || IsDotted(value) ? null : "write argN, receiver, T0 or a constant",
    };

    private static KindVocabulary Of(string name, MeaningKind kind, string words, string values) =>
        new(name, kind, words.Split([' '], StringSplitOptions.RemoveEmptyEntries), values.Split([' '], StringSplitOptions.RemoveEmptyEntries));

    private static bool IsArgument(string value) => value.StartsWith("arg", StringComparison.Ordinal) && IsDigits(value, 3, value.Length);

    private static bool IsTypeArgument(string value) => value.Length > 1 && value[0] == 'T' && IsDigits(value, 1, value.Length);

    private static bool IsCount(string value) =>
        IsDigits(value, 0, value.Length) || IsArgument(value)
        || (value.EndsWith("+1", StringComparison.Ordinal) && IsArgument(value.Substring(0, value.Length - 2)));

    private static bool IsDuration(string value)
    {
        if (value is "none" or "0") return true;
        var unit = value.Length;
        while (unit > 0 && !char.IsDigit(value[unit - 1])) unit--;
        return value.Substring(unit) is "ms" or "s" or "m" or "h" or "d"
            && double.TryParse(value.Substring(0, unit), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsVerb(string value) => value.Length > 0 && value.All(c => c is >= 'A' and <= 'Z');

    private static bool IsIdentifier(string value) => value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static bool IsDotted(string value) => value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '`' or '-' or '/' or ':');

    private static bool IsDigits(string value, int from, int to)
    {
        if (from >= to) return false;
        for (var i = from; i < to; i++) if (value[i] is < '0' or > '9') return false;
        return true;
    }
}
