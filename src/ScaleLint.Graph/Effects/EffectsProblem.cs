namespace ScaleLint.Graph.Effects;

/// <summary>A line of an effects file that says nothing usable, with what to do about it.</summary>
/// <param name="File">The file's name as it was given to the parser.</param>
/// <param name="Line">1-based.</param>
public sealed record EffectsProblem(string File, int Line, string Message);
