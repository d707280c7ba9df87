#!/usr/bin/env bash
# Measures on this machine: start to ready, idle memory, join to first frame. --help for options.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
"$root/scripts/build.sh"
# shellcheck source=scripts/java.sh
. "$root/scripts/java.sh"
exec "$JAVA" -cp "$root/benchmarks/target/lib/*" org.anychat.benchmarks.FirstCallFigures \
  --server-lib "$root/server/target/lib" --jvm-args "$root/scripts/server.jvmargs" "$@"
