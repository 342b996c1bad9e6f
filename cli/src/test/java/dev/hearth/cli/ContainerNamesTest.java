package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.capture.Roots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerNamesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  private ContainerNames names() throws IOException {
    Path capture = folder.resolve("machine.txt");
    Files.writeString(
        capture,
        "hearth capture 1\nfile /usr/bin/podman\n\n"
            + "run 0 podman ps --no-trunc --format {{.ID}}={{.Names}}\n  "
            + ID
            + "=immich_machine_learning\n  not an answer\n");
    return new ContainerNames(() -> looked(capture), nanos::get);
  }

  private Machine looked(Path capture) {
    looks.incrementAndGet();
    return Roots.open(capture);
  }

  @Test
  void areThoseThatTheEngineTells() throws Exception {
    ContainerNames names = names();
    names.of(Set.of(ID));
    names.settle(PATIENCE);
    assertThat(names.of(Set.of(ID))).isEqualTo(Map.of(ID, "immich_machine_learning"));
    assertThat(looks).hasValue(1);
  }

  @Test
  void areAskedForAgainAfterAWhileWhereOneIsMissing() throws Exception {
    ContainerNames names = names();
    names.of(Set.of(OTHER));
    names.of(Set.of(OTHER));
    assertThat(looks).hasValue(1);
    nanos.addAndGet(PATIENCE.toNanos());
    names.of(Set.of(OTHER));
    assertThat(looks).hasValue(2);
  }

  @Test
  void areNotAskedForWhereNoContainerIsMet() throws Exception {
    assertThat(names().of(Set.of())).isEmpty();
    assertThat(looks).hasValue(0);
  }
}
