using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Graph.Facts;
using ScaleLint.Source;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>Tells this build of the tool from every other: what another one kept is not trusted.</summary>
internal static class ToolIdentity
{
    /// <summary>Ids of all modules that decide facts.</summary>
    public static string Text { get; } = string.Join("-", new[] { typeof(ToolIdentity), typeof(SourceExtractor), typeof(FactsFormat), typeof(CSharpCompilation), typeof(Workspace) }
        .Select(x => x.Assembly.ManifestModule.ModuleVersionId.ToString("N")));
}
