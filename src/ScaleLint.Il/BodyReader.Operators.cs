using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Operators, conversions and comparisons.
internal sealed unsafe partial class BodyReader
{
    private static string BinaryToken(int code) => code switch
    {
        0x58 or 0xd6 or 0xd7 => "+",
        0x59 or 0xda or 0xdb => "-",
        0x5a or 0xd8 or 0xd9 => "*",
        0x5b or 0x5c => "/",
        0x5d or 0x5e => "%",
        0x5f => "&",
        0x60 => "|",
        0x61 => "^",
        0x62 => "<<",
        0x63 => ">>",
        _ => ">>>",
    };

    private static void Binary(string token, State state)
    {
        var right = state.Pop();
        var left = state.Pop();
        // Without calls on the right side the compiler computes && and || without a branch.
        if (left.Type == "System.Boolean" && right.Type == "System.Boolean" && token is "&" or "|")
            token += token;
        state.Push(new Value(Sum(token, left.Operand, right.Operand), left.Type));
    }

    private static Operand Sum(string token, Operand left, Operand right)
    {
        if (token == "+" && left is ComputedOperand { Operation: "+", Parts: { Count: < 64 } parts })
            return new ComputedOperand("+", [.. parts, right]);
        return new ComputedOperand(token, [left, right]);
    }

    private static void Convert(int code, State state)
    {
        var value = state.Pop();
        if (value.Operand is ConstOperand { Value: long number } && code is 0x6b or 0x6c or 0x76)
            value = value with { Operand = new ConstOperand((double)number) };
        state.Push(value with { Slot = -1, Type = code is 0x6b or 0x6c or 0x76 ? "System.Double" : "System.Int32" });
    }

    private void Compare(int code, State state)
    {
        var right = state.Pop();
        var left = state.Pop();
        state.Push(new Value(Comparison(code switch { 0x101 => "==", 0x102 or 0x103 => ">", _ => "<" }, left, right, code == 0x103), "System.Boolean"));
    }

    private Operand Comparison(string token, Value left, Value right, bool isUnsigned = false)
    {
        // An unsigned "greater than nothing" is how "not equal" to zero or null is written.
        if (isUnsigned && token == ">" && right.Operand is ConstOperand { Value: null or 0L })
            token = "!=";
        if (left.Tested != 0 && right.Operand is ConstOperand { Value: null })
        {
            var test = Test(left);
            return token == "==" ? new ComputedOperand("!", [test]) : test;
        }
        if (left.Type == "System.Boolean" && right.Operand is ConstOperand { Value: 0L or 1L or bool } bit && token is "==" or "!=")
        {
            var isOne = bit.Value is 1L or true;
            return isOne == (token == "==") ? left.Operand : Negate(left.Operand);
        }
        return new ComputedOperand(token, [left.Operand, right.Operand]);
    }

    /// <summary>The operand on which a branch is taken.</summary>
    private Operand Taken(Block block, State state)
    {
        var code = block.LastCode;
        if (code is 0x2c or 0x39 or 0x2d or 0x3a)
        {
            var value = state.Pop();
            var isSet = IsSet(value);
            return code is 0x2d or 0x3a ? isSet : Negate(isSet);
        }
        var right = state.Pop();
        var left = state.Pop();
        var token = code switch
        {
            0x2e or 0x3b => "==",
            0x2f or 0x3c or 0x34 or 0x41 => ">=",
            0x30 or 0x3d or 0x35 or 0x42 => ">",
            0x31 or 0x3e or 0x36 or 0x43 => "<=",
            0x32 or 0x3f or 0x37 or 0x44 => "<",
            _ => "!=",
        };
        return Comparison(token, left, right);
    }

    private ComputedOperand Test(Value value) =>
        new("is", [value.Operand, new TypeOperand(_module.Names.Display(MetadataTokens.EntityHandle(value.Tested)))]);

    private Operand IsSet(Value value)
    {
        if (value.Tested != 0)
            return Test(value);
        switch (value.Type)
        {
            case "System.Boolean" or "":
                return value.Operand;
            case "System.Int32" or "System.Int64" or "System.UInt32" or "System.Byte" or "System.Char" or "System.Int16" or "System.UInt64" or "System.UInt16" or "System.SByte" or "System.IntPtr" or "System.UIntPtr":
                return value.Operand is ComputedOperand { Operation: "==" or "!=" or "<" or ">" or "&&" or "||" or "!" or "<=" or ">=" or "is" } ? value.Operand
                    : new ComputedOperand("!=", [value.Operand, SharedOperands.Integer(0)]);
            default:
                return new ComputedOperand("!=", [value.Operand, SharedOperands.Null]);
        }
    }

    private static Operand Negate(Operand operand) => operand switch
    {
        ComputedOperand { Operation: "!", Parts: [var inner] } => inner,
        ComputedOperand { Operation: "==" } o => new ComputedOperand("!=", o.Parts),
        ComputedOperand { Operation: "!=" } o => new ComputedOperand("==", o.Parts),
        ComputedOperand { Operation: "<" } o => new ComputedOperand(">=", o.Parts),
        ComputedOperand { Operation: ">=" } o => new ComputedOperand("<", o.Parts),
        ComputedOperand { Operation: ">" } o => new ComputedOperand("<=", o.Parts),
        ComputedOperand { Operation: "<=" } o => new ComputedOperand(">", o.Parts),
        ComputedOperand { Operation: "&&", Parts: [var a, var b] } => new ComputedOperand("||", [Negate(a), Negate(b)]),
        ComputedOperand { Operation: "||", Parts: [var a, var b] } => new ComputedOperand("&&", [Negate(a), Negate(b)]),
        ConstOperand { Value: bool value } => SharedOperands.Boolean(!value),
        _ => new ComputedOperand("!", [operand]),
    };
}
