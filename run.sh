#!/usr/bin/env bash
# Builds what is missing or has changed, then starts the all-in-one server. Arguments go to the server: ./run.sh --help
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)

die() { printf '%s\n' "$*" >&2; exit 1; }

"$root/scripts/build.sh" || die "The build failed; the lines above say why."
# shellcheck source=scripts/java.sh
. "$root/scripts/java.sh"

exec "$JAVA" $(cat "$root/scripts/server.jvmargs") -cp "$root/server/target/lib/*" \
  org.anychat.server.AnyChatCoreServer --home "${ANYCHAT_HOME:-$root}" "$@"
