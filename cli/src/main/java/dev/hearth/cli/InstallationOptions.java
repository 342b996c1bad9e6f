package dev.hearth.cli;

import dev.hearth.deployment.site.Installation;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation of a service is meant: the same options for verify and bench. */
final class InstallationOptions {
  @Option(names = "--file", paramLabel = "FILE", description = "Its file. Default: found.")
  @Nullable Path file;

  @Option(names = "--name", paramLabel = "NAME", description = "Of its container or unit.")
  @Nullable String name;

  /** Whether one of them is named. */
  boolean given() {
    return file != null || name != null;
  }

  /** The one that is meant. */
  Installation one(Installations installations) {
    return installations
        .one(Optional.ofNullable(file), Optional.ofNullable(name))
        .orElseThrow(installations::none);
  }
}
