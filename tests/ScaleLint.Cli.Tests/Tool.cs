namespace ScaleLint.Cli.Tests;

/// <summary>Runs the tool in this process as a script would: both streams redirected.</summary>
internal sealed record Tool(int ExitCode, string Output, string Error)
{
    public static Tool Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(args, output, error);
        return new Tool(code, output.ToString(), error.ToString());
    }
}
