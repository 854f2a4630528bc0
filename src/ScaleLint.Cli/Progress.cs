namespace ScaleLint.Cli;

/// <summary>One line on stderr that says what is being done, rewritten in place; nothing when no person watches.</summary>
internal sealed class Progress(Terminal terminal) : IDisposable
{
    private const int Columns = 78;
    private readonly Lock gate = new();
    private int shown;

    /// <summary>Replaces the line.</summary>
    public void Show(string text)
    {
        if (!terminal.ErrorIsTerminal) return;
        var line = text.Length > Columns ? text[..(Columns - 1)] + "…" : text;
        lock (gate)
        {
            terminal.Error.Write("\r" + line.PadRight(shown));
            shown = line.Length;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (gate)
        {
            if (shown == 0) return;
            terminal.Error.Write("\r" + new string(' ', shown) + "\r");
            shown = 0;
        }
    }

    public void Dispose() => Clear();
}
