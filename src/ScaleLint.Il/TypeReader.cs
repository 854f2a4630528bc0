using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;
using TypeKind = ScaleLint.Graph.Facts.TypeKind;
using TypeReference = ScaleLint.Graph.Facts.TypeReference;

namespace ScaleLint.Il;

/// <summary>Reads the types of one module. Not thread-safe.</summary>
internal sealed class TypeReader
{
    private readonly IlModule _module;
    private readonly MetadataReader _reader;
    private readonly PEReader _pe;
    private readonly SourceMap _map;
    private readonly IlOptions _options;
    private readonly AttributeReader _attributes;
    private readonly Overriding _overriding;
    private readonly bool _withBodies;
    private readonly int _entryPoint;
    private readonly Dictionary<TypeRef, (int Count, Position At)> _named = [];

    public TypeReader(IlModule module, PEReader pe, SourceMap map, IlOptions options, bool withBodies, int entryPoint)
    {
        _module = module;
        _reader = module.Reader;
        _pe = pe;
        _map = map;
        _options = options;
        _attributes = new AttributeReader(module);
        _overriding = new Overriding(module);
        _withBodies = withBodies;
        _entryPoint = entryPoint;
    }

    /// <summary>Members whose body could not be read.</summary>
    public int Unread { get; private set; }

    /// <summary>Members with native code.</summary>
    public int Native { get; private set; }

    public string FirstUnread { get; private set; } = "";

    /// <summary>Whether a person wrote the type.</summary>
    public bool IsWritten(TypeDefinitionHandle handle)
    {
        for (var depth = 0; depth < 64 && !handle.IsNil; depth++)
        {
            var type = _reader.GetTypeDefinition(handle);
            var name = MetadataNames.WrittenName(_reader.GetString(type.Name));
            if (name.Length == 0 || name[0] == '<')
                return false;
            handle = type.GetDeclaringType();
        }
        return true;
    }

