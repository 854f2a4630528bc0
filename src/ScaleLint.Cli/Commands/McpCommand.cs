using System.CommandLine;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using ScaleLint.Cli.Mcp;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint mcp</c>: answers an assistant's questions over standard input and output (Model Context Protocol).</summary>
internal static class McpCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("mcp",
            "Serves one input to an assistant over the Model Context Protocol: score, worst chains, findings, what-if. Reads from stdin and writes to stdout until stdin ends.",
            "scalelint mcp Shop.sln",
            "scalelint mcp shop.json");
        var input = new InputArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var tools = new SystemTools(() => Analysed.Run(input.Input(parsed), input.Options(parsed), LoadOption.OfReport(null), terminal, cancellation));
            var options = new McpServerOptions
            {
                ServerInfo = new Implementation { Name = "scalelint", Version = ToolVersion.Text },
                ServerInstructions = "Where a .NET system breaks when its load grows. Ask 'score' first; 'what_if' tells what more load or a repair changes.",
                ToolCollection = [.. tools.All()],
            };
            await using var server = McpServer.Create(new StdioServerTransport("scalelint"), options);
            await server.RunAsync(cancellation);
            return ExitCode.Clean;
        });
        return command;
    }
}
