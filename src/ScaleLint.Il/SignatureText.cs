using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

/// <summary>
/// Decodes signatures into documentation-comment form. Written by hand because the library's decoder recurses as deep as a signature says,
/// and because names are wanted, not type objects.
/// </summary>
internal sealed class SignatureText
{
    private const int MaxDepth = 64;
    private const int MaxLength = 16_384;

    private readonly MetadataNames _names;
    private readonly TextBuilder _text;

    public SignatureText(MetadataNames names, TextBuilder text)
    {
        _names = names;
        _text = text;
    }

    /// <summary>Type arguments that stand for <c>`n</c> and <c>``n</c>; null leaves them open.</summary>
    public IReadOnlyList<string>? ClassArguments { get; set; }

    public IReadOnlyList<string>? MethodArguments { get; set; }

    [MethodImpl(Hot.Path)]
    public string Type(ref BlobReader blob)
    {
        // Most types are a primitive or a name that is already there.
        if (blob.RemainingBytes > 0)
        {
            var first = Peek(ref blob);
            if (first is >= 0x01 and <= 0x0e or 0x16 or 0x18 or 0x19 or 0x1c)
            {
                blob.ReadByte();
                return Primitive(first);
            }
            if (first is 0x11 or 0x12)
            {
                blob.ReadByte();
                return _names.Display(Handle(blob.ReadCompressedInteger()));
            }
        }
        _text.Clear();
        Append(ref blob, 0);
        return Finish();
    }

    /// <summary>Bound on one name, so that generic instantiations of themselves cannot grow without end.</summary>
    private string Finish() => _text.Length switch
    {
        > MaxLength => throw new BadImageFormatException("a signature is too long"),
        _ => _text.Take(),
    };

    [MethodImpl(Hot.Path)]
    private void Append(ref BlobReader blob, int depth)
    {
        if (depth > MaxDepth || _text.Length > MaxLength)
            throw new BadImageFormatException("a signature is nested too deep");
        while (true)
        {
            var code = (SignatureTypeCode)blob.ReadByte();
            switch ((int)code)
            {
                case 0x1f or 0x20: // custom modifiers
                    blob.ReadCompressedInteger();
                    continue;
                case 0x45: // pinned
                    continue;
                case 0x10:
                    Append(ref blob, depth + 1);
                    _text.Append('@');
                    return;
                case 0x0f:
                    Append(ref blob, depth + 1);
                    _text.Append('*');
                    return;
                case 0x1d:
                    Append(ref blob, depth + 1);
                    _text.Append("[]");
                    return;
                case 0x14:
                    Append(ref blob, depth + 1);
                    AppendArrayShape(ref blob);
                    return;
                case 0x15:
                    Instance(ref blob, depth);
                    return;
                case 0x11 or 0x12:
                    var plain = Handle(blob.ReadCompressedInteger());
                    _text.Append(_names.Display(plain));
                    return;
                case 0x13:
                    Variable(blob.ReadCompressedInteger(), ClassArguments, "`");
                    return;
                case 0x1e:
                    Variable(blob.ReadCompressedInteger(), MethodArguments, "``");
                    return;
                case 0x1b:
                    SkipFunction(ref blob, depth);
                    _text.Append("System.IntPtr");
                    return;
                default:
                    _text.Append(Primitive((int)code));
                    return;
            }
        }
    }

    private void Variable(int index, IReadOnlyList<string>? arguments, string prefix)
    {
        if (arguments is not null && index < arguments.Count)
            _text.Append(arguments[index]);
        else
            _text.Append(prefix).Append(index);
    }

    /// <returns>The rank.</returns>
    public static int ReadArrayShape(ref BlobReader blob)
    {
        var rank = blob.ReadCompressedInteger();
        if (rank is < 1 or > 32)
            throw new BadImageFormatException("an array has an impossible rank");
        var sizes = blob.ReadCompressedInteger();
        for (var i = 0; i < sizes; i++)
            blob.ReadCompressedInteger();
        var bounds = blob.ReadCompressedInteger();
        for (var i = 0; i < bounds; i++)
            blob.ReadCompressedSignedInteger();
        return rank;
    }

    private void AppendArrayShape(ref BlobReader blob)
    {
        var rank = ReadArrayShape(ref blob);
        _text.Append('[');
        for (var i = 0; i < rank; i++)
            _text.Append(i == 0 ? "0:" : ",0:");
        _text.Append(']');
    }

    private void Instance(ref BlobReader blob, int depth)
    {
        blob.ReadByte();
        var definition = _names.Definition(Handle(blob.ReadCompressedInteger()));
        var count = blob.ReadCompressedInteger();
        if (count > blob.RemainingBytes)
            throw new BadImageFormatException("a signature has an impossible count");
        // A level `Name`n of the definition's name takes the next n arguments.
        var at = 0;
        var taken = 0;
        while (at < definition.Length)
        {
            var tick = definition.IndexOf('`', at);
            if (tick < 0)
            {
                _text.Append(definition, at, definition.Length - at);
                at = definition.Length;
                break;
            }
            _text.Append(definition, at, tick - at);
            var arity = 0;
            at = tick + 1;
            while (at < definition.Length && definition[at] is >= '0' and <= '9' && arity < 1000)
                arity = arity * 10 + (definition[at++] - '0');
            if (arity == 0)
                continue;
            _text.Append('{');
            for (var i = 0; i < arity && taken < count; i++, taken++)
            {
                if (i > 0)
                    _text.Append(',');
                Append(ref blob, depth + 1);
            }
            _text.Append('}');
        }
        if (taken == count)
            return;
        // A generic type whose name does not say so.
        _text.Append('{');
        for (var first = taken; taken < count; taken++)
        {
            if (taken > first)
                _text.Append(',');
            Append(ref blob, depth + 1);
        }
        _text.Append('}');
    }

    private void SkipFunction(ref BlobReader blob, int depth)
    {
        var length = _text.Length;
        var header = blob.ReadByte();
        if ((header & 0x10) != 0)
            blob.ReadCompressedInteger();
        var count = blob.ReadCompressedInteger();
        for (var i = 0; i <= count; i++)
        {
            if (blob.RemainingBytes > 0 && Peek(ref blob) == 0x41)
                blob.ReadByte();
            Append(ref blob, depth + 1);
            _text.Cut(length);
        }
    }

    public static byte Peek(ref BlobReader blob)
    {
        var copy = blob;
        return copy.ReadByte();
    }

    public static EntityHandle Handle(int coded) => (coded & 3) switch
    {
        0 => MetadataTokens.TypeDefinitionHandle(coded >> 2),
        1 => MetadataTokens.TypeReferenceHandle(coded >> 2),
        2 => MetadataTokens.TypeSpecificationHandle(coded >> 2),
        _ => throw new BadImageFormatException("a signature names no type"),
    };

    private static string Primitive(int code) => code switch
    {
        0x01 => "System.Void",
        0x02 => "System.Boolean",
        0x03 => "System.Char",
        0x04 => "System.SByte",
        0x05 => "System.Byte",
        0x06 => "System.Int16",
        0x07 => "System.UInt16",
        0x08 => "System.Int32",
        0x09 => "System.UInt32",
        0x0a => "System.Int64",
        0x0b => "System.UInt64",
        0x0c => "System.Single",
        0x0d => "System.Double",
        0x0e => "System.String",
        0x16 => "System.TypedReference",
        0x18 => "System.IntPtr",
        0x19 => "System.UIntPtr",
        0x1c => "System.Object",
        _ => throw new BadImageFormatException("a signature has an unknown type code"),
    };
}
