package dev.hearth.planning.plan;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.Engines;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.survey.Surveyor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captured machines, surveyed. */
final class CapturedSurvey {
  private static final Path FOLDER =
      Path.of(System.getProperty("hearth.root", ".."))
          .toAbsolutePath()
          .resolve("machine/src/test/resources/machines");
  private static final String ENDING = ".txt";

  private CapturedSurvey() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  static Survey of(String name) {
    Machine machine = Roots.open(FOLDER.resolve(name + ENDING));
    return Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.THOROUGH);
  }

  /** The same machine, whose Podman runs another OCI runtime. */
  static Survey withRuntime(Survey survey, Reading<String> runtime) {
    Host host = survey.host();
    Engines engines = host.engines();
    Reading<Engines.Podman> podman =
        engines
            .podman()
            .map(it ->
                new Engines.Podman(
                    it.path(), it.version(), it.rootless(), runtime, it.subordinateIds()));
    return new Survey(
        new Host(
            host.system(),
            host.processor(),
            host.memory(),
            host.disks(),
            host.account(),
            host.security(),
            new Engines(
                podman,
                engines.docker(),
                engines.nerdctl(),
                engines.kubernetes(),
                engines.nvidiaToolkit()),
            host.cdi(),
            host.services(),
            host.vulkan()),
        survey.accelerators());
  }
}
