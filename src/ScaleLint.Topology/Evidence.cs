namespace ScaleLint.Topology;

/// <summary>Where a statement about the system was read: a path relative to the root, forward slashes, and a line counted from 1.</summary>
public readonly record struct Evidence(string File, int Line) : IComparable<Evidence>
{
    /// <summary>Orders by file (ordinal), then line.</summary>
    public int CompareTo(Evidence other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        return byFile != 0 ? byFile : Line.CompareTo(other.Line);
    }

    /// <summary><c>file:line</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}");
}

/// <summary>A file that could not be read, or a part of one; everything else was.</summary>
public sealed record TopologyProblem(string File, int Line, string Message);
