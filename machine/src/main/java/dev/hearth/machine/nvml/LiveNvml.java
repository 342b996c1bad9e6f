package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The NVML of this computer, loaded and asked once, when first wanted. */
final class LiveNvml implements Nvml {
  private static final String LIBRARY = "libnvidia-ml.so.1";

  /** The loader's own search first; then where distributions put what it does not find. */
  private static final List<String> PLACES =
      List.of(
          LIBRARY,
          "/usr/lib/wsl/lib/" + LIBRARY,
          "/usr/lib/x86_64-linux-gnu/" + LIBRARY,
          "/usr/lib/x86_64-linux-gnu/nvidia/current/" + LIBRARY,
          "/usr/lib/aarch64-linux-gnu/" + LIBRARY,
          "/usr/lib/aarch64-linux-gnu/nvidia/current/" + LIBRARY,
          "/usr/lib64/" + LIBRARY,
          "/usr/lib64/nvidia/" + LIBRARY,
          "/run/opengl-driver/lib/" + LIBRARY);

  /** A GPU that fell off the bus can hold its driver for ever; a first opening takes 1–2 s. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Supplier<Optional<SymbolLookup>> library;
  private final Duration deadline;
  private Optional<NvmlAnswers> answers = Optional.empty();

  LiveNvml() {
    this(LiveNvml::library, DEADLINE);
  }

  /** This computer's library. */
  static Optional<SymbolLookup> library() {
    return open(PLACES);
  }

  LiveNvml(Supplier<Optional<SymbolLookup>> library, Duration deadline) {
    this.library = library;
    this.deadline = deadline;
  }

  @Override
  public Reading<List<NvmlGpu>> gpus() {
    return answers().gpus();
  }

  @Override
  public Reading<String> driverVersion() {
    return answers().driverVersion();
  }

  @Override
  public Reading<String> libraryVersion() {
    return answers().libraryVersion();
  }

  @Override
  public Reading<String> cudaVersion() {
    return answers().cudaVersion();
  }

  @Override
  public List<String> troubles() {
    return answers().troubles();
  }

  private synchronized NvmlAnswers answers() {
    if (answers.isEmpty()) {
      answers = Optional.of(askInTime());
    }
    return answers.get();
  }

  private NvmlAnswers askInTime() {
    CompletableFuture<NvmlAnswers> asked = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("nvml")
        .daemon()
        .start(() -> {
          try {
            asked.complete(ask());
          } catch (Throwable thrown) {
            asked.completeExceptionally(thrown);
          }
        });
    try {
      return asked.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return absent("NVML did not answer within " + deadline.toSeconds() + " s");
    } catch (ExecutionException e) {
      return absent("NVML cannot be asked: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return absent("NVML was not waited for");
    }
  }

  private NvmlAnswers ask() {
    return library
        .get()
        .map(symbols -> NvmlSession.ask(new NvmlFunctions(symbols)))
        .orElseGet(() -> absent(LIBRARY + " is not installed"));
  }

  private static NvmlAnswers absent(String reason) {
    Nvml absent = Nvml.absent(reason);
    return new NvmlAnswers(
        absent.gpus(),
        absent.driverVersion(),
        absent.libraryVersion(),
        absent.cudaVersion(),
        List.of());
  }

  /** The first of these that loads. It stays: to unload a driver's library is to court trouble. */
  static Optional<SymbolLookup> open(List<String> places) {
    for (String place : places) {
      try {
        return Optional.of(SymbolLookup.libraryLookup(place, Arena.global()));
      } catch (IllegalArgumentException _) {
        // Not here; the next place is tried.
      }
    }
    return Optional.empty();
  }
}
