namespace Shop.Events;

/// <summary>An event as it travels: routing key and UTF-8 JSON body.</summary>
public sealed record EventEnvelope(string RoutingKey, byte[] Body);
