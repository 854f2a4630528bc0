using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>What types derive from.</summary>
internal static class BaseTypes
{
    /// <summary>The interfaces a type declares, with those they derive from, sorted.</summary>
    public static IReadOnlyList<TypeRef> Interfaces(SourceContext context, INamedTypeSymbol type)
    {
        if (type.Interfaces.IsEmpty)
            return [];
        var found = new HashSet<TypeRef>();
        foreach (var declared in type.Interfaces)
        {
            found.Add(context.Names.Definition(declared));
            foreach (var inherited in declared.AllInterfaces)
                found.Add(context.Names.Definition(inherited));
        }
        var sorted = new List<TypeRef>(found);
        sorted.Sort(Compare);
        return sorted;
    }

    /// <summary>The constructed forms of all generic bases and interfaces, declared or inherited, sorted.</summary>
    public static IReadOnlyList<string> Constructed(SourceContext context, INamedTypeSymbol type)
    {
        SortedSet<string>? found = null;
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.IsGenericType)
                (found ??= new SortedSet<string>(StringComparer.Ordinal)).Add(context.Names.Type(parent));
        }
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.IsGenericType)
                (found ??= new SortedSet<string>(StringComparer.Ordinal)).Add(context.Names.Type(contract));
        }
        return found is null ? [] : new List<string>(found);
    }

    /// <summary>External types with all that they derive from, sorted.</summary>
    public static IReadOnlyList<ExternalType> Externals(SourceContext context, IEnumerable<INamedTypeSymbol> types)
    {
        var pending = new Stack<INamedTypeSymbol>(types);
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var result = new List<ExternalType>();
        while (pending.Count > 0)
        {
            var type = pending.Pop().OriginalDefinition;
            if (type.TypeKind == Microsoft.CodeAnalysis.TypeKind.Error || context.IsOwn(type) || !seen.Add(type))
                continue;
            var interfaces = new List<TypeRef>(type.Interfaces.Length);
            foreach (var contract in type.Interfaces)
            {
                interfaces.Add(context.Names.Definition(contract));
                pending.Push(contract);
            }
            interfaces.Sort(Compare);
            TypeRef? parent = null;
            if (type.BaseType is { } baseType)
            {
                parent = context.Names.Definition(baseType);
                pending.Push(baseType);
            }
            result.Add(new ExternalType(context.Names.Definition(type), parent, interfaces));
        }
        result.Sort(static (a, b) => Compare(a.Type, b.Type));
        return result;
    }

    /// <summary>Whether it is <c>object</c>, <c>string</c>, <c>void</c> or a primitive, which nobody asks the bases of.</summary>
    public static bool IsPlainValue(INamedTypeSymbol type) => type.SpecialType is SpecialType.System_Object or SpecialType.System_Void
        or SpecialType.System_String or (>= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr);

    public static int Compare(TypeRef a, TypeRef b)
    {
        var order = string.CompareOrdinal(a.Name, b.Name);
        return order != 0 ? order : string.CompareOrdinal(a.Assembly, b.Assembly);
    }
}
