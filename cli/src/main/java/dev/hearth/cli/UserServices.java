package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.data.DataException;
import dev.hearth.planning.service.ServiceCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The services of this program, and those that a person described: services/*.yaml. */
final class UserServices {
  private static final long LARGEST = 1L << 20;

  private UserServices() {}

  static ServiceCatalog catalog(Places places) {
    Path folder = places.configuration().resolve("services");
    if (!Files.isDirectory(folder)) {
      return ServiceCatalog.load();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<ServiceCatalog> own =
          files
              .filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
              .sorted()
              .map(UserServices::read)
              .toList();
      return ServiceCatalog.load().with(own);
    } catch (IOException e) {
      throw wrong(folder, String.valueOf(e.getMessage()));
    }
  }

  private static ServiceCatalog read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw wrong(file, "it is larger than 1 MiB");
      }
      // Bytes that are no UTF-8 become signs that no key has.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return ServiceCatalog.parse(file.toString(), text);
    } catch (IOException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    } catch (DataException e) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT,
          String.valueOf(e.getMessage()),
          "docs/services.md explains every key");
    }
  }

  private static ProblemException wrong(Path file, String why) {
    return new ProblemException(
        new Problem(
            Problem.Kind.BAD_INPUT, "cannot read " + file, why, "Mend it, or move it away"));
  }
}
