#!/bin/sh
# Written by Hearth: Ollama 0.33.0 on ROCm (pci-0000:03:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback ollama, if hearth up put it here; by hand:
#   podman rm --force ollama
podman run --detach \
  --name ollama \
  --restart unless-stopped \
  --device /dev/kfd \
  --device /dev/dri/renderD128 \
  --group-add keep-groups \
  --security-opt label=disable \
  --publish 127.0.0.1:11434:11434 \
  --volume ollama:/root/.ollama \
  --memory 25769803776b \
  --health-cmd 'ollama list' \
  --health-interval 30s \
  --health-start-period 300s \
  docker.io/ollama/ollama:0.33.0-rocm
