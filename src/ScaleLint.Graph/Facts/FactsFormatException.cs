using System.Globalization;

namespace ScaleLint.Graph.Facts;

/// <summary>A facts file cannot be used. The message names the file, the line and the remedy.</summary>
public sealed class FactsFormatException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">The file as its reader was told to call it.</param>
    /// <param name="line">1-based line in it.</param>
    /// <param name="what">What is wrong, without a full stop.</param>
    public FactsFormatException(string file, int line, string what)
        : base(string.Format(CultureInfo.InvariantCulture, "{0}({1}): {2}. Delete the file and build again: facts are made anew from sources and assemblies.", file, line, what))
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>1-based line.</summary>
    public int Line { get; }
}
