package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.engine.ProofBook.Finding;
import dev.hearth.inference.engine.Proving.Proven;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.Lanes;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.runtime.SessionPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts models onto the devices that were chosen for them, proves them there, and says what became
 * of it. The processor computes instead of a device only where nobody asked for the device.
 */
final class DevicePlacing {
  private static final Logger LOG = System.getLogger(DevicePlacing.class.getName());

  private final EngineSettings settings;
  private final SessionOpener opener;
  private final Proving proving;
  private final ProofBook book = new ProofBook();

  DevicePlacing(ModelRuntime runtime, EngineSettings settings) {
    this.settings = settings;
    this.opener = new SessionOpener(runtime);
    this.proving = new Proving(runtime);
  }

  /**
   * A model's sessions on one device.
   *
   * @param proven what the trial showed; empty on the processor
   */
  private record Settled(Device device, List<OpenSession> sessions, Optional<Proven> proven) {
    private int mostRows(int file) {
      return proven.map(seen -> seen.mostRows().get(file)).orElse(1);
    }
  }

  /**
   * Opens a model where it is to compute.
   *
   * @throws dev.hearth.machine.ProblemException {@code UNAVAILABLE} when a device that was asked
   *     for cannot compute it
   */
  Loaded place(Blueprint model) {
    Computing.Choice choice = settings.computing().of(model.key().task());
    List<Settled> settled = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    try {
      for (Device device : choice.devices()) {
        try {
          settled.add(settle(model, device));
        } catch (DeviceTrouble trouble) {
          if (!choice.mayFallBack()) {
            throw DeviceRefusal.of(model.key(), device, trouble);
          }
          troubles.add(device + ": " + trouble.reason());
        }
      }
      if (settled.isEmpty()) {
        settled.add(settle(model, Device.CPU));
      }
    } catch (RuntimeException failed) {
      settled.forEach(one -> one.sessions().forEach(OpenSession::close));
      model.release().run();
      throw failed;
    }
    return assembled(model, settled, troubles);
  }

  private Settled settle(Blueprint model, Device device) {
    if (device.isCpu()) {
      return new Settled(device, opener.openAll(model, device), Optional.empty());
    }
    Optional<Finding> known = book.find(model, device);
    if (known.isPresent() && known.get() instanceof Finding.Unfit(String reason)) {
      throw DeviceTrouble.lasting(reason);
    }
    List<OpenSession> sessions = opener.openAll(model, device);
    try {
      Proven proven =
          known.isPresent() && known.get() instanceof Finding.Fit(Proven seen)
              ? seen
              : proving.prove(model, device, sessions);
      book.write(model, device, new Finding.Fit(proven));
      return new Settled(device, sessions, Optional.of(proven));
    } catch (RuntimeException failed) {
      sessions.forEach(OpenSession::close);
      if (failed instanceof DeviceTrouble trouble && trouble.isLasting()) {
        book.write(model, device, new Finding.Unfit(trouble.reason()));
      }
      throw failed;
    }
  }

  private Loaded assembled(Blueprint model, List<Settled> settled, List<String> troubles) {
    List<Device> devices = settled.stream().map(Settled::device).toList();
    Optional<String> takenOff =
        troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
    takenOff.ifPresent(why ->
        LOG.log(Level.WARNING, "{0} is computed on {1} instead: {2}", model.key(), devices, why));
    List<SessionPool> pools = new ArrayList<>();
    WarmUp warmUp = WarmUp.NOTHING;
    for (int file = 0; file < model.parts().size(); file++) {
      List<OwnedSession> members = new ArrayList<>();
      for (Settled one : settled) {
        OwnedSession owned = owned(model, file, one);
        members.add(owned);
        warmUp =
            warmUp.and(WarmUp.of(model.parts().get(file), owned, one.device(), one.mostRows(file)));
      }
      pools.add(new SessionPool(members));
    }
    return new Loaded(
        model.assembly().of(pools),
        devices,
        settled.getFirst().proven().map(Proven::proof),
        takenOff,
        warmUp);
  }

  private OwnedSession owned(Blueprint model, int file, Settled on) {
    Part part = model.parts().get(file);
    Lanes lanes =
        new Lanes(
            on.device().isCpu() ? lanes(model.key()) : 1,
            settings.queueLength(),
            on.mostRows(file));
    return new OwnedSession(
        model.key().toString(),
        on.sessions().get(file),
        () -> again(model.key(), part, on.device()),
        lanes);
  }

  private OpenSession again(ModelKey key, Part part, Device device) {
    try {
      return opener.again(part, device);
    } catch (DeviceTrouble trouble) {
      throw DeviceRefusal.of(key, device, trouble);
    }
  }

  /**
   * One run of OCR at a time: a single one keeps all cores busy and holds some 150 MiB of values,
   * so a second beside it would win nothing and double that.
   */
  private int lanes(ModelKey key) {
    return key.task() == Task.OCR ? 1 : settings.lanes();
  }
}
