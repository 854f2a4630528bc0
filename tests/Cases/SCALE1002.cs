//// case: a layer that another must not use: by name, base, field, parameter, generic argument, attribute, call and pattern
//// compiled: bases, fields and attributes have no line
//// config: { "layers": [ { "name": "domain", "types": ["Shop.Domain.*"] }, { "name": "data", "types": ["Shop.Data.*"] } ],
//// config:   "rules": [ { "from": "domain", "to": "data", "reason": "The domain knows no database." } ] }
namespace Shop.Data
{
    public class Row;
    public class Table { public int Count; public static Table Open() => new(); }
    [AttributeUsage(AttributeTargets.Class)] public class MappedAttribute : Attribute;
    public interface IStored;
    public enum Mode { Fast, Safe }
}
namespace Shop.Domain
{
    using Shop.Data;
    public class A : Row; // !SCALE1002
    public class B { private readonly Table? table = null; public bool Has => table != null; } // !SCALE1002
    public class C { public void Take(Row row) { } } // !SCALE1002
    public class D { public List<Row> Rows { get; } = []; } // !SCALE1002
    [Mapped] public class E; // !SCALE1002
    //// says: The domain knows no database.
    public class F { public int Count() => Table.Open().Count; } // !SCALE1002
    public record G(Mode Mode); // !SCALE1002
    public class H { public bool Is(object x) => x is IStored; } // !SCALE1002
    public class I { public string Name => nameof(I); public int Sum(int x) => x + Name.Length; }
}

//// case: once per use and each at its place
//// compiled: a type's use is placed at a statement of it
//// config: { "rules": [ { "from": "Web.*", "to": "Store.*" } ] }
namespace Store { public class Db { public int Read() => 1; public int Write() => 2; } public class Log; }
namespace Web
{
    public class Page
    {
        private readonly Store.Db db = new(); // !SCALE1002
        public int Show() => db.Read();
        public object Other()
        {
            return new Store.Log(); // !SCALE1002
        }
    }
}

//// case: through an injected interface, of another project
//// config: { "rules": [ { "from": "Shop.Pages.*", "to": "Shop.Storage.*" } ] }
//// project: Storage lib
namespace Shop.Storage;
public interface IOrders { int Count(); }
public class Orders : IOrders { public int Count() => 3; }
//// project: Web
using Shop.Storage;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IOrders, Orders>();
builder.Services.AddSingleton<Shop.Pages.OrderPage>();
builder.Build().Run();
namespace Shop.Pages
{
    public class OrderPage(IOrders orders) { public int Show() => orders.Count(); } // !SCALE1002
}

//// case: types of a package
//// compiled: bases have no line
//// config: { "rules": [ { "from": "Shop.Domain.*", "to": "Npgsql.*" }, { "from": "Shop.Domain.*", "to": "Microsoft.EntityFrameworkCore.*" } ] }
namespace Shop.Domain
{
    using Microsoft.EntityFrameworkCore;
    public class Order { public int Id { get; set; } public int Count(Npgsql.NpgsqlConnection connection) => connection.ProcessID; } // !SCALE1002
    public class Orders : DbContext; // !SCALE1002
}

//// case: through others, where the rule says so
//// config: { "rules": [ { "from": "Shop.Api.*", "to": "Shop.Data.*", "transitive": true } ] }
//// project: Data lib
namespace Shop.Data { public class Table { public string Name = "t"; } }
//// project: Desk lib
namespace Shop.Desk { public class Clerk { public string Name() => new Shop.Data.Table().Name; } public class Porter { public string Name() => "p"; } }
//// project: Api lib
namespace Shop.Api
{
    //// path: Shop.Api.Page -> Shop.Desk.Clerk -> Shop.Data.Table
    public class Page { public string Show() => new Shop.Desk.Clerk().Name(); } // !SCALE1002
    public class Door { public string Show() => new Shop.Desk.Porter().Name(); }
}

//// case: a pattern with a star in the middle and an exact name
//// compiled: fields have no line
//// config: { "rules": [ { "from": "*.Domain.*", "to": "*.Infrastructure.*" }, { "from": "Billing.Invoices", "to": "Billing.Mail" } ] }
namespace Ordering.Infrastructure { public class Bus; }
namespace Ordering.Domain { public class Order { public Ordering.Infrastructure.Bus? Bus; } } // !SCALE1002
namespace Billing { public class Mail; public class Invoices { public Mail? Mail; } public class Reminders { public Mail? Mail; } } // !SCALE1002

//// case: quiet: not through others unless it says so, exceptions, inside the layer, the other direction
//// config: { "layers": [ { "name": "api", "types": ["Shop.Api.*"] }, { "name": "data", "types": ["Shop.Data.*"] } ],
//// config:   "rules": [ { "from": "api", "to": "data" }, { "from": "Shop.Api.Health", "to": "data", "allow": true } ] }
namespace Shop.Data { public class Table { public Shop.Api.Page? Page; public Table? Next; } }
namespace Shop.Desk { public class Clerk { public Shop.Data.Table Table = new(); } }
namespace Shop.Api
{
    public class Page { public object Show() => new Shop.Desk.Clerk(); }
    public class Health { public bool Up() => new Shop.Data.Table().Next == null; }
}

//// case: quiet: tests and generated code
//// config: { "rules": [ { "from": "Shop.*", "to": "Store.*" } ] }
//// project: Store lib
namespace Store { public class Db; }
//// project: Shop lib
namespace Shop { public class Page; [System.CodeDom.Compiler.GeneratedCode("tool", "1")] public class Made { public Store.Db? Db; } }
//// project: Tests test
namespace Shop { public class PageTests { public Store.Db Db = new(); } }
