namespace ScaleLint.Topology.Text;

/// <summary>A document that cannot be read; becomes a <see cref="TopologyProblem"/> of its file.</summary>
internal sealed class TextFormatException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
