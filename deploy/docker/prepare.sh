#!/usr/bin/env bash
# Makes what docker-compose.yml needs and no repository may hold: a secret, a certificate, an ini, and the address that
# clients are told. What is there already is left as it is.
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
if [ -z "$address" ]; then
  # Nothing is sent; the routing table is asked.
  address=$(ip -o route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p') || true
  [ -n "$address" ] || die "The address of this machine cannot be found. Give it: deploy/docker/prepare.sh 203.0.113.10"
fi
[[ $address =~ ^[0-9A-Za-z.:-]+$ ]] || die "No address: $address"
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
if [ ! -e "$folder/AnyChatCoreServer.ini" ]; then
  cp "$root/deploy/docker/AnyChatCoreServer.ini" "$folder/AnyChatCoreServer.ini"
  chmod 644 "$folder/AnyChatCoreServer.ini"
  echo "Made $folder/AnyChatCoreServer.ini"
fi
if [ ! -e "$env_file" ]; then
  printf 'ANYCHAT_ADVERTISEDADDRESS=%s\n' "$address" >"$env_file"
  [ "$env_file" = "$root/.env" ] || printf 'ANYCHAT_FOLDER=%s\n' "$folder" >>"$env_file"
  echo "Made $env_file: clients are told $address"
fi
