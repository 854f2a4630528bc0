using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Graph.Facts;
using TypeKind = ScaleLint.Graph.Facts.TypeKind;

namespace ScaleLint.Source;

/// <summary>Reads one type of the own assembly with its members. Used once per type, on one thread.</summary>
internal sealed class TypeReader
{
    private readonly SourceContext _context;
    private readonly INamedTypeSymbol _type;
    private readonly Func<SyntaxTree, SemanticModel> _models;
    private readonly CancellationToken _cancellation;
    private readonly TypeReferences _references;
    private readonly InterfaceImplementations _implementations;

    public TypeReader(SourceContext context, INamedTypeSymbol type, Func<SyntaxTree, SemanticModel> models, CancellationToken cancellation)
    {
        _context = context;
        _type = type;
        _models = models;
        _cancellation = cancellation;
        _references = new TypeReferences(context, type);
        _implementations = new InterfaceImplementations(type);
    }

    /// <summary>What could not be read.</summary>
    public List<FactsProblem> Problems { get; } = [];

    /// <summary>Types of other assemblies that were met.</summary>
    public IReadOnlyCollection<INamedTypeSymbol> Externals => _references.Externals;

    public TypeFacts Read()
    {
        ReferToBases();
        var attributes = AttributeReader.Read(_context, _type, _references);
        var fields = ReadFields();
        var methods = ReadMethods();
        return new TypeFacts(
            _context.Names.Definition(_type).Name, Kind(), Flags(),
            _type.BaseType is { TypeKind: not Microsoft.CodeAnalysis.TypeKind.Error } parent ? _context.Names.Definition(parent) : null,
            BaseTypes.Interfaces(_context, _type), BaseTypes.Constructed(_context, _type), attributes, fields, methods,
            _references.ToFacts(_cancellation), IdentifierPosition());
    }

    private IReadOnlyList<MethodFacts> ReadMethods()
    {
        if (_type.TypeKind is Microsoft.CodeAnalysis.TypeKind.Enum or Microsoft.CodeAnalysis.TypeKind.Delegate)
        {
            if (_type.DelegateInvokeMethod is { } invoke && _type.Locations.Length > 0 && _type.Locations[0].SourceTree is { } tree)
            {
                _references.Add(invoke.ReturnType, tree, _type.Locations[0].SourceSpan);
                foreach (var parameter in invoke.Parameters)
                    _references.Add(parameter.Type, tree, _type.Locations[0].SourceSpan);
            }
            return [];
        }
        var reader = new MemberReader(_context, _references, _models, Problems, _cancellation);
        var methods = new List<MethodFacts>();
        foreach (var method in TypeMembers.Methods(_context, _type, _implementations, _cancellation))
            methods.Add(reader.Read(method, _implementations.Of(method)));
        methods.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return methods;
    }

