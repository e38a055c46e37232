#!/bin/sh
# Starts the server of this image with the password in POSTGRES_PWD_FILE: it reads none from files itself.
set -eu

POSTGRES_PWD=$(cat "$POSTGRES_PWD_FILE")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
