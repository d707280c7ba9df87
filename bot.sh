#!/usr/bin/env bash
# Starts the command-line bot, which publishes a sample into a room and can watch others: ./bot.sh --help
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
"$root/scripts/build.sh"
# shellcheck source=scripts/java.sh
. "$root/scripts/java.sh"
exec "$JAVA" -Xms32m -cp "$root/client-java/target/lib/*" org.anychat.client.bot.BotMain "$@"
