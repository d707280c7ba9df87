#!/bin/sh
# Runs the server here and shows its log; q or Ctrl+C ends it.
[ $# -gt 0 ] || set -- -r
exec "$(dirname "$(readlink -f "$0" 2>/dev/null || printf '%s' "$0")")/AnyChatCoreServer" "$@"
