#!/bin/sh
# Written by Hearth: Immich machine learning 3.1.0 on CPU.
# Run it with sh, or paste the command.
# To undo: hearth rollback immich-ml, if hearth up put it here; by hand:
#   docker rm --force immich-machine-learning
docker run --detach \
  --name immich-machine-learning \
  --restart unless-stopped \
  --publish 3003:3003 \
  --volume immich-ml-cache:/cache \
  --memory 8589934592b \
  ghcr.io/immich-app/immich-machine-learning:v3.1.0
