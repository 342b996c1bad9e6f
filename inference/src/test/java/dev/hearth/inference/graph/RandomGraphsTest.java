package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Graphs of random pieces that the rules look for, and pieces that only resemble them. */
class RandomGraphsTest {
  private static final int GRAPHS = 150;
  private static final int PIECES = 9;

  @Test
  void everyRewrittenGraphComputesWhatItsOriginalDid() {
    Set<Rewrite> seen = EnumSet.noneOf(Rewrite.class);
    for (int seed = 0; seed < GRAPHS; seed++) {
      TinyModel model = new Maker(seed).make();
      Twins twins = Twins.of(model.bytes(), Rewrite.forCpu());
      seen.addAll(twins.applied().keySet());

      assertThat(twins.difference(Shape.of(2, 3, 11, 7)))
          .as("graph %d: %s", seed, twins.note())
          .isLessThan(Twins.ROUNDING);
    }
    assertThat(seen).isEqualTo(Rewrite.forCpu());
  }

  /** Grows one model from a random number. */
  private static final class Maker {
    private final Random random;
    private final TinyModel model;
    private final List<String> open = new ArrayList<>();
    private String value = "x";
    private int channels = 3;
    private int fresh;

    Maker(int seed) {
      random = new Random(seed);
      model = TinyModel.opset(13).input("x", -1, 3, -1, -1);
    }

    TinyModel make() {
      conv();
      for (int i = 0; i < PIECES; i++) {
        piece(random.nextInt(11));
        if (random.nextInt(7) == 0) {
          open.add(value);
        }
      }
      open.add(value);
      open.stream().distinct().forEach(name -> model.output(name, -1, -1, -1, -1));
      return model;
    }

    private void piece(int kind) {
      switch (kind) {
        case 0, 1 -> conv();
        case 2 -> depthwise();
        case 3, 4 -> affine(random.nextBoolean() ? "Mul" : "Add");
        case 5 -> hardSwish();
        case 6 -> prelu();
        case 7 -> gate();
        case 8 -> normalization();
        case 9 -> transposed();
        default -> node(random.nextBoolean() ? "Relu" : "Sigmoid");
      }
    }

    private String name() {
      return "v" + fresh++;
    }

    private void node(String op, String... others) {
      List<String> inputs = new ArrayList<>(List.of(value));
      inputs.addAll(List.of(others));
      String output = name();
      model.node(op, inputs, output);
      value = output;
    }

    /** Weights that keep values near 1, so that a difference of roundings is not blown up. */
    private String numbers(long... dims) {
      long read = dims.length == 4 ? dims[1] * dims[2] * dims[3] : 1;
      long count = 1;
      for (long dim : dims) {
        count *= dim;
      }
      float[] values = new float[Math.toIntExact(count)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((random.nextFloat() - 0.5) * 2 / Math.sqrt((double) read));
      }
      String name = name();
      model.constant(name, values, dims);
      return name;
    }

    private String number(float value) {
      String name = name();
      model.scalar(name, value);
      return name;
    }

    private void conv() {
      int outputs = List.of(4, 16, 32, 1).get(random.nextInt(4));
      int pad = random.nextInt(2);
      int side = pad == 1 ? 3 : 1;
      String weights = numbers(outputs, channels, side, side);
      if (random.nextInt(4) == 0) {
        weights = stored(outputs, side);
      }
      List<String> inputs = new ArrayList<>(List.of(value, weights));
      if (random.nextBoolean()) {
        inputs.add(numbers(outputs));
      }
      value = name();
      model.node("Conv", inputs, value, Map.of("pads", TinyModel.pads(pad)));
      channels = outputs;
    }

    private String stored(int outputs, int side) {
      byte[] octets = new byte[outputs * channels * side * side];
      random.nextBytes(octets);
      String integers = name();
      model.octets(integers, octets, outputs, channels, side, side);
      String weights = name();
      model.node("DequantizeLinear", List.of(integers, number(0.02f / channels)), weights);
      return weights;
    }

    private void depthwise() {
      String weights = numbers(channels, 1, 3, 3);
      String output = name();
      model.node(
          "Conv",
          List.of(value, weights),
          output,
          Map.of("pads", TinyModel.pads(1), "group", channels));
      value = output;
    }

    private void affine(String op) {
      node(op, random.nextBoolean() ? number(random.nextFloat() + 0.5f) : numbers(channels, 1, 1));
    }

    private void hardSwish() {
      String x = value;
      node("Add", number(3));
      node("Clip", number(0), number(random.nextInt(4) == 0 ? 5 : 6));
      String clip = value;
      value = x;
      node("Mul", clip);
      node("Div", number(6));
      if (random.nextBoolean()) {
        affine("Mul");
        affine("Add");
        conv();
      }
    }

    private void prelu() {
      node("PRelu", numbers(channels, 1, 1));
    }

    private void gate() {
      String x = value;
      node("GlobalAveragePool");
      node("Sigmoid");
      String gate = value;
      value = x;
      node("Mul", gate);
      node("Add", x);
    }

    private void normalization() {
      String variance = name();
      float[] ones = new float[channels];
      Arrays.fill(ones, 0.5f);
      model.constant(variance, ones, channels);
      node("BatchNormalization", numbers(channels), numbers(channels), numbers(channels), variance);
    }

    private void transposed() {
      int outputs = random.nextBoolean() ? 2 : 16;
      String weights = numbers(channels, outputs, 2, 2);
      String output = name();
      model.node(
          "ConvTranspose", List.of(value, weights), output, Map.of("strides", List.of(2, 2)));
      value = output;
      channels = outputs;
    }
  }
}
