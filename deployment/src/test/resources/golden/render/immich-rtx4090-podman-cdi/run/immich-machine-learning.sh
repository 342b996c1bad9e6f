#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on CUDA (pci-0000:01:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   podman rm --force immich-machine-learning
podman run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device nvidia.com/gpu=0 \
  --security-opt label=disable \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-cuda
