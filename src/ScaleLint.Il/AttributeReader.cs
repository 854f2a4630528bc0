using System.Reflection.Metadata;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Attributes that a person wrote, with their constant arguments.</summary>
internal sealed class AttributeReader(IlModule module)
{
    private const int MaxDepth = 16;

    /// <param name="named">Told of each attribute's type.</param>
    public IReadOnlyList<AttributeFacts> Read(CustomAttributeHandleCollection handles, Action<NamedType>? named = null)
    {
        if (handles.Count == 0)
            return [];
        List<AttributeFacts>? found = null;
        foreach (var handle in handles)
        {
            var attribute = module.Reader.GetCustomAttribute(handle);
            var kind = module.Attribute(attribute);
            if ((kind.Marks & AttributeMarks.OfCompiler) != 0)
                continue;
            named?.Invoke(kind.Type);
            (found ??= []).Add(Read(attribute, kind.Type.Type));
        }
        if (found is null)
            return [];
        return found;
    }

    private AttributeFacts Read(CustomAttribute attribute, TypeRef type)
    {
        List<Operand> arguments = [];
        List<NamedOperand> named = [];
        try
        {
            var blob = module.Reader.GetBlobReader(attribute.Value);
            if (blob.RemainingBytes >= 2 && blob.ReadUInt16() == 1)
            {
                foreach (var parameter in module.Method(attribute.Constructor).Parameters)
                    arguments.Add(Value(ref blob, parameter, 0));
                var count = blob.RemainingBytes >= 2 ? blob.ReadUInt16() : 0;
                for (var i = 0; i < count; i++)
                {
                    blob.ReadByte();
                    var kind = Kind(ref blob, 0);
                    var name = blob.ReadSerializedString() ?? "";
                    named.Add(new NamedOperand(name, Value(ref blob, kind, 0)));
                }
            }
        }
        catch (BadImageFormatException)
        {
            // Values after an enum of another assembly whose size is not an int's.
            return new AttributeFacts(type, arguments, named);
        }
        return new AttributeFacts(type, arguments, named);
    }

    private string Kind(ref BlobReader blob, int depth)
    {
        if (depth > MaxDepth)
            throw new BadImageFormatException("an attribute's type is nested too deep");
        var tag = blob.ReadByte();
        switch (tag)
        {
            case 0x1d:
                return Kind(ref blob, depth + 1) + "[]";
            case 0x50:
                return "System.Type";
            case 0x51:
                return "System.Object";
            case 0x55:
                return TypeName(blob.ReadSerializedString() ?? "");
            case 0x02: return "System.Boolean";
            case 0x03: return "System.Char";
            case 0x04: return "System.SByte";
            case 0x05: return "System.Byte";
            case 0x06: return "System.Int16";
            case 0x07: return "System.UInt16";
            case 0x08: return "System.Int32";
            case 0x09: return "System.UInt32";
            case 0x0a: return "System.Int64";
            case 0x0b: return "System.UInt64";
            case 0x0c: return "System.Single";
            case 0x0d: return "System.Double";
            case 0x0e: return "System.String";
            default:
                throw new BadImageFormatException("an attribute has a value of unknown type");
        }
    }

    private Operand Value(ref BlobReader blob, string type, int depth)
    {
        if (depth > MaxDepth)
            throw new BadImageFormatException("an attribute's value is nested too deep");
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            var count = blob.ReadInt32();
            if (count < 0)
                return new ConstOperand(null);
            if (count > blob.RemainingBytes)
                throw new BadImageFormatException("an attribute has an impossible count");
            var element = type.Substring(0, type.Length - 2);
            var elements = new List<Operand>();
            for (var i = 0; i < count; i++)
                elements.Add(Value(ref blob, element, depth + 1));
            return new ArrayOperand(elements);
        }
        switch (type)
        {
            case "System.String":
                return new ConstOperand(blob.ReadSerializedString());
            case "System.Type":
                return blob.ReadSerializedString() is { } name ? new TypeOperand(TypeName(name)) : new ConstOperand(null);
            case "System.Object":
                return Value(ref blob, Kind(ref blob, 0), depth + 1);
            case "System.Boolean":
                return new ConstOperand(blob.ReadByte() != 0);
            case "System.Char":
                return new ConstOperand((long)blob.ReadUInt16());
            case "System.SByte":
                return new ConstOperand((long)blob.ReadSByte());
            case "System.Byte":
                return new ConstOperand((long)blob.ReadByte());
            case "System.Int16":
                return new ConstOperand((long)blob.ReadInt16());
            case "System.UInt16":
                return new ConstOperand((long)blob.ReadUInt16());
            case "System.UInt32":
                return new ConstOperand((long)blob.ReadUInt32());
            case "System.Int64":
                return new ConstOperand(blob.ReadInt64());
            case "System.UInt64":
                return new ConstOperand(unchecked((long)blob.ReadUInt64()));
            case "System.Single":
                return new ConstOperand((double)blob.ReadSingle());
            case "System.Double":
                return new ConstOperand(blob.ReadDouble());
            default:
                return new ConstOperand((long)blob.ReadInt32());
        }
    }

    private static string TypeName(string name)
    {
        var end = name.IndexOfAny([',', '[']);
        return (end < 0 ? name : name.Substring(0, end)).Replace('+', '.');
    }
}
