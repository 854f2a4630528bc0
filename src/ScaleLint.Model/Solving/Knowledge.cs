namespace ScaleLint.Model;

/// <summary>What a run knows of a part's state.</summary>
internal enum Knowledge
{
    Nothing,
    Up,
    Down,

    /// <summary>The common part did not strike; the rest is drawn afresh.</summary>
    NotCommon,
}
