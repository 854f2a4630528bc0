using Microsoft.CodeAnalysis;

namespace ScaleLint.Source;

/// <summary>Which interface members each method of a type implements, explicitly or not.</summary>
internal sealed class InterfaceImplementations
{
    private readonly INamedTypeSymbol _type;
    private Dictionary<IMethodSymbol, List<IMethodSymbol>>? _found;

    public InterfaceImplementations(INamedTypeSymbol type) => _type = type;

    public IReadOnlyList<IMethodSymbol> Of(IMethodSymbol method) =>
        (_found ??= Find(_type)).TryGetValue(method, out var implemented) ? implemented : [];

    private static Dictionary<IMethodSymbol, List<IMethodSymbol>> Find(INamedTypeSymbol type)
    {
        var found = new Dictionary<IMethodSymbol, List<IMethodSymbol>>(SymbolEqualityComparer.Default);
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface))
            return found;
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers())
            {
                if (member is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method)
                    continue;
                if (!method.IsAbstract && !method.IsVirtual)
                    continue;
                if (type.FindImplementationForInterfaceMember(method) is not IMethodSymbol implementation
                    || !SymbolEqualityComparer.Default.Equals(implementation.ContainingType, type))
                    continue;
                if (!found.TryGetValue(implementation, out var implemented))
                    found.Add(implementation, implemented = []);
                implemented.Add(method);
            }
        }
        return found;
    }
}
