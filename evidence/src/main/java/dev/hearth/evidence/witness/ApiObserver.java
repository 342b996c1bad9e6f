package dev.hearth.evidence.witness;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.witness.OwnWord.Device;
import dev.hearth.evidence.witness.OwnWord.Engine;
import dev.hearth.evidence.witness.OwnWord.Loaded;
import dev.hearth.evidence.witness.OwnWord.Model;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the service says of itself where it computes. */
public final class ApiObserver implements Observer {
  /** Less than this of a model on the GPU is no work worth the name. */
  private static final double LEAST_SHARE = 0.1;

  private static final String CPU = "cpu";

  /** What the device as a whole shows. */
  private static final List<Observer> SECONDS =
      List.of(new BusyObserver(), new PowerObserver(), new MemoryObserver());

  @Override
  public Testimony testify(Observation observation) {
    return switch (observation.word()) {
      case Reading.Unknown<OwnWord>(String reason) -> Testimony.silent(Witness.API, reason);
      case Reading.Known<OwnWord>(OwnWord word) ->
          switch (word) {
            case Model model -> ollama(observation, model);
            case Engine engine -> hearth(observation, engine);
          };
    };
  }

  /**
   * Its figures are what its runner planned, since 0.30 read out of the runner's log, and it goes
   * on telling them where the runner computes elsewhere. So they prove only what the device
   * seconds.
   */
  private static Testimony ollama(Observation observation, Model model) {
    if (model.size() <= 0) {
      return Testimony.silent(Witness.API, "Ollama does not tell the size of " + model.name());
    }
    double share = (double) model.onGpu() / model.size();
    String evidence =
        String.format(
            Locale.ROOT,
            "Ollama says that %.0f %% of %s lie on the GPU",
            100 * share,
            model.name());
    if (model.onGpu() <= 0) {
      return Testimony.against(Witness.API, Weight.PROOF, evidence);
    }
    if (share < LEAST_SHARE) {
      return Testimony.speaking(Witness.API, Weight.SUPPORT, evidence);
    }
    return SECONDS.stream()
        .map(second -> second.testify(observation))
        .filter(second -> second.stance() == Stance.FOR)
        .findFirst()
        .map(second ->
            Testimony.speaking(Witness.API, Weight.PROOF, evidence + ", and " + second.evidence()))
        .orElseGet(() -> Testimony.speaking(Witness.API, Weight.SUPPORT, evidence));
  }

  private static Testimony hearth(Observation observation, Engine engine) {
    Optional<Loaded> off =
        engine.models().stream()
            .filter(model -> model.takenOff().isPresent() && ran(model))
            .findFirst();
    if (off.isPresent()) {
      return Testimony.against(
          Witness.API,
          Weight.PROOF,
          "Hearth took "
              + off.get().name()
              + " off its device: "
              + off.get().takenOff().orElse(""));
    }
    String backend = observation.subject().backend().key();
    List<Device> devices =
        engine.devices().stream().filter(device -> !device.backend().equals(CPU)).toList();
    if (devices.isEmpty()) {
      return Testimony.against(Witness.API, Weight.DECISIVE, "Hearth computes on the CPU alone");
    }
    Optional<Device> software = devices.stream().filter(Device::software).findFirst();
    if (software.isPresent()) {
      return Testimony.against(
          Witness.API,
          Weight.DECISIVE,
          software.get().name() + " is no GPU: a driver plays it on the processor");
    }
    return devices.stream()
        .filter(device -> names(device, backend) && isAsked(observation, device))
        .findFirst()
        .map(device -> device(observation, device))
        .orElseGet(() ->
            Testimony.against(
                Witness.API,
                Weight.PROOF,
                "Hearth computes on " + devices.getFirst().name() + ", not on what was chosen"));
  }

  private static Testimony device(Observation observation, Device device) {
    if (device.busySecondsGrown().isEmpty()) {
      return Testimony.silent(Witness.API, "Hearth was not asked before the probe");
    }
    double seconds = device.busySecondsGrown().get();
    String evidence =
        String.format(Locale.ROOT, "Hearth says that %s worked %.1f s", device.name(), seconds);
    if (seconds > 0) {
      return Testimony.speaking(Witness.API, Weight.PROOF, evidence);
    }
    return observation.worked()
        ? Testimony.against(Witness.API, Weight.PROOF, evidence)
        : Testimony.silent(Witness.API, "the probe did no work");
  }

  /** MIGraphX is how Hearth computes by ROCm. */
  private static boolean names(Device device, String backend) {
    return device.backend().equals(backend)
        || (device.backend().equals("migraphx") && backend.equals(Backend.ROCM.key()));
  }

  private static boolean ran(Loaded model) {
    return model.runsGrown().map(runs -> runs > 0).orElse(true);
  }

  /** Software devices and platforms have no address; then the backend has to do. */
  private static boolean isAsked(Observation observation, Device device) {
    Optional<PciAddress> address = device.pci().flatMap(PciAddress::parse);
    return address.isEmpty()
        || observation.subject().addresses().isEmpty()
        || observation.subject().addresses().contains(address.get());
  }
}
