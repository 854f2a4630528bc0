namespace ScaleLint.Cli;

/// <summary>Where a run writes: results on <see cref="Output"/>, progress and messages on <see cref="Error"/>.</summary>
public sealed class Terminal(TextWriter output, TextWriter error)
{
    /// <summary>Machine output and reports.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Progress, warnings and errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether a person sees <see cref="Output"/>: colour and the terminal's own width.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person sees <see cref="Error"/>: live progress.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; null when redirected.</summary>
    public int? Width { get; init; }
}
