using System.Reflection.Metadata;

namespace ScaleLint.Il;

/// <summary>The types that a signature of a field or method names. Not thread-safe.</summary>
internal sealed class SignatureTypes(MetadataReader reader)
{
    private const int MaxDepth = 64;
    private const int MaxTypes = 1024;

    private readonly List<EntityHandle> _found = [];

    /// <summary>Tokens of the types, each as often as it is named; good until the next signature is asked about.</summary>
    public List<EntityHandle> In(BlobHandle signature)
    {
        _found.Clear();
        var blob = reader.GetBlobReader(signature);
        if (blob.RemainingBytes == 0)
            return _found;
        var header = blob.ReadByte();
        if (header == 6)
            Add(ref blob, 0);
        else
            AddMethod(ref blob, header, 0);
        return _found;
    }

    private void AddMethod(ref BlobReader blob, int header, int depth)
    {
        if ((header & 0x10) != 0)
            blob.ReadCompressedInteger();
        var count = blob.ReadCompressedInteger();
        for (var i = 0; i <= count; i++)
        {
            if (blob.RemainingBytes > 0 && SignatureText.Peek(ref blob) == 0x41)
            {
                if (depth == 0)
                    return;
                blob.ReadByte();
            }
            Add(ref blob, depth);
        }
    }

    private void Add(ref BlobReader blob, int depth)
    {
        if (depth > MaxDepth)
            throw new BadImageFormatException("a signature is nested too deep");
        while (true)
        {
            switch (blob.ReadByte())
            {
                case 0x1f or 0x20: // custom modifiers
                    blob.ReadCompressedInteger();
                    continue;
                case 0x45 or 0x10 or 0x0f or 0x1d: // pinned, by reference, pointer, array
                    continue;
                case 0x14:
                    Add(ref blob, depth + 1);
                    SignatureText.ReadArrayShape(ref blob);
                    return;
                case 0x15:
                    blob.ReadByte();
                    Note(ref blob);
                    var arguments = blob.ReadCompressedInteger();
                    for (var i = 0; i < arguments; i++)
                        Add(ref blob, depth + 1);
                    return;
                case 0x11 or 0x12:
                    Note(ref blob);
                    return;
                case 0x13 or 0x1e: // type parameters
                    blob.ReadCompressedInteger();
                    return;
                case 0x1b:
                    AddMethod(ref blob, blob.ReadByte(), depth + 1);
                    return;
                default:
                    return;
            }
        }
    }

    private void Note(ref BlobReader blob)
    {
        var type = SignatureText.Handle(blob.ReadCompressedInteger());
        if (_found.Count < MaxTypes)
            _found.Add(type);
    }
}
