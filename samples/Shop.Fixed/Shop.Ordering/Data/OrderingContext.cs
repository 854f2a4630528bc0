using Microsoft.EntityFrameworkCore;

namespace Shop.Ordering.Data;

public sealed class OrderingContext(DbContextOptions<OrderingContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<DiscountAgreement> DiscountAgreements => Set<DiscountAgreement>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Shipment> Shipments => Set<Shipment>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<ConfirmationRecord> Confirmations => Set<ConfirmationRecord>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
}
