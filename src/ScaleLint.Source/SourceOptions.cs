using Microsoft.CodeAnalysis;

namespace ScaleLint.Source;

/// <summary>What a host tells the extractor about its surroundings; the extractor itself reads neither files nor environment.</summary>
public sealed record SourceOptions
{
    /// <summary>How a tree is named in facts. Called once per tree, from several threads; default: its path with forward slashes.</summary>
    public Func<SyntaxTree, string> Path { get; init; } = static tree => tree.FilePath.Replace('\\', '/');

    /// <summary>How a path in a <c>#line</c> directive is named in facts; default: the path with forward slashes.</summary>
    public Func<string, string> MappedPath { get; init; } = static path => path.Replace('\\', '/');

    /// <summary>Trees the host knows to be generated, beside those that say so themselves (header, file name, attribute).</summary>
    public Func<SyntaxTree, bool> IsGenerated { get; init; } = static _ => false;

    /// <summary>What is built; null: as the compilation's own output kind says.</summary>
    public Graph.Facts.OutputKind? Output { get; init; }

    /// <summary>Whether it is a test project; null: when it references xunit, NUnit, MSTest or TUnit.</summary>
    public bool? IsTest { get; init; }

    /// <summary>
    /// Whether every compile error becomes a problem, also those that take nothing from the facts (a missing return, a variable read
    /// before it is set). Costs about as much as compiling. False: errors of syntax, of declarations and of what does not bind.
    /// </summary>
    public bool AllErrors { get; init; }

    /// <summary>
    /// Whether the host binds the bodies of the same compilation anyway, as a compiler does. False: a copy without nullable analysis is bound,
    /// which costs a quarter less and gives the same facts.
    /// </summary>
    public bool SharesBinding { get; init; }

    /// <summary>
    /// Whether what is read is kept with its syntax trees, so that the next version of the program reads only files that changed.
    /// The facts are the same. For hosts that see one version after another.
    /// </summary>
    public bool Remembers { get; init; }

    /// <summary>Most threads used for one assembly; zero or less: as many as the scheduler sees fit. The facts are the same for any number.</summary>
    public int Threads { get; init; } = -1;
}
