using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Symbols' names in facts, each made once per compilation. Thread-safe.</summary>
internal sealed class SymbolNames
{
    private static readonly Func<IMethodSymbol, IMethodSymbol?> ExtensionImplementation = FindExtensionImplementation();

    private readonly ConcurrentDictionary<ISymbol, MemberRef> _members = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, string> _types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeRef> _definitions = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, MemberRef> _makeMember;
    private readonly Func<ITypeSymbol, string> _makeType;
    private readonly Func<INamedTypeSymbol, TypeRef> _makeDefinition;

    public SymbolNames()
    {
        _makeMember = static symbol => new MemberRef(symbol.ContainingAssembly?.Name ?? "", symbol.GetDocumentationCommentId() ?? "");
        _makeType = static type =>
        {
            var text = new StringBuilder();
            Append(text, type);
            return text.ToString();
        };
        _makeDefinition = static type => new TypeRef(type.ContainingAssembly?.Name ?? "", DefinitionName(type));
    }

    /// <summary>The member as facts name it: original definition; of an extension the static method it is compiled to.</summary>
    public MemberRef Member(ISymbol symbol)
    {
        if (symbol is IMethodSymbol method)
            symbol = Static(method);
        else if (symbol is IFieldSymbol { CorrespondingTupleField: { } item })
            symbol = item.ContainingType.TupleUnderlyingType is { } tuple && tuple.GetMembers(item.Name) is { Length: > 0 } items ? items[0] : item;
        return _members.GetOrAdd(symbol.OriginalDefinition, _makeMember);
    }

    /// <summary>Constructed type in documentation-comment form.</summary>
    public string Type(ITypeSymbol? type) => type is null ? "" : _types.GetOrAdd(type, _makeType);

    /// <summary>A parameter's type; by-reference ones end in <c>@</c>.</summary>
    public string Parameter(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None ? Type(parameter.Type) : Type(parameter.Type) + "@";

    public TypeRef Definition(INamedTypeSymbol type) => _definitions.GetOrAdd(type.OriginalDefinition, _makeDefinition);

    /// <summary>The static method behind a reduced extension method or a member of an extension block; else the method itself.</summary>
    public static IMethodSymbol Static(IMethodSymbol method)
    {
        if (method.ReducedFrom is { } reduced)
            return reduced;
        return IsExtensionBlock(method.ContainingType) && ExtensionImplementation(method.OriginalDefinition) is { } implementation
            ? implementation
            : method;
    }

    /// <summary>Whether the type is a C# 14 <c>extension(...)</c> block, a kind the oldest supported compiler has no name for.</summary>
    public static bool IsExtensionBlock(INamedTypeSymbol? type) => type is not null && (int)type.TypeKind == 14;

    private static Func<IMethodSymbol, IMethodSymbol?> FindExtensionImplementation()
    {
        // Extension blocks are younger than the compiler API we build on.
        var getter = typeof(IMethodSymbol).GetProperty("AssociatedExtensionImplementation")?.GetMethod;
        return getter is null
            ? static _ => null
            : (Func<IMethodSymbol, IMethodSymbol?>)getter.CreateDelegate(typeof(Func<IMethodSymbol, IMethodSymbol?>));
    }

    private static string DefinitionName(INamedTypeSymbol type)
    {
        var id = type.GetDocumentationCommentId();
        if (id is { Length: > 2 } && id[1] == ':' && id[0] == 'T')
            return id.Substring(2);
        return type.MetadataName;
    }

    private static void Append(StringBuilder text, ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Append(text, array.ElementType);
                text.Append('[');
                for (var i = 0; i < array.Rank && array.Rank > 1; i++)
                    text.Append(i == 0 ? "0:" : ",0:");
                text.Append(']');
                break;
            case IPointerTypeSymbol pointer:
                Append(text, pointer.PointedAtType);
                text.Append('*');
                break;
            case ITypeParameterSymbol parameter:
                var number = parameter.Ordinal;
                if (parameter.TypeParameterKind == TypeParameterKind.Method)
                    text.Append("``");
                else
                {
                    text.Append('`');
                    for (var outer = parameter.ContainingType?.ContainingType; outer is not null; outer = outer.ContainingType)
                        number += outer.Arity;
                }
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case IDynamicTypeSymbol:
                text.Append("System.Object");
                break;
            case IFunctionPointerTypeSymbol:
                text.Append("System.IntPtr");
                break;
            case INamedTypeSymbol named:
                AppendNamed(text, named);
                break;
            default:
                text.Append(type.Name);
                break;
        }
    }

    private static void AppendNamed(StringBuilder text, INamedTypeSymbol type)
    {
        if (type.IsTupleType && type.TupleUnderlyingType is { } tuple)
            type = tuple;
        if (type.ContainingType is { } outer)
        {
            AppendNamed(text, outer);
            text.Append('.');
        }
        else if (type.ContainingNamespace is { IsGlobalNamespace: false } space)
        {
            AppendNamespace(text, space);
            text.Append('.');
        }
        text.Append(type.IsAnonymousType ? "<anonymous>" : type.Name);
        if (type.Arity == 0 || type.IsAnonymousType)
            return;
        if (type.IsUnboundGenericType)
        {
            text.Append('`').Append(type.Arity.ToString(CultureInfo.InvariantCulture));
            return;
        }
        text.Append('{');
        for (var i = 0; i < type.TypeArguments.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, type.TypeArguments[i]);
        }
        text.Append('}');
    }

    private static void AppendNamespace(StringBuilder text, INamespaceSymbol space)
    {
        if (space.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            AppendNamespace(text, outer);
            text.Append('.');
        }
        text.Append(space.Name);
    }
}
