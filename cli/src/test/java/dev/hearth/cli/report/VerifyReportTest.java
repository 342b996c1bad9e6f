package dev.hearth.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class VerifyReportTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final String BECAUSE = "it had 2 queues on the GPU and 412 MiB of its memory";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static List<String> text(Outcome outcome, boolean inside) {
    return new VerifyText(new Paint(false)).of(Verdicts.immich(outcome, BECAUSE, inside));
  }

  private static String json(Verified... services) {
    return MAPPER.writeValueAsString(VerifyJson.of(List.of(services), "VERSION"));
  }

  @Test
  void aVerdictIsALineAndARowForEachWitness() {
    assertThat(String.join("\n", text(Outcome.ACCELERATED, false)))
        .isEqualTo(
            """
            immich-ml  quadlet immich-machine-learning
              ACCELERATED by ROCm: it had 2 queues on the GPU and 412 MiB of its memory.

              for      KFD queues and memory             it had 2 queues on the GPU and 412
                                                         MiB of its memory
              for      how it is set up                  its image is for ROCm:
                                                         ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm
              for      the probe itself                  a photo (search, faces) took 26 ms
              for      device nodes inside the service   the service sees
                                                         /dev/dri/renderD128, /dev/kfd
              against  power of the device               it took 9 W, idle 9 W
              silent   open handles of its processes     /proc/700/fd may not be read; root
                                                         sees it
              silent   the service's own word            this service does not tell where it
                                                         computes\
            """
                .indent(0)
                .stripTrailing());
  }

  @Test
  void whatIsSeenFromInsideIsNumberedAsThere() {
    assertThat(text(Outcome.ACCELERATED, true))
        .endsWith(
            "  inside, through process 700",
            "    /dev/kfd            0660 65534:65534 inside, 0:105 here, may open it",
            "    /dev/dri/renderD128 0660 0:105 here; inside not known: /proc/700/uid_map",
            "                        does not exist, may not open it",
            "    KFD agent 1         gfx1103, taken for gfx1100, AMD Radeon 780M",
            "    KFD agent 2         gfx1030; hidden: no /dev/dri/renderD129 inside");
  }

  @Test
  void aDoubtfulVerdictSaysWhatWouldProveIt() {
    assertThat(text(Outcome.UNPROVEN, false))
        .contains("  would prove it: podman unshare hearth verify immich-ml, which sees its");
    assertThat(text(Outcome.ON_CPU, false).get(1)).startsWith("  ON_CPU instead of ROCm: ");
  }

  @Test
  void coloursSayNothingThatWordsDoNot() {
    List<String> painted =
        new VerifyText(new Paint(true)).of(Verdicts.immich(Outcome.ON_CPU, BECAUSE, true));
    assertThat(painted).anySatisfy(line -> assertThat(line).contains("\u001b[31mON_CPU"));
    assertThat(painted.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")))
        .containsExactlyElementsOf(text(Outcome.ON_CPU, true));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void noLineIsWiderThanATerminalButForOneLongWord(Outcome outcome) {
    assertThat(text(outcome, true).stream().filter(line -> line.length() > Wrapped.WIDTH))
        .allSatisfy(line -> assertThat(line.strip()).as(line).doesNotContain(" "));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void scriptsAreAnsweredAsTheSchemaSays(Outcome outcome) throws IOException {
    assertThat(
            schema()
                .validate(
                    json(
                        Verdicts.immich(outcome, BECAUSE, true),
                        Verdicts.immich(outcome, BECAUSE, false)),
                    InputFormat.JSON))
        .isEmpty();
    assertThat(schema().validate(json(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theSchemaKnowsEveryWitnessAndRefusesOthers() throws IOException {
    String said = json(Verdicts.immich(Outcome.ON_CPU, BECAUSE, false));
    assertThat(said).contains("\"outcome\":\"on-cpu\"");
    for (Witness witness : Witness.values()) {
      assertThat(
              schema()
                  .validate(said.replace("\"kfd\"", "\"" + witness.key() + "\""), InputFormat.JSON))
          .isEmpty();
    }
    assertThat(schema().validate(said.replace("\"kfd\"", "\"gossip\""), InputFormat.JSON))
        .isNotEmpty();
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(CHECKOUT.resolve("docs/schema/hearth.verify-1.schema.json")),
            InputFormat.JSON);
  }
}
