using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Names of types and members of one module, each made once. Not thread-safe.</summary>
internal sealed class MetadataNames
{
    private const int MaxNesting = 64;

    private readonly string?[] _definitions;
    private readonly string?[] _references;
    private readonly string?[] _specifications;
    private readonly NamedType?[] _named;
    private readonly string[]?[] _arguments;
    private readonly Dictionary<TypeRef, NamedType> _types = [];
    private readonly Dictionary<int, string[]> _locals = [];
    private readonly TextTable _texts;
    private readonly SignatureText _signature;
    private readonly TextBuilder _id;

    public MetadataNames(MetadataReader reader)
    {
        Reader = reader;
        Assembly = reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : reader.GetString(reader.GetModuleDefinition().Name);
        _definitions = new string?[reader.GetTableRowCount(TableIndex.TypeDef) + 1];
        _references = new string?[reader.GetTableRowCount(TableIndex.TypeRef) + 1];
        _specifications = new string?[reader.GetTableRowCount(TableIndex.TypeSpec) + 1];
        _named = new NamedType?[_definitions.Length + _references.Length + _specifications.Length];
        _arguments = new string[]?[_specifications.Length];
        _texts = new TextTable(reader);
        var pool = new StringPool();
        _id = new TextBuilder(pool);
        _signature = new SignatureText(this, new TextBuilder(pool));
    }

    public MetadataReader Reader { get; }

    /// <summary>Simple name of the assembly; of a netmodule its module name.</summary>
    public string Assembly { get; }

    /// <summary>A name as it stands in the metadata.</summary>
    public string Text(StringHandle handle) => _texts.Get(handle);

