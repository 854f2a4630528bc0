namespace ScaleLint.Cli.Reports;

/// <summary>The model's reasons in words.</summary>
internal static class Reasons
{
    /// <summary>What a reason means.</summary>
    public static string Words(string reason) => reason switch
    {
        "saturation" => "every slot is taken",
        "p99" => "the latency objective is missed",
        "availability" => "the availability objective is missed",
        "quota" => "the quota is used up",
        "backlog" => "work arrives faster than it is done",
        "metastable" => "retries can keep it overloaded",
        _ => reason,
    };
}
