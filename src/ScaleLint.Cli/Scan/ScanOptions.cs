namespace ScaleLint.Cli.Scan;

/// <summary>How an input is read.</summary>
/// <param name="Restore">Whether missing packages may be restored.</param>
internal sealed record ScanOptions(bool Restore);
