using System.CommandLine;

namespace ScaleLint.Cli.Commands;

/// <summary><c>--calibration</c>: measured numbers in place of those that <c>scalelint.json</c> names.</summary>
internal static class CalibrationOption
{
    /// <summary>Declares it.</summary>
    public static Option<string?> Create() => new("--calibration") { Description = "File of measured numbers that 'calibrate' wrote; goes before the one that scalelint.json names.", HelpName = "file" };
}
