package dev.hearth.machine.host;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the files of a machine hold, reading the host ends, and throws nothing. */
class HostileHostTest {
  private static final List<String> FIXTURES =
      List.of("debian-13-podman", "ubuntu-2404-docker", "fedora-43-selinux", "raspberry-pi-5");

  private static final List<HostProbe.Depth> DEPTHS = List.of(HostProbe.Depth.values());
  private static final List<FileStatus.Kind> KINDS = List.of(FileStatus.Kind.values());

  @Test
  void randomBytesInEveryFileAreRead() {
    for (int seed = 0; seed < 3_000; seed++) {
      readsWithoutThrowing(seed, new HostileTree(new Random(seed), List.of()));
    }
  }

  @Test
  void linesOfOtherFilesCutAndSpoiledAreRead() {
    List<String> lines =
        FIXTURES.stream()
            .map(Hosts::text)
            .flatMap(String::lines)
            .filter(line -> line.startsWith("  "))
            .map(String::strip)
            .toList();
    for (int seed = 0; seed < 6_000; seed++) {
      Random random = new Random(seed);
      // A few neighbours in every file: what belongs together stays together, and comes to meet.
      int start = random.nextInt(lines.size() - 6);
      readsWithoutThrowing(seed, new HostileTree(random, lines.subList(start, start + 6)));
    }
  }

  private static void readsWithoutThrowing(int seed, Tree tree) {
    HostProbe.Depth depth = DEPTHS.get(seed % DEPTHS.size());
    assertThatCode(() -> HostProbe.read(new Machine(tree), depth, Hosts.noCdi(), Hosts.noVulkan()))
        .as("seed %d", seed)
        .doesNotThrowAnyException();
  }

  /** A machine where every path is anything. */
  private record HostileTree(Random random, List<String> lines) implements Tree {
    @Override
    public synchronized Reading<byte[]> bytes(String path) {
      if (random.nextInt(5) == 0) {
        return Reading.unknown(path + " may not be read by this user");
      }
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      if (lines.isEmpty()) {
        return Reading.known(content);
      }
      StringBuilder text = new StringBuilder();
      for (int count = random.nextInt(8); count > 0; count--) {
        text.append(spoilt(lines.get(random.nextInt(lines.size()))));
        text.append(random.nextInt(10) == 0 ? ":" : "\n");
      }
      return Reading.known(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Half the lines stay whole, others are cut, or get a letter that no path may have. */
    private String spoilt(String line) {
      int at = random.nextInt(line.length() + 1);
      return switch (random.nextInt(4)) {
        case 0 -> line.substring(0, at);
        case 1 -> line.substring(0, at) + "\0" + line.substring(at);
        default -> line;
      };
    }

    @Override
    public synchronized Reading<List<String>> names(String directory) {
      return random.nextBoolean()
          ? Reading.known(List.of("a.conf", "", "renderD128", "\uFFFD", ".conf"))
          : Reading.unknown(directory + " does not exist");
    }

    @Override
    public synchronized Reading<String> target(String link) {
      return random.nextBoolean() ? Reading.known("../") : Reading.unknown("no link");
    }

    @Override
    public Reading<String> realPath(String path) {
      return Reading.unknown("a loop");
    }

    @Override
    public synchronized Reading<FileStatus> status(String path) {
      return random.nextInt(3) > 0
          ? Reading.known(
              new FileStatus(
                  KINDS.get(random.nextInt(KINDS.size())), 0, random.nextInt(), random.nextInt()))
          : Reading.unknown(path + " does not exist");
    }

    @Override
    public Reading<Access> access(String path) {
      return Reading.unknown("may not be asked");
    }

    @Override
    public Reading<DiskSpace> disk(String path) {
      // As the real one does: what is no path must not get here.
      return Reading.known(new DiskSpace(Path.of(path).getNameCount(), 1 << 20));
    }

    @Override
    public synchronized Reading<Finished> run(List<String> argv, Duration deadline) {
      String text =
          bytes("output").map(content -> new String(content, StandardCharsets.UTF_8)).orElse("");
      return Reading.known(new Finished(random.nextInt(2), text, text));
    }
  }
}
