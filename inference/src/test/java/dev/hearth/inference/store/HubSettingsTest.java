package dev.hearth.inference.store;

import static dev.hearth.inference.store.ModelPullerTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
  @Test
  void withoutVariablesTheyAreImmichsOwn() {
    HubSettings settings = HubSettings.of(Map.of());

    assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(settings.organization()).isEqualTo("immich-app");
    assertThat(settings.revision()).isEqualTo("main");
    assertThat(settings.token()).isEmpty();
    assertThat(settings.offline()).isFalse();
  }

  @Test
  void theHubsUsualVariablesWork() {
    HubSettings settings =
        HubSettings.of(
            Map.of(
                "HF_ENDPOINT", "http://mirror:8080/hf/",
                "HF_TOKEN", " hf_x ",
                "HF_HUB_OFFLINE", "1",
                "HF_HUB_DOWNLOAD_TIMEOUT", "7",
                "MACHINE_LEARNING_MODEL_ORGANIZATION", "immich-testing",
                "MACHINE_LEARNING_MODEL_REVISION", "v2"));

    assertThat(settings)
        .isEqualTo(
            new HubSettings(
                URI.create("http://mirror:8080/hf"),
                Optional.of("hf_x"),
                true,
                "immich-testing",
                "v2",
                HubSettings.Patience.DEFAULT.withStall(Duration.ofSeconds(7))));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "TRUE,true", "yes,true", "On,true", "0,false", "no,false", "'',false"})
  void offlineIsSaidInManyWays(String word, boolean offline) {
    assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", word)).offline()).isEqualTo(offline);
  }

  @ParameterizedTest
  @ValueSource(strings = {"huggingface.co", "ftp://hub", "http://", "http://a b", "://"})
  void anEndpointThatIsNoAddressIsRefused(String endpoint) {
    Problem problem = problem(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint)));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_SETTING);
    assertThat(problem.remedy()).contains("HF_ENDPOINT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "soon", "1.5"})
  void aTimeoutThatIsNoNumberIsRefused(String timeout) {
    assertThat(problem(() -> HubSettings.of(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", timeout))).kind())
        .isEqualTo(Problem.Kind.BAD_SETTING);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub,https://hub:443,true",
    "http://hub,http://HUB:80/x,true",
    "https://hub,http://hub,false",
    "https://hub,https://hub:8443,false",
    "https://hub,https://hub.evil,false",
  })
  void theTokensHostIsTheWholeOrigin(String one, String other, boolean same) {
    assertThat(HubHttp.sameOrigin(URI.create(one), URI.create(other))).isEqualTo(same);
  }

  @Test
  void aWaitIsToldInSecondsOrAsADate() {
    assertThat(HubHttp.pause("120")).contains(Duration.ofMinutes(2));
    assertThat(HubHttp.pause("Wed, 21 Oct 2015 07:28:00 GMT")).contains(Duration.ZERO);
    assertThat(HubHttp.pause("Mon, 21 Oct 2999 07:28:00 GMT").orElseThrow())
        .isGreaterThan(Duration.ofDays(300_000));
    assertThat(HubHttp.pause("soon")).isEmpty();
  }

  @Test
  void pausesGrowToALimit() {
    HubSettings.Patience patience = HubSettings.Patience.DEFAULT;

    assertThat(patience.pause(1)).isEqualTo(Duration.ofMillis(500));
    assertThat(patience.pause(3)).isEqualTo(Duration.ofSeconds(2));
    assertThat(patience.pause(1000)).isEqualTo(Duration.ofSeconds(60));
  }
}
