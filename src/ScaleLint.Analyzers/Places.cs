using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Analyzers;

/// <summary>Positions of facts as places of a compilation.</summary>
internal sealed class Places(Compilation compilation, IEnumerable<AdditionalText> files)
{
    private readonly Dictionary<string, SyntaxTree> trees = ByName(compilation.SyntaxTrees, x => x.FilePath);
    private readonly Dictionary<string, AdditionalText> texts = ByName(files, x => x.Path);

    /// <summary>How a path is written in facts.</summary>
    public static string NameOf(string path) => path.Replace('\\', '/');

    /// <summary>The tree or additional file of a position with the location in it, or null when it is outside the compilation.</summary>
    public (object Place, Location Location)? Find(Position at, CancellationToken cancellation)
    {
        if (!at.IsKnown) return null;
        if (trees.TryGetValue(at.File, out var tree))
            return Span(tree.GetText(cancellation), at) is { } span ? (tree, Location.Create(tree, span)) : null;
        if (!texts.TryGetValue(at.File, out var file) || file.GetText(cancellation) is not { } text || Span(text, at) is not { } place) return null;
        return (file, Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place)));
    }

    private static TextSpan? Span(SourceText text, Position at)
    {
        if (at.Line > text.Lines.Count) return null;
        var start = Offset(text, at.Line, at.Column);
        return TextSpan.FromBounds(start, at.EndLine >= at.Line && at.EndLine <= text.Lines.Count ? Math.Max(start, Offset(text, at.EndLine, at.EndColumn)) : start);
    }

    private static int Offset(SourceText text, int line, int column)
    {
        var span = text.Lines[line - 1];
        return Math.Min(span.Start + Math.Max(0, column - 1), span.End);
    }

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> items, Func<T, string> path)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var name = NameOf(path(item));
            if (!found.ContainsKey(name)) found[name] = item;
        }
        return found;
    }
}
