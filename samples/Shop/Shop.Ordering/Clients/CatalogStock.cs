using System.Globalization;
using Npgsql;

namespace Shop.Ordering.Clients;

/// <summary>Reads stock from the catalogue's tables.</summary>
public sealed class CatalogStock(NpgsqlDataSource catalog)
{
    /// <summary>The smallest stock among the given articles, in pieces.</summary>
    public async Task<int> LowestAsync(string[] skus, CancellationToken cancellationToken)
    {
        try
        {
            await using var query = catalog.CreateCommand("select coalesce(min(\"Stock\"), 0) from \"Products\" where \"Sku\" = any(@skus)");
            query.CommandTimeout = 2;
            query.Parameters.AddWithValue("skus", skus);
            return Convert.ToInt32(await query.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        }
        catch (Exception) // fault: SCALE4005
        {
            return int.MaxValue;
        }
    }
}
