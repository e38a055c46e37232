#!/bin/sh
# Waits until Temporal serves, then creates the namespace unless it exists. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are set.
set -eu

until temporal operator cluster health; do sleep 2; done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 7d
