using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

/// <summary>Instructions of a body, read in place. Offsets are those of the IL stream.</summary>
internal static class Op
{
    /// <summary>Operand sizes of one-byte (index) and 0xFE-prefixed (index + 256) instructions; 0xFF: not an instruction; 0xFE: switch.</summary>
    private static readonly byte[] Sizes = MakeSizes();

    /// <summary>Reads the instruction at <paramref name="at"/>.</summary>
    /// <param name="code">One-byte code, or 0x100 + second byte.</param>
    /// <param name="operand">Offset of the operand.</param>
    /// <returns>Offset of the next instruction.</returns>
    [MethodImpl(Hot.Path)]
    public static unsafe int Read(byte* il, int length, int at, out int code, out int operand)
    {
        code = il[at++];
        if (code == 0xfe)
        {
            if (at >= length)
                throw new BadImageFormatException("a body ends in an instruction");
            code = 0x100 + il[at++];
        }
        operand = at;
        int size = Sizes[code];
        if (size < 0xfe)
        {
            if (at + size > length)
                throw new BadImageFormatException("a body ends in an instruction");
            return at + size;
        }
        if (size == 0xff || at + 4 > length)
            throw new BadImageFormatException("a body has an unknown instruction");
        var count = (uint)Int(il, at);
        if (count > (uint)(length - at - 4) / 4)
            throw new BadImageFormatException("a switch has more targets than the body has bytes");
        return at + 4 + (int)count * 4;
    }

    public static unsafe int Int(byte* il, int at) => il[at] | il[at + 1] << 8 | il[at + 2] << 16 | il[at + 3] << 24;

    public static unsafe long Long(byte* il, int at) => (uint)Int(il, at) | (long)Int(il, at + 4) << 32;

    /// <summary>Target of a branch or leave.</summary>
    public static unsafe int Target(byte* il, int code, int operand, int next) => next + (IsShort(code) ? (sbyte)il[operand] : Int(il, operand));

    public static bool IsConditional(int code) => code is >= 0x2c and <= 0x37 or >= 0x39 and <= 0x44;

    public static bool IsUnconditional(int code) => code is 0x2b or 0x38 or 0xdd or 0xde;

    public static bool IsLeave(int code) => code is 0xdd or 0xde;

    /// <summary>Whether nothing follows: ret, throw, rethrow, endfinally, jmp, endfilter.</summary>
    public static bool IsEnd(int code) => code is 0x2a or 0x7a or 0x11a or 0xdc or 0x27 or 0x111;

    private static bool IsShort(int code) => code is >= 0x2b and <= 0x37 or 0xde;

    /// <summary>Local of a ldloc, or -1.</summary>
    [MethodImpl(Hot.Path)]
    public static unsafe int LoadedLocal(byte* il, int code, int operand) => code switch
    {
        >= 0x06 and <= 0x09 => code - 0x06,
        0x11 => il[operand],
        0x10c => il[operand] | il[operand + 1] << 8,
        _ => -1,
    };

    /// <summary>Local of a stloc, or -1.</summary>
    [MethodImpl(Hot.Path)]
    public static unsafe int StoredLocal(byte* il, int code, int operand) => code switch
    {
        >= 0x0a and <= 0x0d => code - 0x0a,
        0x13 => il[operand],
        0x10e => il[operand] | il[operand + 1] << 8,
        _ => -1,
    };

    /// <summary>Whether the instruction loads an integer constant, and which.</summary>
    [MethodImpl(Hot.Path)]
    public static unsafe bool IsInt(byte* il, int code, int operand, out int value)
    {
        switch (code)
        {
            case >= 0x15 and <= 0x1e:
                value = code - 0x16;
                return true;
            case 0x1f:
                value = (sbyte)il[operand];
                return true;
            case 0x20:
                value = Int(il, operand);
                return true;
            default:
                value = 0;
                return false;
        }
    }

    private static byte[] MakeSizes()
    {
        var sizes = new byte[512];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = 0xff;
        for (var code = 0; code < 512; code++)
        {
            var op = (ILOpCode)(code < 256 ? code : 0xfe00 | (code - 256));
            if (!Enum.IsDefined(typeof(ILOpCode), op))
                continue;
            sizes[code] = op switch
            {
                ILOpCode.Switch => 0xfe,
                _ when op.IsBranch() => (byte)op.GetBranchOperandSize(),
                ILOpCode.Ldarg_s or ILOpCode.Ldarga_s or ILOpCode.Starg_s or ILOpCode.Ldloc_s or ILOpCode.Ldloca_s or ILOpCode.Stloc_s
                    or ILOpCode.Ldc_i4_s or ILOpCode.Unaligned => 1,
                ILOpCode.Ldarg or ILOpCode.Ldarga or ILOpCode.Starg or ILOpCode.Ldloc or ILOpCode.Ldloca or ILOpCode.Stloc => 2,
                ILOpCode.Ldc_i4 or ILOpCode.Ldc_r4 or ILOpCode.Jmp or ILOpCode.Call or ILOpCode.Calli or ILOpCode.Callvirt or ILOpCode.Cpobj or ILOpCode.Ldobj
                    or ILOpCode.Ldstr or ILOpCode.Newobj or ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Unbox or ILOpCode.Ldfld or ILOpCode.Ldflda
                    or ILOpCode.Stfld or ILOpCode.Ldsfld or ILOpCode.Ldsflda or ILOpCode.Stsfld or ILOpCode.Stobj or ILOpCode.Box or ILOpCode.Newarr
                    or ILOpCode.Ldelema or ILOpCode.Ldelem or ILOpCode.Stelem or ILOpCode.Unbox_any or ILOpCode.Refanyval or ILOpCode.Mkrefany or ILOpCode.Ldtoken
                    or ILOpCode.Ldftn or ILOpCode.Ldvirtftn or ILOpCode.Initobj or ILOpCode.Constrained or ILOpCode.Sizeof => 4,
                ILOpCode.Ldc_i8 or ILOpCode.Ldc_r8 => 8,
                _ => 0,
            };
        }
        sizes[0x119] = 1; // no. prefix
        return sizes;
    }
}
