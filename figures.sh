#!/usr/bin/env bash
# Measures on this machine: ./figures.sh [first-call | idle-clients | dashboard | dashboard-traffic | forwarding | hostile | micro] [options]. --help after the figure for its options; micro takes those of JMH.
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
# JMH starts a JVM of its own for each benchmark; what an operation allocates is in its gc.alloc.rate.norm.
[ "$figure" != micro ] || exec "$JAVA" -cp "$root/benchmarks/target/lib/*" org.openjdk.jmh.Main -prof gc "$@"
run=("$JAVA" -cp "$root/benchmarks/target/lib/*" org.anychat.benchmarks.Figures "$figure"
  --server-lib "$root/server/target/lib" --jvm-args "$root/scripts/server.jvmargs")
# Both load the server with a program in C.
native=
case $figure in
  forwarding | hostile) native=yes; run+=(--sources "$root/benchmarks/src/main/c") ;;
esac

# A network of its own keeps this machine's packet filters out of the figures. That takes root; elsewhere it is the machine's.
if [ -n "$native" ] && [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then
  # shellcheck disable=SC2016
  exec unshare -n bash -c '
    ip link set lo up
    ip link add figures type veth peer name figures-end
    ip address add 198.18.0.1/24 dev figures
    ip link set figures up
    ip link set figures-end up
    exec "$@" --address 198.18.0.1' bash "${run[@]}" "$@"
fi
[ -z "$native" ] || run+=(--address "$(ip -4 route get 192.0.2.1 | sed -n 's/.* src \([0-9.]*\).*/\1/p')")
exec "${run[@]}" "$@"
