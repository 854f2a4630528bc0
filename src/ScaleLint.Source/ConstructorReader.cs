using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>What a constructor does: captured parameters, initialisers in the order they are written, the base constructor, its own body.</summary>
internal sealed class ConstructorReader(SourceContext context, Func<SyntaxTree, SemanticModel> models, CancellationToken cancellation)
{
    public void Read(BodyReader reader, IMethodSymbol constructor, Position at)
    {
        var type = constructor.ContainingType;
        var primary = PrimaryConstructor.Declaration(constructor, cancellation);
        if (primary is not null)
            ReadParameters(reader, constructor, at);
        if (!CallsThis(constructor))
            ReadInitializers(reader, type, constructor.IsStatic);
        if (constructor.IsStatic)
        {
            ReadBodies(reader, constructor);
            return;
        }
        if (primary is not null)
            ReadPrimaryBase(reader, primary, type, at);
        else
        {
            if (!HasInitializer(constructor))
                ReadImplicitBase(reader, type, at);
            ReadBodies(reader, constructor);
        }
    }

    private void ReadBodies(BodyReader reader, IMethodSymbol constructor)
    {
        foreach (var reference in constructor.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is BaseMethodDeclarationSyntax syntax)
                reader.Read(models(reference.SyntaxTree).GetOperation(Nesting.Checked(syntax), cancellation));
        }
    }

    private void ReadParameters(BodyReader reader, IMethodSymbol constructor, Position at)
    {
        foreach (var parameter in PrimaryConstructor.Captured(constructor.ContainingType, models, cancellation))
            reader.AddWrite(PrimaryConstructor.Field(context, parameter), new ParameterOperand(-1, parameter.Ordinal), at);
        if (!constructor.ContainingType.IsRecord)
            return;
        foreach (var parameter in constructor.Parameters)
        {
            foreach (var member in constructor.ContainingType.GetMembers(parameter.Name))
            {
                if (member is IPropertySymbol property && property.DeclaringSyntaxReferences is { Length: > 0 } references
                    && references[0].GetSyntax(cancellation) is ParameterSyntax)
                    reader.AddWrite(Storage(property), new ParameterOperand(-1, parameter.Ordinal), at);
            }
        }
    }

    private FieldOperand Storage(IPropertySymbol property) => new(context.Names.Member(property), property.IsStatic ? null : ThisOperand.Instance,
        context.Names.Type(property.Type), FieldFlagsOf.Property(property));

    private FieldOperand Storage(ISymbol member, ITypeSymbol type, FieldFlags flags) =>
        new(context.Names.Member(member), member.IsStatic ? null : ThisOperand.Instance, context.Names.Type(type), flags);

    private void ReadInitializers(BodyReader reader, INamedTypeSymbol type, bool isStatic)
    {
        foreach (var member in type.GetMembers())
        {
            if (member.IsStatic != isStatic || member.IsImplicitlyDeclared)
                continue;
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var initializer = reference.GetSyntax(cancellation) switch
                {
                    VariableDeclaratorSyntax variable when member is not IFieldSymbol { IsConst: true } => variable.Initializer,
                    PropertyDeclarationSyntax property => property.Initializer,
                    _ => null,
                };
                if (initializer is null || models(reference.SyntaxTree).GetOperation(Nesting.Checked(initializer), cancellation) is not ISymbolInitializerOperation operation)
                    continue;
                var storage = member switch
                {
                    IFieldSymbol field => Storage(field, field.Type, FieldFlagsOf.Field(field)),
                    IPropertySymbol property => Storage(property),
                    IEventSymbol @event => Storage(@event, @event.Type, FieldFlagsOf.Event(@event)),
                    _ => null,
                };
                if (storage is null)
                    continue;
                foreach (var local in operation.Locals)
                    reader.Declare(local);
                var value = reader.Value(operation.Value);
                var file = context.File(reference.SyntaxTree, cancellation);
                reader.AddWrite(storage, value, file.At(member.Locations[0].SourceSpan));
            }
        }
    }

    private void ReadPrimaryBase(BodyReader reader, TypeDeclarationSyntax declaration, INamedTypeSymbol type, Position at)
    {
        foreach (var baseType in declaration.BaseList?.Types ?? default)
        {
            if (baseType is not PrimaryConstructorBaseTypeSyntax written)
                continue;
            var model = models(declaration.SyntaxTree);
            var operation = model.GetOperation(Nesting.Checked(declaration), cancellation) ?? model.GetOperation(written, cancellation);
            reader.Read(operation);
            return;
        }
        ReadImplicitBase(reader, type, at);
    }

    private static void ReadImplicitBase(BodyReader reader, INamedTypeSymbol type, Position at)
    {
        if (type.IsValueType || type.BaseType is not { SpecialType: not SpecialType.System_Object } parent)
            return;
        foreach (var candidate in parent.InstanceConstructors)
        {
            var isCallable = true;
            foreach (var parameter in candidate.Parameters)
                isCallable &= parameter.IsOptional || parameter.IsParams;
            if (isCallable && candidate.DeclaredAccessibility != Accessibility.Private)
            {
                reader.AddBaseCall(candidate, at);
                return;
            }
        }
    }

    private bool CallsThis(IMethodSymbol constructor) => Initializer(constructor) is { } initializer && initializer.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword);

    private bool HasInitializer(IMethodSymbol constructor) => Initializer(constructor) is not null;

    private ConstructorInitializerSyntax? Initializer(IMethodSymbol constructor)
    {
        foreach (var reference in constructor.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is ConstructorDeclarationSyntax { Initializer: { } initializer })
                return initializer;
        }
        return null;
    }
}
