//// case: a conditional set without expiry
using StackExchange.Redis;
public class A(IDatabase redis)
{
    public async Task<bool> Take() => await redis.StringSetAsync("lock:job", Environment.MachineName, when: When.NotExists); // !SCALE6004
    public bool TakeSync(string id) => redis.StringSet("locks/" + id, "1", null, When.NotExists); // !SCALE6004
}

//// case: deleted later, whatever its name, through a helper
using StackExchange.Redis;
public class B(IDatabase redis)
{
    public async Task Run()
    {
        if (!await Claim("import")) return;
        try { Console.WriteLine(); } finally { await redis.KeyDeleteAsync("import"); }
    }
    private Task<bool> Claim(string name) => redis.StringSetAsync(name, "me", when: When.NotExists); // !SCALE6004
}

//// case: in another project, behind an interface, SETNX by hand, and a lock for ever
//// project: Locks lib
using StackExchange.Redis;
namespace Locks;
public interface ILease { Task<bool> Acquire(string name); }
public class RedisLease(IConnectionMultiplexer redis) : ILease
{
    public async Task<bool> Acquire(string name) => await redis.GetDatabase().StringSetAsync($"lease:{name}", "held", null, When.NotExists, CommandFlags.None); // !SCALE6004
    public async Task<bool> ByHand(string name) => (int)await redis.GetDatabase().ExecuteAsync("SETNX", "mutex:" + name, "1") == 1; // !SCALE6004
    public bool ForEver(string name) => redis.GetDatabase().LockTake(name, "me", TimeSpan.MaxValue); // !SCALE6004
}
//// project: App lib
public class Job(Locks.ILease lease) { public Task<bool> Run() => lease.Acquire("job"); }

//// case: a blob lease that never ends
using Azure.Storage.Blobs.Specialized;
public class C(BlobLeaseClient lease)
{
    public async Task Take() => await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration); // !SCALE6004
    public async Task Take2() => await lease.AcquireAsync(TimeSpan.FromSeconds(-1)); // !SCALE6004
}

//// case: quiet: a time to live, library locks, first-seen flags
using Azure.Storage.Blobs.Specialized;
using Medallion.Threading;
using RedLockNet;
using StackExchange.Redis;
public class Q(IDatabase redis, IDistributedLockProvider locks, IDistributedLockFactory red, BlobLeaseClient lease)
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);
    public async Task One() => await redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(30));
    public async Task Two() => await redis.StringSetAsync("lock:job", "me", TimeSpan.FromSeconds(30), When.NotExists);
    public async Task Three() => await redis.StringSetAsync("lock:job", "me", Ttl, When.NotExists);
    public async Task Four(TimeSpan ttl) => await redis.StringSetAsync("lock:job", "me", ttl, When.NotExists);
    public async Task Five() { await using (await locks.AcquireLockAsync("job")) { } }
    public async Task Six() { await using var held = await red.CreateLockAsync("job", TimeSpan.FromSeconds(10)); }
    public async Task Seven() => await lease.AcquireAsync(TimeSpan.FromSeconds(60));
    public async Task<bool> Eight(string id) => await redis.StringSetAsync("seen:" + id, "1", TimeSpan.FromDays(1), When.NotExists);
    public async Task<bool> Nine(string id) => await redis.StringSetAsync("welcome:" + id, "1", when: When.NotExists);
    public async Task Ten() => await redis.StringSetAsync("lock:note", "me");
}

//// case: a lock by a plain set, in a helper
using StackExchange.Redis;
public class Locks(IDatabase redis)
{
    public async Task<bool> TryEnter(string name) => await redis.StringSetAsync("lock:" + name, "1", when: When.NotExists); // !SCALE6004
    public async Task Leave(string name) => await redis.KeyDeleteAsync("lock:" + name);
    public async Task<bool> Take(string name) => await redis.StringSetAsync("lock:" + name, "1", TimeSpan.FromSeconds(30), When.NotExists);
    public async Task<bool> Held(string name) => await redis.LockTakeAsync("lock:" + name, "me", TimeSpan.FromSeconds(30));
}
