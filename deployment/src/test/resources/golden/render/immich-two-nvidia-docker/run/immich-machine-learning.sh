#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on CUDA (pci-0000:01:00.0,
# pci-0000:41:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
# MACHINE_LEARNING_DEVICE_IDS: one for each worker
# MACHINE_LEARNING_WORKERS: one for each GPU
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --gpus '"device=0,1"' \
  --env MACHINE_LEARNING_DEVICE_IDS=0,1 \
  --env MACHINE_LEARNING_WORKERS=2 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-cuda
