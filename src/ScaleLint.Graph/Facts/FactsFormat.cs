namespace ScaleLint.Graph.Facts;

/// <summary>
/// The facts file: text in UTF-8 without byte order mark, lines ended by <c>\n</c>, one section per assembly, sections simply concatenated.
/// A section is a header line (<c>scalelint-facts VERSION SHA256 LENGTH</c>, hash and length in UTF-16 units of the body that follows),
/// a line of counts, the string table (one escaped string per line), the member table, then one line per assembly,
/// external type, problem, type, field and method. Lines after the string table are runs of numbers: base 32,
/// least significant digit first, with the digits <c>0-9A-V</c> in the last place and <c>a-zWXYZ_-</c> in the places before it,
/// so that no separator is needed.
/// </summary>
public static class FactsFormat
{
    /// <summary>Version written and accepted.</summary>
    public const int Version = 2;

    /// <summary>
    /// Deepest nesting of nodes or operands in a file. The writer flattens what lies deeper (calls stay, their structure is lost)
    /// and makes deeper operands unknown; the reader refuses more, so that whoever walks facts may recurse.
    /// </summary>
    public const int MaxDepth = 400;

    internal const string Magic = "scalelint-facts";
    internal const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVabcdefghijklmnopqrstuvwxyzWXYZ_-";

    internal enum NodeTag { Null, Sequence, Branch, Loop, Try, Lock, Using, Write, Await, Jump, Call }

    internal enum OperandTag
    {
        Null, Unknown, Default, ConstNull, False, True, Integer, Double, String, Result, Awaited, Parameter, Local, This, Field,
        Lambda, MethodGroup, Type, Array, Computed,
    }
}
