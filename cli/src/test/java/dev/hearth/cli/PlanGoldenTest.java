package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans of services on captured machines, word for word. After a change that is meant, {@code
 * -Dgolden.update=true} writes the files anew; the difference is read like code.
 */
class PlanGoldenTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("hearth.root"));
  private static final Path MACHINES = CHECKOUT.resolve("machine/src/test/resources/machines");
  private static final Path GOLDEN = CHECKOUT.resolve("cli/src/test/resources/golden");

  private static String plan(String machine, List<String> words) {
    CapturedTerminal captured = CapturedTerminal.piped();
    List<String> line = new ArrayList<>(List.of("plan"));
    line.addAll(words);
    line.addAll(List.of("--root", MACHINES.resolve(machine + ".txt").toString()));
    int exit = HearthCommand.run(captured.terminal(), line.toArray(String[]::new));
    assertThat(captured.err()).isEmpty();
    assertThat(exit).isIn(0, 1, 2);
    return captured.out();
  }

  @ParameterizedTest
  @CsvSource({
    "780m-32gb, immich-ml, plan-immich-ml",
    "780m-32gb, immich-ml --backend cpu, plan-immich-ml-cpu",
    "780m-32gb, ollama, plan-ollama",
    "780m-32gb, ollama --manager systemd, plan-ollama-systemd",
    "780m-32gb, finbert, plan-finbert",
    "780m-32gb, hearth, plan-hearth",
    "780m-no-permission, immich-ml, plan-immich-ml",
    "780m-stale-manager, immich-ml, plan-immich-ml",
    "selinux-780m, immich-ml, plan-immich-ml",
    "rtx-4090, immich-ml, plan-immich-ml",
    "rtx-4090, ollama --manager compose, plan-ollama-compose",
    "stale-cdi, immich-ml, plan-immich-ml",
    "wsl2-nvidia, ollama, plan-ollama",
    "wsl2-docker-desktop-amd, immich-ml, plan-immich-ml",
    "dual-mi50-dual-a2, immich-ml, plan-immich-ml",
    "dual-mi50-dual-a2, ollama, plan-ollama",
    "rx-6600, ollama, plan-ollama",
    "rx-7900, immich-ml, plan-immich-ml",
    "rx-7900, immich-ml --image :v2.5.3-rocm, plan-immich-ml-v253",
    "rk3588-vendor, immich-ml, plan-immich-ml",
    "mali-vendor, immich-ml, plan-immich-ml",
    "n100-igpu, immich-ml, plan-immich-ml",
    "wx-4100, ollama, plan-ollama",
    "strix-halo, ollama, plan-ollama",
    "vm-without-any, immich-ml, plan-immich-ml",
  })
  void aPlanSaysTheSame(String machine, String words, String name) throws IOException {
    String said = plan(machine, List.of(words.split(" ", -1)));
    Path golden = GOLDEN.resolve(machine).resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      assertThat(System.getenv("CI")).as("golden files are not written in CI").isNull();
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @CsvSource({
    "780m-32gb, immich-ml",
    "780m-no-permission, immich-ml",
    "rtx-4090, ollama",
    "dual-mi50-dual-a2, finbert",
    "vm-without-any, hearth"
  })
  void scriptsAreAnsweredAsTheSchemaSays(String machine, String service) throws IOException {
    String schema = Files.readString(CHECKOUT.resolve("docs/schema/hearth.plan-1.schema.json"));
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(plan(machine, List.of(service, "--json")), InputFormat.JSON))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"780m-32gb", "dual-mi50-dual-a2", "780m-no-permission", "rk3588-vendor"})
  void noLineIsWiderThanATerminalButForOneLongWordOrACommand(String machine) {
    assertThat(
            plan(machine, List.of("immich-ml"))
                .lines()
                .filter(line -> line.length() > 80)
                .filter(line -> !line.strip().matches("remedy: [a-z].*")))
        .allSatisfy(
            line -> assertThat(line.strip().split(" +")).as(line).hasSizeLessThanOrEqualTo(2));
  }
}
