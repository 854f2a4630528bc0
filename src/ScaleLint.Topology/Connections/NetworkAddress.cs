using System.Globalization;

namespace ScaleLint.Topology;

/// <summary>An address as configuration writes it, <c>https+http://catalog-api/v1</c>, <c>rabbitmq:5672</c> or a bare host.</summary>
/// <param name="Scheme">Lower case, the first of several; null when none is written.</param>
/// <param name="Host">Lower case, without user, endpoint prefix (<c>_grpc.</c>) or brackets.</param>
/// <param name="Port">Port, if written.</param>
/// <param name="Path">Path with leading slash, or empty.</param>
public sealed record NetworkAddress(string? Scheme, string Host, int? Port, string Path)
{
    /// <summary>True for the machine itself, by any of its names, the one a container uses included.</summary>
    public bool IsLoopback => Host is "localhost";

    /// <summary>True for the listening wildcards <c>+</c>, <c>*</c>, <c>0.0.0.0</c> and <c>[::]</c>.</summary>
    public bool IsWildcard => Host is "*";

    /// <summary>True for a fully qualified name that can be outside the system: at least one dot, no private suffix, no address literal.</summary>
    public bool IsPublicName =>
        Host.Contains('.', StringComparison.Ordinal)
        && !Host.All(c => char.IsAsciiDigit(c) || c == '.')
        && !PrivateSuffixes.Any(suffix => Host.EndsWith(suffix, StringComparison.Ordinal));

    private static readonly string[] PrivateSuffixes =
        [".local", ".internal", ".localhost", ".svc", ".lan", ".home", ".corp", ".test", ".invalid"];

    // Rented infrastructure: it scales as its owner orders it.
    private static readonly string[] CloudSuffixes =
    [
        ".core.windows.net", ".database.windows.net", ".servicebus.windows.net", ".redis.cache.windows.net", ".documents.azure.com", ".vault.azure.net", ".azconfig.io", ".search.windows.net",
        ".service.signalr.net", ".amazonaws.com", ".storage.googleapis.com", ".mongodb.net",
    ];

    /// <summary>True for managed stores, queues and vaults of a cloud, which are infrastructure and no third party.</summary>
    public bool IsCloudInfrastructure => CloudSuffixes.Any(suffix => ("." + Host).EndsWith(suffix, StringComparison.Ordinal));

    /// <summary><c>host:port</c>, or the host alone when no port is written.</summary>
    public string Authority => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}") : Host;

    /// <summary>The address in the text, or null when it is none: a placeholder, a sentence, a path.</summary>
    public static NetworkAddress? Parse(string? text)
    {
        var rest = text?.Trim() ?? "";
        string? scheme = null;
        var schemeEnd = rest.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd >= 0)
        {
            scheme = rest[..schemeEnd].Split('+')[0].ToLowerInvariant();
            rest = rest[(schemeEnd + 3)..];
            if (scheme.Length == 0 || !scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            {
                return null;
            }
        }

        var path = "";
        var authorityEnd = rest.AsSpan().IndexOfAny('/', '?', '#');
        if (authorityEnd >= 0)
        {
            path = rest[authorityEnd] == '/' ? rest[authorityEnd..].Split('?', '#')[0] : "";
            rest = rest[..authorityEnd];
        }

        rest = rest[(rest.LastIndexOf('@') + 1)..];
        int? port = null;
        var colon = rest.LastIndexOf(':');
        if (colon >= 0 && !rest.EndsWith(']'))
        {
            if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 65535)
            {
                return null;
            }

            port = number;
            rest = rest[..colon];
        }

        return HostIn(rest) is { } host ? new NetworkAddress(scheme, host, port, path) : null;
    }

    private static string? HostIn(string text)
    {
        switch (text)
        {
            case "+" or "*" or "0.0.0.0" or "[::]":
                return "*";
            case "." or "(local)" or "127.0.0.1" or "[::1]":
                return "localhost";
        }

        var host = text.ToLowerInvariant();
        if (host is "host.docker.internal" or "docker.for.mac.localhost" or "docker.for.win.localhost" or "docker.for.linux.localhost")
        {
            return "localhost";
        }

        if (host.StartsWith('_') && host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            host = host[(dot + 1)..];
        }

        return host.Length is > 0 and <= 253 && char.IsAsciiLetterOrDigit(host[0]) && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? host
            : null;
    }
}
