namespace ScaleLint.Source.Tests;

public class CallTests
{
    [Fact]
    public void Ordinary_code_becomes_calls_loops_locks_and_writes()
    {
        var body = Snippet.Body("""
            int _x; List<string> _l = new(); static HttpClient C = new();
            async Task<string> Do(CancellationToken ct) {
                foreach (var s in _l) { var r = await C.GetStringAsync(s).ConfigureAwait(false); Console.WriteLine($"a {r} b"); _x++; }
                lock (_l) { _l.Add("x"); }
                return await Task.Run(() => Other(ct));
            }
            Task<string> Other(CancellationToken ct) => Task.FromResult("a" + _x);
            """);
        Assert.Equal("""
            local 0 s : String = element(this->F:T._l:List{String})
            local 1 r : String = #0
            loop ForEach over this->F:T._l:List{String} as local 0
              call #0 Direct M:Net.Http.HttpClient.GetStringAsync(String) on F:T.C:Net.Http.HttpClient[Static] of Net.Http.HttpClient (local 0) : Task{String} await Awaited token OverloadAvailable
              call #1 Direct M:Console.WriteLine(String) (interpolate("a ", local 1, " b")) : Void
              write Increment this->F:T._x:Int32 = ++(this->F:T._x:Int32)
            lock this->F:T._l:List{String}
              call #2 Direct M:List`1.Add(`0) on this->F:T._l:List{String} of List{String} ("x") : Void
            call #4 Direct M:Task.Run``1(Func{Task{``0}}) <String> (lambda 0) : Task{String} await Awaited token OverloadAvailable
            jump Return #4
            lambda 0  : Task{String}
              call #3 Direct M:T.Other(Threading.CancellationToken) on this of T (parameter 0) : Task{String} await Returned token Passed
              jump Return #3
            """, body);
    }
}
