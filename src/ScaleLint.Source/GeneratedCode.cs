using Microsoft.CodeAnalysis;

namespace ScaleLint.Source;

/// <summary>Code that says it is generated.</summary>
internal static class GeneratedCode
{
    public static bool IsMarked(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "GeneratedCodeAttribute", ContainingNamespace: { Name: "Compiler", ContainingNamespace.Name: "CodeDom" } })
                return true;
        }
        return symbol is IMethodSymbol { AssociatedSymbol: { } owner } && IsMarked(owner);
    }
}
