package dev.hearth.inference.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private Tokenizer tokenizer;

  @BeforeEach
  void open(@TempDir Path folder) {
    Path json = TestTokenizers.write(folder.resolve("tokenizer.json"));
    tokenizer = TestTokenizers.library().open(json);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void wordsAndPiecesBecomeIdsBetweenTheSpecialTokens() {
    Encoding encoding = tokenizer.encode("A cats, dog!", 77);

    assertThat(encoding.ids()).containsExactly(2, 4, 5, 8, 1, 6, 9, 3);
    assertThat(encoding.truncated()).isFalse();
    assertThat(tokenizer.specialTokens()).isEqualTo(2);
  }

  @Test
  void theFilesOwnTruncationAndPaddingAreIgnored() {
    assertThat(tokenizer.encode("a", 77).length()).isEqualTo(3);
    assertThat(tokenizer.encode("a cat sat a dog sat", 77).length()).isEqualTo(8);
  }

  @Test
  void emptyTextIsStartAndEnd() {
    assertThat(tokenizer.encode("", 77).ids()).containsExactly(2, 3);
  }

  @Nested
  class TextLongerThanTheLimit {
    @Test
    void losesItsEndAndKeepsTheSpecialTokens() {
      Encoding encoding = tokenizer.encode("a cat sat a dog sat", 5);

      assertThat(encoding.ids()).containsExactly(2, 4, 5, 7, 3);
      assertThat(encoding.truncated()).isTrue();
    }

    @Test
    void ofExactlyTheLimitIsWhole() {
      assertThat(tokenizer.encode("a cat sat", 5).truncated()).isFalse();
    }

    @Test
    void isCountedWhole() {
      assertThat(tokenizer.count("a cat sat a dog sat")).isEqualTo(8);
    }

    @Test
    void readInPiecesGivesTheTokensOfTheWhole() {
      String text = "a cat sat dogs a!! ".repeat(3000);
      long[] whole = tokenizer.encode(text, tokenizer.count(text)).ids();
      long[] start = tokenizer.encode(text, 100).ids();

      assertThat(start).hasSize(100).endsWith(3);
      assertThat(IntStream.range(0, 99).allMatch(i -> start[i] == whole[i])).isTrue();
    }

    @Test
    void withFewTokensFarApartIsReadFurther() {
      String text = "\u0001".repeat(40_000) + "cat " + "\u0001".repeat(40_000) + "dog";

      assertThat(tokenizer.encode(text, 77).ids()).containsExactly(2, 5, 6, 3);
    }

    @Test
    @Timeout(5)
    void ofAMegabyteIsCutInNoTime() {
      String text = "a cat sat! ".repeat(100_000);
      tokenizer.encode(text, 77);
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertThat(tokenizer.encode(text, 77).length()).isEqualTo(77);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Nested
  class TextOfAnySort {
    @Test
    void halfASurrogatePairDoesNotSpoilTheRest() {
      assertThat(tokenizer.encode("\ud83d cat \udc00 dog", 77).ids()).containsExactly(2, 5, 6, 3);
    }

    @Test
    void zeroAndOtherControlCharactersAreDropped() {
      assertThat(tokenizer.encode("\0ca\0t\u0007", 77).ids()).containsExactly(2, 5, 3);
    }

    @Test
    void arbitraryCharactersNeverFail() {
      Random random = new Random(20261121);
      for (int i = 0; i < 2000; i++) {
        char[] characters = new char[random.nextInt(200)];
        int range = random.nextBoolean() ? 0x10000 : 0x180;
        for (int k = 0; k < characters.length; k++) {
          characters[k] = (char) random.nextInt(range);
        }
        Encoding encoding = tokenizer.encode(new String(characters), 20);
        assertThat(encoding.length()).isBetween(2, 20);
        assertThat(encoding.id(encoding.length() - 1)).isEqualTo(3);
      }
    }
  }

  @Test
  void manyThreadsUseOneVocabulary() {
    CompletableFuture<?>[] workers = new CompletableFuture<?>[8];
    for (int i = 0; i < workers.length; i++) {
      int words = i + 1;
      workers[i] =
          CompletableFuture.runAsync(() -> {
            for (int k = 0; k < 500; k++) {
              assertThat(tokenizer.encode("cat ".repeat(words), 77).length()).isEqualTo(words + 2);
            }
          });
    }
    assertThatCode(() -> CompletableFuture.allOf(workers).join()).doesNotThrowAnyException();
  }

  @Test
  void aClosedTokenizerSaysSo() {
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.encode("a", 77)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFileThatIsNoTokenizerIsRefusedWithItsName(@TempDir Path folder) throws IOException {
    for (String content : new String[] {"", "{}", "[1,2]", "{\"model\":{\"type\":\"Magic\"}}"}) {
      Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
      assertThatThrownBy(() -> TestTokenizers.library().open(file))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> {
                assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                assertThat(refused.problem().what()).contains(file.toString());
              });
    }
  }

  @Test
  void theLibraryLiesInTheGivenFolderAndItsLoaderIsNotThere() {
    assertThat(Path.of("target", "native", "libtokenizers.so")).isRegularFile();
    assertThatThrownBy(() -> Class.forName("ai.djl.util.Utils"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
