using System.Text.Json;

namespace ScaleLint.Cli.Tests;

public sealed class CompiledCodeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private void Copy(string name)
    {
        foreach (var extension in new[] { ".dll", ".pdb" })
        {
            var source = Path.Combine(AppContext.BaseDirectory, name + extension);
            if (File.Exists(source)) File.Copy(source, folder.At(name + extension));
        }
    }

    [Fact]
    public void A_folder_of_assemblies_is_read_and_those_with_symbols_are_the_users_own()
    {
        Copy("ScaleLint.Topology");
        Copy("YamlDotNet");
        var run = Tool.Run("report", folder.Path, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var coverage = json.RootElement.GetProperty("coverage");
        Assert.Equal(1, coverage.GetProperty("projectsRead").GetInt32());
        Assert.True(coverage.GetProperty("calls").GetInt32() > 100);
    }

    [Fact]
    public void Native_code_is_incomplete_and_no_pass()
    {
        folder.Write("native.dll", "MZ but no more");
        var run = Tool.Run("report", folder.At("native.dll"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("assembly-not-read", run.Error);
    }

    [Fact]
    public void A_log_that_is_none_is_wrong_use()
    {
        folder.Write("build.binlog", "no log");
        var run = Tool.Run("report", folder.At("build.binlog"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("build.binlog", run.Error);
    }
}
