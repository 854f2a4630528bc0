using ScaleLint.Cli.Inputs;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads any input.</summary>
internal static class Scanner
{
    /// <summary>The facts of an input of any kind.</summary>
    public static Task<ScanResult> Scan(Input input, ScanOptions options, Progress progress, CancellationToken cancellation) => input.Kind switch
    {
        InputKind.Solution or InputKind.SolutionFilter or InputKind.Project => new WorkspaceScan(input, options, progress).Run(cancellation),
        InputKind.Assemblies => Task.Run(() => new AssemblyScan(input, options, progress).Run(cancellation), cancellation),
        InputKind.BinaryLog => Task.Run(() => new BinaryLogScan(input, options, progress).Run(cancellation), cancellation),
        _ => throw new UsageException($"'{Path.GetFileName(input.Path)}' cannot be scanned by this command.", "Name a .sln, .slnx, .slnf or .csproj."),
    };
}
