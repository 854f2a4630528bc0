using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// What the tokens of fields stand for, and the properties behind them.
internal sealed partial class IlModule
{
    /// <summary>The auto-property whose bodiless accessor a method is.</summary>
    public bool IsAutoAccessor(MethodDefinitionHandle method, out PropertyDefinitionHandle property, out bool isGetter, out FieldFlags flags)
    {
        var type = OwnerOf(method);
        var row = MetadataTokens.GetRowNumber(type);
        if (!_hasAutoAccessors[row])
        {
            _hasAutoAccessors[row] = true;
            FindAutoAccessors(Reader.GetTypeDefinition(type));
        }
        (property, isGetter, flags) = _autoAccessors[MetadataTokens.GetRowNumber(method)];
        return !property.IsNil;
    }

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
