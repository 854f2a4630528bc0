//// case: EF transaction around an HTTP call
using Microsoft.EntityFrameworkCore;
public class Order { public int Id { get; set; } }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); }
public class AController(Shop db, HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public async Task A(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Orders.Add(new Order());
        await db.SaveChangesAsync(ct);
        await http.PostAsync("pay", null, ct); // !SCALE6002
        await transaction.CommitAsync(ct);
    }
}

//// case: TransactionScope, through an injected interface in another project
//// project: Pay lib
namespace Pay;
public interface IPayments { Task Charge(decimal amount); }
public class Payments(HttpClient http) : IPayments { public async Task Charge(decimal amount) => await http.PostAsync("charge", null); }
//// project: App lib
using System.Transactions;
using Microsoft.EntityFrameworkCore;
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Checkout(Db db, Pay.IPayments payments)
{
    //// path: Checkout.Buy -> IPayments.Charge -> HttpClient.PostAsync
    public async Task Buy()
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await db.SaveChangesAsync();
        await payments.Charge(10); // !SCALE6002
        scope.Complete();
    }
}

//// case: ADO.NET and Dapper, around Redis, a broker, mail and a third party
using Dapper;
using MailKit.Net.Smtp;
using MimeKit;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;
using Stripe;
public class Mixed(NpgsqlDataSource source, IDatabase redis, IChannel channel, ISmtpClient smtp)
{
    public async Task One(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using (var tx = await connection.BeginTransactionAsync(ct))
        {
            await connection.ExecuteAsync("update x set y = 1", transaction: tx);
            await redis.StringSetAsync("a", "b"); // !SCALE6002
            await channel.BasicPublishAsync("x", "y", new byte[1]); // !SCALE6002
            await tx.CommitAsync(ct);
        }
    }
    public void Two()
    {
        using var connection = source.OpenConnection();
        using var tx = connection.BeginTransaction();
        try
        {
            connection.Execute("insert into x values (1)", null, tx);
            new ChargeService().Create(new ChargeCreateOptions()); // !SCALE6002
            smtp.Send(new MimeMessage()); // !SCALE6002
            tx.Commit();
        }
        catch { tx.Rollback(); throw; }
    }
}

//// case: inside an execution strategy
using Microsoft.EntityFrameworkCore;
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Strategy(Db db, HttpClient http)
{
    public Task Run() => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        using var tx = db.Database.BeginTransaction();
        await db.SaveChangesAsync();
        await http.GetStringAsync("x"); // !SCALE6002
        tx.Commit();
    });
}

//// case: MassTransit without an outbox
using MassTransit;
using Microsoft.EntityFrameworkCore;
public record Placed(int Id);
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Publishes(Db db, IPublishEndpoint bus)
{
    public async Task Run()
    {
        await using var tx = await db.Database.BeginTransactionAsync();
        await db.SaveChangesAsync();
        await bus.Publish(new Placed(1)); // !SCALE6002
        await tx.CommitAsync();
    }
}

//// case: a unit of work that begins and commits for its caller
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
public class Db(DbContextOptions<Db> o) : DbContext(o);
public interface IUnitOfWork { Task Begin(); Task Commit(); }
public class UnitOfWork(Db db) : IUnitOfWork
{
    private IDbContextTransaction? current;
    public async Task Begin() => current = await db.Database.BeginTransactionAsync();
    public async Task Commit() { await db.SaveChangesAsync(); await current!.CommitAsync(); }
}
public class Handler(IUnitOfWork work, HttpClient http)
{
    public async Task Handle()
    {
        await work.Begin();
        await http.GetStringAsync("x"); // !SCALE6002
        await work.Commit();
    }
}

//// case: quiet: calls before it, after the commit, in the background, and to the same database
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
public class Order { public int Id { get; set; } }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); }
public class Q(Shop db, NpgsqlConnection connection, HttpClient http)
{
    public async Task A()
    {
        await http.GetStringAsync("before");
        await using var tx = await db.Database.BeginTransactionAsync();
        await db.Orders.Where(x => x.Id == 1).ExecuteDeleteAsync();
        await db.SaveChangesAsync();
        await db.Database.GetDbConnection().ExecuteAsync("update orders set n = 1");
        await tx.CommitAsync();
        await http.GetStringAsync("after");
    }
    public async Task B()
    {
        await using (var tx = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("update x set y = 1", transaction: tx);
            await tx.CommitAsync();
        }
        await http.GetStringAsync("after");
    }
    public async Task C()
    {
        using var tx = connection.BeginTransaction();
        connection.Execute("x", null, tx);
        _ = Task.Run(() => http.GetStringAsync("x"));
        tx.Commit();
        await Task.Yield();
    }
}

//// case: quiet: an outbox table
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
public class OutboxMessage { public int Id { get; set; } public string Body { get; set; } = ""; }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>(); }
public class Writes(Db db)
{
    public async Task Run()
    {
        await using var tx = await db.Database.BeginTransactionAsync();
        db.Outbox.Add(new OutboxMessage { Body = JsonSerializer.Serialize(1) });
        await db.SaveChangesAsync();
        await tx.CommitAsync();
    }
}

//// case: quiet: a transaction of the cache is a batch
using StackExchange.Redis;
public class Batch(IDatabase redis, HttpClient http)
{
    public async Task Run()
    {
        var batch = redis.CreateTransaction();
        _ = batch.StringSetAsync("a", "b");
        await http.GetStringAsync("x");
        await batch.ExecuteAsync();
    }
}

//// case: an execution strategy's transaction, an ambient one, and Dapper's
using System.Transactions;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class PayController(Db db, HttpClient http, NpgsqlDataSource source) : ControllerBase
{
    [HttpPost("/a")] public async Task A(CancellationToken ct)
    {
        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.SaveChangesAsync(ct);
            await http.PostAsync("http://pay/charge", null, ct); // !SCALE6002
            await transaction.CommitAsync(ct);
        });
    }
    [HttpPost("/b")] public async Task B()
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await db.SaveChangesAsync();
        await Charge(); // !SCALE6002
        scope.Complete();
    }
    [HttpPost("/c")] public async Task C()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("update a set b = 1", transaction: transaction);
        await Charge(); // !SCALE6002
        await transaction.CommitAsync();
    }
    private Task Charge() => http.PostAsync("http://pay/charge", null);
}

//// case: a transaction of documents is held by another call, not by its own
using MongoDB.Bson;
using MongoDB.Driver;
public class Moves(IMongoClient client, IMongoCollection<BsonDocument> accounts, HttpClient http)
{
    public async Task Move(BsonDocument a, BsonDocument b, CancellationToken ct)
    {
        using var session = await client.StartSessionAsync(cancellationToken: ct);
        session.StartTransaction();
        await accounts.InsertOneAsync(session, a, cancellationToken: ct);
        await accounts.InsertOneAsync(session, b, cancellationToken: ct);
        await http.GetStringAsync("https://audit.internal/moved", ct); // !SCALE6002
        await session.CommitTransactionAsync(ct);
    }
}

//// case: quiet: after the commit, before it begins, the same database
using Dapper;
using Npgsql;
public class AfterController(HttpClient http, NpgsqlDataSource source) : ControllerBase
{
    [HttpPost("/c")] public async Task C()
    {
        var rate = await http.GetStringAsync("http://rates/x");
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("update a set b = 1", transaction: transaction);
            await connection.ExecuteAsync("insert into outbox values (1)", transaction: transaction);
            await transaction.CommitAsync();
        }
        await http.PostAsync("http://pay/charge?" + rate, null);
    }
}
