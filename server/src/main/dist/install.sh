#!/bin/sh
# Installs the service "AnyChat Platform Service" (systemd), which starts with the system.
exec "$(dirname "$(readlink -f "$0" 2>/dev/null || printf '%s' "$0")")/AnyChatCoreServer" -i "$@"
