using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Compile errors as problems of the facts.</summary>
internal static class SourceProblems
{
    /// <summary>Most problems kept for one assembly.</summary>
    public const int Limit = 100;

    /// <summary>No more members of a type are asked for their errors when it has this many.</summary>
    public const int LimitOfType = 10;

    public static FactsProblem? From(SourceContext context, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.DefaultSeverity != DiagnosticSeverity.Error || diagnostic.IsSuppressed)
            return null;
        var at = diagnostic.Location.SourceTree is { } tree ? context.File(tree, cancellation).At(diagnostic.Location.SourceSpan) : Position.None;
        return new FactsProblem(diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture), at);
    }

    /// <summary>The first problems in order of file and place, each once.</summary>
    public static IReadOnlyList<FactsProblem> Ordered(List<FactsProblem> problems)
    {
        problems.Sort(Compare);
        var result = new List<FactsProblem>();
        foreach (var problem in problems)
        {
            if (result.Count == Limit)
                break;
            if (result.Count == 0 || result[result.Count - 1] != problem)
                result.Add(problem);
        }
        return result;
    }

    private static int Compare(FactsProblem a, FactsProblem b)
    {
        var order = string.CompareOrdinal(a.At.File, b.At.File);
        if (order == 0)
            order = a.At.Line.CompareTo(b.At.Line);
        if (order == 0)
            order = a.At.Column.CompareTo(b.At.Column);
        if (order == 0)
            order = string.CompareOrdinal(a.Code, b.Code);
        return order != 0 ? order : string.CompareOrdinal(a.Message, b.Message);
    }
}
