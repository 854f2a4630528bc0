using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScaleLint.Source;

/// <summary>Accessors without a body of their own.</summary>
[Flags]
internal enum AutoAccessors { None = 0, Get = 1, Set = 2 }

/// <summary>Tells auto-implemented accessors from those with a body.</summary>
internal static class AutoProperty
{
    public static AutoAccessors Find(IPropertySymbol property)
    {
        if (!HasBackingField(property))
            return AutoAccessors.None;
        var found = AutoAccessors.None;
        if (property.SetMethod is null)
            found |= AutoAccessors.Set; // get-only: the constructor writes the field
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case ParameterSyntax:
                    return AutoAccessors.Get | AutoAccessors.Set;
                case BasePropertyDeclarationSyntax { AccessorList: { } list }:
                    foreach (var accessor in list.Accessors)
                    {
                        if (accessor.Body is null && accessor.ExpressionBody is null)
                            found |= accessor.IsKind(SyntaxKind.GetAccessorDeclaration) ? AutoAccessors.Get : AutoAccessors.Set;
                    }
                    break;
            }
        }
        return found;
    }

    public static bool HasBackingField(IPropertySymbol property)
    {
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property))
                return true;
        }
        return false;
    }
}
