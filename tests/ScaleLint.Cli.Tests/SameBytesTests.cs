namespace ScaleLint.Cli.Tests;

/// <summary>Where, when and by whom it is run leaves no trace in what is written.</summary>
public sealed class SameBytesTests : IDisposable
{
    private static readonly string[] Formats = ["json", "sarif", "html", "markdown", "text", "mermaid", "dot", "github", "model"];

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder other = new();

    public void Dispose()
    {
        folder.Dispose();
        other.Dispose();
    }

    [Fact]
    public void Another_folder_one_core_another_culture_and_time_zone()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var far = new TemporaryFolder();
        foreach (var root in new[] { folder, other })
        {
            SmallSystem.Write(root, "Broken/Broken.csproj");
            SmallSystem.WriteProject(root, "Broken", "class B { int X() => y; }");
            root.Write("docker-compose.yml", "services:\n  web: { build: Web }\n  prices: { image: prices }\n");
        }
        var outputs = string.Concat(Formats.Select(x => $" --format {x} -o out/{x}"));
        var plain = ToolProcess.Shell($"T report Small.slnx --allow-incomplete --cache cache{outputs}", folder.Path);
        Assert.True(plain.ExitCode == 0, plain.Error);

        var strange = ToolProcess.Shell($"T report '{other.At("Small.slnx")}' --allow-incomplete --no-cache{outputs.Replace(" out/", $" {other.At("out")}/", StringComparison.Ordinal)}", far.Path,
            ("DOTNET_PROCESSOR_COUNT", "1"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), ("TERM", "dumb"), ("COLUMNS", "40"));
        Assert.True(strange.ExitCode == 0, strange.Error);

        foreach (var format in Formats) Assert.Equal(File.ReadAllText(folder.At("out/" + format)), File.ReadAllText(other.At("out/" + format)));
        Assert.Contains("SCALE3002", File.ReadAllText(folder.At("out/json")));
    }
}
