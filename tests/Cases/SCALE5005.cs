//// case: responses of unknown length
public class AController(HttpClient http) : ControllerBase
{
    [HttpGet("/1")] public async Task<int> One()
    {
        using var response = await http.GetAsync("export");
        var text = await response.Content.ReadAsStringAsync(); // !SCALE5005
        return text.Length;
    }
    [HttpGet("/2")] public async Task<IActionResult> Two() => File(await http.GetByteArrayAsync("file"), "application/pdf"); // !SCALE5005
    [HttpGet("/3")] public async Task<int> Three() => (await Read("x")).Length;
    private async Task<byte[]> Read(string url)
    {
        var response = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), HttpCompletionOption.ResponseHeadersRead);
        return await response.Content.ReadAsByteArrayAsync(); // !SCALE5005
    }
}

//// case: request bodies and uploads
var app = WebApplication.Create(args);
app.MapPost("/raw", async (HttpRequest request) =>
{
    using var reader = new StreamReader(request.Body);
    return (await reader.ReadToEndAsync()).Length; // !SCALE5005
});
app.MapPost("/copy", async (HttpContext context) =>
{
    using var memory = new MemoryStream();
    await context.Request.Body.CopyToAsync(memory); // !SCALE5005
    return memory.Length;
});
app.MapPost("/form", async (IFormFile file) =>
{
    var memory = new MemoryStream();
    await file.CopyToAsync(memory); // !SCALE5005
    return memory.ToArray().Length;
});
app.Run();

//// case: files, through an interface
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IDocuments, Documents>();
var app = builder.Build();
app.MapGet("/doc/{name}", async (string name, IDocuments documents) => Results.Bytes(await documents.Read(name)));
app.MapGet("/text/{name}", (string name, IDocuments documents) => documents.Text(name));
app.Run();
public interface IDocuments { Task<byte[]> Read(string name); string Text(string name); }
public class Documents : IDocuments
{
    public async Task<byte[]> Read(string name) => await System.IO.File.ReadAllBytesAsync(Path.Combine("docs", name)); // !SCALE5005
    public string Text(string name) => System.IO.File.ReadAllText(name); // !SCALE5005
}

//// case: blobs and objects, in another project
//// project: Files lib
using Amazon.S3;
using Azure.Storage.Blobs;
namespace Files;
public class Blobs(BlobContainerClient container, IAmazonS3 s3)
{
    public async Task<byte[]> Get(string name)
    {
        var content = await container.GetBlobClient(name).DownloadContentAsync(); // !SCALE5005
        return content.Value.Content.ToArray();
    }
    public async Task<MemoryStream> Memory(string name)
    {
        var memory = new MemoryStream();
        await container.GetBlobClient(name).DownloadToAsync(memory); // !SCALE5005
        return memory;
    }
    public async Task<long> Object(string key)
    {
        using var got = await s3.GetObjectAsync("bucket", key);
        using var memory = new MemoryStream();
        await got.ResponseStream.CopyToAsync(memory); // !SCALE5005
        return memory.Length;
    }
}
//// project: App lib
public class FController(Files.Blobs blobs) : ControllerBase
{
    [HttpGet("/1")] public Task<byte[]> One(string name) => blobs.Get(name);
    [HttpGet("/2")] public Task<MemoryStream> Two(string name) => blobs.Memory(name);
    [HttpGet("/3")] public Task<long> Three(string name) => blobs.Object(name);
}

//// case: quiet: JSON of a declared type, streamed
using System.Text.Json;
public record Price(string Sku, decimal Amount);
public class JController(HttpClient http) : ControllerBase
{
    [HttpGet("/1")] public Task<Price?> One() => http.GetFromJsonAsync<Price>("price");
    [HttpGet("/2")] public async Task<Price?> Two() { using var r = await http.GetAsync("price"); return await r.Content.ReadFromJsonAsync<Price>(); }
    [HttpGet("/3")] public async Task<Price?> Three() { await using var s = await http.GetStreamAsync("price"); return await JsonSerializer.DeserializeAsync<Price>(s); }
    [HttpPost("/4")] public async Task Four() => await JsonSerializer.DeserializeAsync<Price>(Request.Body);
    [HttpGet("/5")] public async Task Five() { await using var s = await http.GetStreamAsync("x"); await s.CopyToAsync(Response.Body); }
    [HttpPost("/6")] public async Task Six(IFormFile file) { await using var target = System.IO.File.Create("x"); await file.CopyToAsync(target); }
    [HttpGet("/7")] public async Task Seven() { await foreach (var line in System.IO.File.ReadLinesAsync("x")) await Response.WriteAsync(line); }
    [HttpPost("/8")] public async Task Eight() { var memory = new MemoryStream([1, 2, 3]); await memory.CopyToAsync(Response.Body); using var text = new StringReader("x"); Console.WriteLine(text.ReadToEnd()); }
    [HttpGet("/9")] public string[] Nine() => System.IO.Directory.GetFiles("x");
}

//// case: quiet: the payload is limited
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Small>(c => c.MaxResponseContentBufferSize = 64 * 1024);
var app = builder.Build();
app.MapPost("/hook", async (HttpRequest request) => (await new StreamReader(request.Body).ReadToEndAsync()).Length).WithMetadata(new RequestSizeLimitAttribute(10_000));
app.Run();
public class Small(HttpClient http) { public Task<string> Get() => http.GetStringAsync("x"); }
public class Own
{
    private static readonly HttpClient Http = new() { MaxResponseContentBufferSize = 1024 };
    public async Task<string> Get() => await (await Http.GetAsync("x")).Content.ReadAsStringAsync();
}
[RequestSizeLimit(100_000)]
public class LController(Small small, Own own) : ControllerBase
{
    [HttpPost("/1")] public async Task<int> One() => (await new StreamReader(Request.Body).ReadToEndAsync()).Length + (await small.Get()).Length + (await own.Get()).Length;
}
public class MController : ControllerBase
{
    [HttpPost("/2"), RequestSizeLimit(4096)] public async Task<int> Two() { using var m = new MemoryStream(); await Request.Body.CopyToAsync(m); return (int)m.Length; }
}

//// case: quiet: no request waits for it
public class Import(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var text = await http.GetStringAsync("export", stop);
            await System.IO.File.WriteAllTextAsync("x", text + await System.IO.File.ReadAllTextAsync("y", stop), stop);
            await Task.Delay(60000, stop);
        }
    }
}
