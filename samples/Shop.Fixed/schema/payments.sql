create table payments (
  id uuid primary key,
  order_id uuid not null unique,
  status text not null,
  amount numeric(12, 2) not null,
  card_token text not null,
  claimed_at timestamp with time zone null,
  reference text null,
  refund_reference text null,
  settled boolean not null default false,
  shipped boolean not null default false
);
create index on payments (reference);
create index on payments (status) where status in ('pending', 'charging', 'refund-requested', 'refunding');

create table outbox (
  id bigint generated always as identity primary key,
  routing_key text not null,
  body bytea not null
);
