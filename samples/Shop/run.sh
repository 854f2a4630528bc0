#!/usr/bin/env bash
# Starts the shop on loopback, sends a few requests through its gateway, and stops everything it started.
#   ./run.sh [folder]      folder: the system to run, by default the one this script lies in
#   RECORD=traces.jsonl ROUNDS=20 ./run.sh
#                          the same with 20 rounds of requests, whose OpenTelemetry spans are written to that file
# Needs the .NET 10 SDK and Debian's postgresql, redis-server, rabbitmq-server and curl (installed if missing and if allowed).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
system=$(cd "${1:-$here}" && pwd)
gateway=${GATEWAY_PORT:-5100} catalog=${CATALOG_PORT:-5101} ordering=${ORDERING_PORT:-5102} payment=${PAYMENT_PORT:-5103}
stub=${STUB_PORT:-5109} postgres=${POSTGRES_PORT:-55432} redis=${REDIS_PORT:-56379} rabbit=${RABBIT_PORT:-55672}
record=${RECORD:+$(realpath -m "$RECORD")}
work=$(mktemp -d)
pids=()

stop() {
  local status=$?
  trap - EXIT INT TERM
  if [ "$status" -ne 0 ]; then
    for log in "$work"/*.log; do echo "--- ${log##*/}" >&2; tail -n 15 "$log" >&2; done
  fi
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  if [ -n "${pg_bin:-}" ] && [ -f "$work/postgres/postmaster.pid" ]; then as_postgres "$pg_bin/pg_ctl" -D "$work/postgres" -m fast -w stop >/dev/null || true; fi
  epmd -kill >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$status"
}

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

