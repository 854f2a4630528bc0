namespace ScaleLint.Model;

/// <summary>A system file that cannot be used: where, what, and what to do about it.</summary>
public sealed class SystemFileException : Exception
{
    /// <summary>Creates the error at <paramref name="path"/>, a JSON path such as <c>$.operations[0].does.sequence[1].call</c>.</summary>
    public SystemFileException(string path, string problem, int line = 0, int column = 0)
        : base(Text(path, problem, line, column))
    {
        Path = path;
        Problem = problem;
        Line = line;
        Column = column;
    }

    /// <summary>JSON path of the offending part; <c>$</c> for text that is no JSON.</summary>
    public string Path { get; }

    /// <summary>What is wrong and the remedy, without the place.</summary>
    public string Problem { get; }

    /// <summary>Line in the text from 1; 0 where there is no text.</summary>
    public int Line { get; }

    /// <summary>Column in the text from 1; 0 where there is no text.</summary>
    public int Column { get; }

    private static string Text(string path, string problem, int line, int column) =>
        line > 0 ? FormattableString.Invariant($"{path} (line {line}, column {column}): {problem}") : $"{path}: {problem}";
}
