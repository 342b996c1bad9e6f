package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
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
  // One load at a time: two would only compete for memory and disk, and none blocks inference.
  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("model-loader").factory());
  private final Map<ModelKey, Slot> slots = new HashMap<>();
  private boolean closed;

  Models(ModelLoader loader, Duration timeToLive, LongSupplier nanoClock) {
    this.loader = loader;
    this.timeToLive = timeToLive;
    this.nanoClock = nanoClock;
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
      return new Lease(this, slot, await(slot, ticket));
    } catch (RuntimeException failed) {
      giveBack(slot);
      throw failed;
    }
  }

  /** Loads a model that then stays; a failure is logged and left to the request that needs it. */
  CompletableFuture<?> keep(ModelKey key) {
    Slot slot = occupy(key, true);
    return slot.parts.whenComplete((_, _) -> giveBack(slot));
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
            if (slot.leases == 0 && !slot.kept && slot.parts.isDone() && old) {
              unused.add(slot);
              return true;
            }
            return false;
          });
    }
    unused.forEach(Models::free);
    return unused.size();
  }

  List<LoadedModel> status() {
    synchronized (slots) {
      return slots.values().stream().map(this::describe).toList();
    }
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
    all.forEach(Models::free);
  }

  private Slot occupy(ModelKey key, boolean keep) {
    synchronized (slots) {
      if (closed) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE, "Hearth is shutting down", "Try again when it is back.");
      }
      Slot slot = slots.get(key);
      if (slot == null || failedLongAgo(slot)) {
        slot = new Slot(key, CompletableFuture.supplyAsync(() -> loadTimed(key), loading));
        slots.put(key, slot);
      }
      slot.leases++;
      slot.kept |= keep;
      slot.lastUse = nanoClock.getAsLong();
      return slot;
    }
  }

  private boolean failedLongAgo(Slot slot) {
    return slot.parts.isCompletedExceptionally()
        && nanoClock.getAsLong() - slot.failedAt() > FAILURE_KEPT.toNanos();
  }

  private LoadedParts loadTimed(ModelKey key) {
    long began = System.nanoTime();
    try {
      LoadedParts parts = loader.load(key);
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      LOG.log(Level.INFO, "loaded {0} in {1} ms", key, millis);
      return parts;
    } catch (RuntimeException failed) {
      LOG.log(Level.WARNING, "cannot load " + key + ": " + failed.getMessage());
      synchronized (slots) {
        Slot slot = slots.get(key);
        if (slot != null) {
          slot.failed = nanoClock.getAsLong();
        }
      }
      throw failed;
    }
  }

  private static LoadedParts await(Slot slot, Ticket ticket) {
    try {
      return slot.parts.get(Math.max(1, ticket.remaining().toNanos()), TimeUnit.NANOSECONDS);
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

  private static void free(Slot slot) {
    try {
      slot.parts.join().close();
      LOG.log(Level.INFO, "freed {0}", slot.key);
    } catch (CompletionException _) {
      // It was never loaded, so there is nothing to free.
    }
  }

  private LoadedModel describe(Slot slot) {
    boolean failed = slot.parts.isCompletedExceptionally();
    boolean loaded = slot.parts.isDone() && !failed;
    List<SessionPool> sessions = loaded ? slot.parts.join().sessions() : List.of();
    return new LoadedModel(
        slot.key.task(),
        slot.key.type(),
        slot.key.name(),
        failed ? "failed" : loaded ? "loaded" : "loading",
        Device.CPU,
        Optional.empty(),
        Optional.empty(),
        sessions.stream().mapToInt(SessionPool::waiting).sum(),
        sessions.stream().mapToLong(SessionPool::runs).sum(),
        Duration.ofNanos(nanoClock.getAsLong() - slot.lastUse));
  }

  /** One model's place; all but the future is guarded by the map's lock. */
  static final class Slot {
    private final ModelKey key;
    private final CompletableFuture<LoadedParts> parts;
    private int leases;
    private boolean kept;
    private long lastUse;
    private long failed;

    private Slot(ModelKey key, CompletableFuture<LoadedParts> parts) {
      this.key = key;
      this.parts = parts;
    }

    private long failedAt() {
      return failed;
    }
  }
}
