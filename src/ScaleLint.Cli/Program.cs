using System.Runtime.InteropServices;
using System.Text;
using ScaleLint.Cli;

// Neither is disposed: what could not be written once is not tried again on the way out.
var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
var errors = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
using var stop = new CancellationTokenSource();
// However often it is pressed: the first time says all.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return CommandLine.Run(args, new Terminal(output, errors)
    {
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? null : Console.WindowWidth,
    }, stop.Token);
}
catch (Exception e) when (e is not OutOfMemoryException)
{
    // A fault of the tool's own: one line for its user, where it happened for who mends it.
    var place = (e.StackTrace ?? "").Split('\n').FirstOrDefault(x => x.Contains("ScaleLint.", StringComparison.Ordinal))?.Trim();
    try
    {
        errors.WriteLine($"error: scalelint failed, so this is no result: {e.GetType().Name}: {e.Message} ({place})\n  Please report this with what you ran it on: https://github.com/scalelint/scalelint/issues");
    }
    catch (IOException)
    {
        // Nobody can be told.
    }
    return ExitCode.Incomplete;
}
