using System.Text;

namespace ScaleLint.Cli.Tests;

/// <summary>How a run ends that is stopped, or that cannot write: soon, with a clear line, and with no file half-written.</summary>
public sealed class EndTests : IDisposable
{
    private const string System = """{ "schemaVersion": 1, "resources": [ { "id": "r", "kind": "sql", "slots": 1, "time": { "meanMs": 1, "shape": "constant" } } ], "operations": [ { "id": "a", "ratePerSecond": 1, "does": { "call": "r" } } ] }""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cancelled_it_says_so_and_writes_nothing()
    {
        SmallSystem.Write(folder);
        var before = Files();
        using var stop = new CancellationTokenSource();
        using var steps = new Watcher(stop, "loading");

        var code = CommandLine.Run(["report", folder.At("Small.slnx"), "--no-cache", "--format", "json", "-o", folder.At("out.json")], new Terminal(TextWriter.Null, steps) { ErrorIsTerminal = true }, stop.Token);

        Assert.Equal(130, code);
        Assert.Contains("Cancelled before the end", steps.ToString());
        Assert.Equal(before, Files());
    }

    [Fact]
    public void What_cannot_be_stopped_is_left_behind()
    {
        if (!OperatingSystem.IsLinux()) return;
        // Nobody ever writes to it, and a read cannot be cancelled.
        Assert.Equal(0, ToolProcess.Shell("mkfifo never.system.json", folder.Path).ExitCode);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var error = new StringWriter();

        Assert.Equal(130, CommandLine.Run(["score", folder.At("never.system.json")], TextWriter.Null, error, stop.Token));
        Assert.Contains("Cancelled", error.ToString());
    }

    [Fact]
    public void Stopped_more_than_once_it_ends_as_when_stopped_once()
    {
        if (!OperatingSystem.IsLinux()) return;
        // Opening a pipe waits for who reads it: then the tool is at work.
        var run = ToolProcess.Shell($"mkfifo never.system.json; dotnet '{ToolProcess.Path}' score never.system.json & p=$!; exec 3> never.system.json; kill -TERM $p; kill -TERM $p; kill -TERM $p; wait $p", folder.Path);
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Cancelled before the end; no file was left half-written.", run.Error.Trim());
    }

    [Fact]
    public void A_full_disk_is_told_of_wherever_the_output_goes()
    {
        if (!OperatingSystem.IsLinux()) return;
        folder.Write("a.system.json", System);
        var file = Tool.Run("score", folder.At("a.system.json"), "-o", "/dev/full");
        Assert.Equal(2, file.ExitCode);
        Assert.StartsWith("error: '/dev/full' cannot be written: No space left on device", file.Error);

        var stdout = ToolProcess.Shell("T score a.system.json > /dev/full", folder.Path);
        Assert.Equal(2, stdout.ExitCode);
        Assert.StartsWith("error: the output cannot be written: No space left on device", stdout.Error);

        var small = ToolProcess.Shell("ulimit -f 1; T score a.system.json --load 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 --format json -o out.json 2> /dev/null; test ! -e out.json && ls", folder.Path);
        Assert.Equal("a.system.json", small.Output.Trim());
    }

    [Fact]
    public void Devices_are_written_to_and_stay()
    {
        if (!OperatingSystem.IsLinux()) return;
        folder.Write("a.system.json", System);
        var run = ToolProcess.Shell("T score a.system.json -o /dev/full; test -c /dev/full && T score a.system.json -o /dev/stdout", folder.Path);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("Score ", run.Output);
    }

    [Fact]
    public void A_link_keeps_leading_to_what_is_written()
    {
        folder.Write("a.system.json", System);
        folder.Write("real/score.txt", "old");
        File.CreateSymbolicLink(folder.At("link.txt"), folder.At("real/score.txt"));

        Assert.Equal(0, Tool.Run("score", folder.At("a.system.json"), "-o", folder.At("link.txt")).ExitCode);

        Assert.NotNull(new FileInfo(folder.At("link.txt")).LinkTarget);
        Assert.StartsWith("Score ", File.ReadAllText(folder.At("real/score.txt")));
    }

    [Theory]
    [InlineData("a.system.json/out.txt")]
    [InlineData(".")]
    public void A_place_that_takes_no_file_is_named(string output)
    {
        folder.Write("a.system.json", System);
        var run = Tool.Run("score", folder.At("a.system.json"), "-o", folder.At(output));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: '{Path.GetFullPath(folder.At(output))}' cannot be written: ", run.Error);
        Assert.Equal([folder.At("a.system.json")], Files());
    }

    [Fact]
    public void Facts_that_were_not_written_to_the_end_are_no_shard()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "ScaleLint.Topology.dll"), folder.At("ScaleLint.Topology.dll"));
        Assert.Equal(0, Tool.Run("facts", folder.At("ScaleLint.Topology.dll"), "-o", folder.At("facts")).ExitCode);
        // Where the facts go stands a folder now, so that the second run ends half-way.
        File.Delete(folder.At("facts/ScaleLint.Topology.facts"));
        Directory.CreateDirectory(folder.At("facts/ScaleLint.Topology.facts"));

        Assert.Equal(2, Tool.Run("facts", folder.At("ScaleLint.Topology.dll"), "-o", folder.At("facts")).ExitCode);

        var link = Tool.Run("link", folder.At("facts"));
        Assert.Equal(2, link.ExitCode);
        Assert.Contains("holds no facts", link.Error);
    }

    private List<string> Files() => [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(x => !x.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Cancels as soon as a word is written.</summary>
    private sealed class Watcher(CancellationTokenSource stop, string word) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
