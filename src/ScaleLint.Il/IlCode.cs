using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ScaleLint.Il;

/// <summary>Where the instructions of a method lie, with what its header says.</summary>
internal readonly unsafe ref struct IlCode
{
    private const int SmallHeader = 0x2;
    private const int LargeHeader = 0x3;
    private const int HasHandlers = 0x8;

    private IlCode(byte* start, int length, StandaloneSignatureHandle locals, ImmutableArray<ExceptionRegion> handlers)
    {
        Start = start;
        Length = length;
        Locals = locals;
        Handlers = handlers;
    }

    public byte* Start { get; }

    public int Length { get; }

    public StandaloneSignatureHandle Locals { get; }

    public ImmutableArray<ExceptionRegion> Handlers { get; }

    /// <summary>The code at an address. Headers without handlers are read here, as almost all are; others, and what is wrong with one, are the library's matter.</summary>
    public static IlCode At(PEReader pe, int address)
    {
        var section = pe.GetSectionData(address);
        var at = section.Pointer;
        var size = section.Length;
        if (size > 0 && (at[0] & 3) == SmallHeader && at[0] >> 2 < size)
            return new(at + 1, at[0] >> 2, default, []);
        if (size > 12 && (at[0] & 7) == LargeHeader && (at[0] & HasHandlers) == 0 && at[1] >> 4 == 3)
        {
            var length = Op.Int(at, 4);
            var locals = Op.Int(at, 8);
            if (length > 0 && length <= size - 12 && (locals == 0 || locals >>> 24 == 0x11))
                return new(at + 12, length, MetadataTokens.StandaloneSignatureHandle(locals & 0xffffff), []);
        }
        var body = pe.GetMethodBody(address);
        var code = body.GetILReader();
        return new(code.StartPointer, code.Length, body.LocalSignature, body.ExceptionRegions);
    }
}
