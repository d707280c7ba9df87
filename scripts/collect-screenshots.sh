#!/usr/bin/env bash
# Gathers what the browser tests have photographed in target/screenshots, with an index.html to look through.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/screenshots
rm -rf "$out"
mkdir -p "$out"
for folder in */target/screenshots; do
  [ -d "$folder" ] && find "$folder" -maxdepth 1 -name '*.png' -exec cp -p {} "$out/" \;
done
{
  printf '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Screenshots</title>\n'
  printf '<style>body{font:15px sans-serif;margin:24px}figure{display:inline-block;margin:8px;vertical-align:top}img{height:340px;border:1px solid #999}</style>\n'
  for picture in "$out"/*.png; do
    [ -e "$picture" ] || continue
    name=$(basename "$picture")
    printf '<figure><a href="%s"><img src="%s" loading="lazy" alt=""></a><figcaption>%s</figcaption></figure>\n' "$name" "$name" "${name%.png}"
  done
  printf '</html>\n'
} > "$out/index.html"
echo "$(find "$out" -name '*.png' | wc -l) screenshots: $out/index.html"
