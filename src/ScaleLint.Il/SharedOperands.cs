using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Operands that occur in every other body, made once for all.</summary>
internal static class SharedOperands
{
    private const int Count = 64;

    private static readonly ConstOperand[] Integers = Make(static i => new ConstOperand((long)(i - 1)));
    private static readonly ResultOperand[] Results = Make(static i => new ResultOperand(i));
    private static readonly LocalOperand[] Locals = Make(static i => new LocalOperand(i));
    private static readonly ParameterOperand[] Parameters = Make(static i => new ParameterOperand(-1, i));

    public static readonly ConstOperand Null = new((object?)null);
    public static readonly ConstOperand True = new(true);
    public static readonly ConstOperand False = new(false);

    public static ConstOperand Integer(long value) => value is >= -1 and < Count - 1 ? Integers[value + 1] : new ConstOperand(value);

    public static ConstOperand Boolean(bool value) => value ? True : False;

    public static ResultOperand Result(int call) => call < Count ? Results[call] : new ResultOperand(call);

    public static LocalOperand Local(int local) => local < Count ? Locals[local] : new LocalOperand(local);

    public static ParameterOperand Parameter(int lambda, int index) => lambda < 0 && index < Count ? Parameters[index] : new ParameterOperand(lambda, index);

    private static T[] Make<T>(Func<int, T> make)
    {
        var made = new T[Count];
        for (var i = 0; i < made.Length; i++)
            made[i] = make(i);
        return made;
    }
}
