#!/usr/bin/env bash
# Installs what the tests need, then builds everything and runs all checks and tests. --all adds the slow and chaotic
# suites, and --compose, where a Docker Engine runs or can be started. --compose alone builds the image and runs
# docker-compose.yml under browsers, and nothing else.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/java.sh

groups_excluded=slow
everything=yes
compose=
for arg in "$@"; do
  case $arg in
    --all) groups_excluded=; compose=yes ;;
    --compose) compose=yes; [ $# -gt 1 ] || everything= ;;
    *) echo "usage: ./test.sh [--all | --compose]" >&2; exit 64 ;;
  esac
done

command -v mvn >/dev/null 2>&1 || { echo "No Maven found. Install Maven 3.8 or later (Debian: apt-get install maven)." >&2; exit 1; }

need() { # command, Debian package, what for
  command -v "$1" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $2, $3 ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2 >/dev/null && return 0
  fi
  echo "The tests need '$1' ($3). Install it, then run ./test.sh again. On Debian: apt-get install $2" >&2
  exit 1
}
need chromium chromium "the browser of the system tests"
[ -z "$everything" ] || need firefox-esr firefox-esr "the other browser of the system tests"
if [ -n "$compose" ] && [ -x "${ANYCHAT_LAB:-../shared/lab}/base-images.sh" ]; then
  need prometheus prometheus "the monitoring of the compose test, where no image can be had"
fi
if [ -n "$everything" ]; then
  need systemd-analyze systemd "the check of the generated unit"
  need script bsdutils "the terminal of the service tests"
  need softhsm2-util softhsm2 "the UKey of the licence tests"
  need gcc "gcc libc6-dev" "a UKey library that crashes, and the native plug-ins that tests load"
  need openssl openssl "the DTLS peer of the interoperability tests"
  need ip iproute2 "the networks of the tests that cut them"
  need nft nftables "the networks of the tests that cut them"
fi
if [ -z "$groups_excluded" ]; then
  need Xvfb xvfb "the desktop of the tray test"
  need trayer trayer "the tray of the tray test"
  need xdotool xdotool "the mouse of the tray test"
  need promtool prometheus "the monitoring test"
  need gst-inspect-1.0 "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-nice python3-gst-1.0 gir1.2-gst-plugins-bad-1.0" \
    "a WHIP and WHEP client that is no browser"
  need npm npm "the WHIP and WHEP clients of others"
fi

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
# One part that fails does not keep the others from being tried.
failed=()
try() { "$@" || failed+=("$1"); }
foreign_clients() { (cd system-tests/src/test/npm && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent bundle); }
[ -n "$groups_excluded" ] || try foreign_clients

# Servers that live for seconds spend most of them in the compiler that pays off after minutes. In the slow suites figures
# are taken: as users run it, and one test at a time.
options=-Danychat.server.jvmargs=-XX:TieredStopAtLevel=1
[ -n "$groups_excluded" ] || options="-Dtest.forks=1 -Dtest.alone=true"
[ -z "$everything" ] || try mvn -B -ntp -T 2 verify -DexcludedGroups="$groups_excluded" $options
# Kept inputs are tried with all other tests; this looks for new ones.
[ -n "$groups_excluded" ] || try ./fuzz.sh all --executions 20000
[ -z "$compose" ] || try scripts/test-compose.sh
[ ${#failed[@]} = 0 ] || { echo "Failed: ${failed[*]}" >&2; exit 1; }
