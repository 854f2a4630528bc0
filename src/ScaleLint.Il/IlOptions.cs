namespace ScaleLint.Il;

/// <summary>What a host tells the extractor about its surroundings.</summary>
public sealed record IlOptions
{
    /// <summary>The defaults.</summary>
    public static readonly IlOptions Default = new();

    /// <summary>How a document of the PDB is named in facts; default: its path with forward slashes.</summary>
    public Func<string, string> Path { get; init; } = static path => path.Replace('\\', '/');

    /// <summary>Whether it is a test project; null: when it references xunit, NUnit, MSTest or TUnit.</summary>
    public bool? IsTest { get; init; }

    /// <summary>Most bytes of IL read of one method; longer bodies are unread. Compilers write a few hundred bytes per method, generators at most some 100 kB.</summary>
    public int MaxBodySize { get; init; } = 1 << 20;
}
