namespace ScaleLint.Topology.Sources.Compose;

/// <summary>Dapr's sidecar containers give their service a name and are no service themselves.</summary>
internal static class DaprSidecars
{
    public static void Join(Dictionary<string, ComposeService> services)
    {
        foreach (var sidecar in services.Values.Where(service => service.Image is { } image && Paths.Name(ContainerImages.Repository(image)) == "daprd").ToList())
        {
            var option = sidecar.Command.FindIndex(word => word.TrimStart('-') == "app-id");
            var appId = option >= 0 && option + 1 < sidecar.Command.Count
                ? sidecar.Command[option + 1]
                : sidecar.Command.Find(word => word.TrimStart('-').StartsWith("app-id=", StringComparison.Ordinal))?.Split('=')[1];
            if (sidecar.NetworkOf is { } name && services.TryGetValue(name, out var service) && appId is { Length: > 0 })
            {
                service.Hosts.Add(appId.ToLowerInvariant());
            }

            services.Remove(sidecar.Name);
        }
    }
}
