#!/usr/bin/env bash
# Runs docker-compose.yml on a real engine under browsers: ComposeSystemTest. Uses the engine that runs; else the lab's
# (ANYCHAT_LAB, a folder with docker-engine.sh and base-images.sh), which is stopped again; else says that it is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
lab=${ANYCHAT_LAB:-../shared/lab}

running() { docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; }

if ! running; then
  if [ ! -x "$lab/docker-engine.sh" ]; then
    echo "Skipped: no Docker Engine with docker compose answers, so docker-compose.yml was not tried."
    exit 0
  fi
  docker compose version >/dev/null 2>&1 && command -v dockerd >/dev/null 2>&1 || "$lab/docker-engine.sh" install
  trap '"$lab/docker-engine.sh" stop' EXIT
  "$lab/docker-engine.sh" start
fi
# Where no registry can be reached, a stand-in of the name is made here.
if [ -x "$lab/base-images.sh" ]; then
  export ANYCHAT_BASE_IMAGE=${ANYCHAT_BASE_IMAGE:-eclipse-temurin:17-jre}
  docker image inspect "$ANYCHAT_BASE_IMAGE" >/dev/null 2>&1 || "$lab/base-images.sh" jre
fi
if ! docker image inspect "${ANYCHAT_PROMETHEUS_IMAGE:-prom/prometheus:v3.5.0}" >/dev/null 2>&1 \
    && [ -x "$lab/base-images.sh" ] && command -v prometheus >/dev/null 2>&1; then
  export ANYCHAT_PROMETHEUS_IMAGE=anychat-test/prometheus:package
  packed=$(mktemp -d)
  cp "$(command -v prometheus)" "$packed/prometheus"
  cat >"$packed/Dockerfile" <<END
FROM $ANYCHAT_BASE_IMAGE
COPY prometheus /bin/prometheus
RUN mkdir /prometheus && chown 65534:65534 /prometheus
ENTRYPOINT ["/bin/prometheus"]
END
  docker build -q -t "$ANYCHAT_PROMETHEUS_IMAGE" "$packed"
  rm -r "$packed"
fi

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
# shellcheck disable=SC2086 # Options are several words.
ANYCHAT_TEST_NETWORK=host mvn -B -ntp ${ANYCHAT_MAVEN_OPTIONS:-} verify -pl system-tests -am -Dtest=ComposeSystemTest -Danychat.compose=true \
  -Dsurefire.failIfNoSpecifiedTests=false
