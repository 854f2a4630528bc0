using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>What tokens of one module stand for, each looked up once. Not thread-safe.</summary>
internal sealed partial class IlModule
{
    private readonly MethodTarget?[] _methods;
    private readonly MethodTarget?[] _references;
    private readonly MethodTarget?[] _specifications;
    private readonly FieldTarget?[] _fields;
    private readonly FieldTarget?[] _fieldReferences;
    private readonly AttributeMarks[] _marks;
    private readonly TypeDefinitionHandle[] _owners;
    private readonly string?[] _names;
    private readonly AutoAccessor[] _autoAccessors;
    private readonly bool[] _hasAutoAccessors;
    private readonly TypeShape[] _shapes;
    private readonly Dictionary<int, Dictionary<string, TypeDefinitionHandle>> _nested = [];
    private readonly Dictionary<int, List<MethodTarget>> _tokenMethods = [];
    private readonly Dictionary<int, AttributeKind> _attributes = [];

    public IlModule(MetadataReader reader)
    {
        Reader = reader;
        Names = new MetadataNames(reader);
        _methods = new MethodTarget?[reader.GetTableRowCount(TableIndex.MethodDef) + 1];
        _references = new MethodTarget?[reader.GetTableRowCount(TableIndex.MemberRef) + 1];
        _specifications = new MethodTarget?[reader.GetTableRowCount(TableIndex.MethodSpec) + 1];
        _fields = new FieldTarget?[reader.GetTableRowCount(TableIndex.Field) + 1];
        _fieldReferences = new FieldTarget?[_references.Length];
        _marks = new AttributeMarks[_methods.Length];
        _owners = new TypeDefinitionHandle[_methods.Length];
        _names = new string?[_methods.Length];
        _autoAccessors = new AutoAccessor[_methods.Length];
        _hasAutoAccessors = new bool[reader.GetTableRowCount(TableIndex.TypeDef) + 1];
        _shapes = new TypeShape[_hasAutoAccessors.Length];
    }

    internal enum TypeShape : byte { Unknown, Written, Closure, StaticClosure, Machine, Generated }

    private readonly record struct AutoAccessor(PropertyDefinitionHandle Property, bool IsGetter, FieldFlags Flags);

    public MetadataReader Reader { get; }

    public MetadataNames Names { get; }

