#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on ROCm (pci-0000:03:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
# ROCR_VISIBLE_DEVICES: hides the integrated GPU beside it
# MACHINE_LEARNING_WORKER_TIMEOUT: first compiles take minutes
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device /dev/kfd \
  --device /dev/dri/renderD128 \
  --group-add 44 \
  --group-add 109 \
  --env ROCR_VISIBLE_DEVICES=0 \
  --env MACHINE_LEARNING_WORKER_TIMEOUT=1800 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm
