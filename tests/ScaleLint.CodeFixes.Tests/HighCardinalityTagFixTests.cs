namespace ScaleLint.CodeFixes.Tests;

public class HighCardinalityTagFixTests
{
    [Fact]
    public Task Tags_with_the_routes_template() => Mended.By<HighCardinalityTagFix>(
        """
        using System.Diagnostics.Metrics;
        public class PayController : ControllerBase
        {
            private static readonly Histogram<double> Took = new Meter("shop").CreateHistogram<double>("took");

            [HttpPost("/pay/{id}")]
            public void Pay() => Took.Record(1.5, {|SCALE9002:new|} KeyValuePair<string, object?>("path", Request.Path.Value));
        }
        public class Timing(RequestDelegate next)
        {
            private static readonly Histogram<double> Took = new Meter("web").CreateHistogram<double>("took");

            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                Took.Record(1, {|SCALE9002:new|} KeyValuePair<string, object?>("path", context.Request.Path.ToString()));
            }
        }
        """,
        """
        using System.Diagnostics.Metrics;
        public class PayController : ControllerBase
        {
            private static readonly Histogram<double> Took = new Meter("shop").CreateHistogram<double>("took");

            [HttpPost("/pay/{id}")]
            public void Pay() => Took.Record(1.5, new KeyValuePair<string, object?>("path", (Request.HttpContext.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText));
        }
        public class Timing(RequestDelegate next)
        {
            private static readonly Histogram<double> Took = new Meter("web").CreateHistogram<double>("took");

            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                Took.Record(1, new KeyValuePair<string, object?>("path", (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText));
            }
        }
        """, 2);

    [Fact]
    public Task Offers_nothing_where_the_path_is_part_of_a_text_or_another_value_is_the_tag() => Mended.By<HighCardinalityTagFix>(
        """
        using System.Diagnostics.Metrics;
        public class PayController : ControllerBase
        {
            private static readonly Histogram<double> Took = new Meter("shop").CreateHistogram<double>("took");

            [HttpPost("/pay/{id}")]
            public void Pay(Guid id)
            {
                Took.Record(1, {|SCALE9002:new|} KeyValuePair<string, object?>("path", Request.Path + "?"));
                Took.Record(1, {|SCALE9002:new|} KeyValuePair<string, object?>("id", id));
            }
        }
        """, null);
}
