#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on ROCm (pci-0000:c4:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   podman rm --force immich-machine-learning
# HSA_OVERRIDE_GFX_VERSION: the image has no kernels for gfx1103; those of gfx1100 run on
# it
# HSA_USE_SVM: without it this GPU was seen to crash
# MACHINE_LEARNING_WORKER_TIMEOUT: first compiles take minutes
podman run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device /dev/kfd \
  --device /dev/dri/renderD128 \
  --group-add keep-groups \
  --env HSA_OVERRIDE_GFX_VERSION=11.0.0 \
  --env HSA_USE_SVM=0 \
  --env MACHINE_LEARNING_WORKER_TIMEOUT=1800 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm
