package dev.hearth.machine.accelerator.amd;

import static dev.hearth.machine.accelerator.amd.AmdMachines.amd;
import static dev.hearth.machine.accelerator.amd.AmdMachines.probe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The topology that a real server with two MI25 showed on an old kernel, and nothing else of it.
 */
class RealKfdTest {
  @Test
  void ofTwoMi25GivesTwoGpus(@TempDir Path root) throws IOException {
    Optional<Path> capture = capture();
    assumeTrue(capture.isPresent(), "the captured topology is not beside this checkout");
    copy(capture.orElseThrow(), root.resolve("sys/class/kfd/kfd/topology"));

    List<Accelerator> found = probe(new Machine(FileTree.under(root)));

    assertThat(found)
        .extracting(
            Accelerator::id,
            Accelerator::architecture,
            gpu -> gpu.memory().dedicated(),
            Accelerator::computeUnits,
            gpu -> gpu.node(DeviceNode.Role.RENDER).map(DeviceNode::path))
        .containsExactly(
            tuple(
                "pci-0000:19:00.0",
                Reading.known("gfx900"),
                Reading.known(17163091968L),
                Reading.known(64),
                Optional.of("/dev/dri/renderD128")),
            tuple(
                "pci-0000:19:00.0-kfd2",
                Reading.known("gfx900"),
                Reading.known(17163091968L),
                Reading.known(64),
                Optional.of("/dev/dri/renderD129")));
    assertThat(amd(found.getFirst()).uniqueId().map(Long::toHexString))
        .isEqualTo(Reading.known("c34ec50444dd0a6c"));
  }

  private static Optional<Path> capture() {
    Path place = Path.of(System.getProperty("hearth.root", "")).toAbsolutePath();
    for (Path up = place; up != null; up = up.getParent()) {
      Path candidate = up.resolve("shared/captures/kfd-two-gpus");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
  }
}
