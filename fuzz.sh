#!/usr/bin/env bash
# Feeds the parsers of what comes from the network with what coverage finds (Jazzer). Without arguments it names the targets.
# What breaks one is kept under src/test/resources, where every run of the tests tries it again.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/java.sh

usage() { echo "usage: ./fuzz.sh [TARGET... | all] [--executions N | --minutes N]" >&2; exit 64; }
files() { grep -rl --include='*FuzzTest.java' '@FuzzTest' ./*/src/test/java | sort; }
name_of() { basename "$1" FuzzTest.java; }
number() { case ${1:-} in '' | *[!0-9]*) usage ;; *) echo "$1" ;; esac; }

# Jazzer itself stops after five minutes where nothing else is said.
limit=(-max_total_time=60)
targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --executions) count=$(number "${2:-}"); limit=("-runs=$count" -max_total_time=0); shift ;;
    --minutes) count=$(number "${2:-}"); limit=("-max_total_time=$((count * 60))"); shift ;;
    -*) usage ;;
    *) targets+=("$1") ;;
  esac
  shift
done
if [ ${#targets[@]} = 0 ]; then
  for file in $(files); do name_of "$file"; done
  exit 0
fi

chosen=()
for target in "${targets[@]}"; do
  found=
  for file in $(files); do
    case $target in all | "$(name_of "$file")" | "$(name_of "$file")FuzzTest") chosen+=("$file"); found=yes ;; esac
  done
  [ -n "$found" ] || { echo "There is no target $target; ./fuzz.sh names them all." >&2; exit 64; }
done

modules=$(printf '%s\n' "${chosen[@]}" | cut -d/ -f2 | sort -u | paste -sd,)
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz.classpath -pl "$modules" -am

failed=0
for file in "${chosen[@]}"; do
  module=$(echo "$file" | cut -d/ -f2)
  class=$(echo "${file%.java}" | sed 's,.*/src/test/java/,,')
  method=$(sed -n '/@FuzzTest/{n;s/.* \([A-Za-z0-9]*\)(.*/\1/p;}' "$file")
  kept=$PWD/$module/src/test/resources/${class}Inputs/$method
  grown=$PWD/$module/target/fuzz/$(name_of "$file")
  mkdir -p "$kept" "$grown"
  echo "== $(name_of "$file"), ${limit[*]}"
  "$JAVA" -Xmx1g -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -XX:+EnableDynamicAgentLoading \
    -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/fuzz.classpath")" \
    com.code_intelligence.jazzer.Jazzer "--target_class=${class//\//.}" "--target_method=$method" \
    '--instrumentation_includes=org.anychat.**' '--custom_hook_includes=org.anychat.**' "--reproducer_path=$grown" \
    "${limit[@]}" -max_len=8192 -artifact_prefix="$kept/" -print_final_stats=1 "$grown" "$kept" >"$grown.log" 2>&1 || {
    failed=1
    sed -n '/== Java Exception\|ERROR: libFuzzer/,/^== libFuzzer\|^MS:/p' "$grown.log" | head -40
    echo "It broke. The input is in $kept (mend it, and give the file a name that says what it is); all words are in $grown.log." >&2
  }
  sed -n 's/^stat::number_of_executed_units: */executions: /p; s/^Done.* in /time: /p' "$grown.log" | sort -u
done
exit $failed
