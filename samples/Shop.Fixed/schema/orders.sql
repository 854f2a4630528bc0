create table "Customers" (
  "Id" uuid primary key,
  "Name" text not null
);

create table "DiscountAgreements" (
  "Id" uuid primary key,
  "CustomerId" uuid not null,
  "Percent" numeric(5, 2) not null
);

create table "Orders" (
  "Id" uuid primary key,
  "Number" text not null,
  "CustomerId" uuid not null,
  "Status" integer not null,
  "Total" numeric(12, 2) not null,
  "PlacedAt" timestamp with time zone not null
);
create index on "Orders" ("CustomerId", "PlacedAt");

create table "OrderLine" (
  "Id" uuid primary key,
  "OrderId" uuid not null references "Orders" ("Id"),
  "ProductId" uuid not null,
  "Sku" text not null,
  "Quantity" integer not null,
  "UnitPrice" numeric(10, 2) not null
);
create index on "OrderLine" ("OrderId");

create table "Shipments" (
  "Id" uuid primary key,
  "OrderId" uuid not null,
  "Carrier" text not null,
  "ShippedAt" timestamp with time zone not null
);

create table "Invoices" (
  "Id" uuid primary key,
  "OrderId" uuid not null,
  "CustomerId" uuid not null,
  "Due" timestamp with time zone not null,
  "Paid" boolean not null,
  "Text" text not null
);

create table "Confirmations" (
  "Id" uuid primary key,
  "OrderId" uuid not null,
  "Text" text not null
);

insert into "Customers" values ('20000000-0000-0000-0000-000000000001', 'Ada Marlowe');
insert into "DiscountAgreements" values
  ('21000000-0000-0000-0000-000000000001', '20000000-0000-0000-0000-000000000001', 5);

create table "Outbox" (
  "Id" uuid primary key,
  "RoutingKey" text not null,
  "Body" bytea not null,
  "CreatedAt" timestamp with time zone not null,
  "SentAt" timestamp with time zone null
);
create index on "Outbox" ("CreatedAt") where "SentAt" is null;
