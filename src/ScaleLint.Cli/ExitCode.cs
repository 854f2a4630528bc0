namespace ScaleLint.Cli;

/// <summary>What a run says by its exit code.</summary>
internal static class ExitCode
{
    /// <summary>Clean, or a report was written.</summary>
    public const int Clean = 0;

    /// <summary>Findings, or a gate failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use, bad input or bad configuration.</summary>
    public const int Usage = 2;

    /// <summary>Something could not be read: what was not seen is not clean.</summary>
    public const int Incomplete = 3;

    /// <summary>Ended from outside, as shells say it of Ctrl-C: 128 and the signal's number.</summary>
    public const int Cancelled = 130;
}
