#!/bin/sh
# The compiler without counters for the crate `lopdf`: one of its functions takes half an hour with them.
for argument in "$@"; do
  [ "$argument" = lopdf ] && counted=no
done
if [ "$counted" = no ]; then
  for argument in "$@"; do
    shift
    case "$argument" in
      -Cpasses=sancov-module | -Cllvm-args=-sanitizer-*) ;;
      *) set -- "$@" "$argument" ;;
    esac
  done
fi
exec "$@"
