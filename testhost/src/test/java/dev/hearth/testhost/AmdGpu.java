package dev.hearth.testhost;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.Roots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Radeon of a captured machine, put into a test host: its part of sysfs laid over the real one,
 * and nodes that can be opened, held by the groups that hold them on a Debian. Nothing that looks
 * at the machine needs to know.
 */
final class AmdGpu {
  /** A mini PC with a Radeon 780M. */
  static final Path CAPTURE =
      TestHost.ROOT.resolve("machine/src/test/resources/machines/780m-32gb.txt");

  private static final List<String> LAID_OVER =
      List.of("/sys/class", "/sys/bus", "/sys/devices", "/sys/module");

  /** Where its files lie, below the one that is seen: what is written here is read there. */
  static final String PLACE = "/run/hearth-gpu";

  private AmdGpu() {}

  /** Puts the GPU in. */
  static void install(TestHost host) {
    Machine captured = Roots.open(CAPTURE);
    // Of the real one a container has only some folders, in a tmpfs.
    host.rootScript("[ -d /sys/module ] || { mount -o remount,rw /sys && mkdir /sys/module; }")
        .good();
    for (String folder : LAID_OVER) {
      unpack(host, captured, folder);
      host.root(
              "mount",
              "-t",
              "overlay",
              "overlay",
              "-o",
              "ro,nosuid,nodev,noexec,lowerdir=" + PLACE + folder + ":" + folder,
              folder)
          .good();
    }
    host.rootScript(
            """
            set -e
            groupadd -f -r render; groupadd -f -r video
            mkdir -p /dev/dri
            [ -e /dev/kfd ] || mknod /dev/kfd c 1 3
            [ -e /dev/dri/renderD128 ] || mknod /dev/dri/renderD128 c 1 3
            [ -e /dev/dri/card1 ] || mknod /dev/dri/card1 c 1 3
            chmod 660 /dev/kfd /dev/dri/renderD128 /dev/dri/card1
            chgrp render /dev/kfd /dev/dri/renderD128
            chgrp video /dev/dri/card1
            """)
        .good();
  }

  private static void unpack(TestHost host, Machine captured, String path) {
    Path here = host.at(PLACE + path);
    try {
      Files.createDirectories(here.getParent());
      if (captured.target(path) instanceof Reading.Known<String>(String target)) {
        Files.createSymbolicLink(here, Path.of(target));
      } else if (captured.names(path) instanceof Reading.Known<List<String>>(List<String> names)) {
        Files.createDirectories(here);
        for (String name : names) {
          unpack(host, captured, path + "/" + name);
        }
      } else if (captured.bytes(path) instanceof Reading.Known<byte[]>(byte[] content)) {
        Files.write(here, content);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
