//// case: two namespaces
//// compiled: a type has no place in compiled code
namespace Shop.Orders { public class Order { public Shop.Billing.Invoice? Invoice; public Shop.Billing.Invoice? Last; } }
//// says: cut Shop.Billing -> Shop.Orders (1 reference)
namespace Shop.Billing { public class Invoice { public Shop.Orders.Order? Order; } } // !SCALE1001

//// case: across projects of the solution by namespace
//// compiled: a type has no place in compiled code
//// project: One lib
namespace Parts.Left { public class L { public Parts.Right.R? R; public Parts.Right.R? Q; } }
namespace Parts.Right { public class R { public static Parts.Left.L? L; } } // !SCALE1001
//// project: Two lib
namespace Parts.User { public class U { public Parts.Left.L? L; } }

//// case: three namespaces, cut where fewest references are
namespace Ring.A { public class A1 { public Ring.B.B1 Make() => new(); public Ring.B.B1 Again() => new(); } }
namespace Ring.B { public class B1 { public Ring.C.C1 Make() => new(); public Ring.C.C1 Again() => new(); } }
namespace Ring.C
{
    public class C1
    {
        //// says: Ring.A, Ring.B, Ring.C
        public object Make() => Ring.A.Names.Value(); // !SCALE1001
    }
}
namespace Ring.A { public static class Names { public static string Value() => "a"; } }

//// case: services that call each other, by name
//// project: Orders
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("billing", c => c.BaseAddress = new Uri("http://billing"));
var app = builder.Build();
app.MapGet("/orders/{id}", (int id) => id);
app.MapPost("/orders", async (IHttpClientFactory factory) => await factory.CreateClient("billing").PostAsJsonAsync("/invoices", 1));
app.MapPut("/orders", async (IHttpClientFactory factory) => await factory.CreateClient("billing").PostAsJsonAsync("/invoices", 2));
app.Run();
//// project: Billing
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<OrdersClient>(c => c.BaseAddress = new Uri("http://orders"));
var app = builder.Build();
app.MapPost("/invoices", async (OrdersClient orders) => await orders.Get(1));
app.Run();
public class OrdersClient(HttpClient http)
{
    //// says: Billing -> Orders
    public Task<string> Get(int id) => http.GetStringAsync($"/orders/{id}"); // !SCALE1001
}

//// case: quiet: services that call each other over a queue
//// project: Left
using MassTransit;
var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/x", (HttpClient http) => http.GetStringAsync("http://right/y"));
app.Run();
public record Done(int Id);
public class DoneHandler : IConsumer<Done> { public Task Consume(ConsumeContext<Done> context) => Task.CompletedTask; }
//// project: Right
using MassTransit;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/y", (IPublishEndpoint bus) => bus.Publish(new RightDone(1)));
app.Run();
public record RightDone(int Id);

//// case: quiet: a namespace and its child
namespace Feature { public class Root { public Feature.Parts.Part? Part; } }
namespace Feature.Parts { public class Part { public Feature.Root? Root; } }

//// case: a namespace and its child, opted in
//// compiled: a type has no place in compiled code
//// option: scalelint.SCALE1001.include_nested = true
namespace Feature { public class Root { public Feature.Parts.Part? Part; public Feature.Parts.Part? Other; } }
namespace Feature.Parts { public class Part { public Feature.Root? Root; } } // !SCALE1001

//// case: quiet: generated code closes the circle
namespace G.A { public class One { public G.B.Two? Two; } }
namespace G.B { public class Two { } [System.CodeDom.Compiler.GeneratedCode("tool", "1")] public class Three { public G.A.One? One; } }

//// case: quiet: one direction only
namespace App.Web { public class Page { public App.Data.Row? Row; } }
namespace App.Data { public class Row { public int Id; } }

//// case: quiet: siblings of one folder through their parent
namespace Shop { public abstract class Entity { public int Id; } }
namespace Shop.Orders { public class Order : Shop.Entity { public Shop.Billing.Invoice? Invoice; } }
namespace Shop.Billing { public class Invoice : Shop.Entity { } }

//// case: quiet: a test project
//// project: App lib
namespace T.Code { public class Thing { public int Id; } }
//// project: AppTests test
namespace T.Checks { public class Check { public T.Code.Thing? Thing; public T.Fakes.Fake? Fake; } }
namespace T.Fakes { public class Fake { public T.Checks.Check? Check; } }
