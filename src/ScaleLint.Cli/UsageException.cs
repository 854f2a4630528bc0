namespace ScaleLint.Cli;

/// <summary>Wrong use or bad input: ends the run with exit code 2.</summary>
/// <param name="message">What is wrong, at which place.</param>
/// <param name="remedy">What to do about it; null when the message says it.</param>
internal sealed class UsageException(string message, string? remedy = null) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string? Remedy { get; } = remedy;
}
