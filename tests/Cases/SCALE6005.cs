//// case: Redis
using StackExchange.Redis;
using System.Text.Json;
public record Cart(List<string> Items);
public class A(IDatabase redis)
{
    public async Task Count(string key)
    {
        var n = (int)await redis.StringGetAsync(key);
        await redis.StringSetAsync(key, n + 1); // !SCALE6005
    }
    public async Task Add(string user, string item)
    {
        var json = await redis.StringGetAsync($"cart:{user}");
        var cart = JsonSerializer.Deserialize<Cart>((string)json!)!;
        cart.Items.Add(item);
        await redis.StringSetAsync($"cart:{user}", JsonSerializer.Serialize(cart)); // !SCALE6005
    }
    public void Sync(string id)
    {
        RedisKey key = "stock:" + id;
        var value = redis.StringGet(key);
        var left = int.Parse(value!) - 1;
        redis.StringSet(key, left.ToString()); // !SCALE6005
    }
    public async Task Field(string id)
    {
        var n = (long)await redis.HashGetAsync("h:" + id, "n");
        await redis.HashSetAsync("h:" + id, "n", n + 1); // !SCALE6005
    }
}

//// case: a distributed cache, documents and blobs
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Distributed;
using MongoDB.Driver;
public class Profile { public string Id { get; set; } = ""; public int Visits { get; set; } public List<string> Tags { get; set; } = []; }
public class B(IDistributedCache cache, Container container, IMongoCollection<Profile> profiles, BlobContainerClient blobs)
{
    public async Task One(string key)
    {
        var text = await cache.GetStringAsync(key);
        var n = text == null ? 0 : int.Parse(text);
        await cache.SetStringAsync(key, (n + 1).ToString()); // !SCALE6005
    }
    public async Task Two(string id)
    {
        var response = await container.ReadItemAsync<Profile>(id, new PartitionKey(id));
        var profile = response.Resource;
        profile.Visits++;
        await container.ReplaceItemAsync(profile, id, new PartitionKey(id)); // !SCALE6005
    }
    public async Task Three(string id)
    {
        var profile = await profiles.Find(x => x.Id == id).FirstOrDefaultAsync();
        profile.Tags.Add("x");
        await profiles.ReplaceOneAsync(x => x.Id == id, profile); // !SCALE6005
    }
    public async Task Four(string name)
    {
        var blob = blobs.GetBlobClient(name);
        var content = await blob.DownloadContentAsync();
        var profile = content.Value.Content.ToObjectFromJson<Profile>()!;
        profile.Visits += 1;
        await blob.UploadAsync(BinaryData.FromObjectAsJson(profile), overwrite: true); // !SCALE6005
    }
    public async Task Five(string id)
    {
        Profile profile = await container.ReadItemAsync<Profile>(id, new PartitionKey(id));
        profile.Visits = profile.Visits + 1;
        await container.UpsertItemAsync(profile, new PartitionKey(id)); // !SCALE6005
    }
}

//// case: through a store behind an interface, in another project
//// project: Carts lib
using System.Text.Json;
using StackExchange.Redis;
namespace Carts;
public class Cart { public List<string> Items { get; set; } = []; }
public interface ICarts { Task<Cart> Load(string user); Task Save(string user, Cart cart); }
public class RedisCarts(IDatabase redis) : ICarts
{
    public async Task<Cart> Load(string user)
    {
        var json = await redis.StringGetAsync("cart:" + user);
        return json.IsNull ? new Cart() : JsonSerializer.Deserialize<Cart>((string)json!)!;
    }
    public async Task Save(string user, Cart cart) => await redis.StringSetAsync("cart:" + user, JsonSerializer.Serialize(cart));
}
//// project: App lib
public class CartController(Carts.ICarts carts) : ControllerBase
{
    [HttpPost("/cart/{user}")] public async Task Add(string user, string item)
    {
        var cart = await carts.Load(user);
        cart.Items.Add(item);
        await carts.Save(user, cart); // !SCALE6005
    }
}

//// case: a number of an entity, in the action and in the entity itself
using Microsoft.EntityFrameworkCore;
public class Account
{
    public int Id { get; set; }
    public decimal Balance { get; set; }
    public int Points { get; private set; }
    public void Earn(int points) => Points += points; // !SCALE6005
}
public class Bank(DbContextOptions<Bank> o) : DbContext(o) { public DbSet<Account> Accounts => Set<Account>(); }
public class BankController(Bank db) : ControllerBase
{
    [HttpPost("/pay")] public async Task Pay(int id, decimal amount)
    {
        var account = await db.Accounts.FirstAsync(x => x.Id == id);
        account.Balance -= amount; // !SCALE6005
        await db.SaveChangesAsync();
    }
    [HttpPost("/all")] public async Task All(int[] ids)
    {
        foreach (var account in await db.Accounts.Where(x => ids.Contains(x.Id)).ToListAsync())
        {
            account.Balance = account.Balance * 1.01m; // !SCALE6005
            account.Earn(1);
        }
        await db.SaveChangesAsync();
    }
}

