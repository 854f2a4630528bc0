namespace ScaleLint.Cli.Tests;

public sealed class WrongUseTests
{
    [Theory]
    [InlineData("reprot", "report")]
    [InlineData("chekc", "check")]
    public void A_mistyped_command_is_named(string typed, string meant)
    {
        var run = Tool.Run(typed, "x.sln");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains($"did you mean '{meant}'?", run.Error);
    }

    [Fact]
    public void A_mistyped_option_is_named()
    {
        var run = Tool.Run("report", "x.sln", "--fromat", "json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("did you mean '--format'?", run.Error);
    }

    [Fact]
    public void A_mistyped_format_is_named()
    {
        var run = Tool.Run("report", "x.sln", "--format", "jsno");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean 'json'?", run.Error);
    }

    [Fact]
    public void More_files_than_formats_are_refused()
    {
        var run = Tool.Run("report", "x.sln", "--format", "json", "-o", "a.json", "-o", "b.json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("2 -o for 1 --format", run.Error);
    }

    [Fact]
    public void An_input_that_does_not_exist_names_what_is_near()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Shop.sln", "");
        var run = Tool.Run("report", folder.At("Shpo.sln"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("does not exist", run.Error);
        Assert.Contains("Shop.sln", run.Error);
    }

    [Fact]
    public void A_folder_with_two_solutions_asks_which()
    {
        using var folder = new TemporaryFolder();
        folder.Write("A.sln", "");
        folder.Write("B.sln", "");
        var run = Tool.Run("report", folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("A.sln, B.sln", run.Error);
    }

    [Fact]
    public void An_empty_folder_is_no_pass()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(2, Tool.Run("check", folder.Path).ExitCode);
    }

    [Theory]
    [InlineData("Examples:", "--help")]
    [InlineData("scalelint report Shop.sln", "report", "--help")]
    [InlineData("scalelint check Shop.sln", "check", "--help")]
    public void Help_shows_an_example(string expected, params string[] args)
    {
        var run = Tool.Run(args);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Output);
    }
}
