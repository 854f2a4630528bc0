using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

/// <summary>
/// How methods are compiled that run for every instruction, call or name: in full at once. The runtime would run them thousands of times
/// as it first compiles them, which cost a sixth of all time. It is not for others: compiling in full costs a small assembly more than it gives.
/// </summary>
internal static class Hot
{
    /// <summary>AggressiveOptimization, which .NET Standard 2.0 does not name; runtimes that do not know it pass over it.</summary>
    public const MethodImplOptions Path = (MethodImplOptions)512;
}
