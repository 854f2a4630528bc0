using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Primary constructors, whose parameters become fields when members use them.</summary>
internal static class PrimaryConstructor
{
    public static TypeDeclarationSyntax? Declaration(IMethodSymbol constructor, CancellationToken cancellation)
    {
        foreach (var reference in constructor.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax { ParameterList: not null } declaration)
                return declaration;
        }
        return null;
    }

    /// <summary>Whether a parameter that <paramref name="user"/> names is one of its type's primary constructor.</summary>
    public static bool IsCaptured(IParameterSymbol parameter, IMethodSymbol user) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && !SymbolEqualityComparer.Default.Equals(constructor.OriginalDefinition, user.OriginalDefinition)
        && Declaration(constructor, CancellationToken.None) is not null;

    /// <summary>The field the compiler keeps a captured parameter in; the name is the one it gives it, written as documentation ids write it.</summary>
    public static FieldOperand Field(SourceContext context, IParameterSymbol parameter)
    {
        var type = context.Names.Definition(parameter.ContainingType);
        return new FieldOperand(new MemberRef(type.Assembly, "F:" + type.Name + ".{" + parameter.Name + "}P"), ThisOperand.Instance,
            context.Names.Type(parameter.Type), FieldFlags.None);
    }

    /// <summary>The parameters that members use, in order.</summary>
    public static IReadOnlyList<IParameterSymbol> Captured(INamedTypeSymbol type, Func<SyntaxTree, SemanticModel> models, CancellationToken cancellation)
    {
        if (type.IsRecord || Find(type, cancellation) is not { Parameters.Length: > 0 } constructor)
            return [];
        var wanted = new Dictionary<string, IParameterSymbol>(StringComparer.Ordinal);
        foreach (var parameter in constructor.Parameters)
            wanted[parameter.Name] = parameter;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration)
                continue;
            foreach (var member in declaration.Members)
            {
                if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                    continue;
                foreach (var node in member.DescendantNodes(static node => !IsInitializer(node)))
                {
                    if (node is IdentifierNameSyntax name && wanted.TryGetValue(name.Identifier.ValueText, out var parameter)
                        && !found.Contains(parameter.Name)
                        && SymbolEqualityComparer.Default.Equals(models(node.SyntaxTree).GetSymbolInfo(name, cancellation).Symbol, parameter))
                        found.Add(parameter.Name);
                }
            }
        }
        if (found.Count == 0)
            return [];
        var captured = new List<IParameterSymbol>();
        foreach (var parameter in constructor.Parameters)
        {
            if (found.Contains(parameter.Name))
                captured.Add(parameter);
        }
        return captured;
    }

    public static IMethodSymbol? Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            if (!constructor.IsImplicitlyDeclared && Declaration(constructor, cancellation) is not null)
                return constructor;
        }
        return null;
    }

    /// <summary>Initialisers run in the constructor and use the parameter itself.</summary>
    private static bool IsInitializer(SyntaxNode node) =>
        node is EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } };
}
