package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Problem;

/** What there is of a provider's runtime on this machine, or what it would take. */
public sealed interface RuntimeState {
  Provider provider();

  /**
   * Comes with the program.
   *
   * @param version of ONNX Runtime
   */
  record BuiltIn(Provider provider, String version) implements RuntimeState {}

  /** Installed, and its files are those that were installed. */
  record Installed(InstalledRuntime runtime) implements RuntimeState {
    @Override
    public Provider provider() {
      return runtime.provider();
    }
  }

  /**
   * Installed, and not to be used.
   *
   * @param bytes it takes on disk
   */
  record Damaged(Provider provider, long bytes, Problem problem) implements RuntimeState {}

  /**
   * Can be installed here.
   *
   * @param origin where it would come from
   * @param fetched bytes to fetch
   * @param kept bytes that stay on disk
   */
  record Installable(Provider provider, String origin, long fetched, long kept)
      implements RuntimeState {}

  /** Cannot be installed here, or not without more being said. */
  record Absent(Provider provider, Problem problem) implements RuntimeState {}
}
