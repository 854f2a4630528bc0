using System.Reflection;

namespace ScaleLint.Cli;

/// <summary>The version that reports name.</summary>
internal static class ToolVersion
{
    /// <summary>Without the commit: the same sources say the same.</summary>
    public static string Text { get; } =
        (typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