//// case: quiet: entities with a token, new ones, and updates in the database
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
public class Account { public int Id { get; set; } public decimal Balance { get; set; } [Timestamp] public byte[] Version { get; set; } = []; }
public class Stock { public int Id { get; set; } public int Left { get; set; } [ConcurrencyCheck] public Guid Stamp { get; set; } }
public class Seat { public int Id { get; set; } public int Sold { get; set; } public uint Version { get; set; } }
public class Line { public int Id { get; set; } public decimal Total { get; set; } public string Name { get; set; } = ""; }
public class Db(DbContextOptions<Db> o) : DbContext(o)
{
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Stock> Stocks => Set<Stock>();
    public DbSet<Seat> Seats => Set<Seat>();
    public DbSet<Line> Lines => Set<Line>();
    protected override void OnModelCreating(ModelBuilder builder) => builder.Entity<Seat>().Property(x => x.Version).IsRowVersion();
}
public class Q(Db db)
{
    public async Task One(int id, decimal amount) { var a = await db.Accounts.FirstAsync(x => x.Id == id); a.Balance -= amount; await db.SaveChangesAsync(); }
    public async Task Two(int id) { var s = await db.Stocks.FindAsync(id); s!.Left--; await db.SaveChangesAsync(); }
    public async Task Three(int id) { var s = await db.Seats.FindAsync(id); s!.Sold++; await db.SaveChangesAsync(); }
    public async Task Four(decimal[] parts) { var line = new Line(); foreach (var part in parts) line.Total += part; db.Lines.Add(line); await db.SaveChangesAsync(); }
    public async Task Five(int id) => await db.Lines.Where(x => x.Id == id).ExecuteUpdateAsync(x => x.SetProperty(l => l.Total, l => l.Total + 1));
    public async Task Six(int id, string name, decimal total) { var line = await db.Lines.FirstAsync(x => x.Id == id); line.Name = name; line.Total = total; await db.SaveChangesAsync(); }
}

//// case: quiet: etags, versions, transactions, scripts, atomic operations, locks, other keys
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Medallion.Threading;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;
public class Profile { public string Id { get; set; } = ""; public int Visits { get; set; } }
public class R(Container container, BlobClient blob, IDatabase redis, IDistributedCache cache, IDistributedLockProvider locks, HttpClient http)
{
    public async Task One(string id)
    {
        var read = await container.ReadItemAsync<Profile>(id, new PartitionKey(id));
        read.Resource.Visits++;
        await container.ReplaceItemAsync(read.Resource, id, new PartitionKey(id), new ItemRequestOptions { IfMatchEtag = read.ETag });
    }
    public async Task Two()
    {
        var read = await blob.DownloadContentAsync();
        var profile = read.Value.Content.ToObjectFromJson<Profile>()!;
        profile.Visits++;
        await blob.UploadAsync(BinaryData.FromObjectAsJson(profile), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = read.Value.Details.ETag } });
    }
    public async Task TwoOfMetadata(string? tag)
    {
        var read = await blob.GetPropertiesAsync();
        var metadata = new Dictionary<string, string>(read.Value.Metadata) { ["seen"] = "yes" };
        var conditions = new BlobRequestConditions { IfMatch = tag is null ? read.Value.ETag : new Azure.ETag(tag) };
        await blob.SetMetadataAsync(metadata, conditions);
    }
    public async Task Three(string key) { await redis.StringIncrementAsync(key); await redis.ScriptEvaluateAsync("return 1", [key]); }
    public async Task Four(string key)
    {
        var old = await redis.StringGetAsync(key);
        var tx = redis.CreateTransaction();
        tx.AddCondition(Condition.StringEqual(key, old));
        _ = tx.StringSetAsync(key, (int)old + 1);
        await tx.ExecuteAsync();
    }
    public async Task Five(string key)
    {
        await using var held = await locks.AcquireLockAsync(key);
        var n = (int)await redis.StringGetAsync(key);
        await redis.StringSetAsync(key, n + 1);
    }
    public async Task<string> Six(string key)
    {
        var text = await cache.GetStringAsync(key);
        if (text != null) return text;
        text = await http.GetStringAsync(key);
        await cache.SetStringAsync(key, text);
        return text;
    }
    public async Task Seven(string from, string to) { var value = await redis.StringGetAsync(from); await redis.StringSetAsync(to, value); }
}

//// case: quiet: a consumer that is the only writer
using MassTransit;
using StackExchange.Redis;
public record Tick(string Key);
public class TickConsumer(IDatabase redis) : IConsumer<Tick>
{
    public async Task Consume(ConsumeContext<Tick> context)
    {
        var n = (int)await redis.StringGetAsync(context.Message.Key);
        await redis.StringSetAsync(context.Message.Key, n + 1);
    }
}
