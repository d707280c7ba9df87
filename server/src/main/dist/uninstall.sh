#!/bin/sh
# Stops and removes the service "AnyChat Platform Service"; the folder and what is in it stay.
exec "$(dirname "$(readlink -f "$0" 2>/dev/null || printf '%s' "$0")")/AnyChatCoreServer" -u "$@"
