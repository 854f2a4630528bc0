using System.Text;
using Microsoft.Build.Framework;
using ScaleLint.Graph.Effects;

namespace ScaleLint.Build;

/// <summary>The catalogue with what a project's own effects files add.</summary>
internal static class ProjectEffects
{
    public static EffectsCatalogue Catalogue(IEnumerable<ITaskItem> files)
    {
        var lines = files.OrderBy(x => x.ItemSpec, StringComparer.Ordinal).SelectMany(x => EffectsFile.Parse(x.ItemSpec, File.ReadAllText(x.GetMetadata("FullPath"), Encoding.UTF8)).Lines).ToList();
        return lines.Count == 0 ? EffectsCatalogue.Default : EffectsCatalogue.Default.With(lines);
    }
}
