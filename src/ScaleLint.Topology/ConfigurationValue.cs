namespace ScaleLint.Topology;

/// <summary>Where a configuration value comes from; a later one overrides an earlier one.</summary>
public enum ConfigurationSource
{
    /// <summary><c>appsettings.json</c> and other settings files of the project.</summary>
    Settings,

    /// <summary><c>launchSettings.json</c>: how a developer starts it; never effective.</summary>
    LaunchProfile,

    /// <summary><c>ENV</c> of the Dockerfile.</summary>
    Image,

    /// <summary>Helm values.</summary>
    Helm,

    /// <summary>Kubernetes manifest.</summary>
    Kubernetes,

    /// <summary>Compose file.</summary>
    Compose,

    /// <summary>Aspire AppHost.</summary>
    AppHost,
}

/// <summary>One value of one service's configuration. Passwords and keys are masked as <c>***</c>.</summary>
public sealed record ConfigurationValue
{
    /// <summary>Id of the service.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Flattened key with colons and array indexes: <c>ReverseProxy:Clusters:a:Destinations:0:Address</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The value; null when it is a secret, a parameter or unresolved variable.</summary>
    public string? Value { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ConfigurationSource Source { get; init; }

    /// <summary>Null for what holds in production; else the environment (<c>Development</c>) that it is an override for.</summary>
    public string? Environment { get; init; }

    /// <summary>Where it is written.</summary>
    public required Evidence Evidence { get; init; }
}
