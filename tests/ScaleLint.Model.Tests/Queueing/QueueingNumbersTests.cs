namespace ScaleLint.Model.Tests;

public class QueueingNumbersTests
{
    [Theory]
    [InlineData(2, 0.8, 0.329897, 0.711111)]
    [InlineData(10, 0.9, 0.167963, 0.668732)]
    [InlineData(100, 0.95, 0.048804, 0.506457)]
    public void Erlang_b_and_c(double servers, double rho, double b, double c)
    {
        Assert.Equal(b, Erlang.B(servers, servers * rho), 5e-7);
        Assert.Equal(c, Erlang.C(servers, servers * rho), 5e-7);
    }

    [Theory]
    [InlineData(0.97), InlineData(0.99), InlineData(0.999), InlineData(1), InlineData(1.01), InlineData(1.5)]
    public void Erlang_b_of_many_servers_goes_on_where_the_recursion_ends(double rho)
    {
        var exact = Erlang.B(20_000, 20_000 * rho);
        Assert.Equal(1, Erlang.B(20_001, 20_001 * rho) / exact, 0.01);
        Assert.InRange(Erlang.C(1e15, 1e15 * Math.Min(rho, 0.999)), 0, 1);
    }

    [Fact]
    public void Three_servers()
    {
        var (first, second, third) = TimeLaw.Gamma(100, 1);
        var wait = MultiServerQueue.Wait(3, 0.02, first, second, third);
        Assert.Equal(0.144444, (wait.Mean + 100) / 1000, 5e-7);

        // S_wait(t) = C e^(-t / mean)
        Assert.Equal(0.379424, wait.MeanIfAny * Math.Log(wait.Chance / 0.01) / 1000, 5e-7);
        Assert.Equal(379.424, TimeLaw.Wait(wait.Chance, wait.MeanIfAny, wait.Scv).Quantile(0.99), 0.005);
    }

    [Fact]
    public void Lazowskas_network()
    {
        ClosedStation[] stations = [new(1, 605, 1), new(1, 2100, 1), new(1, 1350, 1)];
        var (x, r, _) = ClosedNetwork.Solve(3, 15_000, 4055, stations);
        Assert.Equal(0.151516, x * 1000, 5e-7);
        Assert.Equal(4.799825, r / 1000, 5e-7);
    }

    [Fact]
    public void Gunthers_network()
    {
        ClosedStation[] stations = [new(1, 9.8, 1), new(1, 2.5, 1), new(1, 0.72, 1), new(1, 9.8, 1)];
        var (x, r, _) = ClosedNetwork.Solve(10, 0, 22.82, stations);
        Assert.Equal(92.394525, x * 1000, 5e-7);
        Assert.Equal(0.108231521, r / 1000, 5e-10);
    }

    [Fact]
    public void Ten_users_of_one_server()
    {
        var (x, r, _) = ClosedNetwork.Solve(10, 1000, 100, [new(1, 100, 1)]);
        Assert.Equal(7.854177, x * 1000, 5e-7);
        Assert.Equal(0.273208, r / 1000, 5e-7);
    }

    [Fact]
    public void Scalability_peaks()
    {
        const double Lambda = 995.6486, Sigma = 0.02671591, Kappa = 7.690945e-4;
        Assert.Equal(35, UniversalScalability.Peak(Sigma, Kappa));
        Assert.Equal(12341.745, UniversalScalability.Throughput(Lambda, Sigma, Kappa, 35), 1e-3);
    }

    [Theory]
    [InlineData(2, 0.5, 2.875, 5e-4)]
    [InlineData(4, 0.5, 3.7898, 5e-5)]
    [InlineData(8, 0.9, 21.4534, 5e-5)]
    public void Fork_join(int branches, double rho, double expected, double precision) =>
        Assert.Equal(expected, ForkJoin.Factor(branches, rho) / (1 - rho), precision);
}
