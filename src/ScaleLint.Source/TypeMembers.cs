using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScaleLint.Source;

/// <summary>Which methods of a type have facts.</summary>
internal static class TypeMembers
{
    public static IEnumerable<IMethodSymbol> Methods(SourceContext context, INamedTypeSymbol type, InterfaceImplementations implementations, CancellationToken cancellation)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol method)
                continue;
            if (IsRead(context, method, implementations, cancellation))
                yield return method;
        }
        foreach (var block in type.GetTypeMembers())
        {
            if (!SymbolNames.IsExtensionBlock(block))
                continue;
            foreach (var member in block.GetMembers())
            {
                if (member is IMethodSymbol { IsImplicitlyDeclared: false } method)
                    yield return method;
            }
        }
    }

    public static bool IsRead(SourceContext context, IMethodSymbol method, InterfaceImplementations implementations, CancellationToken cancellation)
    {
        if (method.PartialDefinitionPart is not null || method is { IsPartialDefinition: true, PartialImplementationPart: null, IsExtern: false })
            return false;
        switch (method.MethodKind)
        {
            case MethodKind.Constructor:
                // A struct's own default constructor runs nothing; a record's copy constructor was not written by anyone.
                return !method.IsImplicitlyDeclared || (method.ContainingType is { TypeKind: Microsoft.CodeAnalysis.TypeKind.Class } && method.Parameters.IsEmpty);
            case MethodKind.StaticConstructor:
                return !method.IsImplicitlyDeclared || HasStaticInitializers(method.ContainingType, cancellation);
            case MethodKind.PropertyGet or MethodKind.PropertySet:
                if (method.AssociatedSymbol is not IPropertySymbol property || property.IsImplicitlyDeclared)
                    return false;
                var auto = method.MethodKind == MethodKind.PropertyGet ? AutoAccessors.Get : AutoAccessors.Set;
                // A bodiless accessor is its field, unless calls reach it through an interface or a base type.
                return (context.Auto(property) & auto) == 0 || method.IsOverride || method.IsVirtual || implementations.Of(method).Count > 0;
            case MethodKind.DelegateInvoke or MethodKind.BuiltinOperator:
                return false;
            default:
                return !method.IsImplicitlyDeclared;
        }
    }

    private static bool HasStaticInitializers(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var member in type.GetMembers())
        {
            if (!member.IsStatic || member.IsImplicitlyDeclared || member is IFieldSymbol { IsConst: true })
                continue;
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null })
                    return true;
            }
        }
        return false;
    }
}
