create table payments (
  id uuid primary key,
  order_id uuid not null,
  status text not null,
  amount numeric(12, 2) not null,
  reference text null,
  refund_reference text null,
  settled boolean not null default false,
  shipped boolean not null default false
);
create index on payments (order_id);
create index on payments (reference);
