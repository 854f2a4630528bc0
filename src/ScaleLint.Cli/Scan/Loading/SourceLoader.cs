using Microsoft.CodeAnalysis;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>Loads a source file.</summary>
internal sealed class SourceLoader(string path) : FileTextLoader(path, defaultEncoding: null)
{
    public override async Task<TextAndVersion> LoadTextAndVersionAsync(LoadTextOptions options, CancellationToken cancellationToken)
    {
        var loaded = await base.LoadTextAndVersionAsync(options, cancellationToken);
        return TextAndVersion.Create(DeepSource.Checked(loaded.Text), loaded.Version, Path);
    }
}
