public class Client(HttpClient http)
{
    public async Task<string> Direct(string path, CancellationToken token)
    {
        var text = await http.GetStringAsync(path, token).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(1), token);
        return text.Trim();
    }

    public async Task Together(string[] paths)
    {
        var first = http.GetStringAsync("a");
        var second = http.GetStringAsync("b");
        await Task.WhenAll(first, second);
        Console.WriteLine(await first);
    }

    public Task<string> Handed(string path) => http.GetStringAsync(path);

    public void Dropped(string path) { _ = http.GetStringAsync(path); http.GetStringAsync(path); }

    public string Blocked(string path) => http.GetStringAsync(path).GetAwaiter().GetResult() + http.GetStringAsync(path).Result;

    public async Task Each(List<string> paths, CancellationToken token)
    {
        foreach (var path in paths)
        {
            if (path.Length == 0)
                continue;
            await http.GetStringAsync(path, token);
        }
    }

    public async Task<int> Caught(string path)
    {
        try
        {
            await http.GetStringAsync(path);
            return 1;
        }
        catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            Console.WriteLine(e.Message);
        }
        finally
        {
            Console.Beep();
        }
        return 0;
    }

    public async Task Late(string path)
    {
        try { await http.GetStringAsync(path); }
        catch (HttpRequestException) { await Task.Delay(5); }
        finally { await Task.Delay(6); }
    }

    public async IAsyncEnumerable<string> Stream(IAsyncEnumerable<string> paths)
    {
        await foreach (var path in paths)
        {
            var text = await http.GetStringAsync(path);
            yield return text;
        }
    }

    public async Task<List<string>> Selected(List<string> paths)
    {
        var tasks = paths.Select(async p => await http.GetStringAsync(p));
        var all = await Task.WhenAll(tasks);
        return all.ToList();
    }

    public async Task Retried(string path)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                await http.GetStringAsync(path);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100 * attempt);
            }
        }
    }
}
