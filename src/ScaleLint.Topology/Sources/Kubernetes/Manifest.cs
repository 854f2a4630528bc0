using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Sources.Kubernetes;

/// <summary>One Kubernetes object as written.</summary>
internal sealed record Manifest(string File, TextNode Root)
{
    private static readonly HashSet<string> Workloads = new(StringComparer.Ordinal) { "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job", "CronJob", "Rollout" };

    public string ApiVersion => Root.Text("apiVersion") ?? "";

    public string Kind => Root.Text("kind") ?? "";

    public string Name => Root.Text("metadata", "name") ?? "";

    public string? Namespace => Root.Text("metadata", "namespace");

    public Evidence Evidence => new(File, Root["metadata"]?["name"]?.Line ?? Root.Line);

    public bool IsWorkload => Workloads.Contains(Kind) || (Kind == "Service" && ApiVersion.StartsWith("serving.knative.dev/", StringComparison.Ordinal));

    /// <summary>The pod a workload runs.</summary>
    public TextNode? Pod => Kind switch
    {
        "Pod" => Root,
        "CronJob" => Root.At("spec", "jobTemplate", "spec", "template"),
        _ => Root.At("spec", "template"),
    };

    /// <summary>True when every label of the selector is among the pod's.</summary>
    public bool IsSelectedBy(TextNode selector)
    {
        var labels = Pod?.At("metadata", "labels");
        return labels is not null && selector.Entries.Count > 0 && selector.Entries.All(entry => labels[entry.Key]?.Value == entry.Value.Value);
    }
}
