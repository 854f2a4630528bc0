using Microsoft.EntityFrameworkCore;

namespace Shop.Catalog.Data;

public sealed class Product
{
    public Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public decimal Price { get; init; }
    public int Stock { get; init; }
    public byte[]? Image { get; init; }
    public long ImageChecksum { get; init; }
}

public sealed class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Product>().HasIndex(product => product.Sku).IsUnique();
}