    private IReadOnlyList<FieldFacts> ReadFields()
    {
        var fields = new List<FieldFacts>();
        foreach (var member in _type.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol { IsImplicitlyDeclared: false, AssociatedSymbol: null } field:
                    fields.Add(Field(field, field.Type, FieldFlagsOf.Field(field)));
                    break;
                case IPropertySymbol property when _context.Auto(property) != AutoAccessors.None || (!property.IsAbstract && AutoProperty.HasBackingField(property)):
                    fields.Add(Field(property, property.Type, FieldFlagsOf.Property(property)));
                    break;
                case IEventSymbol { IsAbstract: false, AddMethod.IsImplicitlyDeclared: true } @event when _type.TypeKind != Microsoft.CodeAnalysis.TypeKind.Interface:
                    fields.Add(Field(@event, @event.Type, FieldFlagsOf.Event(@event)));
                    break;
            }
        }
        foreach (var parameter in PrimaryConstructor.Captured(_type, _models, _cancellation))
        {
            var operand = PrimaryConstructor.Field(_context, parameter);
            fields.Add(new FieldFacts(operand.Member.Id, operand.Type, operand.Flags, [], At(parameter)));
        }
        fields.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return fields;
    }

    private FieldFacts Field(ISymbol member, ITypeSymbol type, FieldFlags flags)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var span = reference.GetSyntax(_cancellation) switch
            {
                VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } => declaration.Type.Span,
                BasePropertyDeclarationSyntax property => property.Type.Span,
                _ => reference.Span,
            };
            _references.Add(type, reference.SyntaxTree, span);
            break;
        }
        return new FieldFacts(_context.Names.Member(member).Id, _context.Names.Type(type), flags, AttributeReader.Read(_context, member, _references), At(member));
    }

    private void ReferToBases()
    {
        foreach (var reference in _type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(_cancellation) is not BaseTypeDeclarationSyntax { BaseList: { } bases })
                continue;
            foreach (var named in bases.Types)
                _references.Add(_models(reference.SyntaxTree).GetTypeInfo(named.Type, _cancellation).Type, named.Type);
        }
        foreach (var parameter in _type.TypeParameters)
        {
            foreach (var constraint in parameter.ConstraintTypes)
            {
                if (_type.Locations.Length > 0 && _type.Locations[0].SourceTree is { } tree)
                    _references.Add(constraint, tree, _type.Locations[0].SourceSpan);
            }
        }
    }

    private TypeKind Kind() => _type.TypeKind switch
    {
        Microsoft.CodeAnalysis.TypeKind.Struct => TypeKind.Struct,
        Microsoft.CodeAnalysis.TypeKind.Interface => TypeKind.Interface,
        Microsoft.CodeAnalysis.TypeKind.Enum => TypeKind.Enum,
        Microsoft.CodeAnalysis.TypeKind.Delegate => TypeKind.Delegate,
        _ => TypeKind.Class,
    };

    private TypeFlags Flags()
    {
        var flags = TypeFlags.None;
        if (_type.IsStatic)
            flags |= TypeFlags.Static;
        if (_type.IsAbstract && !_type.IsStatic)
            flags |= TypeFlags.Abstract;
        if (_type.IsSealed && !_type.IsStatic)
            flags |= TypeFlags.Sealed;
        if (_type.DeclaredAccessibility == Accessibility.Public)
            flags |= TypeFlags.Public;
        if (_type.IsRecord)
            flags |= TypeFlags.Record;
        if (IsGenerated())
            flags |= TypeFlags.Generated;
        return flags;
    }

    private bool IsGenerated()
    {
        foreach (var reference in _type.DeclaringSyntaxReferences)
        {
            if (!_context.File(reference.SyntaxTree, _cancellation).IsGenerated)
                return GeneratedCode.IsMarked(_type);
        }
        return true;
    }

    /// <summary>The identifier in a part that a person wrote, if there is one.</summary>
    private Position IdentifierPosition()
    {
        var found = Position.None;
        foreach (var location in _type.Locations)
        {
            if (location.SourceTree is not { } tree)
                continue;
            var file = _context.File(tree, _cancellation);
            if (!file.IsGenerated)
                return file.At(Identifier(location));
            if (!found.IsKnown)
                found = file.At(Identifier(location));
        }
        return found;
    }

    /// <summary>The implicit Program class is declared by the whole file; it stands at its beginning.</summary>
    private static Microsoft.CodeAnalysis.Text.TextSpan Identifier(Location location) =>
        location.SourceTree?.GetRoot().FindNode(location.SourceSpan) is CompilationUnitSyntax
            ? new Microsoft.CodeAnalysis.Text.TextSpan(location.SourceSpan.Start, 0)
            : location.SourceSpan;

    private Position At(ISymbol symbol)
    {
        foreach (var location in symbol.Locations)
        {
            if (location.SourceTree is { } tree)
                return _context.File(tree, _cancellation).At(location.SourceSpan);
        }
        return Position.None;
    }
}
