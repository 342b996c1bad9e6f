package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.CapturedTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Machines to read in tests. */
final class Hosts {
  private Hosts() {}

  /** The machine of a capture among the test's resources. */
  static Machine named(String name) {
    return new Machine(tree(text(name)));
  }

  /** The capture's text. */
  static String text(String name) {
    try (InputStream in = Hosts.class.getResourceAsStream("/hosts/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no capture of that name: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The machine of a few entries. */
  static Machine of(String entries) {
    return new Machine(tree("hearth capture 1\n" + entries));
  }

  private static CapturedTree tree(String text) {
    return switch (CapturedTree.parse(text)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> tree;
      case Reading.Unknown<CapturedTree>(String reason) ->
          throw new IllegalArgumentException(reason);
    };
  }

  static Host read(String name, HostProbe.Depth depth) {
    return HostProbe.read(named(name), depth, noCdi(), noVulkan());
  }

  static Cdi noCdi() {
    return new Cdi(List.of());
  }

  static VulkanDrivers noVulkan() {
    return new VulkanDrivers(Reading.unknown("not looked for"), List.of());
  }
}
