#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on OpenVINO (pci-0000:03:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
# MACHINE_LEARNING_OPENVINO_PRECISION: twice as fast
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device /dev/dri/renderD128 \
  --group-add 105 \
  --env MACHINE_LEARNING_OPENVINO_PRECISION=FP16 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-openvino
