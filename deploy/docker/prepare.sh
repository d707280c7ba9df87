#!/usr/bin/env bash
# Makes what docker-compose.yml needs and no repository may hold: a secret, a certificate, an ini, and the address that
# clients are told. What is there already is left as it is, but for the address where one is given.
set -euo pipefail
umask 022
root=$(cd "$(dirname "$0")/../.." && pwd)

usage() {
  cat >&2 <<X
usage: deploy/docker/prepare.sh [--into FOLDER] [ADDRESS]
  ADDRESS  at which clients reach this machine: an IP address or a name. Default: the address of the way out.
  FOLDER   where to put it all, with a file env for docker compose --env-file. Default: anychat and .env beside docker-compose.yml.
X
  exit 64
}
die() { printf '%s\n' "$*" >&2; exit 1; }
note() { printf 'Note: %s\n' "$*" >&2; }

folder=$root/anychat
env_file=$root/.env
address=
while [ $# -gt 0 ]; do
  case $1 in
    --into) [ $# -gt 1 ] || usage; mkdir -p "$2"; folder=$(cd "$2" && pwd); env_file=$folder/env; shift 2 ;;
    -*) usage ;;
    *) [ -z "$address" ] || usage; address=$1; shift ;;
  esac
done
given=$address
old=$(sed -n 's/^ANYCHAT_ADVERTISEDADDRESS=//p' "$env_file" 2>/dev/null) || true
[ -n "$address" ] || address=$old
if [ -z "$address" ]; then
  # Nothing is sent; the routing table is asked.
  address=$(ip -o route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p') || true
  [ -n "$address" ] || die "The address of this machine cannot be found. Give it: deploy/docker/prepare.sh 203.0.113.10"
fi
if [ -n "$given" ]; then
  [[ $given =~ ^[0-9A-Za-z.:-]+$ && ! $given =~ ^[^:]+:[0-9]+$ ]] \
    || die "No address: $given. An IP address or a name, without http:// and without a port: 203.0.113.10 or av.example.org"
  getent ahosts "$given" >/dev/null 2>&1 || note "$given cannot be looked up from here; relays do not start before it can."
fi
command -v openssl >/dev/null 2>&1 || die "openssl is needed, for the secret and the certificate. On Debian: apt-get install openssl"

# Containers run as a user of their own and read these files one by one; nobody else of this machine gets into the folder.
mkdir -p "$folder"
chmod 700 "$folder"

if [ ! -e "$folder/cluster.secret" ]; then
  openssl rand -hex 32 >"$folder/cluster.secret"
  echo "Made $folder/cluster.secret"
fi
if [ ! -e "$folder/tls.crt" ] && [ ! -e "$folder/tls.key" ]; then
  name=DNS
  [[ $address =~ ^[0-9.]+$|: ]] && name=IP
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 -subj "/CN=AnyChat Core Server" \
    -addext "subjectAltName=$name:$address,DNS:localhost,IP:127.0.0.1" \
    -keyout "$folder/tls.key" -out "$folder/tls.crt" 2>/dev/null
  chmod 644 "$folder/tls.key"
  echo "Made $folder/tls.crt and tls.key; browsers ask once. Put your own in their place."
fi
if [ ! -e "$folder/grafana.password" ]; then
  openssl rand -hex 12 >"$folder/grafana.password"
  echo "Made $folder/grafana.password, of the user admin where the profile monitoring is used"
fi
if [ ! -e "$folder/AnyChatCoreServer.ini" ]; then
  cp "$root/deploy/docker/AnyChatCoreServer.ini" "$folder/AnyChatCoreServer.ini"
  chmod 644 "$folder/AnyChatCoreServer.ini"
  echo "Made $folder/AnyChatCoreServer.ini"
fi
if [ -z "$old" ]; then
  printf 'ANYCHAT_ADVERTISEDADDRESS=%s\n' "$address" >>"$env_file"
  [ "$env_file" = "$root/.env" ] || printf 'ANYCHAT_FOLDER=%s\n' "$folder" >>"$env_file"
elif [ "$old" != "$address" ]; then
  sed -i "s/^ANYCHAT_ADVERTISEDADDRESS=.*/ANYCHAT_ADVERTISEDADDRESS=$address/" "$env_file"
  note "it was $old until now; docker compose up -d makes the containers anew."
fi
# As it stands before a port: the first address, IPv6 in brackets.
host=${address%%,*}
[[ $host = *:* ]] && host="[$host]"
# Ports that are bound to an address cannot stand behind another one.
grep -qE '^ANYCHAT_TCP_PORT(_2)?=.*:' "$env_file" && host=
if ! grep -q '^ANYCHAT_GATEWAYHOST=' "$env_file"; then
  printf 'ANYCHAT_GATEWAYHOST=%s\n' "$host" >>"$env_file"
elif [ "$old" != "$address" ]; then
  sed -i "s/^ANYCHAT_GATEWAYHOST=.*/ANYCHAT_GATEWAYHOST=$host/" "$env_file"
fi
echo "Clients are told $address ($env_file)"
case $address in
  *,*) ;;
  127.* | localhost | ::1) note "only browsers of this machine reach $address." ;;
  *)
    openssl x509 -in "$folder/tls.crt" -noout -checkip "$address" -checkhost "$address" 2>/dev/null | grep -q 'does match' \
      || note "$folder/tls.crt is for another address. Remove tls.crt and tls.key, and run this again."
    own=" $(hostname -I 2>/dev/null) "
    for found in $(getent ahosts "$address" | awk '{print $1}' | sort -u); do
      [[ $own = *" $found "* ]] && continue
      note "$found is none of this machine's own addresses, so whatever has it has to pass TCP ${ANYCHAT_TCP_PORT:-8906} and UDP ${ANYCHAT_UDP_PORTS:-8907-8916} on to this machine."
    done
    ;;
esac
