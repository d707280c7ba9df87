#!/usr/bin/env bash
# Builds what is missing or has changed, then starts the all-in-one server. Arguments go to the server: ./run.sh --help
# Without arguments it runs here and shows the log.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)

die() { printf '%s\n' "$*" >&2; exit 1; }

"$root/scripts/build.sh" || die "The build failed; the lines above say why."
# shellcheck source=scripts/java.sh
. "$root/scripts/java.sh"

home=${ANYCHAT_HOME:-$root}
[ $# -gt 0 ] || set -- -r
exec "$JAVA" $(cat "$root/scripts/server.jvmargs") -cp "$root/server/target/lib/*" \
  "-XX:ErrorFile=$home/hs_err_pid%p.log" "-XX:HeapDumpPath=$home/AnyChatCoreServer.hprof" "-Danychat.home=$home" \
  org.anychat.server.AnyChatCoreServer "$@"
