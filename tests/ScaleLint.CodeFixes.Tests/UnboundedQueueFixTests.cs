namespace ScaleLint.CodeFixes.Tests;

public class UnboundedQueueFixTests
{
    [Fact]
    public Task Bounds_a_channel() => Mended.By<UnboundedQueueFix>(
        """
        using System.Threading.Channels;
        public class JobsController : ControllerBase
        {
            private static readonly Channel<string> Jobs = Channel.{|SCALE5001:CreateUnbounded<string>|}();
            private static readonly Channel<int> Ids = Channel.{|SCALE5001:CreateUnbounded<int>|}(new UnboundedChannelOptions { SingleReader = true });

            [HttpPost("/jobs")]
            public async Task Post(string job, CancellationToken token)
            {
                await Jobs.Writer.WriteAsync(job, token);
                await Ids.Writer.WriteAsync(job.Length, token);
            }
        }
        """,
        """
        using System.Threading.Channels;
        public class JobsController : ControllerBase
        {
            private static readonly Channel<string> Jobs = Channel.CreateBounded<string>(1000);
            private static readonly Channel<int> Ids = Channel.CreateBounded<int>(new BoundedChannelOptions(1000) { SingleReader = true });

            [HttpPost("/jobs")]
            public async Task Post(string job, CancellationToken token)
            {
                await Jobs.Writer.WriteAsync(job, token);
                await Ids.Writer.WriteAsync(job.Length, token);
            }
        }
        """, 2);

    [Fact]
    public Task Bounds_a_blocking_collection() => Mended.By<UnboundedQueueFix>(
        """
        using System.Collections.Concurrent;
        public class JobsController : ControllerBase
        {
            private static readonly BlockingCollection<string> Jobs = {|SCALE5001:new|} BlockingCollection<string>();
            private static readonly BlockingCollection<string> Last = {|SCALE5001:new|}(new ConcurrentStack<string>());

            [HttpPost("/jobs")]
            public void Post(string job)
            {
                Jobs.Add(job);
                Last.Add(job);
            }
        }
        """,
        """
        using System.Collections.Concurrent;
        public class JobsController : ControllerBase
        {
            private static readonly BlockingCollection<string> Jobs = new BlockingCollection<string>(1000);
            private static readonly BlockingCollection<string> Last = new(new ConcurrentStack<string>(), 1000);

            [HttpPost("/jobs")]
            public void Post(string job)
            {
                Jobs.Add(job);
                Last.Add(job);
            }
        }
        """, 2);

    [Fact]
    public Task Offers_nothing_where_a_writer_would_lose_what_it_writes() => Mended.By<UnboundedQueueFix>(
        """
        using System.Threading.Channels;
        public class JobsController : ControllerBase
        {
            private static readonly Channel<string> Jobs = Channel.{|SCALE5001:CreateUnbounded<string>|}();

            [HttpPost("/jobs")]
            public void Post(string job) => Jobs.Writer.TryWrite(job);
        }
        """, null);
}
