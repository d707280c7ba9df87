#!/usr/bin/env bash
# Builds the server, the bot and the benchmarks into target/lib of their modules, unless nothing has changed since.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
stamp=server/target/built
. scripts/java.sh

# Folders are compared too, so that a deleted or renamed file counts as a change.
changed() {
  [ -f "$stamp" ] || return 0
  [ -n "$(find pom.xml ./*/pom.xml ./*/src/main config .mvn scripts -newer "$stamp" -print -quit)" ]
}

changed || exit 0
# Whoever starts server and bot at once waits here for the one build.
mkdir -p server/target
exec 9>server/target/build.lock
! command -v flock >/dev/null 2>&1 || flock 9
changed || exit 0
command -v mvn >/dev/null 2>&1 || {
  echo "No Maven found. Install Maven 3.8 or later (Debian: apt-get install maven)." >&2
  exit 1
}
echo "Building (first time: a few minutes, later only after changes) ..."
begun=$(mktemp)
trap 'rm -f "$begun"' EXIT
# The format and style checks belong to ./test.sh; here only what runs matters.
mvn -q -B -pl server,client-java,benchmarks -am package -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -Dassembly.skipAssembly
touch -r "$begun" "$stamp"
