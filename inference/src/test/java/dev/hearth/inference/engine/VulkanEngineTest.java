package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.SoftwareVulkan;
import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.engine.Computing.Choice;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextLine;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.text.Classified;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole engine on a GPU that the processor plays, beside the engine on the processor: the same
 * photos, the same models, the same answers.
 */
@Tag("vulkan")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VulkanEngineTest {
  private static final String PORTRAIT = "photos/preview/astronaut.jpg";
  private static final String PRINT = "photos/preview/rendered_text.jpg";
  private static final ModelName FACES = ModelName.of("scrfd500m-mbf512");
  private static final ModelName CLIP = ModelName.of("standin-mobilenetv2-minilm");
  private static final ModelName OCR = ModelName.of("PP-OCRv4_mobile");
  private static final ModelName SENTIMENT = ModelName.of("minilm-fpb");

  private Path shared = Path.of("");
  private Device device = Device.CPU;
  private Optional<LocalEngine> onDevice = Optional.empty();
  private Optional<LocalEngine> onProcessor = Optional.empty();

  @BeforeAll
  void open(@TempDir Path texts) throws IOException {
    shared = SharedFolder.orSkip();
    OnnxSessions runtime = SoftwareVulkan.sessionsOrSkip();
    device = SoftwareVulkan.deviceOrSkip();
    Files.createDirectories(texts.resolve("text"));
    Path sentiment = shared.resolve("models/sentiment").resolve(SENTIMENT.value());
    Files.createSymbolicLink(texts.resolve("text").resolve(SENTIMENT.value()), sentiment);
    List<Path> models = List.of(texts, shared.resolve("models"));
    Computing asked = Computing.everywhere(new Choice(List.of(device), false, "asked for"));
    onDevice = Optional.of(TestEngines.over(models, runtime, settings(asked)));
    onProcessor = Optional.of(TestEngines.over(models, runtime, settings(Computing.cpu())));
  }

  @AfterAll
  void close() {
    onDevice.ifPresent(LocalEngine::close);
    onProcessor.ifPresent(LocalEngine::close);
  }

  @Test
  @Order(1)
  void theDeviceIsCheckedWithoutAnyModel() {
    Proof proof = DeviceCheck.run(SoftwareVulkan.sessionsOrSkip(), device);
    assertThat(proof.placement().share()).isEqualTo(1);
    assertThat(proof.agreement().cosine()).isGreaterThan(0.99999);
  }

  @Test
  @Order(2)
  void facesAreTheProcessors() {
    List<Entry> entries =
        List.of(
            entry(Task.FACES, ModelType.DETECTION, FACES),
            entry(Task.FACES, ModelType.RECOGNITION, FACES));
    List<RecognizedFace> ours = faces(engine(onDevice), entries);
    List<RecognizedFace> theirs = faces(engine(onProcessor), entries);
    assertThat(ours).isNotEmpty().hasSameSizeAs(theirs);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i).face().box().x1())
          .isCloseTo(theirs.get(i).face().box().x1(), within(2f));
      assertThat(ours.get(i).face().box().y2())
          .isCloseTo(theirs.get(i).face().box().y2(), within(2f));
      assertThat(cosine(ours.get(i).embedding(), theirs.get(i).embedding())).isGreaterThan(0.999);
    }
    provenOnDevice(Task.FACES, ModelType.DETECTION, 0.8);
    provenOnDevice(Task.FACES, ModelType.RECOGNITION, 0.9);
  }

  @Test
  @Order(3)
  void picturesAndQueriesGetTheProcessorsEmbeddings() {
    Entry visual = entry(Task.CLIP, ModelType.VISUAL, CLIP);
    assertThat(cosine(embedding(engine(onDevice), visual), embedding(engine(onProcessor), visual)))
        .isGreaterThan(0.999);
    Entry textual = entry(Task.CLIP, ModelType.TEXTUAL, CLIP);
    assertThat(
            cosine(embedding(engine(onDevice), textual), embedding(engine(onProcessor), textual)))
        .isGreaterThan(0.999);
    provenOnDevice(Task.CLIP, ModelType.VISUAL, 0.9);
    Proof text = provenOnDevice(Task.CLIP, ModelType.TEXTUAL, 0.5);
    assertThat(text.placement().onCpu())
        .as("matrix products of 8-bit numbers stay on the processor")
        .extracting(node -> node.op())
        .contains("MatMulInteger");
  }

  @Test
  @Order(4)
  void linesOfTextAreTheProcessors() {
    List<Entry> entries =
        List.of(
            entry(Task.OCR, ModelType.DETECTION, OCR), entry(Task.OCR, ModelType.RECOGNITION, OCR));
    assertThat(lines(engine(onDevice), entries))
        .isNotEmpty()
        .isEqualTo(lines(engine(onProcessor), entries));
    provenOnDevice(Task.OCR, ModelType.DETECTION, 0.9);
    provenOnDevice(Task.OCR, ModelType.RECOGNITION, 0.5);
  }

  @Test
  @Order(5)
  void textsAreClassifiedAsByTheProcessor() {
    Classified ours = classified(engine(onDevice));
    Classified theirs = classified(engine(onProcessor));
    assertThat(ours.labels().getFirst().name()).isEqualTo(theirs.labels().getFirst().name());
    assertThat((double) ours.labels().getFirst().score())
        .isCloseTo(theirs.labels().getFirst().score(), within(0.01));
    provenOnDevice(Task.TEXT, ModelType.CLASSIFICATION, 0.5);
  }

  @Test
  @Order(6)
  void timeOnTheDeviceIsCounted() {
    assertThat(engine(onDevice).status().devices())
        .singleElement()
        .satisfies(status -> {
          assertThat(status.device()).isEqualTo(device);
          assertThat(status.busy()).isPositive();
          assertThat(status.takenOff()).isZero();
        });
  }

  /** Last: it frees what the others loaded. */
  @Test
  @Order(7)
  void freedModelsLeaveNothingOnTheDeviceAndComeBackWithoutANewProof() throws Exception {
    assumeTrue(device.name().startsWith("llvmpipe"), "only llvmpipe shows its memory");
    LocalEngine engine = engine(onDevice);
    assertThat(deviceMemory()).as("pieces of memory").isPositive();
    while (!engine.status().models().isEmpty()) {
      engine.sweep();
      Thread.sleep(50);
    }
    assertThat(deviceMemory()).isZero();

    assertThat(classified(engine).labels()).isNotEmpty();
    assertThat(deviceMemory()).as("it computes there again").isPositive();
    assertThat(engine.status().models())
        .singleElement()
        .satisfies(model -> assertThat(model.proof()).isPresent());
  }

  private Proof provenOnDevice(Task task, ModelType type, double share) {
    LoadedModel status =
        engine(onDevice).status().models().stream()
            .filter(model -> model.task() == task && model.type() == type)
            .findFirst()
            .orElseThrow();
    assertThat(status.device()).isEqualTo(device);
    assertThat(status.takenOff()).isEmpty();
    Proof proof = status.proof().orElseThrow();
    assertThat(proof.agreement().objection()).isEmpty();
    assertThat(proof.agreement().cosine()).isGreaterThan(0.999);
    assertThat(proof.placement().share()).as("share of %s", proof.placement()).isGreaterThan(share);
    assertThat(proof.timeShare()).isPresent();
    return proof;
  }

  /** Pieces of device memory that this process holds: llvmpipe takes them from memory files. */
  private static long deviceMemory() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(map -> map.contains("/memfd:allocation fd")).count();
    }
  }

  private List<RecognizedFace> faces(LocalEngine engine, List<Entry> entries) {
    return result(engine, entries) instanceof Result.Faces(var faces) ? faces : List.of();
  }

  private List<String> lines(LocalEngine engine, List<Entry> entries) {
    return result(engine, entries) instanceof Result.Lines(var lines)
        ? lines.stream().map(TextLine::text).toList()
        : List.of();
  }

  private Embedding embedding(LocalEngine engine, Entry entry) {
    return ((Result.Vector) result(engine, List.of(entry))).embedding();
  }

  private Result result(LocalEngine engine, List<Entry> entries) {
    Entry first = entries.getFirst();
    Input input =
        first.type() == ModelType.TEXTUAL
            ? new Input.Query("a dog on the beach")
            : new Input.Photo(photo(first.task()));
    Prediction answer = engine.predict(entries, input, ticket());
    return Optional.ofNullable(answer.results().get(first.task())).orElseThrow();
  }

  private ByteBuffer photo(Task task) {
    try {
      return ByteBuffer.wrap(
          Files.readAllBytes(shared.resolve(task == Task.OCR ? PRINT : PORTRAIT)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Classified classified(LocalEngine engine) {
    String text = "Operating profit rose to EUR 13.1 mn from EUR 8.7 mn.";
    return engine.classify(SENTIMENT, List.of(text), true, false, ticket()).getFirst();
  }

  private static Ticket ticket() {
    return Ticket.lasting(Duration.ofMinutes(5));
  }

  private static Entry entry(Task task, ModelType type, ModelName model) {
    return new Entry(task, type, model, Options.NONE);
  }

  private static LocalEngine engine(Optional<LocalEngine> engine) {
    return engine.orElseThrow();
  }

  private static EngineSettings settings(Computing computing) {
    EngineSettings defaults = EngineSettings.defaults(2);
    return new EngineSettings(
        defaults.sessions(),
        defaults.lanes(),
        defaults.queueLength(),
        Duration.ofMillis(1),
        Duration.ZERO,
        List.of(),
        0,
        6,
        defaults.preprocessing(),
        computing);
  }

  private static double cosine(Embedding one, Embedding other) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < one.dimensions(); i++) {
      dot += (double) one.values().get(i) * other.values().get(i);
      a += (double) one.values().get(i) * one.values().get(i);
      b += (double) other.values().get(i) * other.values().get(i);
    }
    return dot / Math.sqrt(a * b);
  }
}
