#!/bin/sh
# Removes from node_modules what no service loads: half of its size.
set -eu

# Temporal's native core for other platforms, and its sources.
core=$(echo node_modules/.pnpm/@temporalio+core-bridge@*/node_modules/@temporalio/core-bridge)
find "$core/releases" -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +
rm -r "$core/sdk-core" "$core/src"

# Types, and maps for debuggers.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
