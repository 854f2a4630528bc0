using System.Text.RegularExpressions;

namespace ScaleLint.Cli.Tests;

public sealed class InitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_configuration_names_what_was_found_and_holds_with_every_line_uncommented()
    {
        SmallSystem.Write(folder);
        var run = Tool.Run("init", folder.At("Small.slnx"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("scalelint report", run.Output);
        var text = File.ReadAllText(folder.At("scalelint.json"));
        Assert.Contains("// \"GET /quotes\":", text);
        Assert.Empty(await PublishedSchema.Faults("scalelint", text));
        var report = Tool.Run("report", folder.At("Small.slnx"), "--format", "json");
        Assert.True(report.ExitCode == 0, report.Error);

        var open = Regex.Replace(text, "^( *)// (?=[\"{])", "$1", RegexOptions.Multiline);
        Assert.NotEqual(text, open);
        Assert.Empty(await PublishedSchema.Faults("scalelint", open));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        folder.Write("scalelint.json", "{}");
        var run = Tool.Run("init", folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("{}", File.ReadAllText(folder.At("scalelint.json")));
    }
}
