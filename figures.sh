#!/usr/bin/env bash
# Measures on this machine: ./figures.sh [first-call | idle-clients | dashboard] [options]. --help after the figure for its options.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
"$root/scripts/build.sh"
# shellcheck source=scripts/java.sh
. "$root/scripts/java.sh"
figure=first-call
case "${1:-}" in
  "" | -*) ;;
  *) figure=$1; shift ;;
esac
exec "$JAVA" -cp "$root/benchmarks/target/lib/*" org.anychat.benchmarks.Figures "$figure" \
  --server-lib "$root/server/target/lib" --jvm-args "$root/scripts/server.jvmargs" "$@"