    /// <summary>What a call token stands for.</summary>
    [MethodImpl(Hot.Path)]
    public MethodTarget Method(EntityHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition when (uint)row < (uint)_methods.Length && row > 0:
                return _methods[row] ??= OfDefinition((MethodDefinitionHandle)handle);
            case HandleKind.MemberReference when (uint)row < (uint)_references.Length && row > 0:
                return _references[row] ??= OfReference((MemberReferenceHandle)handle, null);
            case HandleKind.MethodSpecification when (uint)row < (uint)_specifications.Length && row > 0:
                return _specifications[row] ??= OfSpecification((MethodSpecificationHandle)handle);
            default:
                throw new BadImageFormatException("a call names no method");
        }
    }

    /// <summary>What a field token stands for.</summary>
    [MethodImpl(Hot.Path)]
    public FieldTarget Field(EntityHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        switch (handle.Kind)
        {
            case HandleKind.FieldDefinition when (uint)row < (uint)_fields.Length && row > 0:
                return _fields[row] ??= FieldOf((FieldDefinitionHandle)handle, null);
            case HandleKind.MemberReference when (uint)row < (uint)_fieldReferences.Length && row > 0:
                return _fieldReferences[row] ??= FieldOf((MemberReferenceHandle)handle);
            default:
                throw new BadImageFormatException("an instruction names no field");
        }
    }

    /// <summary>How the compiler uses a type, told by its name.</summary>
    public TypeShape Shape(TypeDefinitionHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        if (_shapes[row] != TypeShape.Unknown)
            return _shapes[row];
        var name = MetadataNames.WrittenName(Names.Text(Reader.GetTypeDefinition(handle).Name));
        var shape = TypeShape.Written;
        if (name.Length > 0 && name[0] == '<')
        {
            shape = name.StartsWith("<>c__DisplayClass", StringComparison.Ordinal) ? TypeShape.Closure
                : name == "<>c" || name.StartsWith("<>c__", StringComparison.Ordinal) ? TypeShape.StaticClosure
                : name.IndexOf(">d", StringComparison.Ordinal) > 0 ? TypeShape.Machine
                : TypeShape.Generated;
        }
        return _shapes[row] = shape;
    }

    /// <summary>A method's metadata name.</summary>
    [MethodImpl(Hot.Path)]
    public string NameOf(MethodDefinitionHandle method) => _names[MetadataTokens.GetRowNumber(method)] ??= Names.Text(Reader.GetMethodDefinition(method).Name);

    /// <summary>The type that defines a method.</summary>
    public TypeDefinitionHandle OwnerOf(MethodDefinitionHandle method)
    {
        ref var owner = ref _owners[MetadataTokens.GetRowNumber(method)];
        if (owner.IsNil)
            owner = Reader.GetMethodDefinition(method).GetDeclaringType();
        return owner;
    }

    /// <summary>A type nested directly in another one, by metadata name; nil when there is none.</summary>
    public TypeDefinitionHandle Nested(TypeDefinitionHandle outer, string name)
    {
        var row = MetadataTokens.GetRowNumber(outer);
        if (!_nested.TryGetValue(row, out var types))
        {
            _nested[row] = types = new Dictionary<string, TypeDefinitionHandle>(StringComparer.Ordinal);
            foreach (var nested in Reader.GetTypeDefinition(outer).GetNestedTypes())
                types[Names.Text(Reader.GetTypeDefinition(nested).Name)] = nested;
        }
        return types.TryGetValue(name, out var found) ? found : default;
    }

    /// <summary>What a method's attributes say.</summary>
    public AttributeMarks Marks(MethodDefinitionHandle method)
    {
        ref var marks = ref _marks[MetadataTokens.GetRowNumber(method)];
        if (marks == AttributeMarks.None)
            marks = Marks(Reader.GetMethodDefinition(method).GetCustomAttributes()) | AttributeMarks.Known;
        return marks;
    }

    public AttributeMarks Marks(CustomAttributeHandleCollection attributes)
    {
        var marks = AttributeMarks.None;
        foreach (var handle in attributes)
            marks |= Attribute(Reader.GetCustomAttribute(handle)).Marks;
        return marks;
    }

    public AttributeKind Attribute(CustomAttribute attribute)
    {
        var token = MetadataTokens.GetToken(attribute.Constructor);
        if (!_attributes.TryGetValue(token, out var kind))
            _attributes[token] = kind = new AttributeKind(AttributeType(attribute));
        return kind;
    }

    private NamedType AttributeType(CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MethodDefinition => Names.Named(OwnerOf((MethodDefinitionHandle)attribute.Constructor)),
        HandleKind.MemberReference => Names.Named(Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent),
        _ => Names.Named(new TypeRef("", "")),
    };

    /// <summary>The methods of an own type whose last parameter is a cancellation token.</summary>
    public IReadOnlyList<MethodTarget> TokenMethods(TypeDefinitionHandle type)
    {
        var row = MetadataTokens.GetRowNumber(type);
        if (_tokenMethods.TryGetValue(row, out var known))
            return known;
        var found = new List<MethodTarget>();
        foreach (var handle in Reader.GetTypeDefinition(type).GetMethods())
        {
            try
            {
                var method = Method(handle);
                if (method.Parameters.Length > 0 && method.Parameters[method.Parameters.Length - 1] == "System.Threading.CancellationToken")
                    found.Add(method);
            }
            catch (BadImageFormatException)
            {
                // A damaged method says so itself when its type is read.
                continue;
            }
        }
        return _tokenMethods[row] = found;
    }

    /// <summary>The own definition a parent token stands for, else nil.</summary>
    public TypeDefinitionHandle Definition(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeDefinition)
            return (TypeDefinitionHandle)parent;
        return Names.Generic(parent, out var definition) && definition.Kind == HandleKind.TypeDefinition ? (TypeDefinitionHandle)definition : default;
    }
}
