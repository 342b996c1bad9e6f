#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on OpenVINO (wsl-0).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device /dev/dri \
  --device /dev/dxg \
  --group-add 44 \
  --group-add 109 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  --volume /usr/lib/wsl:/usr/lib/wsl \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-openvino
