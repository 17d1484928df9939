#!/bin/sh
# Starts Chromium with the features disabled that its arguments name. Chromium only uses the last --disable-features of
# several, which would enable those again that Playwright disables.

features=
for argument; do
  shift
  case $argument in
    --disable-features=*) features=$features,${argument#*=} ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec "${CHROMIUM_PATH:-/usr/bin/chromium}" "--disable-features=${features#,}" "$@"
