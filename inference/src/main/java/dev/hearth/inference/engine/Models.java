package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.runtime.DeepStack;
import dev.hearth.inference.runtime.SessionPool;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The models in memory. Each is loaded once, however many requests ask for it; a model that nobody
 * used for its time to live is freed, never one that a request still holds.
 */
final class Models implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Models.class.getName());

  /** How long a failed load answers for itself, so that a broken model is not retried per photo. */
  static final Duration FAILURE_KEPT = Duration.ofSeconds(10);

  private final ModelLoader loader;
  private final LongSupplier nanoClock;
  private final Duration timeToLive;
  private final Computing computing;
  // One load at a time: two would only compete for memory and disk, and none blocks inference.
  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(DeepStack.named("model-loader").factory());
  private final WarmingUp warming = new WarmingUp();
  private final DeviceCounts counts = new DeviceCounts();
  private final Map<ModelKey, Slot> slots = new HashMap<>();
  private boolean closed;

  /**
   * @param computing where models are meant to be
   */
  Models(ModelLoader loader, Duration timeToLive, LongSupplier nanoClock, Computing computing) {
    this.loader = loader;
    this.timeToLive = timeToLive;
    this.nanoClock = nanoClock;
    this.computing = computing;
  }

  /** A model in use by one request; closing gives it back. */
  record Lease(Models models, Slot slot, LoadedParts parts) implements AutoCloseable {
    @Override
    public void close() {
      models.giveBack(slot);
    }
  }

  /** The model, loaded if need be; waits at most until the ticket's deadline. */
  Lease lease(ModelKey key, Ticket ticket) {
    Slot slot = occupy(key, false);
    try {
      return new Lease(this, slot, await(slot, ticket).parts());
    } catch (RuntimeException failed) {
      giveBack(slot);
      throw failed;
    }
  }

  /**
   * Loads a model that then stays, and warms it up; a failure is logged and left to the request
   * that needs it.
   */
  CompletableFuture<?> keep(ModelKey key) {
    Slot slot = occupy(key, true);
    return slot.warm.whenComplete((_, _) -> giveBack(slot));
  }

  /** Frees what was not used for its time to live; says how many models that were. */
  int sweep() {
    if (timeToLive.isZero() || timeToLive.isNegative()) {
      return 0;
    }
    List<Slot> unused = new ArrayList<>();
    synchronized (slots) {
      long now = nanoClock.getAsLong();
      slots
          .values()
          .removeIf(slot -> {
            boolean old = now - slot.lastUse > timeToLive.toNanos();
            if (slot.leases == 0 && !slot.kept && slot.warm.isDone() && old) {
              unused.add(slot);
              return true;
            }
            return false;
          });
    }
    unused.forEach(this::free);
    return unused.size();
  }

  List<LoadedModel> status() {
    synchronized (slots) {
      return slots.values().stream().map(this::describe).toList();
    }
  }

  /** Time spent in runs on a device since the start, also of models that were freed since. */
  Duration busy(Device device) {
    Duration busy = counts.busy(device);
    synchronized (slots) {
      for (Slot slot : slots.values()) {
        busy = busy.plus(slot.busy(device));
      }
    }
    return busy;
  }

  /** How often a model was taken off a device or refused by it, since the start. */
  long takenOff(Device device) {
    return counts.takenOff(device);
  }

  @Override
  public void close() {
    List<Slot> all;
    synchronized (slots) {
      closed = true;
      all = List.copyOf(slots.values());
      slots.clear();
    }
    loading.shutdown();
    warming.close();
    all.forEach(this::free);
  }

  private Slot occupy(ModelKey key, boolean keep) {
    synchronized (slots) {
      if (closed) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE, "Hearth is shutting down", "Try again when it is back.");
      }
      Slot slot = slots.get(key);
      if (slot == null || failedLongAgo(slot)) {
        var loaded = CompletableFuture.supplyAsync(() -> loadTimed(key), loading);
        slot = new Slot(key, loaded, warming.after(key, loaded));
        slots.put(key, slot);
      }
      slot.leases++;
      slot.kept |= keep;
      slot.lastUse = nanoClock.getAsLong();
      return slot;
    }
  }

  private boolean failedLongAgo(Slot slot) {
    return slot.loaded.isCompletedExceptionally()
        && nanoClock.getAsLong() - slot.failedAt() > FAILURE_KEPT.toNanos();
  }

  private Loaded loadTimed(ModelKey key) {
    long began = System.nanoTime();
    try {
      Loaded loaded = loader.load(key);
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      LOG.log(Level.INFO, "loaded {0} on {1} in {2} ms", key, loaded.devices(), millis);
      loaded.takenOff().ifPresent(_ -> counts.takeOff(meant(key)));
      return loaded;
    } catch (RuntimeException failed) {
      LOG.log(Level.WARNING, "cannot load " + key + ": " + failed.getMessage());
      if (DeviceRefusal.is(failed)) {
        counts.takeOff(meant(key));
      }
      synchronized (slots) {
        Slot slot = slots.get(key);
        if (slot != null) {
          slot.failed = nanoClock.getAsLong();
        }
      }
      throw failed;
    }
  }

  private Device meant(ModelKey key) {
    return computing.of(key.task()).devices().getFirst();
  }

  private static Loaded await(Slot slot, Ticket ticket) {
    try {
      return slot.loaded.get(Math.max(1, ticket.remaining().toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The model " + slot.key + " is still being loaded",
              "",
              "Try again in a moment, or name it under preload."),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a model was loading", interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(failed.getCause());
    }
  }

  private void giveBack(Slot slot) {
    synchronized (slots) {
      slot.leases--;
      slot.lastUse = nanoClock.getAsLong();
    }
  }

  private void free(Slot slot) {
    try {
      Loaded loaded = slot.loaded.join();
      loaded.close();
      counts.freed(loaded);
      LOG.log(Level.INFO, "freed {0}", slot.key);
    } catch (CompletionException _) {
      // It was never loaded, so there is nothing to free.
    }
  }

  private LoadedModel describe(Slot slot) {
    boolean failed = slot.loaded.isCompletedExceptionally();
    Optional<Loaded> loaded = slot.inMemory();
    List<SessionPool> sessions = loaded.map(each -> each.parts().sessions()).orElse(List.of());
    return new LoadedModel(
        slot.key.task(),
        slot.key.type(),
        slot.key.name(),
        failed ? "failed" : loaded.isPresent() ? "loaded" : "loading",
        loaded.map(each -> each.devices().getFirst()).orElse(meant(slot.key)),
        loaded.flatMap(Loaded::proof),
        failed
            ? Optional.ofNullable(slot.loaded.exceptionNow().getMessage())
            : loaded.flatMap(Loaded::absence),
        sessions.stream().mapToInt(SessionPool::waiting).sum(),
        sessions.stream().mapToLong(SessionPool::runs).sum(),
        Duration.ofNanos(nanoClock.getAsLong() - slot.lastUse));
  }

  /** One model's place; all but the future is guarded by the map's lock. */
  static final class Slot {
    private final ModelKey key;
    private final CompletableFuture<Loaded> loaded;

    /** Done when the model is loaded and its common sizes were run, or when it failed to load. */
    private final CompletableFuture<?> warm;

    private int leases;
    private boolean kept;
    private long lastUse;
    private long failed;

    private Slot(ModelKey key, CompletableFuture<Loaded> loaded, CompletableFuture<?> warm) {
      this.key = key;
      this.loaded = loaded;
      this.warm = warm;
    }

    private Optional<Loaded> inMemory() {
      boolean there = loaded.isDone() && !loaded.isCompletedExceptionally();
      return there ? Optional.of(loaded.join()) : Optional.empty();
    }

    private Duration busy(Device device) {
      return inMemory()
          .filter(each -> each.devices().contains(device))
          .map(each -> each.busy(each.devices().indexOf(device)))
          .orElse(Duration.ZERO);
    }

    private long failedAt() {
      return failed;
    }
  }
}
