package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphRewriterTest {
  /** A convolution with a factor behind it: one rewriting applies. */
  private static TinyModel model(int opset) {
    return TinyModel.opset(opset)
        .input("x", 1, 3, 8, 8)
        .conv("x", "c", 3, 4, 1, 0)
        .scalar("k", 2)
        .node("Mul", List.of("c", "k"), "m")
        .node("Relu", List.of("m"), "y")
        .output("y", 1, 4, 8, 8);
  }

  private static Twins rewrite(ModelProto model) {
    return Twins.of(model.toByteArray(), Rewrite.forCpu());
  }

  @Test
  void whatWasDoneIsReported() {
    Twins twins = Twins.of(model(12).bytes(), Rewrite.forCpu());

    assertThat(twins.applied()).isEqualTo(Map.of(Rewrite.AFTER_CONVOLUTION, 1));
    assertThat(twins.note()).isEqualTo("AFTER_CONVOLUTION × 1");
  }

  @Test
  void onlyWhatIsAskedForIsDone() {
    assertThat(Twins.of(model(12).bytes(), Set.of(Rewrite.HARD_SWISH)).isUntouched()).isTrue();
  }

  @Test
  void whatNoRuleTouchesIsCarriedOver() {
    ModelProto original =
        model(12).proto().toBuilder()
            .setProducerName("somebody")
            .addMetadataProps(
                StringStringEntryProto.newBuilder().setKey("character").setValue("äöü"))
            .build();

    ModelProto rewritten = rewrite(original).proto();

    assertThat(rewritten.getMetadataPropsList()).isEqualTo(original.getMetadataPropsList());
    assertThat(rewritten.getProducerName()).isEqualTo("somebody");
    assertThat(rewritten.getGraph().getInputList()).isEqualTo(original.getGraph().getInputList());
    assertThat(rewritten.getGraph().getOutputList()).isEqualTo(original.getGraph().getOutputList());
  }

  @Test
  void weightsThatNobodyReadsAnyMoreAreDropped() {
    List<TensorProto> weights = rewrite(model(12).proto()).proto().getGraph().getInitializerList();

    assertThat(weights).hasSize(2).noneMatch(tensor -> tensor.getName().equals("k"));
  }

  @Test
  void rewritingTwiceChangesNothingMore() {
    Twins once = Twins.of(model(12).bytes(), Rewrite.forCpu());

    assertThat(Twins.of(once.rewritten(), Rewrite.forCpu()).isUntouched()).isTrue();
  }

  @Test
  void aFileIsReadFromTheDisk(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model(12).bytes());

    try (Arena arena = Arena.ofConfined()) {
      Rewritten done = GraphRewriter.rewrite(file, Rewrite.forCpu(), arena);

      assertThat(done.isChanged()).isTrue();
      assertThat(done.model().isDirect()).isTrue();
    }
  }

  @Nested
  class TheModelIsLeftAsItIs {
    @Test
    void whenItsOperatorSetIsTooOldOrNotKnown() {
      assertThat(rewrite(model(6).proto()).note()).contains("operator set 6");
      assertThat(rewrite(model(99).proto()).note()).contains("operator set 99");
    }

    @Test
    void whenItsFormatIsTooOldToTellConstantsFromDefaults() {
      ModelProto old = model(12).proto().toBuilder().setIrVersion(3).build();

      assertThat(rewrite(old).isUntouched()).isTrue();
    }

    @Test
    void whenACallerMayReplaceTheConstants() {
      ModelProto.Builder open = model(12).proto().toBuilder();
      open.getGraphBuilder().addInput(open.getGraph().getInput(0).toBuilder().setName("k"));

      assertThat(rewrite(open.build()).isUntouched()).isTrue();
    }

    @Test
    void whenItsWeightsLieInAnotherFile() {
      ModelProto.Builder outside = model(12).proto().toBuilder();
      outside
          .getGraphBuilder()
          .getInitializerBuilder(0)
          .clearRawData()
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(
              StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"));

      assertThat(rewrite(outside.build()).note()).contains("other files");
    }

    @Test
    void whenItHoldsSubgraphsOrFunctions() {
      ModelProto.Builder nested = model(12).proto().toBuilder();
      nested
          .getGraphBuilder()
          .addNode(
              NodeProto.newBuilder()
                  .setOpType("If")
                  .addInput("x")
                  .addOutput("z")
                  .addAttribute(
                      AttributeProto.newBuilder()
                          .setName("then_branch")
                          .setType(AttributeProto.AttributeType.GRAPH)
                          .setG(GraphProto.getDefaultInstance())));
      ModelProto functions =
          model(12).proto().toBuilder()
              .addFunctions(FunctionProto.newBuilder().setName("f"))
              .build();

      assertThat(rewrite(nested.build()).note()).contains("subgraph");
      assertThat(rewrite(functions).note()).contains("functions");
    }

    @Test
    void whenTheFileIsMissingEmptyOrTooLarge(@TempDir Path folder) throws IOException {
      Path large = folder.resolve("large.onnx");
      try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
        file.setLength(GraphRewriter.LARGEST + 1);
      }
      Path empty = Files.createFile(folder.resolve("empty.onnx"));

      try (Arena arena = Arena.ofConfined()) {
        for (Path file : List.of(large, empty, folder.resolve("none.onnx"))) {
          assertThat(GraphRewriter.rewrite(file, Rewrite.forCpu(), arena).isChanged()).isFalse();
        }
      }
    }

    @Test
    void whenAWeightHasFewerNumbersThanItsShape() {
      ModelProto.Builder cut = model(12).proto().toBuilder();
      TensorProto.Builder weights = cut.getGraphBuilder().getInitializerBuilder(0);
      weights.setRawData(weights.getRawData().substring(4));

      assertThat(rewrite(cut.build()).isUntouched()).isTrue();
    }
  }

  @Test
  void noDamageToTheBytesEverThrows() {
    byte[] model = model(12).bytes();
    Random random = new Random(5);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = model.clone();
      for (int i = 0; i <= round % 3; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));

      assertThat(Twins.of(damaged, Rewrite.forCpu()).rewritten()).isNotNull();
      assertThat(Twins.of(cut, Rewrite.forCpu()).rewritten()).isNotNull();
    }
  }
}