until_ok() { # name, command...: at most 120 seconds
  local name=$1 deadline=$((SECONDS + 120))
  shift
  while ((SECONDS < deadline)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.5
  done
  echo "$name did not come up within 120 seconds" >&2
  return 1
}

answers() { # status, url
  [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 10 "$2")" = "$1" ]
}

install_packages() {
  local missing=()
  ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
  command -v curl >/dev/null || missing+=(curl)
  if [ ${#missing[@]} -gt 0 ]; then
    local root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -q
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y "${missing[@]}"
  fi
}

start_stores() {
  pg_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  mkdir "$work/postgres" "$work/rabbit"
  chmod 755 "$work"
  [ "$(id -u)" -eq 0 ] && chown postgres "$work/postgres"
  echo shop >"$work/password"
  chmod 644 "$work/password"
  as_postgres "$pg_bin/initdb" -D "$work/postgres" -U shop -A scram-sha-256 --pwfile="$work/password" >"$work/initdb.log"
  as_postgres "$pg_bin/postgres" -D "$work/postgres" -p "$postgres" -c listen_addresses=127.0.0.1 -c unix_socket_directories= >"$work/postgres.log" 2>&1 &
  pids+=($!)

  redis-server --bind 127.0.0.1 --port "$redis" --save '' --appendonly no --dir "$work" >"$work/redis.log" 2>&1 &
  pids+=($!)

  # A home, a node name and ports of its own: nothing of another broker on this machine is touched.
  export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$((rabbit + 2))
  HOME="$work/rabbit" RABBITMQ_NODENAME=shop@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$rabbit \
    RABBITMQ_DIST_PORT=$((rabbit + 1)) RABBITMQ_MNESIA_BASE="$work/rabbit" RABBITMQ_LOG_BASE="$work/rabbit" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$work/rabbit/plugins" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
    /usr/lib/rabbitmq/bin/rabbitmq-server >"$work/rabbit.log" 2>&1 &
  pids+=($!)

  export PGPASSWORD=shop
  local psql=("$pg_bin/psql" -h 127.0.0.1 -p "$postgres" -U shop -q -v ON_ERROR_STOP=1)
  until_ok postgres "${psql[@]}" -d postgres -c 'select 1'
  for schema in "$system"/schema/*.sql; do
    local database
    database=$(basename "$schema" .sql)
    "${psql[@]}" -d postgres -c "create database $database"
    "${psql[@]}" -d "$database" -f "$schema"
  done
  until_ok redis redis-cli -h 127.0.0.1 -p "$redis" ping
  until_ok rabbitmq grep -q 'Starting broker... completed' "$work/rabbit.log"
}

start() { # name, port, directory, assembly
  # Every service records into a file of its own: processes do not share one.
  (if [ -n "$record" ] && [ "$1" != stub ]; then
     export OTEL_SERVICE_NAME=$1 TRACE_FILE=$work/$1.spans DOTNET_STARTUP_HOOKS=$here/recorder/bin/Release/net10.0/TraceRecorder.dll
   fi
   cd "$3" && exec dotnet "bin/Release/net10.0/$4.dll" --urls "http://127.0.0.1:$2") >"$work/$1.log" 2>&1 &
  pids+=($!)
}

request() { # what, curl arguments...
  local what=$1
  shift
  printf '%-24s' "$what"
  curl -sS --max-time 20 --retry 4 --retry-delay 2 --retry-all-errors --fail-with-body -w '  [%{http_code} in %{time_total}s]\n' "$@"
}

trap stop EXIT INT TERM
install_packages
dotnet build "$system"/*.sln -c Release -v q -clp:NoSummary
dotnet build "$here/stub/PartnerStub.csproj" -c Release -v q -clp:NoSummary
if [ -n "$record" ]; then dotnet build "$here/recorder/TraceRecorder.csproj" -c Release -v q -clp:NoSummary; fi
start_stores

database() { echo "Host=127.0.0.1;Port=$postgres;Database=$1;Username=shop;Password=shop;Timeout=3;Command Timeout=2"; }
export DOTNET_ENVIRONMENT=Production ASPNETCORE_ENVIRONMENT=Production
export ConnectionStrings__Catalog ConnectionStrings__Orders ConnectionStrings__Payments
ConnectionStrings__Catalog=$(database catalog)
ConnectionStrings__Orders=$(database orders)
ConnectionStrings__Payments=$(database payments)
export ConnectionStrings__Redis=127.0.0.1:$redis ConnectionStrings__Broker=amqp://guest:guest@127.0.0.1:$rabbit
export Services__Catalog=http://127.0.0.1:$catalog Services__Ordering=http://127.0.0.1:$ordering Services__Payment=http://127.0.0.1:$payment
export PaymentProvider__BaseAddress=http://127.0.0.1:$stub ParcelService__BaseAddress=http://127.0.0.1:$stub

start stub "$stub" "$here/stub" PartnerStub
start catalog "$catalog" "$system/Shop.Catalog" Shop.Catalog
start ordering "$ordering" "$system/Shop.Ordering" Shop.Ordering
start payment "$payment" "$system/Shop.Payment" Shop.Payment
start gateway "$gateway" "$system/Shop.Gateway" Shop.Gateway
for service in "stub $stub" "catalog $catalog" "ordering $ordering" "payment $payment" "gateway $gateway"; do
  until_ok "${service% *}" curl -sf --max-time 2 "http://127.0.0.1:${service#* }/health/live"
done
# The first call of a cold process is slow, and the shop's own deadlines are short.
until_ok "the catalogue's database" answers 200 "http://127.0.0.1:$catalog/products"
until_ok "the orders' database" answers 200 "http://127.0.0.1:$ordering/orders/open"
until_ok "the payments' database" answers 404 "http://127.0.0.1:$payment/payments/00000000-0000-0000-0000-000000000000"
until_ok 'the gateway' answers 200 "http://127.0.0.1:$gateway/products/10000000-0000-0000-0000-000000000001"
until_ok 'the parcel rates' answers 200 "http://127.0.0.1:$gateway/shipping/rates/de"
echo "All services are up; the gateway listens on http://127.0.0.1:$gateway"

site=http://127.0.0.1:$gateway
cup=10000000-0000-0000-0000-000000000001 customer=20000000-0000-0000-0000-000000000001
line="{\"productId\":\"$cup\",\"sku\":\"CUP-WHITE\",\"quantity\":2,\"unitPrice\":7.50}"
json=(-H 'Content-Type: application/json')
charged() { curl -sf --max-time 5 "$site/orders/$order" | grep -q '"status":"charged"'; }

round() {
  request 'a product' "$site/products/$cup"
  request 'the home page' "$site/home?featured=$cup&featured=10000000-0000-0000-0000-000000000002"
  request 'a basket quote' "${json[@]}" -d "{\"lines\":[$line]}" "$site/baskets/quote"
  request 'parcel rates' "$site/shipping/rates/de"
  request 'checkout' "${json[@]}" -d "{\"customerId\":\"$customer\",\"cardToken\":\"tok_visa\",\"lines\":[$line]}" "$site/checkout" | tee "$work/checkout.txt"
  order=$(sed -n 's/.*"id":"\([0-9a-f-]*\)".*/\1/p' "$work/checkout.txt" | tail -n 1)
  until_ok 'the charge' charged
  request 'the order' "$site/orders/$order"
  request "the customer's orders" "$site/customers/$customer/orders"
  request 'the statement' "$site/customers/$customer/statement"
  request 'shipping (back office)' -X POST "http://127.0.0.1:$ordering/orders/$order/ship?carrier=Parcels"
  request 'the shipment' "$site/orders/$order/shipment"
  request 'a requote' "http://127.0.0.1:$ordering/orders/$order/requote"
  request 'a bulk quote' "${json[@]}" -d "{\"customerId\":\"$customer\",\"lines\":[$line]}" "http://127.0.0.1:$ordering/quotes"
  request 'open orders' "http://127.0.0.1:$ordering/orders/open"
  request 'a search' "http://127.0.0.1:$catalog/products/search?text=tea"
  request 'an image upload' -X PUT --data-binary 'not much of an image' "http://127.0.0.1:$catalog/products/$cup/image"
  request 'a stock adjustment' "${json[@]}" -d '{"quantity":5}' "http://127.0.0.1:$catalog/stock/CUP-WHITE/adjustments"
}

# What a cold process does is no measure of it.
if [ -n "$record" ]; then for spans in "$work"/*.spans; do : >"$spans"; done; fi
for ((i = 0; i < ${ROUNDS:-1}; i++)); do round; done
if [ -n "$record" ]; then
  sleep 1 # What was published last is still being handled.
  if [[ $record == *.gz ]]; then cat "$work"/*.spans | gzip -9 -n >"$record"; else cat "$work"/*.spans >"$record"; fi
  echo "$(cat "$work"/*.spans | wc -l) spans in $record"
fi
if [ -n "${KEEP_RUNNING:-}" ]; then read -r -p 'Running; press Enter to stop. ' _; fi
echo 'Done.'
