package dev.hearth.planning.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.planning.weights.OnnxGraph.Activations;
import dev.hearth.planning.weights.WeightsReading.Known;
import dev.hearth.planning.weights.WeightsReading.Unreadable;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OnnxTest {
  private static WeightsReading read(byte[] file) {
    return Weights.read(ModelSource.of("model.onnx", file));
  }

  private static WeightsFacts facts(byte[] file) {
    assertThat(read(file)).isInstanceOf(Known.class);
    return ((Known) read(file)).facts();
  }

  private static WeightsFacts facts(Consumer<Proto> graph) {
    return facts(OnnxFile.model(graph));
  }

  @Nested
  class Weight {
    @Test
    void inRawBytesCountsAsItLies() {
      WeightsFacts facts = facts(graph -> graph.message(5, OnnxFile.raw("w", 1, 400, 10, 10)));

      assertThat(facts.bytes()).isEqualTo(400);
      assertThat(facts.parameters()).isEqualTo(100);
      assertThat(facts.bytesByType()).containsExactly(Map.entry("F32", 400L));
    }

    @Test
    void inPackedNumbersCountsAsItsTypeOnceLoaded() {
      Consumer<Proto> tensor =
          t -> t.bytes(1, (byte) 2, (byte) 3).number(2, OnnxFile.INT64).bytes(7, new byte[6]);

      assertThat(facts(graph -> graph.message(5, tensor)).bytes()).isEqualTo(48);
    }

    @Test
    void ofHalfBytesCountsHalf() {
      Consumer<Proto> tensor = t -> t.number(1, 7).number(2, OnnxFile.INT4).bytes(5, new byte[4]);

      assertThat(facts(graph -> graph.message(5, tensor)).bytes()).isEqualTo(4);
    }

    @Test
    void inAFileBesideCountsByItsShape() {
      WeightsFacts facts =
          facts(graph ->
              graph
                  .message(5, OnnxFile.external("a", OnnxFile.FLOAT16, "w.bin", 1000, 1000))
                  .message(5, OnnxFile.external("b", OnnxFile.FLOAT, "w.bin", 500)));

      assertThat(facts.bytes()).isEqualTo(2_002_000);
      assertThat(facts.externalFiles()).containsExactly("w.bin");
    }

    @Test
    void inABranchCountsToo() {
      Consumer<Proto> branch = graph -> graph.message(5, OnnxFile.raw("inner", 1, 40, 10));
      Consumer<Proto> constant =
          node ->
              node.text(4, "Constant")
                  .message(5, attribute -> attribute.message(5, OnnxFile.raw("", 1, 8, 2)));

      WeightsFacts facts =
          facts(graph ->
              graph
                  .message(1, constant)
                  .message(
                      1,
                      node ->
                          node.text(4, "If")
                              .message(5, attribute -> attribute.message(6, branch))));

      assertThat(facts.bytes()).isEqualTo(48);
    }

    @Test
    void thatClaimsMoreThanTheFileHoldsIsRefused() {
      Consumer<Proto> tensor = t -> t.number(1, 1L << 40).number(2, OnnxFile.FLOAT);

      assertThat(read(OnnxFile.model(graph -> graph.message(5, tensor))))
          .isEqualTo(new Unreadable("model.onnx: a tensor is said to be larger than the file"));
    }
  }

  @Nested
  class ActivationsOfAGraph {
    @Test
    void areTheMostThatLivesAtOnce() {
      // in (400, held by the caller) + wide (800) + narrow (400), before wide is dropped
      Activations activations = activations(OnnxFile.chain(), Map.of());

      assertThat(activations.bytes()).isEqualTo(Reading.known(1600L));
      assertThat(activations.ends()).isEqualTo(Reading.known(440L));
      assertThat(activations.free()).isEmpty();
    }

    @Test
    void growWithTheBatch() {
      assertThat(activations(OnnxFile.chain(), Map.of("batch", 8L)).bytes())
          .isEqualTo(Reading.known(12_800L));
    }

    @Test
    void areUnknownForSizesThatEachRequestDecides() {
      byte[] file = withInput(OnnxFile.value("in", "batch", 3, "height", "width"));

      Activations free = activations(file, Map.of());

      assertThat(free.bytes()).isInstanceOf(Reading.Unknown.class);
      assertThat(free.free()).isEqualTo(Set.of("height", "width"));
      assertThat(activations(file, Map.of("height", 10L, "width", 10L)).bytes())
          .isEqualTo(Reading.known(1200L + 40));
    }

    @Test
    void areUnknownWhenTheFileDoesNotTellWhatLiesBetween() {
      byte[] file =
          OnnxFile.model(graph ->
              graph
                  .message(1, OnnxFile.node("Relu", "in", "hidden"))
                  .message(1, OnnxFile.node("Relu", "hidden", "out"))
                  .message(11, OnnxFile.value("in", 1, 10))
                  .message(12, OnnxFile.value("out", 1, 10)));

      assertThat(activations(file, Map.of()).basis())
          .isEqualTo("the file tells the shapes of 1 of 2 tensors between its nodes");
    }

    @Test
    void doNotOverflow() {
      byte[] file = withInput(OnnxFile.value("in", 2_000_000_000, 2_000_000_000, 2_000_000_000));

      assertThat(activations(file, Map.of()).bytes()).isInstanceOf(Reading.Unknown.class);
    }

    private static byte[] withInput(Consumer<Proto> input) {
      return OnnxFile.model(graph ->
          graph
              .message(1, OnnxFile.node("Pool", "in", "out"))
              .message(11, input)
              .message(12, OnnxFile.value("out", "batch", 10)));
    }

    private static Activations activations(byte[] file, Map<String, Long> sizes) {
      return facts(file).graph().orElseThrow().activations(sizes);
    }
  }

  @Test
  void graphsNestedWithoutEndAreRefused() {
    Consumer<Proto> graph = innermost -> {};
    for (int i = 0; i < 40; i++) {
      Consumer<Proto> inner = graph;
      graph =
          outer ->
              outer.message(1, node -> node.message(5, attribute -> attribute.message(6, inner)));
    }

    assertThat(read(OnnxFile.model(graph)))
        .isEqualTo(new Unreadable("model.onnx: its graphs are nested too deep"));
  }

  @Test
  void anotherProtobufMessageIsNoModel() {
    byte[] other = Proto.message(message -> message.text(1, "a".repeat(40))).toArray();

    assertThat(read(other)).isEqualTo(new Unreadable("model.onnx: it is no ONNX model"));
  }

  @Test
  void aZipOfPyTorchIsNamed() {
    byte[] zip = new byte[64];
    System.arraycopy(new byte[] {'P', 'K', 3, 4}, 0, zip, 0, 4);

    assertThat(Weights.read(ModelSource.of("pytorch_model.bin", zip)))
        .isInstanceOfSatisfying(
            Unreadable.class, reason -> assertThat(reason.reason()).contains("PyTorch"));
  }
}
