#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on ArmNN (platform-ffe40000.bifrost).
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --device /dev/mali0 \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  --volume /usr/lib/libmali.so:/usr/lib/libmali.so:ro \
  --volume /lib/firmware/mali_csffw.bin:/lib/firmware/mali_csffw.bin:ro \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0-armnn