    /// <summary>The definition's name as in <see cref="TypeRef.Name"/>; of a constructed type that of its definition; empty for arrays and the like.</summary>
    public string Definition(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Of((TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => Of((TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => Generic(handle, out var definition) ? Definition(definition) : "",
        _ => "",
    };

    /// <summary>The type in documentation-comment form; type parameters stay open.</summary>
    public string Display(EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification)
            return Definition(handle);
        var row = MetadataTokens.GetRowNumber(handle);
        if ((uint)row >= (uint)_specifications.Length)
            throw new BadImageFormatException("a type specification does not exist");
        if (_specifications[row] is { } known)
            return known;
        var blob = Reader.GetBlobReader(Reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        return _specifications[row] = Type(ref blob, null, null);
    }

    /// <summary>The type with its assembly; empty names for what has no definition.</summary>
    public TypeRef Reference(EntityHandle handle) => Named(handle).Type;

    /// <summary>The definition behind a type's token.</summary>
    [MethodImpl(Hot.Path)]
    public NamedType Named(EntityHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        int slot;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition when (uint)row < (uint)_definitions.Length:
                slot = row;
                break;
            case HandleKind.TypeReference when (uint)row < (uint)_references.Length:
                slot = _definitions.Length + row;
                break;
            case HandleKind.TypeSpecification when (uint)row < (uint)_specifications.Length:
                slot = _definitions.Length + _references.Length + row;
                break;
            case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                throw new BadImageFormatException("a type does not exist");
            default:
                return Named(new TypeRef("", ""));
        }
        return _named[slot] ??= handle.Kind switch
        {
            HandleKind.TypeDefinition => Named(new TypeRef(Assembly, Definition(handle))),
            HandleKind.TypeReference => Named(new TypeRef(Scope((TypeReferenceHandle)handle), Definition(handle))),
            _ => Generic(handle, out var definition) ? Named(definition) : Named(new TypeRef("", "")),
        };
    }

    [MethodImpl(Hot.Path)]
    public NamedType Named(TypeRef type)
    {
        if (!_types.TryGetValue(type, out var named))
            _types[type] = named = new NamedType(type);
        return named;
    }

    public string Type(ref BlobReader blob, IReadOnlyList<string>? classArguments, IReadOnlyList<string>? methodArguments)
    {
        _signature.ClassArguments = classArguments;
        _signature.MethodArguments = methodArguments;
        return _signature.Type(ref blob);
    }

    /// <summary>The definition behind a constructed type's specification.</summary>
    public bool Generic(EntityHandle handle, out EntityHandle definition)
    {
        definition = default;
        if (handle.Kind != HandleKind.TypeSpecification)
            return false;
        var blob = Reader.GetBlobReader(Reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        if (blob.RemainingBytes < 3 || blob.ReadByte() != 0x15)
            return false;
        blob.ReadByte();
        definition = blob.ReadTypeHandle();
        return definition.Kind != HandleKind.TypeSpecification;
    }

    /// <summary>The type arguments of a constructed type's specification.</summary>
    public string[] Arguments(EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification)
            return [];
        var row = MetadataTokens.GetRowNumber(handle);
        if ((uint)row >= (uint)_arguments.Length)
            throw new BadImageFormatException("a type specification does not exist");
        if (_arguments[row] is { } known)
            return known;
        var blob = Reader.GetBlobReader(Reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        if (blob.RemainingBytes < 3 || blob.ReadByte() != 0x15)
            return _arguments[row] = [];
        blob.ReadByte();
        blob.ReadTypeHandle();
        return _arguments[row] = Types(ref blob, null, null);
    }

    public string[] Types(ref BlobReader blob, IReadOnlyList<string>? classArguments, IReadOnlyList<string>? methodArguments)
    {
        var count = blob.ReadCompressedInteger();
        if (count > blob.RemainingBytes)
            throw new BadImageFormatException("a signature has an impossible count");
        if (count == 0)
            return [];
        var types = new string[count];
        for (var i = 0; i < count; i++)
            types[i] = Type(ref blob, classArguments, methodArguments);
        return types;
    }

    /// <summary>Types of a body's locals.</summary>
    public string[] Locals(StandaloneSignatureHandle handle)
    {
        if (handle.IsNil)
            return [];
        var row = MetadataTokens.GetRowNumber(handle);
        if (_locals.TryGetValue(row, out var known))
            return known;
        var blob = Reader.GetBlobReader(Reader.GetStandaloneSignature(handle).Signature);
        if (blob.ReadByte() != 0x07)
            throw new BadImageFormatException("locals have no signature");
        return _locals[row] = Types(ref blob, null, null);
    }

    /// <summary>A method signature.</summary>
    public (string[] Parameters, string ReturnType, bool HasThis, int Arity) Signature(BlobHandle handle, IReadOnlyList<string>? classArguments, IReadOnlyList<string>? methodArguments)
    {
        var blob = Reader.GetBlobReader(handle);
        var header = blob.ReadByte();
        var arity = (header & 0x10) != 0 ? blob.ReadCompressedInteger() : 0;
        var count = blob.ReadCompressedInteger();
        if (count > blob.RemainingBytes)
            throw new BadImageFormatException("a signature has an impossible count");
        var returned = Type(ref blob, classArguments, methodArguments);
        var parameters = count == 0 ? [] : new string[count];
        for (var i = 0; i < count; i++)
        {
            if (blob.RemainingBytes > 0 && SignatureText.Peek(ref blob) == 0x41)
            {
                Array.Resize(ref parameters, i);
                break;
            }
            parameters[i] = Type(ref blob, classArguments, methodArguments);
        }
        return (parameters, returned, (header & 0x20) != 0, arity);
    }

    /// <summary>A type without the <c>@</c> of a by-reference one.</summary>
    public static string WithoutReference(string type) => type.Length > 0 && type[type.Length - 1] == '@' ? type.TrimEnd('@') : type;

    /// <summary>Documentation-comment id of a method, from its open signature.</summary>
    /// <param name="isOwn">Whether it is of a definition, which is asked for once.</param>
    [MethodImpl(Hot.Path)]
    public string MethodId(string owner, string name, int arity, string[] parameters, string returnType, bool isOwn)
    {
        _id.Clear().Append("M:").Append(owner).Append('.').AppendName(name);
        if (arity > 0)
            _id.Append("``").Append(arity);
        if (parameters.Length > 0)
        {
            _id.Append('(');
            for (var i = 0; i < parameters.Length; i++)
            {
                if (i > 0)
                    _id.Append(',');
                _id.Append(parameters[i]);
            }
            _id.Append(')');
        }
        if (name is "op_Implicit" or "op_Explicit" or "op_CheckedExplicit")
            _id.Append('~').Append(returnType);
        return isOwn ? _id.ToString() : _id.Take();
    }

    /// <summary>Id of a field (<c>F</c>), property (<c>P</c>) or event (<c>E</c>) without parameters.</summary>
    public string MemberId(char kind, string owner, string name) => _id.Clear().Append(kind).Append(':').Append(owner).Append('.').AppendName(name).Take();

    private string Of(TypeDefinitionHandle handle, int depth)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        if ((uint)row >= (uint)_definitions.Length || row == 0)
            throw new BadImageFormatException("a type does not exist");
        if (_definitions[row] is { } known)
            return known;
        if (depth > MaxNesting)
            throw new BadImageFormatException("types are nested in a circle");
        var type = Reader.GetTypeDefinition(handle);
        var name = WrittenName(Text(type.Name));
        var outer = type.GetDeclaringType();
        var full = outer.IsNil ? Qualify(Text(type.Namespace), name) : Of(outer, depth + 1) + "." + name;
        if (full.Length > 4096)
            throw new BadImageFormatException("a type's name is too long");
        return _definitions[row] = full;
    }

    private string Of(TypeReferenceHandle handle, int depth)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        if ((uint)row >= (uint)_references.Length || row == 0)
            throw new BadImageFormatException("a type reference does not exist");
        if (_references[row] is { } known)
            return known;
        if (depth > MaxNesting)
            throw new BadImageFormatException("types are nested in a circle");
        var type = Reader.GetTypeReference(handle);
        var name = Text(type.Name);
        var full = type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Of((TypeReferenceHandle)type.ResolutionScope, depth + 1) + "." + name
            : Qualify(Text(type.Namespace), name);
        if (full.Length > 4096)
            throw new BadImageFormatException("a type's name is too long");
        return _references[row] = full;
    }

    /// <summary>The name a person gave a type: a file-local one is compiled to <c>&lt;File&gt;FHASH__Name</c>.</summary>
    public static string WrittenName(string name)
    {
        if (name.Length < 70 || name[0] != '<')
            return name;
        var end = name.IndexOf('>');
        return end > 0 && name.Length > end + 68 && name[end + 1] == 'F' && name[end + 66] == '_' && name[end + 67] == '_' ? name.Substring(end + 68) : name;
    }

    private string Scope(TypeReferenceHandle handle)
    {
        for (var depth = 0; depth < MaxNesting; depth++)
        {
            var scope = Reader.GetTypeReference(handle).ResolutionScope;
            switch (scope.Kind)
            {
                case HandleKind.TypeReference:
                    handle = (TypeReferenceHandle)scope;
                    break;
                case HandleKind.AssemblyReference:
                    return Text(Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
                default:
                    return Assembly;
            }
        }
        return "";
    }

    private static string Qualify(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
