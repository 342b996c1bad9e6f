package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What render writes is taken by the programs that it is for. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenderedFilesTest {
  private static final String FOLDER = "/home/homelab/rendered";

  private TestHost host;

  @BeforeAll
  void boot() {
    host = SharedHost.get();
  }

  @BeforeEach
  void empty() {
    host.root("rm", "-rf", FOLDER).good();
  }

  @ParameterizedTest
  @ValueSource(strings = {"immich-ml", "ollama", "finbert"})
  void podmansGeneratorMakesAUnitOfAQuadlet(String service) {
    render(service, "quadlet");

    String units =
        host.userScript(
                "QUADLET_UNIT_DIRS=%s /usr/libexec/podman/quadlet -dryrun -user 2>&1"
                    .formatted(FOLDER))
            .good();

    assertThat(units).contains("ExecStart=/usr/bin/podman run").doesNotContain("unsupported key");
    if (!service.equals("finbert")) {
      assertThat(units).contains("--device /dev/kfd", "--group-add keep-groups");
    }
  }

  @Test
  void podmansGeneratorWouldSaySo() {
    host.write(FOLDER + "/wrong.container", "[Container]\nImage=x\nAddDevise=/dev/kfd\n");

    Ran refused =
        host.userScript(
            "QUADLET_UNIT_DIRS=%s /usr/libexec/podman/quadlet -dryrun -user 2>&1"
                .formatted(FOLDER));

    assertThat(refused.said()).contains("unsupported key 'AddDevise'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose", "compose-inline"})
  void composeReadsItsFilesWithTheNodesAndTheirGroups(String form) {
    render("immich-ml", form);

    String read =
        host.userScript("cd %s && docker compose -f *.compose.yml config".formatted(FOLDER)).good();

    // homelab may not ask Docker, so it is for Podman, whose word for the groups this is.
    assertThat(read).contains("/dev/kfd", "/dev/dri/renderD128", "keep-groups");
  }

  @Test
  void systemdTakesTheDropInForOllama() {
    render("ollama", "systemd");
    host.write(FOLDER + "/ollama.service", "[Service]\nExecStart=/bin/true\n");
    host.root("chmod", "-R", "a+rX", FOLDER).good();

    Ran verified = host.root("systemd-analyze", "verify", FOLDER + "/ollama.service");

    assertThat(verified.good()).isBlank();
    assertThat(host.userScript("cat %s/ollama.service.d/*.conf".formatted(FOLDER)).good())
        .contains("\nEnvironment=HSA_OVERRIDE_GFX_VERSION=11.0.0\n");
  }

  @Test
  void aShellTakesTheScript() {
    render("immich-ml", "run");

    host.userScript("for file in %s/*.sh; do bash -n $file || exit 1; done".formatted(FOLDER))
        .good();
    assertThat(host.userScript("cat %s/*.sh".formatted(FOLDER)).good())
        .contains("--device /dev/kfd");
  }

  private void render(String service, String form) {
    host.user("hearth", "render", service, "--as", form, "--out", FOLDER).good();
  }
}
