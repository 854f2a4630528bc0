using Microsoft.CodeAnalysis;

namespace ScaleLint.Analyzers;

/// <summary>What there is to say about a compilation, by the tree or additional file it stands in.</summary>
internal sealed class Verdict
{
    private static readonly IReadOnlyList<Diagnostic> None = [];
    private readonly Dictionary<object, List<Diagnostic>> places = [];
    private readonly List<Diagnostic> nowhere = [];

    /// <summary>What stands in a tree or additional file.</summary>
    public IReadOnlyList<Diagnostic> At(object place) => places.TryGetValue(place, out var list) ? list : None;

    /// <summary>What concerns the compilation as a whole.</summary>
    public IReadOnlyList<Diagnostic> Nowhere => nowhere;

    public void Add(object? place, Diagnostic diagnostic)
    {
        if (place == null) nowhere.Add(diagnostic);
        else if (places.TryGetValue(place, out var list)) list.Add(diagnostic);
        else places[place] = [diagnostic];
    }
}
