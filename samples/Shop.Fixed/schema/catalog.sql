create table "Products" (
  "Id" uuid primary key,
  "Sku" text not null unique,
  "Name" text not null,
  "Price" numeric(10, 2) not null,
  "Stock" integer not null,
  "Image" bytea null,
  "ImageChecksum" bigint not null default 0
);

insert into "Products" ("Id", "Sku", "Name", "Price", "Stock") values
  ('10000000-0000-0000-0000-000000000001', 'CUP-WHITE', 'White cup', 7.50, 400),
  ('10000000-0000-0000-0000-000000000002', 'POT-BLUE', 'Blue teapot', 39.00, 80),
  ('10000000-0000-0000-0000-000000000003', 'TEA-ASSAM', 'Assam, 250 g', 12.90, 1200);
