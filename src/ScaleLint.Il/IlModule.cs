using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>What tokens of one module stand for, each looked up once. Not thread-safe.</summary>
internal sealed class IlModule
{
    private readonly MethodTarget?[] _methods;
    private readonly MethodTarget?[] _references;
    private readonly MethodTarget?[] _specifications;
    private readonly FieldTarget?[] _fields;
    private readonly FieldTarget?[] _fieldReferences;
    private readonly AttributeMarks[] _marks;
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
        _autoAccessors = new AutoAccessor[_methods.Length];
        _hasAutoAccessors = new bool[reader.GetTableRowCount(TableIndex.TypeDef) + 1];
        _shapes = new TypeShape[_hasAutoAccessors.Length];
    }

    internal enum TypeShape : byte { Unknown, Written, Closure, StaticClosure, Machine, Generated }

    private readonly record struct AutoAccessor(PropertyDefinitionHandle Property, bool IsGetter, FieldFlags Flags);

    public MetadataReader Reader { get; }

    public MetadataNames Names { get; }

    /// <summary>What a call token stands for.</summary>
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

    /// <summary>The auto-property whose bodiless accessor a method is.</summary>
    public bool IsAutoAccessor(MethodDefinitionHandle method, out PropertyDefinitionHandle property, out bool isGetter, out FieldFlags flags)
    {
        var type = Reader.GetMethodDefinition(method).GetDeclaringType();
        var row = MetadataTokens.GetRowNumber(type);
        if (!_hasAutoAccessors[row])
        {
            _hasAutoAccessors[row] = true;
            FindAutoAccessors(Reader.GetTypeDefinition(type));
        }
        (property, isGetter, flags) = _autoAccessors[MetadataTokens.GetRowNumber(method)];
        return !property.IsNil;
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
        HandleKind.MethodDefinition => Names.Named(Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()),
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

    public static bool IsTask(string type) =>
        type.StartsWith("System.Threading.Tasks.Task", StringComparison.Ordinal) && (type.Length == 27 || type[27] == '{')
        || type.StartsWith("System.Threading.Tasks.ValueTask", StringComparison.Ordinal) && (type.Length == 32 || type[32] == '{');

    public static bool IsGeneratedName(string name) => name.Length > 0 && name[0] == '<';

    public FieldFlags PropertyFlags(PropertyDefinition property)
    {
        var accessors = property.GetAccessors();
        var flags = FieldFlags.Property;
        var getter = accessors.Getter.IsNil ? default : Reader.GetMethodDefinition(accessors.Getter).Attributes;
        var setter = accessors.Setter.IsNil ? default : Reader.GetMethodDefinition(accessors.Setter).Attributes;
        if (((getter | setter) & MethodAttributes.Static) != 0)
            flags |= FieldFlags.Static;
        if ((getter & MethodAttributes.MemberAccessMask) == MethodAttributes.Public || (setter & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
            flags |= FieldFlags.Public;
        if (accessors.Setter.IsNil || IsInitOnly(accessors.Setter))
            flags |= FieldFlags.ReadOnly;
        return flags;
    }

    public FieldFlags FlagsOf(FieldDefinition field)
    {
        var flags = FieldFlags.None;
        if ((field.Attributes & FieldAttributes.Static) != 0)
            flags |= FieldFlags.Static;
        if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
            flags |= FieldFlags.Public;
        if ((field.Attributes & FieldAttributes.InitOnly) != 0)
            flags |= FieldFlags.ReadOnly;
        if ((field.Attributes & FieldAttributes.Literal) != 0)
            flags |= FieldFlags.Const | FieldFlags.ReadOnly;
        else if ((flags & FieldFlags.Static) != 0 && (Marks(field.GetCustomAttributes()) & AttributeMarks.ThreadStatic) != 0)
            flags |= FieldFlags.ThreadStatic;
        var blob = Reader.GetBlobReader(field.Signature);
        if (blob.RemainingBytes > 2 && blob.ReadByte() == 6 && blob.ReadByte() == 0x1f
            && Names.Reference(blob.ReadTypeHandle()).Name == "System.Runtime.CompilerServices.IsVolatile")
            flags |= FieldFlags.Volatile;
        return flags;
    }

    private bool IsInitOnly(MethodDefinitionHandle setter)
    {
        var blob = Reader.GetBlobReader(Reader.GetMethodDefinition(setter).Signature);
        blob.ReadByte();
        blob.ReadCompressedInteger();
        return blob.RemainingBytes > 1 && blob.ReadByte() == 0x1f
            && Names.Reference(blob.ReadTypeHandle()).Name == "System.Runtime.CompilerServices.IsExternalInit";
    }

    private void FindAutoAccessors(TypeDefinition type)
    {
        var properties = type.GetProperties();
        if (properties.Count == 0)
            return;
        HashSet<string>? backing = null;
        foreach (var field in type.GetFields())
        {
            var name = Names.Text(Reader.GetFieldDefinition(field).Name);
            if (IsBackingField(name))
                (backing ??= new HashSet<string>(StringComparer.Ordinal)).Add(PropertyOf(name));
        }
        if (backing is null)
            return;
        foreach (var property in properties)
        {
            var definition = Reader.GetPropertyDefinition(property);
            if (!backing.Contains(Names.Text(definition.Name)))
                continue;
            var flags = PropertyFlags(definition);
            var accessors = definition.GetAccessors();
            Add(accessors.Getter, isGetter: true);
            Add(accessors.Setter, isGetter: false);

            void Add(MethodDefinitionHandle accessor, bool isGetter)
            {
                if (!accessor.IsNil && (Marks(accessor) & AttributeMarks.CompilerGenerated) != 0)
                    _autoAccessors[MetadataTokens.GetRowNumber(accessor)] = new AutoAccessor(property, isGetter, flags);
            }
        }
    }

    public static bool IsBackingField(string name) => name.Length > 17 && name[0] == '<' && name.EndsWith(">k__BackingField", StringComparison.Ordinal);

    /// <summary>Name of the property that a backing field belongs to.</summary>
    public static string PropertyOf(string backingField) => backingField.Substring(1, backingField.Length - 17);

    private MethodTarget OfDefinition(MethodDefinitionHandle handle)
    {
        var definition = Reader.GetMethodDefinition(handle);
        var owner = definition.GetDeclaringType();
        var (parameters, returned, hasThis, arity) = Names.Signature(definition.Signature, null, null);
        return Make(owner, Names.Text(definition.Name), parameters, parameters, returned, returned, hasThis, arity, [], handle, []);
    }

    private MethodTarget OfReference(MemberReferenceHandle handle, string[]? methodArguments)
    {
        var reference = Reader.GetMemberReference(handle);
        var name = Names.Text(reference.Name);
        var parent = reference.Parent;
        if (parent.Kind == HandleKind.MethodDefinition)
            return Method(parent);
        var classArguments = Names.Arguments(parent);
        var (parameters, returned, hasThis, arity) = Names.Signature(reference.Signature, null, null);
        var (constructed, result) = (parameters, returned);
        if ((classArguments.Length > 0 || methodArguments is not null) && IsOpen(parameters, returned))
            (constructed, result, _, _) = Names.Signature(reference.Signature, classArguments, methodArguments);
        var definition = default(MethodDefinitionHandle);
        if (Definition(parent) is { IsNil: false } own)
            definition = Find(own, name, parameters, returned, arity);
        return Make(parent, name, parameters, constructed, returned, result, hasThis, arity, classArguments, definition, methodArguments ?? []);
    }

    private MethodTarget OfSpecification(MethodSpecificationHandle handle)
    {
        var specification = Reader.GetMethodSpecification(handle);
        var blob = Reader.GetBlobReader(specification.Signature);
        blob.ReadByte();
        var arguments = Names.Types(ref blob, null, null);
        if (specification.Method.Kind == HandleKind.MemberReference)
            return OfReference((MemberReferenceHandle)specification.Method, arguments);
        if (specification.Method.Kind != HandleKind.MethodDefinition)
            throw new BadImageFormatException("a generic call names no method");
        var method = (MethodDefinitionHandle)specification.Method;
        var definition = Reader.GetMethodDefinition(method);
        var (parameters, returned, hasThis, arity) = Names.Signature(definition.Signature, null, null);
        var (constructed, result) = (parameters, returned);
        if (IsOpen(parameters, returned))
            (constructed, result, _, _) = Names.Signature(definition.Signature, null, arguments);
        return Make(definition.GetDeclaringType(), Names.Text(definition.Name), parameters, constructed, returned, result, hasThis, arity, [], method, arguments);
    }

    private static bool IsOpen(string[] parameters, string returned)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.IndexOf('`') >= 0)
                return true;
        }
        return returned.IndexOf('`') >= 0;
    }

    private MethodTarget Make(EntityHandle parent, string name, string[] open, string[] parameters, string openReturn, string returned, bool hasThis, int arity,
        string[] ownerArguments, MethodDefinitionHandle definition, string[] typeArguments)
    {
        var type = Names.Named(parent);
        var owner = type.Type;
        var isArray = parent.Kind == HandleKind.TypeSpecification && owner.Name.Length == 0;
        var display = Names.Display(parent);
        var target = new MethodTarget
        {
            Member = isArray ? new MemberRef("", "") : new MemberRef(owner.Assembly, Names.MethodId(owner.Name, name, arity, open, openReturn)),
            Name = name,
            OwnerType = type,
            OwnerDisplay = display,
            Parameters = parameters,
            ReturnType = returned,
            ResultType = MetadataNames.WithoutReference(returned),
            IsVoid = returned == "System.Void",
            TypeArguments = typeArguments,
            OwnerTypeArguments = ownerArguments,
            HasThis = hasThis,
            IsArrayMember = isArray,
            Definition = definition,
            IsTask = IsTask(returned),
        };
        target.Shape = ShapeOf(target);
        target.Trait = TraitOf(target);
        if (!definition.IsNil && target.Shape == TargetShape.Call && (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
            && IsAutoAccessor(definition, out var property, out var isGetter, out var flags))
        {
            target.Shape = isGetter ? TargetShape.AutoGetter : TargetShape.AutoSetter;
            target.AutoProperty = new FieldTarget
            {
                Member = new MemberRef(owner.Assembly, Names.MemberId('P', owner.Name, Names.Text(Reader.GetPropertyDefinition(property).Name))),
                Owner = type,
                Type = isGetter ? returned : parameters.Length > 0 ? parameters[parameters.Length - 1] : "",
                Flags = flags,
            };
        }
        return target;
    }

    private static CallTrait TraitOf(MethodTarget target)
    {
        var (owner, name) = (target.Owner.Name, target.Name);
        if (owner.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
            return CallTrait.OfAnonymousType;
        if (target.Parameters.Length == 0 && name is "GetValueOrDefault" or "get_HasValue" && owner == "System.Nullable`1")
            return CallTrait.ReadsNullable;
        if (name == "<Clone>$")
            return CallTrait.Clones;
        return target.Parameters.Length == 1 && target.IsVoid && (name.StartsWith("add_", StringComparison.Ordinal) || name.StartsWith("remove_", StringComparison.Ordinal))
            ? CallTrait.Subscribes : CallTrait.None;
    }

    private TargetShape ShapeOf(MethodTarget target)
    {
        if (target.IsArrayMember)
            return target.Name switch { "Get" or "Address" => TargetShape.ArrayGet, "Set" => TargetShape.ArraySet, ".ctor" => TargetShape.ArrayNew, _ => TargetShape.Call };
        if (!target.Definition.IsNil)
        {
            // A native function declared as a local one has no code to read.
            if (IsGeneratedName(target.Name) && Reader.GetMethodDefinition(target.Definition).RelativeVirtualAddress != 0)
            {
                if (target.Name.Contains(">g__"))
                    return TargetShape.LocalFunction;
                if (target.Name.Contains(">b__"))
                    return TargetShape.Lambda;
                if (target.Name.StartsWith("<>m__Finally", StringComparison.Ordinal))
                    return TargetShape.IteratorFinally;
            }
            if (target.Name == ".ctor" && Shape(Reader.GetMethodDefinition(target.Definition).GetDeclaringType()) is TypeShape.Closure or TypeShape.StaticClosure)
                return TargetShape.ClosureConstructor;
        }
        return target.Name switch
        {
            "GetAwaiter" => TargetShape.GetAwaiter,
            "get_IsCompleted" => TargetShape.IsCompleted,
            "GetResult" when target.Parameters.Length == 0 => TargetShape.GetResult,
            "AwaitUnsafeOnCompleted" or "AwaitOnCompleted" => TargetShape.AwaitOnCompleted,
            "ConfigureAwait" or "AsTask" when target.Owner.Name is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1"
                or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1" or "System.Threading.Tasks.TaskAsyncEnumerableExtensions" => TargetShape.ConfigureAwait,
            "GetTypeFromHandle" when target.Owner.Name == "System.Type" => TargetShape.TypeFromHandle,
            "Concat" when target.Owner.Name == "System.String" && target.Parameters.Length > 1 && Array.TrueForAll(target.Parameters, static p => p is "System.String" or "System.Object") => TargetShape.Concat,
            "InitializeArray" when target.Owner.Name == "System.Runtime.CompilerServices.RuntimeHelpers" => TargetShape.InitializeArray,
            ".ctor" when target.Parameters.Length == 2 && target.Parameters[1] == "System.IntPtr" && target.Parameters[0] == "System.Object" => TargetShape.DelegateConstructor,
            ".ctor" when target.Owner.Name == "System.Nullable`1" => TargetShape.NullableNew,
            ".ctor" when target.Owner.Name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) => TargetShape.TupleNew,
            "InlineArrayElementRef" or "InlineArrayFirstElementRef" or "InlineArrayAsReadOnlySpan" or "InlineArrayAsSpan"
                when target.Owner.Name == "<PrivateImplementationDetails>" => TargetShape.InlineArray,
            ".ctor" when target.Owner.Name is "System.ReadOnlySpan`1" or "System.Span`1" && target.Parameters.Length == 1 && target.Parameters[0].EndsWith("@", StringComparison.Ordinal) => TargetShape.SpanOfOne,
            _ when target.Owner.Name == "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler" => TargetShape.Interpolation,
            _ => TargetShape.Call,
        };
    }

    /// <summary>The own definition a parent token stands for, else nil.</summary>
    public TypeDefinitionHandle Definition(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeDefinition)
            return (TypeDefinitionHandle)parent;
        return Names.Generic(parent, out var definition) && definition.Kind == HandleKind.TypeDefinition ? (TypeDefinitionHandle)definition : default;
    }

    private MethodDefinitionHandle Find(TypeDefinitionHandle owner, string name, string[] parameters, string returned, int arity)
    {
        var ownerName = Names.Definition(owner);
        string? wanted = null;
        foreach (var candidate in Reader.GetTypeDefinition(owner).GetMethods())
        {
            var definition = Reader.GetMethodDefinition(candidate);
            if (Names.Text(definition.Name) != name)
                continue;
            wanted ??= Names.MethodId(ownerName, name, arity, parameters, returned);
            if (Method(candidate).Member.Id == wanted)
                return candidate;
        }
        return default;
    }

    private FieldTarget FieldOf(FieldDefinitionHandle handle, string[]? arguments)
    {
        var field = Reader.GetFieldDefinition(handle);
        var owner = field.GetDeclaringType();
        var name = Names.Text(field.Name);
        var shape = ShapeOf(Shape(owner), name);
        var flags = FlagsOf(field);
        var ownerName = Names.Definition(owner);
        // A captured primary-constructor parameter has the name that source facts give it.
        string id;
        if (IsBackingField(name))
        {
            id = Names.MemberId('P', ownerName, PropertyOf(name));
            flags |= BackedProperty(owner, PropertyOf(name));
        }
        else
        {
            id = name.Length > 3 && name[0] == '<' && name.EndsWith(">P", StringComparison.Ordinal) ? Names.MemberId('F', ownerName, name) : "F:" + ownerName + "." + name;
        }
        return new FieldTarget
        {
            Member = new MemberRef(Names.Assembly, id),
            Owner = OwnerOf(Names.Assembly, id),
            Name = name,
            Type = FieldType(field.Signature, arguments),
            Flags = flags,
            Row = MetadataTokens.GetRowNumber(handle),
            Shape = shape,
        };
    }

    private FieldFlags BackedProperty(TypeDefinitionHandle owner, string name)
    {
        foreach (var handle in Reader.GetTypeDefinition(owner).GetProperties())
        {
            var property = Reader.GetPropertyDefinition(handle);
            if (Names.Text(property.Name) == name)
                return PropertyFlags(property);
        }
        return FieldFlags.Property;
    }

    private FieldTarget FieldOf(MemberReferenceHandle handle)
    {
        var reference = Reader.GetMemberReference(handle);
        var arguments = Names.Arguments(reference.Parent);
        var name = Names.Text(reference.Name);
        if (Definition(reference.Parent) is { IsNil: false } own)
        {
            foreach (var field in Reader.GetTypeDefinition(own).GetFields())
            {
                if (Names.Text(Reader.GetFieldDefinition(field).Name) == name)
                    return FieldOf(field, arguments);
            }
        }
        var owner = Names.Reference(reference.Parent);
        var id = "F:" + owner.Name + "." + name;
        return new FieldTarget
        {
            Member = new MemberRef(owner.Assembly, id),
            Owner = OwnerOf(owner.Assembly, id),
            Name = name,
            Type = FieldType(reference.Signature, arguments),
        };
    }

    /// <summary>The type that naming a field names, by its id; null for fields the compiler made.</summary>
    private NamedType? OwnerOf(string assembly, string id)
    {
        var dot = id.LastIndexOf('.');
        return dot > 2 && id.IndexOf('<') < 0 ? Names.Named(new TypeRef(assembly, id.Substring(2, dot - 2))) : null;
    }

    private string FieldType(BlobHandle signature, string[]? arguments)
    {
        var blob = Reader.GetBlobReader(signature);
        if (blob.ReadByte() != 6)
            throw new BadImageFormatException("a field has no field signature");
        return Names.Type(ref blob, arguments, null);
    }

    private static FieldShape ShapeOf(TypeShape owner, string name)
    {
        if (name.StartsWith("<>9__", StringComparison.Ordinal))
            return FieldShape.LambdaCache;
        switch (owner)
        {
            case TypeShape.StaticClosure:
                return name == "<>9" ? FieldShape.LambdaInstance : FieldShape.Written;
            case TypeShape.Generated:
                return name.Length > 2 && name[0] == '<' && name[1] is >= '0' and <= '9' ? FieldShape.LambdaCache : FieldShape.Written;
            case TypeShape.Closure:
                return name == "<>4__this" ? FieldShape.CapturedThis
                    : name.StartsWith("CS$<>8__", StringComparison.Ordinal) ? FieldShape.OuterClosure
                    : FieldShape.CapturedVariable;
            case TypeShape.Machine:
                return MachineShape(name);
            default:
                return FieldShape.Written;
        }
    }

    private static FieldShape MachineShape(string name)
    {
        if (name.Length == 0 || name[0] != '<')
            return FieldShape.MachineParameter;
        if (name[1] != '>')
            return FieldShape.HoistedLocal;
        return name.Length < 3 ? FieldShape.MachineOther : name[2] switch
        {
            '1' => FieldShape.MachineState,
            't' => FieldShape.MachineBuilder,
            'u' => FieldShape.MachineAwaiter,
            '2' => FieldShape.MachineCurrent,
            '4' => FieldShape.MachineThis,
            '3' => FieldShape.MachineParameterCopy,
            '7' or 's' or '8' => FieldShape.HoistedTemporary,
            'w' => FieldShape.DisposeMode,
            _ => FieldShape.MachineOther,
        };
    }
}
