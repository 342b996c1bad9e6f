package dev.hearth.cli.report;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.inside.Inside;
import dev.hearth.planning.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verdicts as a Radeon 780M's service could get them. */
public final class Verdicts {
  public static final Instant AT = Instant.parse("2026-11-21T15:00:00Z");
  private static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm";

  private Verdicts() {}

  /** All kinds of testimonies. */
  public static Verdict verdict(Outcome outcome, String because) {
    return new Verdict(
        outcome,
        because,
        List.of(
            Testimony.speaking(Witness.SETUP, Weight.NECESSARY, "its image is for ROCm: " + IMAGE),
            Testimony.speaking(
                Witness.PROBE, Weight.NECESSARY, "a photo (search, faces) took 26 ms"),
            Testimony.speaking(
                Witness.DEVICE_NODES,
                Weight.NECESSARY,
                "the service sees /dev/dri/renderD128, /dev/kfd"),
            Testimony.silent(Witness.OPEN_HANDLES, "/proc/700/fd may not be read; root sees it"),
            Testimony.speaking(
                Witness.KFD, Weight.PROOF, "it had 2 queues on the GPU and 412 MiB of its memory"),
            Testimony.against(Witness.POWER, Weight.SUPPORT, "it took 9 W, idle 9 W"),
            Testimony.silent(Witness.API, "this service does not tell where it computes")));
  }

  /** A verification of Immich. */
  public static Verified immich(Outcome outcome, String because, boolean inside) {
    return new Verified(
        "immich-ml",
        "immich-machine-learning",
        "quadlet immich-machine-learning",
        Optional.of(IMAGE),
        Backend.ROCM,
        List.of("pci-0000:c4:00.0"),
        verdict(outcome, because),
        outcome == Outcome.UNPROVEN
            ? Optional.of("podman unshare hearth verify immich-ml, which sees its processes")
            : Optional.empty(),
        AT,
        Duration.ofMillis(6400),
        inside ? Optional.of(Reading.known(seen())) : Optional.empty());
  }

  private static Inside seen() {
    return new Inside(
        700,
        List.of(
            new Inside.Node(
                "/dev/kfd",
                "0660",
                new Inside.Ids(0, 105),
                Reading.known(new Inside.Ids(65_534, 65_534)),
                Reading.known(true)),
            new Inside.Node(
                "/dev/dri/renderD128",
                "0660",
                new Inside.Ids(0, 105),
                Reading.unknown("/proc/700/uid_map does not exist"),
                Reading.known(false))),
        List.of(
            new Inside.Agent(
                1,
                Reading.known("AMD Radeon 780M"),
                Reading.known("gfx1103"),
                Optional.of("gfx1100"),
                Optional.empty()),
            new Inside.Agent(
                2,
                Reading.unknown("no name"),
                Reading.known("gfx1030"),
                Optional.empty(),
                Optional.of("no /dev/dri/renderD129 inside"))));
  }
}
