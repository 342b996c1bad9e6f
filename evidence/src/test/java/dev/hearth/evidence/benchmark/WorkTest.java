package dev.hearth.evidence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import dev.hearth.planning.service.Workload;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkTest {
  static Stream<ServiceDescription> described() {
    return ServiceCatalog.load().services().stream()
        .filter(each -> each.operation().flatMap(it -> it.workload()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("described")
  void isMadeOfWhatEachServiceSaysAndAsksNothingTwice(ServiceDescription service) {
    Work work = known(Work.of(workload(service), "n1", Map.of("model", "\"m\"")));

    assertThat(work.ask().apply(1).body().bytes()).isNotEqualTo(work.ask().apply(2).body().bytes());
    assertThat(work.ask().apply(1).path()).startsWith("/");
  }

  @Test
  void givesOllamaItsModelAndStaysJson() {
    Work work = known(Work.of(workload(service("ollama")), "n1", Map.of("model", "\"llama\"")));

    String body = work.ask().apply(7).body().text();

    assertThat(Json.parse(body, "body").flatMap(json -> Reading.known(json.text("model"))))
        .isEqualTo(Reading.known(Optional.of("llama")));
    assertThat(body).contains("n1-7").doesNotContain("{text}");
  }

  @Test
  void countsTheTokensThatOllamaCounted() {
    Work work = known(Work.of(workload(service("ollama")), "n1", Map.of()));

    assertThat(work.units().apply(new Reply(200, Body.of("{\"eval_count\": 128}"))))
        .isEqualTo(Reading.known(128.0));
    assertThat(work.units().apply(new Reply(200, Body.of("{}"))))
        .isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void countsNoAnswerThatIsAFailure() {
    Work work = known(Work.of(workload(service("finbert")), "n1", Map.of()));

    assertThat(work.units().apply(new Reply(500, Body.of("{}"))))
        .isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void isWhatProvesAServiceToo() {
    Work work = Work.of(Probes.immich(PhotoTasks.faces("buffalo_l")));

    assertThat(work.unit()).isEqualTo("photo");
    assertThat(work.ask().apply(0).body()).isNotEqualTo(work.ask().apply(1).body());
    assertThat(work.units().apply(new Reply(200, Body.of("{\"facial-recognition\": []}"))))
        .isEqualTo(Reading.known(1.0));
    assertThat(work.units().apply(new Reply(200, Body.of("{}"))))
        .isInstanceOf(Reading.Unknown.class);
    assertThat(Work.of(Probes.sentiment()).unit()).isEqualTo("sentence");
  }

  @Test
  void saysHowABodyIsWritten() {
    Workload odd = new Workload("/x", "what", "photo", "", workload(service("finbert")).source());

    assertThat(Work.of(odd, "n", Map.of())).isInstanceOf(Reading.Unknown.class);
  }

  private static ServiceDescription service(String id) {
    return described().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static Workload workload(ServiceDescription service) {
    return service.operation().flatMap(it -> it.workload()).orElseThrow();
  }

  private static Work known(Reading<Work> work) {
    return work.asOptional().orElseThrow();
  }
}
