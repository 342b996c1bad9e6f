#!/bin/sh
# Written by Hearth: FinBERT sentiment service (PyTorch) 2.13 on ROCm (pci-0000:03:00.0).
# Run it with sh, or paste the command.
# To undo: hearth rollback finbert, if hearth up put it here; by hand:
#   docker rm --force finbert
docker run --detach \
  --name finbert \
  --restart unless-stopped \
  --device /dev/kfd \
  --device /dev/dri/renderD128 \
  --group-add 109 \
  --env 'GREETING=50% of $HOME, "quoted"' \
  --publish '[::1]:8000:8000' \
  --volume finbert-models:/models \
  --volume /srv/finbert/config:/config:ro \
  localhost/finbert:rocm
