//// case: fields, parameters, locals and bases count, each type once
//// compiled: a type has no place in compiled code
//// option: scalelint.SCALE1003.max_types = 4
public class A; public class B; public class C; public class D; public class E<T>;
//// says: Hub depends on 5 types (limit 4)
public class Hub : A // !SCALE1003
{
    private readonly B b = new();
    public C? Take(C c, List<C> more) => c ?? more[0];
    public void Use() { var d = new D(); _ = d.ToString() + b; }
    public E<int>? Generic() => null;
}

//// case: types of packages count, of the base class library not
//// compiled: a type has no place in compiled code
//// option: scalelint.SCALE1003.max_types = 3
using StackExchange.Redis;
public class Cache(IConnectionMultiplexer redis) // !SCALE1003
{
    public async Task<string?> Get(string key, CancellationToken ct)
    {
        IDatabase database = redis.GetDatabase();
        RedisValue value = await database.StringGetAsync((RedisKey)key);
        return value.HasValue ? value.ToString() : null;
    }
}
public class Plain(HttpClient http, ILogger<Plain> log, IConfiguration configuration) : ControllerBase
{
    private readonly Dictionary<string, List<Uri>> seen = new();
    public async Task<string> Get(string key) { log.LogInformation("{Key}", key); seen.Clear(); return await http.GetStringAsync(configuration[key]); }
}

//// case: thirty-one types are one too many, thirty are not
//// compiled: a type has no place in compiled code
public class T1; public class T2; public class T3; public class T4; public class T5; public class T6; public class T7; public class T8; public class T9; public class T10;
public class T11; public class T12; public class T13; public class T14; public class T15; public class T16; public class T17; public class T18; public class T19; public class T20;
public class T21; public class T22; public class T23; public class T24; public class T25; public class T26; public class T27; public class T28; public class T29; public class T30; public class T31;
public class Thirty
{
    public void Use(T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j, T11 k, T12 l, T13 m, T14 n, T15 o, T16 p, T17 q, T18 r, T19 s, T20 t, T21 u, T22 v, T23 w, T24 x, T25 y, T26 z, T27 aa, T28 bb, T29 cc, T30 dd) { }
}
public class ThirtyOne // !SCALE1003
{
    public void Use(T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j, T11 k, T12 l, T13 m, T14 n, T15 o, T16 p, T17 q, T18 r, T19 s, T20 t, T21 u, T22 v, T23 w, T24 x, T25 y, T26 z, T27 aa, T28 bb, T29 cc, T30 dd) { }
    public T31? Last;
}

//// case: quiet: composition roots and generated code
//// option: scalelint.SCALE1003.max_types = 2
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<IOne, One>().AddScoped<ITwo, Two>().AddScoped<IThree, Three>();
builder.Services.AddMine();
var app = builder.Build();
app.Run();
public interface IOne; public interface ITwo; public interface IThree;
public class One : IOne; public class Two : ITwo; public class Three : IThree;
public static class Registrations
{
    public static IServiceCollection AddMine(this IServiceCollection services)
    {
        services.AddSingleton<IOne, One>();
        services.AddSingleton<ITwo>(_ => new Two());
        return services.AddTransient<IThree, Three>();
    }
}
[System.CodeDom.Compiler.GeneratedCode("tool", "1")]
public class Made { public IOne? A; public ITwo? B; public IThree? C; public One? D; }
public class Startup
{
    public void ConfigureServices(IServiceCollection services) { services.AddScoped<IOne, One>(); services.AddScoped<ITwo, Two>(); services.AddScoped<IThree, Three>(); }
}

//// case: quiet: modules of other containers
//// option: scalelint.SCALE1003.max_types = 2
public interface IOne; public interface ITwo; public interface IThree;
public class Processing : Autofac.Module
{
    protected override void Load(Autofac.ContainerBuilder builder) => builder.Register(typeof(IOne), typeof(ITwo), typeof(IThree));
}
public class Kernel : Ninject.Modules.NinjectModule { public IOne? One; public ITwo? Two; public IThree? Three; }
namespace Autofac
{
    public class ContainerBuilder { public void Register(params Type[] types) { } }
    public class Module { protected virtual void Load(ContainerBuilder builder) { } }
}
namespace Ninject.Modules { public class NinjectModule; }
