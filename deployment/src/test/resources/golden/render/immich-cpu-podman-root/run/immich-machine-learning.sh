#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on CPU.
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   podman rm --force immich-machine-learning
podman run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --network host \
  --volume immich-ml-cache:/cache \
  --memory 8589934592b \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0