    public TypeFacts? Read(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        if (_module.HasAttribute(type.GetCustomAttributes(), "Microsoft.CodeAnalysis.EmbeddedAttribute"))
            return null;
        _named.Clear();
        var name = _module.Names.Definition(handle);
        var parent = type.BaseType.IsNil ? (TypeRef?)null : _module.Names.Reference(type.BaseType);
        if (parent is { } known)
            Name(known, Position.None);
        var interfaces = new SortedSet<TypeRef>(Comparer<TypeRef>.Create(Compare));
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            var contract = _module.Names.Reference(_reader.GetInterfaceImplementation(implementation).Interface);
            interfaces.Add(contract);
            Name(contract, Position.None);
        }
        var attributes = _attributes.Read(type.GetCustomAttributes(), t => Name(t, Position.None));
        var kind = Kind(type, parent?.Name);
        var fields = Fields(handle, type);
        var at = Position.None;
        var methods = kind is TypeKind.Enum or TypeKind.Delegate ? [] : Methods(handle, type, ref at);
        var flags = Flags(type, kind);
        _named.Remove(new TypeRef(_module.Names.Assembly, name));
        return new TypeFacts(name, kind, flags, parent, [.. interfaces], _overriding.ConstructedBases(handle), attributes, fields, methods, References(), at);
    }

    private IReadOnlyList<TypeReference> References()
    {
        if (_named.Count == 0)
            return [];
        var references = new List<TypeReference>(_named.Count);
        foreach (var pair in _named)
            references.Add(new TypeReference(pair.Key, pair.Value.Count, pair.Value.At));
        references.Sort(static (a, b) => Compare(a.Target, b.Target));
        return references;
    }

    private void Name(TypeRef type, Position at)
    {
        if (type.Name.Length == 0 || type.Name.IndexOf('<') >= 0 || type.Assembly.Length == 0 || IsPrimitive(type.Name))
            return;
        if (!_named.TryGetValue(type, out var entry))
            _named.Add(type, (1, at));
        else
            _named[type] = (entry.Count + 1, entry.At.IsKnown ? entry.At : at);
    }

    private static bool IsPrimitive(string name) => name is "System.Object" or "System.Enum" or "System.MulticastDelegate" or "System.Delegate" or "System.ValueType" or "System.Void"
        or "System.Boolean" or "System.Char" or "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or "System.Int32" or "System.UInt32" or "System.Int64"
        or "System.UInt64" or "System.Decimal" or "System.Single" or "System.Double" or "System.String" or "System.IntPtr" or "System.UIntPtr" or "System.Array";

    private static int Compare(TypeRef a, TypeRef b)
    {
        var order = string.CompareOrdinal(a.Name, b.Name);
        return order != 0 ? order : string.CompareOrdinal(a.Assembly, b.Assembly);
    }

    private static TypeKind Kind(TypeDefinition type, string? parent) =>
        (type.Attributes & TypeAttributes.Interface) != 0 ? TypeKind.Interface : parent switch
        {
            "System.Enum" => TypeKind.Enum,
            "System.ValueType" => TypeKind.Struct,
            "System.MulticastDelegate" => TypeKind.Delegate,
            _ => TypeKind.Class,
        };

    private TypeFlags Flags(TypeDefinition type, TypeKind kind)
    {
        var flags = TypeFlags.None;
        var isAbstract = (type.Attributes & TypeAttributes.Abstract) != 0;
        var isSealed = (type.Attributes & TypeAttributes.Sealed) != 0;
        if (isAbstract && isSealed)
            flags |= TypeFlags.Static;
        else if (isAbstract)
            flags |= TypeFlags.Abstract;
        else if (isSealed)
            flags |= TypeFlags.Sealed;
        if ((type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic)
            flags |= TypeFlags.Public;
        if (_module.HasAttribute(type.GetCustomAttributes(), "System.CodeDom.Compiler.GeneratedCodeAttribute"))
            flags |= TypeFlags.Generated;
        if (kind is TypeKind.Class or TypeKind.Struct && IsRecord(type))
            flags |= TypeFlags.Record;
        return flags;
    }

    private bool IsRecord(TypeDefinition type)
    {
        foreach (var method in type.GetMethods())
        {
            var definition = _reader.GetMethodDefinition(method);
            if (_reader.StringComparer.Equals(definition.Name, "<Clone>$"))
                return true;
            if (_reader.StringComparer.Equals(definition.Name, "PrintMembers") && _module.HasAttribute(definition.GetCustomAttributes(), "System.Runtime.CompilerServices.CompilerGeneratedAttribute"))
                return true;
        }
        return false;
    }

    private IReadOnlyList<FieldFacts> Fields(TypeDefinitionHandle handle, TypeDefinition type)
    {
        var fields = new List<FieldFacts>();
        foreach (var field in type.GetFields())
        {
            var definition = _reader.GetFieldDefinition(field);
            if ((definition.Attributes & FieldAttributes.RTSpecialName) != 0)
                continue;
            var name = _reader.GetString(definition.Name);
            var target = _module.Field(field);
            if (target.Member.Id[0] == 'P')
            {
                var property = Property(type, name.Substring(1, name.Length - 17));
                fields.Add(new FieldFacts(target.Member.Id, target.Type, property is { } found ? _module.PropertyFlags(found) : target.Flags | FieldFlags.Property,
                    property is { } owner ? _attributes.Read(owner.GetCustomAttributes(), t => Name(t, Position.None)) : [], Position.None));
            }
            else if (name.Length > 0 && name[0] == '<' && !name.EndsWith(">P", StringComparison.Ordinal))
            {
                continue;
            }
            else if (IsEvent(type, definition.Name))
            {
                var flags = (target.Flags & FieldFlags.Static) | (IsPublicEvent(type, definition.Name) ? FieldFlags.Public : 0);
                fields.Add(new FieldFacts(_module.Names.MemberId('E', _module.Names.Definition(handle), name), target.Type, flags, [], Position.None));
            }
            else
            {
                fields.Add(new FieldFacts(target.Member.Id, target.Type, target.Flags, _attributes.Read(definition.GetCustomAttributes(), t => Name(t, Position.None)), Position.None));
            }
            NameSignature(definition.Signature, Position.None);
        }
        fields.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return fields;
    }

    private PropertyDefinition? Property(TypeDefinition type, string name)
    {
        foreach (var handle in type.GetProperties())
        {
            var property = _reader.GetPropertyDefinition(handle);
            if (_reader.StringComparer.Equals(property.Name, name))
                return property;
        }
        return null;
    }

    private bool IsEvent(TypeDefinition type, StringHandle name)
    {
        foreach (var handle in type.GetEvents())
        {
            if (_reader.GetString(_reader.GetEventDefinition(handle).Name) == _reader.GetString(name))
                return true;
        }
        return false;
    }

    private bool IsPublicEvent(TypeDefinition type, StringHandle name)
    {
        foreach (var handle in type.GetEvents())
        {
            var definition = _reader.GetEventDefinition(handle);
            if (_reader.GetString(definition.Name) == _reader.GetString(name))
            {
                var adder = definition.GetAccessors().Adder;
                return !adder.IsNil && (_reader.GetMethodDefinition(adder).Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;
            }
        }
        return false;
    }

    private void NameSignature(BlobHandle signature, Position at)
    {
        foreach (var handle in _module.Names.TypesIn(signature))
            Name(_module.Names.Reference(handle), at);
    }

    private IReadOnlyList<MethodFacts> Methods(TypeDefinitionHandle owner, TypeDefinition type, ref Position at)
    {
        var methods = new List<MethodFacts>();
        foreach (var handle in type.GetMethods())
        {
            var definition = _reader.GetMethodDefinition(handle);
            var name = _reader.GetString(definition.Name);
            if (IsSkipped(handle, definition, name, owner, out var overrides))
                continue;
            var method = Method(handle, definition, name, overrides);
            methods.Add(method);
            if (method.At.IsKnown && (!at.IsKnown || method.At.Line < at.Line && method.At.File == at.File))
                at = method.At;
        }
        methods.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return methods;
    }

    private bool IsSkipped(MethodDefinitionHandle handle, MethodDefinition definition, string name, TypeDefinitionHandle owner, out IReadOnlyList<MemberRef> overrides)
    {
        overrides = [];
        if (name.Length > 0 && name[0] == '<' && name != "<Main>$")
            return true;
        if (_module.IsAutoAccessor(handle, out _, out _, out _))
        {
            // A bodiless accessor is its field, unless calls reach it through an interface or a base type.
            overrides = _overriding.Of(owner, handle);
            return overrides.Count == 0 && ((definition.Attributes & MethodAttributes.Virtual) == 0 || (definition.Attributes & MethodAttributes.Final) != 0);
        }
        if (name is not (".ctor" or ".cctor") && _module.HasAttribute(definition.GetCustomAttributes(), "System.Runtime.CompilerServices.CompilerGeneratedAttribute"))
            return true;
        if (name == ".ctor" && _module.HasAttribute(definition.GetCustomAttributes(), "System.Runtime.CompilerServices.CompilerGeneratedAttribute"))
            return true;
        overrides = _overriding.Of(owner, handle);
        return false;
    }

    private MethodFacts Method(MethodDefinitionHandle handle, MethodDefinition definition, string name, IReadOnlyList<MemberRef> overrides)
    {
        var target = _module.Method(handle);
        var flags = Flags(handle, definition, name);
        var parameters = Parameters(definition, target);
        var attributes = _attributes.Read(definition.GetCustomAttributes(), t => Name(t, Position.None));
        Node? body = null;
        IReadOnlyList<LambdaFacts> lambdas = [];
        IReadOnlyList<LocalFacts> locals = [];
        var at = Position.None;
        var isNative = (definition.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL;
        if (isNative && definition.RelativeVirtualAddress != 0)
        {
            Native++;
            flags |= MethodFlags.Extern;
        }
        else if (!_withBodies && (flags & (MethodFlags.Abstract | MethodFlags.Extern)) == 0)
        {
            flags |= MethodFlags.Unread;
        }
        else if ((flags & (MethodFlags.Abstract | MethodFlags.Extern)) == 0)
        {
            try
            {
                var member = new MemberBuilder(_module, _pe, _map, _options);
                var kind = member.FindBody(handle, out _);
                flags |= kind switch
                {
                    BodyKind.Async => MethodFlags.Async,
                    BodyKind.Iterator => MethodFlags.Iterator,
                    BodyKind.AsyncIterator => MethodFlags.Async | MethodFlags.Iterator,
                    _ => MethodFlags.None,
                };
                var steps = member.Read(handle);
                (body, lambdas, locals) = new FactsConverter(member).Convert(steps);
                at = member.At;
                foreach (var (named, where) in member.Named)
                    Name(named, where);
            }
            catch (Exception error) when (error is BadImageFormatException or ArgumentException or InvalidOperationException or OverflowException or IndexOutOfRangeException or InvalidCastException or NullReferenceException)
            {
                flags |= MethodFlags.Unread;
                body = null;
                lambdas = [];
                locals = [];
                if (Unread++ == 0)
                    FirstUnread = target.Member.Id + ": " + error.Message;
            }
        }
        NameSignature(definition.Signature, at);
        return new MethodFacts(target.Member.Id, flags, target.ReturnType, parameters, overrides, attributes, body, lambdas, locals, at);
    }

    private IReadOnlyList<ParameterFacts> Parameters(MethodDefinition definition, MethodTarget target)
    {
        if (target.Parameters.Length == 0)
            return [];
        var parameters = new ParameterFacts[target.Parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = new ParameterFacts("", target.Parameters[i], []);
        foreach (var handle in definition.GetParameters())
        {
            var parameter = _reader.GetParameter(handle);
            if (parameter.SequenceNumber > 0 && parameter.SequenceNumber <= parameters.Length)
            {
                parameters[parameter.SequenceNumber - 1] = new ParameterFacts(_reader.GetString(parameter.Name), target.Parameters[parameter.SequenceNumber - 1],
                    _attributes.Read(parameter.GetCustomAttributes(), t => Name(t, Position.None)));
            }
        }
        return parameters;
    }

    private MethodFlags Flags(MethodDefinitionHandle handle, MethodDefinition definition, string name)
    {
        var flags = MethodFlags.None;
        var attributes = definition.Attributes;
        if ((attributes & MethodAttributes.Static) != 0)
            flags |= MethodFlags.Static;
        var isAbstract = (attributes & MethodAttributes.Abstract) != 0;
        if (isAbstract)
            flags |= MethodFlags.Abstract;
        if ((attributes & MethodAttributes.Virtual) != 0)
        {
            // A sealed new slot is how an interface is implemented by a method that is not virtual to C#.
            var isNew = (attributes & MethodAttributes.NewSlot) != 0;
            if (!isNew)
                flags |= MethodFlags.Override;
            else if (!isAbstract && (attributes & MethodAttributes.Final) == 0)
                flags |= MethodFlags.Virtual;
        }
        if (name == ".ctor")
            flags |= MethodFlags.Constructor;
        if (name == ".cctor")
            flags |= MethodFlags.StaticConstructor;
        if ((attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
            flags |= MethodFlags.Public;
        if (!isAbstract && (definition.RelativeVirtualAddress == 0 || (attributes & MethodAttributes.PinvokeImpl) != 0))
            flags |= MethodFlags.Extern;
        if ((attributes & MethodAttributes.SpecialName) != 0 && (name.IndexOf("get_", StringComparison.Ordinal) >= 0 || name.IndexOf("set_", StringComparison.Ordinal) >= 0
            || name.IndexOf("add_", StringComparison.Ordinal) >= 0 || name.IndexOf("remove_", StringComparison.Ordinal) >= 0))
            flags |= MethodFlags.Accessor;
        var custom = definition.GetCustomAttributes();
        if (_module.HasAttribute(custom, "System.Runtime.CompilerServices.ExtensionAttribute"))
            flags |= MethodFlags.Extension;
        if (_module.HasAttribute(custom, "System.CodeDom.Compiler.GeneratedCodeAttribute"))
            flags |= MethodFlags.Generated;
        if (MetadataTokens.GetToken(handle) == _entryPoint || name == "<Main>$")
            flags |= MethodFlags.Main;
        return flags;
    }
}
