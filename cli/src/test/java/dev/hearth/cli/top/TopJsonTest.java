package dev.hearth.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TopJsonTest {
  private static final Path SCHEMA =
      Path.of(System.getProperty("hearth.root"), "docs/schema/hearth.top-1.schema.json");

  @Test
  void aBusyMachineIsToldAsTheSchemaSays() throws IOException {
    for (TopSample sample :
        List.of(FixedSamples.busyApu(), FixedSamples.manyGpus(), FixedSamples.unknown())) {
      String said = JsonMapper.shared().writeValueAsString(TopJson.of(sample, Order.BUSY, "0"));
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                  .validate(said, InputFormat.JSON))
          .isEmpty();
    }
  }

  @Test
  void processesAreSortedAndWhatIsNotKnownHasItsReason() {
    Map<String, ?> document = TopJson.of(FixedSamples.busyApu(), Order.MEMORY, "0");
    assertThat("" + document.get("processes"))
        .startsWith("[{pid=1201, program=python, service=immich_machine_learning");
    assertThat("" + document.get("unknown"))
        .contains("/processes/0/accelerators/0/busy_share=KFD does not account it");
  }
}
