package dev.hearth.machine.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.CapturedTree;
import dev.hearth.machine.host.Account;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstalledServiceTest {
  private static final Reading<String> NOT_READ = Reading.unknown("not read here");

  private static final Account ACCOUNT =
      new Account(
          Reading.known(1000),
          NOT_READ,
          Reading.known("/home/user"),
          Reading.unknown(""),
          Reading.unknown(""),
          Reading.unknown(""),
          List.of());

  private static Machine machine(String entries) {
    return new Machine(
        CapturedTree.parse("hearth capture 1\n" + entries).asOptional().orElseThrow());
  }

  @Test
  void aQuadletOfTheUserIsFoundWithItsImage() {
    Machine machine =
        machine(
            """
            file /home/user/.config/containers/systemd/photos.container 0644 1000:1000
              [Container]
              Image=ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm
            file /home/user/.config/containers/systemd/photos.network 0644 1000:1000
              [Network]
            """);
    List<InstalledService> found = InstalledService.quadlets(machine, ACCOUNT);
    assertThat(found)
        .containsExactly(
            new InstalledService(
                "/home/user/.config/containers/systemd/photos.container",
                Optional.of("ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm")));
    assertThat(found.getFirst().runs("ghcr.io/immich-app/immich-machine-learning")).isTrue();
    assertThat(found.getFirst().runs("ghcr.io/immich-app/immich-machine")).isFalse();
  }

  @Test
  void aQuadletThatCannotBeReadIsThereWithoutAnImage() {
    Machine machine = machine("denied /etc/containers/systemd/secret.container\n");
    assertThat(InstalledService.quadlets(machine, ACCOUNT))
        .containsExactly(
            new InstalledService("/etc/containers/systemd/secret.container", Optional.empty()));
  }

  @Test
  void aProgramIsFoundWhereProgramsAre() {
    Machine machine = machine("file /usr/local/bin/ollama 0755 0:0\n");
    assertThat(InstalledService.program(machine, "ollama"))
        .contains(new InstalledService("/usr/local/bin/ollama", Optional.empty()));
    assertThat(InstalledService.program(machine, "immich-ml")).isEmpty();
  }
}
