package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * {@code hearth up --backend vulkan} as a person starts it, with the starter models, beside the
 * same on the processor. The GPU is one that the processor plays.
 */
@Tag("vulkan")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VulkanUpTest {
  private static final String READY = "Ctrl-C stops it.";
  private static final Path DATA =
      Path.of(System.getProperty("hearth.root", ""))
          .toAbsolutePath()
          .resolve("inference/target/data");

  @TempDir static Path scratch;
  private Optional<UpProcess> gpu = Optional.empty();
  private Optional<UpProcess> cpu = Optional.empty();
  private int gpuPort;
  private int cpuPort;

  @BeforeAll
  void start() throws InterruptedException {
    try (UpProcess install = run("runtimes", "install", "vulkan")) {
      assumeTrue(install.status() == 0, "the Vulkan runtime cannot be fetched: " + install.said());
    }
    assumeTrue(hasSoftwareAdapter(), "no llvmpipe of Mesa 25 here");
    UpProcess onGpu =
        run(
            "up",
            "--backend",
            "vulkan",
            "--accelerator",
            "llvmpipe",
            "--host",
            "127.0.0.1",
            "--port",
            "0");
    gpu = Optional.of(onGpu);
    UpProcess onCpu = run("up", "--backend", "cpu", "--host", "127.0.0.1", "--port", "0");
    cpu = Optional.of(onCpu);
    gpuPort = onGpu.serving(READY);
    cpuPort = onCpu.serving(READY);
  }

  @AfterAll
  void stop() throws InterruptedException {
    gpu.ifPresent(UpProcess::terminate);
    cpu.ifPresent(UpProcess::terminate);
    if (gpu.isPresent()) {
      gpu.get().status();
      gpu.get().close();
      cpu.ifPresent(UpProcess::close);
    }
  }

  @Test
  void readsTheSamePageOnBoth() throws Exception {
    JsonNode onGpu = ocr(gpuPort).get("ocr");
    JsonNode onCpu = ocr(cpuPort).get("ocr");

    assertThat(onGpu.get("text")).isEqualTo(onCpu.get("text")).isNotEmpty();
    for (int i = 0; i < onCpu.get("box").size(); i++) {
      assertThat(onGpu.get("box").get(i).doubleValue())
          .isCloseTo(onCpu.get("box").get(i).doubleValue(), within(0.005));
    }
  }

  @Test
  void embedsTheSameTextOnBoth() throws Exception {
    List<Double> onGpu = embedding(gpuPort);
    List<Double> onCpu = embedding(cpuPort);

    assertThat(cosine(onGpu, onCpu)).isGreaterThan(0.999);
  }

  @Test
  void saysWhatComputesAndWhatWasProven() throws Exception {
    JsonNode device = json(UpProcess.get(gpuPort, "/v1/devices")).get("devices").get(0);
    assertThat(device.get("backend").stringValue()).isEqualTo("vulkan");
    assertThat(device.toString()).contains("llvmpipe");

    var _ = ocr(gpuPort);
    JsonNode models = json(UpProcess.get(gpuPort, "/v1/models")).get("models");
    assertThat(models.size()).isPositive();
    for (JsonNode model : models) {
      assertThat(model.get("state").stringValue()).as(model.toString()).isEqualTo("loaded");
      assertThat(model.get("nodeShare").doubleValue()).as(model.toString()).isGreaterThan(0.5);
    }
    assertThat(UpProcess.get(gpuPort, "/metrics")).contains("backend=\"vulkan\"");
  }

  @Test
  void refusesASoftwareAdapterThatNobodyNamed() throws Exception {
    try (UpProcess refused = run("up", "--backend", "vulkan", "--port", "0")) {
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.said()).contains("llvmpipe").contains("--accelerator");
    }
  }

  private UpProcess run(String... arguments) {
    return UpProcess.start(
        scratch,
        Map.of(
            "XDG_DATA_HOME", DATA.toString(),
            "XDG_CONFIG_HOME", scratch.resolve("config").toString(),
            "MACHINE_LEARNING_CACHE_FOLDER", scratch.resolve("models").toString()),
        arguments);
  }

  private static boolean hasSoftwareAdapter() {
    return Files.isDirectory(Path.of("/", "usr", "share", "vulkan", "icd.d"));
  }

  @SuppressWarnings("StringConcatToTextBlock") // lines end as HTTP has them
  private static JsonNode ocr(int port) throws IOException, InterruptedException {
    ByteBuffer sample = Rehearsal.sample();
    byte[] picture = new byte[sample.remaining()];
    sample.get(picture);
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--b\r\n"
                + "Content-Disposition: form-data; name=\"entries\"\r\n\r\n"
                + "{\"ocr\":{\"detection\":{\"modelName\":\"starter\"},\"recognition\":{\"modelName\":\"starter\"}}}\r\n"
                + "--b\r\n"
                + "Content-Disposition: form-data; name=\"image\"; filename=\"blob\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(picture);
    form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return json(
        UpProcess.post(port, "/predict", "multipart/form-data; boundary=b", form.toByteArray()));
  }

  private static List<Double> embedding(int port) throws IOException, InterruptedException {
    byte[] question = "{\"inputs\":\"a lighthouse in the fog\"}".getBytes(StandardCharsets.UTF_8);
    JsonNode answer = json(UpProcess.post(port, "/embed", "application/json", question)).get(0);
    List<Double> values = new ArrayList<>();
    answer.forEach(value -> values.add(value.doubleValue()));
    return values;
  }

  private static double cosine(List<Double> one, List<Double> other) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < one.size(); i++) {
      dot += one.get(i) * other.get(i);
      a += one.get(i) * one.get(i);
      b += other.get(i) * other.get(i);
    }
    return dot / Math.sqrt(a * b);
  }

  private static JsonNode json(String text) {
    return new ObjectMapper().readTree(text);
  }
}
