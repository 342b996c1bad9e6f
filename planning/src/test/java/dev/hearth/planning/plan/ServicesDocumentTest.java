package dev.hearth.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.planning.Backend;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The service that docs/services.md writes from nothing, taken out of the document. */
class ServicesDocumentTest {

  private static ServiceCatalog described() throws IOException {
    String document =
        Files.readString(
            Path.of(System.getProperty("hearth.root", "..")).resolve("docs/services.md"));
    int begin = document.indexOf("```yaml\n") + "```yaml\n".length();
    return ServiceCatalog.parse(
        "whisper.yaml", document.substring(begin, document.indexOf("```", begin)));
  }

  @Test
  void canBePlannedOnACapturedMachine() throws IOException {
    ServiceDescription whisper =
        ServiceCatalog.load().with(List.of(described())).find("whisper").orElseThrow();

    Planned planned =
        Planner.plan(CapturedSurvey.of("rx-7900"), whisper, Optional.empty(), Wish.none());

    assertThat(planned)
        .isInstanceOfSatisfying(
            Planned.Possible.class,
            it -> {
              Plan plan = it.plan();
              assertThat(plan.backend()).isEqualTo(Backend.ROCM);
              assertThat(plan.image()).contains("registry.example.org/whisper:1.8.0-rocm");
              assertThat(plan.environment())
                  .extracting(Variable::name, Variable::value)
                  .containsExactly(org.assertj.core.groups.Tuple.tuple("DEVICE", "cuda"));
              assertThat(plan.health().first()).isEqualTo(Duration.ofMinutes(10));
              assertThat(plan.advice()).contains("A larger model costs a GPU little");
            });
  }
}
