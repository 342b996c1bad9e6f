#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on RKNN (platform-fdab0000.npu).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
# MACHINE_LEARNING_RKNN_THREADS: the NPU has three cores
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device /dev/dri \
  --security-opt systempaths=unconfined \
  --security-opt apparmor=unconfined \
  --env MACHINE_LEARNING_RKNN_THREADS=3 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-rknn
