package dev.hearth.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.settings.Settings.Preload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  private static final Map<String, String> HOME = Map.of("HOME", "/home/ada");

  private static SettingsOutcome read(
      String yaml, Map<String, String> environment, Map<String, String> overrides) {
    return SettingsReader.read(
        new SettingsSources(
            List.of(new SettingsSources.YamlFile("hearth.yaml", yaml)), environment, overrides));
  }

  private static SettingsOutcome.Accepted accepted(SettingsOutcome outcome) {
    assertThat(outcome).isInstanceOf(SettingsOutcome.Accepted.class);
    return (SettingsOutcome.Accepted) outcome;
  }

  private static Settings fromYaml(String yaml) {
    return accepted(read(yaml, HOME, Map.of())).settings();
  }

  private static Settings fromEnvironment(Map<String, String> environment) {
    return accepted(read("", environment, Map.of())).settings();
  }

  private static List<String> refusals(String yaml) {
    return refusals(read(yaml, HOME, Map.of()));
  }

  private static List<String> refusals(SettingsOutcome outcome) {
    assertThat(outcome).isInstanceOf(SettingsOutcome.Refused.class);
    return ((SettingsOutcome.Refused) outcome)
        .problems().stream().map(problem -> new ProblemException(problem).getMessage()).toList();
  }

  @Test
  void nothingSetGivesTheDefaults() {
    assertThat(fromYaml(""))
        .isEqualTo(
            new Settings(
                new HttpSettings(
                    "127.0.0.1",
                    3003,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(120),
                    64L << 20,
                    192L << 20,
                    256,
                    32,
                    Duration.ofMillis(1500)),
                new Settings.Compute(
                    "auto",
                    Optional.empty(),
                    List.of(),
                    OptionalInt.empty(),
                    Map.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    true,
                    OptionalInt.empty(),
                    6,
                    64,
                    178_956_970,
                    Settings.Precision.FP32,
                    Settings.Precision.FP32),
                new Settings.Models(
                    Path.of("/home/ada/.cache/hearth"),
                    List.of(),
                    Optional.of(Duration.ofSeconds(300)),
                    Duration.ofSeconds(10),
                    List.of(),
                    736,
                    Settings.ClipPreprocessing.LEGACY,
                    "immich-app",
                    "main"),
                new Settings.Texts(ModelName.of("ProsusAI/finbert"), ModelName.of("starter")),
                new Settings.Hub(URI.create("https://huggingface.co"), Optional.empty(), false),
                new Settings.Log(System.Logger.Level.INFO, true)));
  }

  @Nested
  class TheStrongestSourceWins {
    private static final String BASE = "port: 1\nmodel_ttl: 1\nqueue_length: 1\nhost: a";

    @Test
    void overTheWeakerOnes() {
      SettingsOutcome outcome =
          SettingsReader.read(
              new SettingsSources(
                  List.of(
                      new SettingsSources.YamlFile("hearth.yaml", BASE),
                      new SettingsSources.YamlFile(
                          "hearth-nas.yaml", "port: 2\nmodel_ttl: 2\nqueue_length: 2")),
                  Map.of("IMMICH_PORT", "3", "MACHINE_LEARNING_MODEL_TTL", "3"),
                  Map.of("port", "4")));
      Settings settings = accepted(outcome).settings();
      assertThat(settings.http().host()).isEqualTo("a");
      assertThat(settings.compute().queueLength()).isEqualTo(2);
      assertThat(settings.models().ttl()).contains(Duration.ofSeconds(3));
      assertThat(settings.http().port()).isEqualTo(4);
    }

    @Test
    void ofSeveralVariablesHearthsOwnIsStrongest() {
      assertThat(fromEnvironment(Map.of("IMMICH_PORT", "1", "HEARTH_PORT", "2")).http().port())
          .isEqualTo(2);
      assertThat(
              fromEnvironment(
                      Map.of(
                          "MACHINE_LEARNING_MAX_BATCH_SIZE__TEXT_RECOGNITION", "3",
                          "MACHINE_LEARNING_MAX_BATCH_SIZE__OCR", "4"))
                  .compute()
                  .ocrBatch())
          .isEqualTo(4);
    }
  }

  @Nested
  class Variables {
    @Test
    void areReadInAnyCase() {
      assertThat(
              fromEnvironment(
                      Map.of("machine_learning_model_intra_op_threads", "3", "Immich_Port", "9"))
                  .compute()
                  .intraOpThreads())
          .hasValue(3);
    }

    @Test
    void thatAreEmptyCountAsNotSet() {
      assertThat(fromEnvironment(Map.of("IMMICH_PORT", "", "IMMICH_HOST", " ")).http().port())
          .isEqualTo(3003);
    }

    @Test
    void namePreloadedModels() {
      assertThat(
              fromEnvironment(
                      Map.of(
                          "MACHINE_LEARNING_PRELOAD__CLIP__VISUAL", "a, b",
                          "MACHINE_LEARNING_PRELOAD__CLIP__TEXTUAL", "a",
                          "MACHINE_LEARNING_PRELOAD__FACIAL_RECOGNITION__DETECTION", "f",
                          "MACHINE_LEARNING_PRELOAD__FACIAL_RECOGNITION__RECOGNITION", "f",
                          "MACHINE_LEARNING_PRELOAD__OCR__DETECTION", "o",
                          "MACHINE_LEARNING_PRELOAD__OCR__RECOGNITION", "o"))
                  .models()
                  .preload())
          .containsExactly(
              new Preload(Task.CLIP, ModelType.TEXTUAL, ModelName.of("a")),
              new Preload(Task.CLIP, ModelType.VISUAL, ModelName.of("a")),
              new Preload(Task.CLIP, ModelType.VISUAL, ModelName.of("b")),
              new Preload(Task.FACES, ModelType.DETECTION, ModelName.of("f")),
              new Preload(Task.FACES, ModelType.RECOGNITION, ModelName.of("f")),
              new Preload(Task.OCR, ModelType.DETECTION, ModelName.of("o")),
              new Preload(Task.OCR, ModelType.RECOGNITION, ModelName.of("o")));
    }

    @Test
    void thatAreDeprecatedStillPreloadBothPartsAndSaySo() {
      SettingsOutcome.Accepted outcome =
          accepted(read("", Map.of("MACHINE_LEARNING_PRELOAD__CLIP", "a"), Map.of()));
      assertThat(outcome.settings().models().preload())
          .extracting(Preload::type)
          .containsExactly(ModelType.TEXTUAL, ModelType.VISUAL);
      assertThat(outcome.notes())
          .containsExactly(
              "MACHINE_LEARNING_PRELOAD__CLIP is deprecated; set one variable for each part of the"
                  + " model");
    }

    @Test
    void thatMeanNothingHereAreNamedWithTheReason() {
      assertThat(
              accepted(
                      read(
                          "",
                          Map.of("MACHINE_LEARNING_RKNN", "true", "MACHINE_LEARNING_ANN", "true"),
                          Map.of()))
                  .notes())
          .containsExactly(
              "MACHINE_LEARNING_ANN has no effect here because models run on ONNX Runtime, not on"
                  + " ARM NN",
              "MACHINE_LEARNING_RKNN has no effect here because models run on ONNX Runtime, not on"
                  + " the RKNN runtime");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "MACHINE_LEARNING_MODEL_TLT | Did you mean 'MACHINE_LEARNING_MODEL_TTL'?",
          "Machine_Learning_Ocr_Speed | Unknown variable Machine_Learning_Ocr_Speed.",
          "HEARTH_DEVCIE | Did you mean 'HEARTH_DEVICE'?"
        })
    void thatNobodyKnowsAreWarnedOf(String name, String words) {
      assertThat(accepted(read("", Map.of(name.strip(), "1"), Map.of())).notes())
          .singleElement()
          .asString()
          .startsWith("Unknown variable " + name.strip())
          .endsWith(words.strip());
    }

    @Test
    void ofOtherProgramsAreNobodysBusiness() {
      assertThat(
              accepted(read("", Map.of("PATH", "/bin", "HEARTH_HOME", "/opt"), Map.of())).notes())
          .isEmpty();
    }

    @Test
    void forTheHubAreHonoured() {
      Settings settings =
          fromEnvironment(
              Map.of(
                  "HF_ENDPOINT", "https://hf-mirror.example/",
                  "HUGGING_FACE_HUB_TOKEN", "hf_secret",
                  "TRANSFORMERS_OFFLINE", "ON"));
      assertThat(settings.hub().endpoint()).isEqualTo(URI.create("https://hf-mirror.example/"));
      assertThat(settings.hub().token()).contains(new Settings.Secret("hf_secret"));
      assertThat(settings.hub().offline()).isTrue();
      assertThat(settings.toString()).doesNotContain("hf_secret");
    }

    @Test
    void noColorMeansYesWhateverItsValue() {
      assertThat(fromEnvironment(Map.of("NO_COLOR", "0")).log().colour()).isFalse();
    }
  }

  @Nested
  class Values {
    @ParameterizedTest
    @CsvSource({"30,30000", "30s,30000", "1.5 s,1500", "500ms,500", "2m,120000"})
    void ofTimeHaveUnits(String text, long millis) {
      assertThat(fromYaml("request_timeout: " + text).http().requestTimeout())
          .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1048576,1048576", "2MiB,2097152", "2 mb,2000000", "1GiB,1073741824"})
    void ofSizeHaveUnits(String text, long bytes) {
      assertThat(fromYaml("buffered_limit: 2GiB\nbody_limit: " + text).http().bodyLimit())
          .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_ttl: 0", "model_ttl: -1", "model_ttl_poll: 0"})
    void ofTtlThatAreNotPositiveKeepModelsForever(String yaml) {
      assertThat(fromYaml(yaml).models().ttl()).isEmpty();
    }

    @Test
    void ofListsAreListsOrSeparatedByCommas() {
      assertThat(fromYaml("device_ids: [1, 0]").compute().deviceIds()).containsExactly(1, 0);
      assertThat(fromYaml("device_ids: 1,0").compute().deviceIds()).containsExactly(1, 0);
      assertThat(fromYaml("model_folders:\n- /a\n- ~/b").models().folders())
          .containsExactly(Path.of("/a"), Path.of("/home/ada/b"));
    }

    @Test
    void ofNestedKeysMayBeNestedOrEmpty() {
      Settings settings = fromYaml("hub:\n  offline: yes\n  token:\npreload:\nport:\n");
      assertThat(settings.hub().offline()).isTrue();
      assertThat(settings.hub().token()).isEmpty();
      assertThat(settings.http().port()).isEqualTo(3003);
    }

    @Test
    void ofTheCacheFolderFollowTheDesktop() {
      assertThat(
              fromEnvironment(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/x")).models().cacheFolder())
          .isEqualTo(Path.of("/x/hearth"));
      assertThat(fromEnvironment(Map.of()).models().cacheFolder()).isEqualTo(Path.of("/cache"));
      assertThat(
              fromEnvironment(Map.of("MACHINE_LEARNING_CACHE_FOLDER", "/cache"))
                  .models()
                  .cacheFolder())
          .isEqualTo(Path.of("/cache"));
    }
  }

  @Nested
  class OfDevices {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "vulkan", "cuda", "openvino", "migraphx", "rocm"})
    void theWordsAreTakenAsTheyAre(String word) {
      assertThat(fromYaml("device: " + word).compute().device()).isEqualTo(word);
      assertThat(fromEnvironment(Map.of("HEARTH_DEVICE", word)).compute().device()).isEqualTo(word);
    }

    @Test
    void theAcceleratorIsAnAddressANodeOrAName() {
      assertThat(fromYaml("accelerator: 0000:03:00.0").compute().accelerator())
          .contains("0000:03:00.0");
      assertThat(fromYaml("accelerator: Radeon 780M").compute().accelerator())
          .contains("Radeon 780M");
      assertThat(
              fromEnvironment(Map.of("HEARTH_ACCELERATOR", "renderD128")).compute().accelerator())
          .contains("renderD128");
    }

    @Test
    void idsAndWorkersAreImmichs() {
      var compute =
          fromEnvironment(
                  Map.of("MACHINE_LEARNING_DEVICE_IDS", "1,0,1", "MACHINE_LEARNING_WORKERS", "2"))
              .compute();
      assertThat(compute.deviceIds()).containsExactly(1, 0);
      assertThat(compute.workers()).hasValue(2);
    }

    @Test
    void aPrecisionThatIsNotComputedInIsSaidToBeWithoutEffect() {
      assertThat(
              accepted(read("", Map.of("MACHINE_LEARNING_OPENVINO_PRECISION", "FP16"), Map.of()))
                  .notes())
          .containsExactly(
              "MACHINE_LEARNING_OPENVINO_PRECISION: openvino_precision FP16 has no effect here"
                  + " because models are computed in their own precision");
      assertThat(accepted(read("rocm_precision: FP32", HOME, Map.of())).notes()).isEmpty();
    }

    @Test
    void workersSayNothingInTheLog() {
      assertThat(accepted(read("", Map.of("MACHINE_LEARNING_WORKERS", "4"), Map.of())).notes())
          .isEmpty();
    }

    @Test
    void aTaskMayHaveItsOwn() {
      assertThat(
              fromYaml("device: vulkan\ndevices:\n  ocr: cpu\n  facial_recognition: vulkan\n")
                  .compute()
                  .devices())
          .isEqualTo(Map.of(Task.OCR, "cpu", Task.FACES, "vulkan"));
      assertThat(fromEnvironment(Map.of("HEARTH_DEVICES__TEXT", "cpu")).compute().devices())
          .isEqualTo(Map.of(Task.TEXT, "cpu"));
    }

    @Test
    void aTaskThatIsNoneIsRefusedWithTheNearest() {
      assertThat(refusals("devices:\n  orc: cpu\n"))
          .containsExactly("hearth.yaml:2: unknown key 'devices.orc'. Did you mean 'devices.ocr'?");
    }
  }

  @Nested
  class Mistakes {
    @Test
    void areAllReportedAtOnceWithTheirLines() {
      assertThat(
              refusals(
                  """
                  devcie: cpu
                  port: 99999
                  hub:
                    ofline: true
                    token: [a]
                  device: gpu
                  preload: yes
                  body_limit: 1GiB
                  request_timeout: soon
                  """))
          .containsExactly(
              "hearth.yaml:1: unknown key 'devcie'. Did you mean 'device'?",
              "hearth.yaml:4: unknown key 'hub.ofline'. Did you mean 'hub.offline'?",
              "hearth.yaml:5: 'hub.token' must be one value",
              "hearth.yaml:7: 'preload' must hold keys and values. Write: key: value",
              "hearth.yaml:2: 'port' is '99999'. It must be a whole number from 0 to 65535",
              "hearth.yaml:9: 'request_timeout' is 'soon'. It must be a time such as 30, 30s, 500ms"
                  + " or 2m, at least 0.1s, at most 86400s",
              "hearth.yaml:6: 'device' is 'gpu'. It must be one of auto, cpu, vulkan, cuda,"
                  + " openvino, migraphx, rocm. Did you mean 'cpu'?");
    }

    @Test
    void inVariablesNameTheVariableAsItWasSpelled() {
      assertThat(refusals(read("", Map.of("immich_port", "http"), Map.of())))
          .containsExactly(
              "immich_port: 'port' is 'http'. It must be a whole number from 0 to 65535");
    }

    @Test
    void onTheCommandLineSuggestTheNearestKey() {
      assertThat(refusals(read("", Map.of(), Map.of("prot", "1"))))
          .containsExactly("Command line: unknown key 'prot'. Did you mean 'port'?");
    }

    @Test
    void betweenKeysAreFoundToo() {
      assertThat(refusals("buffered_limit: 2MiB\nbody_limit: 4MiB"))
          .singleElement()
          .asString()
          .startsWith("hearth.yaml:1: buffered_limit is smaller than body_limit");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "port: 1 #port: 2 | hearth.yaml:2: 'port' is given twice. Remove one of them.",
          "- port | hearth.yaml:1: the file must hold keys and values. Write: key: value",
          "a: b: c | hearth.yaml:1: cannot be read as YAML: mapping values are not allowed here",
          "[1]: 2 | hearth.yaml:1: a key must be a word",
          "port: *x | hearth.yaml:1: cannot be read as YAML: found undefined alias x"
        })
    void ofFormAreFound(String yaml, String message) {
      assertThat(refusals(yaml.strip().replace("#", "\n"))).containsExactly(message.strip());
    }

    @Test
    void neverShowATokenInAMessage() {
      assertThat(refusals("hub:\n  token: \"secret\\u0001\""))
          .singleElement()
          .asString()
          .doesNotContain("secret");
    }
  }

  @Nested
  class ArbitraryText {
    private static final List<String> WORDS =
        List.of(
            "port", "hub", "token", ":", " ", "\n", "  ", "- ", "[", "]", "{", "}", "&a", "*a",
            "!!int", "|", ">", "\"", "'", "#", "---", "...", "%YAML", "1e999", "-", ",", "\t", "~",
            "null", "\u0000", "\u0085", "é", "🔥", "<<", "preload", "clip", "visual", "?", "@",
            "`");

    @Test
    void neverThrowsAnythingButProblems() {
      Random random = new Random(3);
      for (int i = 0; i < 5_000; i++) {
        String yaml = text(random, 30);
        SettingsOutcome outcome =
            SettingsReader.read(
                new SettingsSources(
                    List.of(new SettingsSources.YamlFile("x", yaml)),
                    Map.of(
                        "MACHINE_LEARNING_" + text(random, 3),
                        text(random, 3),
                        "HOME",
                        text(random, 3),
                        "IMMICH_HOST",
                        text(random, 3)),
                    Map.of("cache_folder", text(random, 3), "device_ids", text(random, 4))));
        assertThat(outcome).isNotNull();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void nestedWithoutEndIsRefused(String opening) {
      assertThat(refusals(opening.repeat(20_000))).hasSize(1);
    }

    private static String text(Random random, int most) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(most + 1); k > 0; k--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
      }
      return text.toString();
    }
  }
}
