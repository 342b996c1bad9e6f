package dev.hearth.planning.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.planning.weights.WeightsReading.Known;
import dev.hearth.planning.weights.WeightsReading.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, there is an answer; seeds are fixed so that a failure comes again. */
class AnyBytesTest {
  private static final int ROUNDS = 8_000;

  private static List<ModelSource> wellFormed() {
    return List.of(
        ModelSource.of("model.gguf", GgufFile.llama().whole()),
        ModelSource.of("model.safetensors", SafetensorsFile.small()),
        ModelSource.of("model.onnx", OnnxFile.chain()));
  }

  private static byte[] bytes(ModelSource source) throws IOException {
    try (InputStream stream = source.open(0)) {
      return stream.readAllBytes();
    }
  }

  /** Reads, and makes use of all that was read. */
  private static void answers(String name, byte[] content) {
    assertThatCode(
            () -> {
              WeightsReading reading = Weights.read(ModelSource.of(name, content));
              switch (reading) {
                case Known(WeightsFacts facts) -> {
                  assertThat(facts.bytes()).isBetween(0L, Sizes.LARGEST);
                  facts.graph().ifPresent(graph -> graph.activations(Map.of("batch", 3L)));
                  Weights.sum(List.of(reading, reading));
                }
                case Unreadable(String reason) -> assertThat(reason).startsWith(name + ": ");
              }
            })
        .as(() -> name + " " + Arrays.toString(content))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void randomBytesAreAnswered(ModelSource like) {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] content = new byte[random.nextInt(200)];
      random.nextBytes(content);
      answers(like.name(), content);
    }
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void everyTruncationIsAnswered(ModelSource source) throws IOException {
    byte[] whole = bytes(source);
    for (int length = 0; length < whole.length; length++) {
      answers(source.name(), Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void everyByteReplacedByAnExtremeIsAnswered(ModelSource source) throws IOException {
    byte[] whole = bytes(source);
    for (int at = 0; at < Math.min(whole.length, 2500); at++) {
      for (int extreme : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[at] = (byte) extreme;
        answers(source.name(), changed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void manyMutationsAtOnceAreAnswered(ModelSource source) throws IOException {
    byte[] whole = bytes(source);
    Random random = new Random(2);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] changed = whole.clone();
      for (int changes = random.nextInt(8); changes >= 0; changes--) {
        mutate(changed, random);
      }
      answers(source.name(), changed);
    }
  }

  /** One byte, or eight in a row, as counts and lengths are. */
  private static void mutate(byte[] content, Random random) {
    int at = random.nextInt(content.length);
    int length = random.nextBoolean() ? 1 : Math.min(8, content.length - at);
    byte value = (byte) random.nextInt();
    for (int i = 0; i < length; i++) {
      content[at + i] = random.nextInt(3) == 0 ? (byte) random.nextInt() : value;
    }
  }

  @Nested
  class ASource {
    @Test
    void thatCannotBeOpenedIsUnreadable() {
      assertThat(Weights.read(source(1000, _ -> AnyBytesTest.noMore())))
          .isEqualTo(new Unreadable("model.gguf: no more"));
    }

    @Test
    void thatIsShorterThanItSaidIsUnreadable() {
      byte[] half = Arrays.copyOf(GgufFile.llama().head(), 120);

      assertThat(Weights.read(source(1L << 40, offset -> ModelSource.of("", half).open(offset))))
          .isEqualTo(new Unreadable("model.gguf: it ends in the middle of its head"));
    }

    @Test
    void ofGigabytesIsJumpedOverAndNotRead() {
      byte[] head =
          Proto.message(model ->
                  model
                      .number(1, 8)
                      .message(7, graph -> graph.message(5, OnnxFile.raw("w", 1, 300_000, 75_000))))
              .toArray();
      CountingSource source = new CountingSource(head);

      assertThat(Weights.read(source)).isInstanceOf(Known.class);
      assertThat(source.read).isLessThan(200_000);
    }

    private static ModelSource source(long size, Opening opening) {
      return new ModelSource() {
        @Override
        public String name() {
          return "model.gguf";
        }

        @Override
        public long sizeBytes() {
          return size;
        }

        @Override
        public InputStream open(long offset) throws IOException {
          return opening.open(offset);
        }
      };
    }
  }

  private static InputStream noMore() throws IOException {
    throw new IOException("no more");
  }

  private interface Opening {
    InputStream open(long offset) throws IOException;
  }

  private static final class CountingSource implements ModelSource {
    private final byte[] content;
    private long read;

    CountingSource(byte[] content) {
      this.content = content;
    }

    @Override
    public String name() {
      return "model.onnx";
    }

    @Override
    public long sizeBytes() {
      return content.length;
    }

    @Override
    public InputStream open(long offset) {
      int from = (int) offset;
      return new ByteArrayInputStream(content, from, content.length - from) {
        @Override
        public synchronized int read(byte[] into, int at, int length) {
          int count = super.read(into, at, length);
          read += Math.max(0, count);
          return count;
        }
      };
    }
  }
}
