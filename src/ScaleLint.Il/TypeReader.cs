using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;
using TypeKind = ScaleLint.Graph.Facts.TypeKind;
using TypeReference = ScaleLint.Graph.Facts.TypeReference;

namespace ScaleLint.Il;

/// <summary>Reads the types of one module. Not thread-safe.</summary>
internal sealed class TypeReader
{
    private readonly IlModule _module;
    private readonly MetadataReader _reader;
    private readonly AttributeReader _attributes;
    private readonly Overriding _overriding;
    private readonly bool _withBodies;
    private readonly int _entryPoint;
    private readonly SignatureTypes _signatures;
    private readonly MemberBuilder _member;
    private readonly FactsConverter _converter;
    private readonly Action<NamedType> _name;
    private readonly List<NamedType> _named = [];

    public TypeReader(IlModule module, PEReader pe, SourceMap map, IlOptions options, bool withBodies, int entryPoint)
    {
        _module = module;
        _reader = module.Reader;
        _attributes = new AttributeReader(module);
        _overriding = new Overriding(module);
        _signatures = new SignatureTypes(module.Reader);
        _member = new MemberBuilder(module, pe, map, options);
        _converter = new FactsConverter(_member);
        _name = type => Name(type, Position.None);
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
            var name = MetadataNames.WrittenName(_module.Names.Text(type.Name));
            if (name.Length == 0 || name[0] == '<')
                return false;
            handle = type.GetDeclaringType();
        }
        return true;
    }

    public TypeFacts? Read(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var marks = _module.Marks(type.GetCustomAttributes());
        if ((marks & AttributeMarks.Embedded) != 0)
            return null;
        foreach (var named in _named)
            named.End();
        _named.Clear();
        var self = _module.Names.Named(handle);
        var name = self.Type.Name;
        var parent = type.BaseType.IsNil ? null : _module.Names.Named(type.BaseType);
        if (parent is not null)
            Name(parent, Position.None);
        var interfaces = Interfaces(type);
        var attributes = (marks & AttributeMarks.OfPerson) != 0 ? _attributes.Read(type.GetCustomAttributes(), _name) : [];
        var kind = Kind(type, parent?.Type.Name);
        var fields = Fields(handle, type);
        var at = Position.None;
        var methods = kind is TypeKind.Enum or TypeKind.Delegate ? [] : Methods(handle, type, ref at);
        return new TypeFacts(name, kind, Flags(type, kind, marks), parent?.Type, interfaces, _overriding.ConstructedBases(handle), attributes, fields, methods, References(self), at);
    }

    private TypeRef[] Interfaces(TypeDefinition type)
    {
        var implementations = type.GetInterfaceImplementations();
        if (implementations.Count == 0)
            return [];
        var interfaces = new List<TypeRef>(implementations.Count);
        foreach (var implementation in implementations)
        {
            var contract = _module.Names.Named(_reader.GetInterfaceImplementation(implementation).Interface);
            if (!interfaces.Contains(contract.Type))
                interfaces.Add(contract.Type);
            Name(contract, Position.None);
        }
        interfaces.Sort(Compare);
        return [.. interfaces];
    }

    private TypeReference[] References(NamedType self)
    {
        var count = _named.Count - (self.Count > 0 ? 1 : 0);
        if (count == 0)
            return [];
        var references = new TypeReference[count];
        foreach (var named in _named)
        {
            if (!ReferenceEquals(named, self))
                references[--count] = new TypeReference(named.Type, named.Count, named.At);
        }
        Array.Sort(references, static (a, b) => Compare(a.Target, b.Target));
        return references;
    }

    [MethodImpl(Hot.Path)]
    private void Name(NamedType type, Position at)
    {
        if (!type.IsCounted)
            return;
        if (type.Count > 0)
        {
            type.Add(at);
            return;
        }
        type.Begin(at);
        _named.Add(type);
    }

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

    private TypeFlags Flags(TypeDefinition type, TypeKind kind, AttributeMarks marks)
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
        if ((marks & AttributeMarks.GeneratedCode) != 0)
            flags |= TypeFlags.Generated;
        if (kind is TypeKind.Class or TypeKind.Struct && IsRecord(type))
            flags |= TypeFlags.Record;
        return flags;
    }

    private bool IsRecord(TypeDefinition type)
    {
        foreach (var method in type.GetMethods())
        {
            var name = _module.NameOf(method);
            if (name == "<Clone>$" || name == "PrintMembers" && (_module.Marks(method) & AttributeMarks.CompilerGenerated) != 0)
                return true;
        }
        return false;
    }

    private IReadOnlyList<FieldFacts> Fields(TypeDefinitionHandle handle, TypeDefinition type)
    {
        var handles = type.GetFields();
        if (handles.Count == 0)
            return [];
        var fields = new List<FieldFacts>(handles.Count);
        var events = type.GetEvents();
        foreach (var field in handles)
        {
            var definition = _reader.GetFieldDefinition(field);
            if ((definition.Attributes & FieldAttributes.RTSpecialName) != 0)
                continue;
            var target = _module.Field(field);
            var name = target.Name;
            if (target.Member.Id[0] == 'P')
            {
                var property = Property(type, IlModule.PropertyOf(name));
                fields.Add(new FieldFacts(target.Member.Id, target.Type, property is { } backed ? _module.PropertyFlags(backed) : target.Flags | FieldFlags.Property,
                    property is { } owner ? _attributes.Read(owner.GetCustomAttributes(), _name) : [], Position.None));
            }
            else if (name.Length > 0 && name[0] == '<' && !name.EndsWith(">P", StringComparison.Ordinal))
            {
                continue;
            }
            else if (events.Count > 0 && Event(events, name) is { } found)
            {
                var flags = (target.Flags & FieldFlags.Static) | (IsPublic(found) ? FieldFlags.Public : 0);
                fields.Add(new FieldFacts(_module.Names.MemberId('E', _module.Names.Definition(handle), name), target.Type, flags, [], Position.None));
            }
            else
            {
                fields.Add(new FieldFacts(target.Member.Id, target.Type, target.Flags, _attributes.Read(definition.GetCustomAttributes(), _name), Position.None));
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
            if (_module.Names.Text(property.Name) == name)
                return property;
        }
        return null;
    }

    private EventDefinition? Event(EventDefinitionHandleCollection events, string name)
    {
        foreach (var handle in events)
        {
            var definition = _reader.GetEventDefinition(handle);
            if (_module.Names.Text(definition.Name) == name)
                return definition;
        }
        return null;
    }

    private bool IsPublic(EventDefinition definition)
    {
        var adder = definition.GetAccessors().Adder;
        return !adder.IsNil && (_reader.GetMethodDefinition(adder).Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;
    }

    private void NameSignature(BlobHandle signature, Position at)
    {
        foreach (var handle in _signatures.In(signature))
            Name(_module.Names.Named(handle), at);
    }

    private IReadOnlyList<MethodFacts> Methods(TypeDefinitionHandle owner, TypeDefinition type, ref Position at)
    {
        var handles = type.GetMethods();
        if (handles.Count == 0)
            return [];
        var methods = new List<MethodFacts>(handles.Count);
        foreach (var handle in handles)
        {
            var definition = _reader.GetMethodDefinition(handle);
            var name = _module.NameOf(handle);
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
        if (name != ".cctor" && (_module.Marks(handle) & AttributeMarks.CompilerGenerated) != 0)
            return true;
        overrides = _overriding.Of(owner, handle);
        return false;
    }

    private MethodFacts Method(MethodDefinitionHandle handle, MethodDefinition definition, string name, IReadOnlyList<MemberRef> overrides)
    {
        var target = _module.Method(handle);
        var flags = Flags(handle, definition, name);
        var parameters = Parameters(definition, target);
        var attributes = (_module.Marks(handle) & AttributeMarks.OfPerson) != 0 ? _attributes.Read(definition.GetCustomAttributes(), _name) : [];
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
                var kind = _member.FindBody(handle, out var source);
                flags |= kind switch
                {
                    BodyKind.Async => MethodFlags.Async,
                    BodyKind.Iterator => MethodFlags.Iterator,
                    BodyKind.AsyncIterator => MethodFlags.Async | MethodFlags.Iterator,
                    _ => MethodFlags.None,
                };
                var steps = _member.Read(handle, kind, source);
                (body, lambdas, locals) = _converter.Convert(steps);
                at = _member.At;
                foreach (var (named, where) in _member.Named)
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

    [MethodImpl(Hot.Path)]
    private IReadOnlyList<ParameterFacts> Parameters(MethodDefinition definition, MethodTarget target)
    {
        if (target.Parameters.Length == 0)
            return [];
        var parameters = new ParameterFacts[target.Parameters.Length];
        foreach (var handle in definition.GetParameters())
        {
            var parameter = _reader.GetParameter(handle);
            if (parameter.SequenceNumber > 0 && parameter.SequenceNumber <= parameters.Length)
            {
                parameters[parameter.SequenceNumber - 1] = new ParameterFacts(_module.Names.Text(parameter.Name), target.Parameters[parameter.SequenceNumber - 1],
                    _attributes.Read(parameter.GetCustomAttributes(), _name));
            }
        }
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] ??= new ParameterFacts("", target.Parameters[i], []);
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
        if ((attributes & MethodAttributes.SpecialName) != 0 && name.IndexOf('_') >= 0 && (name.IndexOf("get_", StringComparison.Ordinal) >= 0 || name.IndexOf("set_", StringComparison.Ordinal) >= 0
            || name.IndexOf("add_", StringComparison.Ordinal) >= 0 || name.IndexOf("remove_", StringComparison.Ordinal) >= 0))
            flags |= MethodFlags.Accessor;
        var marks = _module.Marks(handle);
        if ((marks & AttributeMarks.Extension) != 0)
            flags |= MethodFlags.Extension;
        if ((marks & AttributeMarks.GeneratedCode) != 0)
            flags |= MethodFlags.Generated;
        if (MetadataTokens.GetToken(handle) == _entryPoint || name == "<Main>$" || name == "Main" && IsWrapped(definition))
            flags |= MethodFlags.Main;
        return flags;
    }

    /// <summary>An asynchronous Main is run by a method that the compiler adds beside it.</summary>
    private bool IsWrapped(MethodDefinition main)
    {
        if (_entryPoint >> 24 != (int)HandleKind.MethodDefinition || (main.Attributes & MethodAttributes.Static) == 0)
            return false;
        var handle = MetadataTokens.MethodDefinitionHandle(_entryPoint & 0xFFFFFF);
        if (MetadataTokens.GetRowNumber(handle) > _reader.MethodDefinitions.Count)
            return false;
        var entry = _reader.GetMethodDefinition(handle);
        return _reader.StringComparer.Equals(entry.Name, "<Main>") && entry.GetDeclaringType() == main.GetDeclaringType();
    }
}
