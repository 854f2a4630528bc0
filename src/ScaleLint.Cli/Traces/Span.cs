namespace ScaleLint.Cli.Traces;

/// <summary>Which side of a call a span stands on.</summary>
internal enum SpanKind { Unknown, Internal, Server, Client, Producer, Consumer }

/// <summary>One span, with the attributes of old and new semantic conventions under one name each.</summary>
/// <param name="Weight">Spans it stands for: 1, or more where the trace was sampled and says how.</param>
internal sealed record Span(string Trace, string Id, string Parent, string Service, string Name, SpanKind Kind, ulong Start, ulong End, bool Failed, double Weight)
{
    /// <summary>What it says of itself.</summary>
    public required SpanAttributes Attributes { get; init; }

    /// <summary>Duration.</summary>
    public double Milliseconds => (End - Start) / 1e6;
}

/// <summary>Attributes that tell whom a span calls or what it answers; null where nothing is said.</summary>
internal sealed record SpanAttributes
{
    public string? Verb { get; init; }

    public string? Route { get; init; }

    public int? Status { get; init; }

    public string? Host { get; init; }

    public string? Peer { get; init; }

    public string? Database { get; init; }

    public string? DatabaseName { get; init; }

    public string? Broker { get; init; }

    public string? Destination { get; init; }

    public string? MessagingOperation { get; init; }

    public string? Rpc { get; init; }

    public string? RpcService { get; init; }

    public string? RpcMethod { get; init; }

    /// <summary>Reads them; the stable name goes before the older ones.</summary>
    public static SpanAttributes Of(IReadOnlyList<OtlpAttribute?>? attributes)
    {
        string? First(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
                foreach (var attribute in attributes ?? [])
                    if (attribute?.Key == key && attribute.Value?.Text is { Length: > 0 } text) return text;
            return null;
        }
        var url = First("url.full", "http.url");
        return new SpanAttributes
        {
            Verb = First("http.request.method", "http.method")?.ToUpperInvariant(),
            Route = First("http.route"),
            Status = int.TryParse(First("http.response.status_code", "http.status_code", "rpc.grpc.status_code", "rpc.response.status_code"), out var status) ? status : null,
            Host = First("server.address", "net.peer.name", "net.peer.ip", "network.peer.address", "net.sock.peer.addr")
                ?? (Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : First("http.host")?.Split(':')[0]),
            Peer = First("peer.service", "service.peer.name"),
            Database = First("db.system.name", "db.system"),
            DatabaseName = First("db.namespace", "db.name", "db.mongodb.collection", "db.collection.name"),
            Broker = First("messaging.system"),
            Destination = First("messaging.destination.template", "messaging.destination.name", "messaging.destination"),
            MessagingOperation = First("messaging.operation.type", "messaging.operation", "messaging.operation.name"),
            Rpc = First("rpc.system.name", "rpc.system"),
            RpcService = First("rpc.service"),
            RpcMethod = First("rpc.method"),
        };
    }
}
