package dev.hearth.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.ProblemException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartTest {
  private static List<Multipart.Part> parse(String boundary, String body) {
    return Multipart.parse(
        ByteBuffer.wrap(body.getBytes(ISO_8859_1)),
        HeaderValue.parse("multipart/form-data; boundary=" + boundary));
  }

  private static String part(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private static String content(Multipart.Part part) {
    return ISO_8859_1.decode(part.content().duplicate()).toString();
  }

  @Test
  void partsAreFoundWithTheirNamesAndContents() {
    List<Multipart.Part> parts =
        parse(
            "b",
            part("one", "")
                + "--b \t\r\ncontent-type: image/png\r\ncontent-disposition: FORM-DATA;"
                + " filename=\"a; \\\"b\\\".png\"; name=two\r\n\r\n\r\n--\r\n--c\r\r\n--b--\r\nepilogue");
    assertThat(parts).extracting(Multipart.Part::name).containsExactly("one", "two");
    assertThat(parts).extracting(MultipartTest::content).containsExactly("", "\r\n--\r\n--c\r");
    assertThat(parts.getLast().filename()).isEqualTo(Optional.of("a; \"b\".png"));
  }

  @Test
  void aPreambleIsPassedOver() {
    assertThat(parse("b", "this is MIME\r\n" + part("x", "y") + "--b--")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "form-data; name=a, form-data, a",
    "form-data;name=\"a b\" ;x, form-data, a b",
    "form-data; name = \"a\"junk; name=b, form-data, a",
    "FORM-DATA ; NAME=\"\\\"\", form-data, \"",
    "form-data; name=\"unclosed, form-data, unclosed"
  })
  void headerValuesHaveParameters(String text, String value, String name) {
    HeaderValue parsed = HeaderValue.parse(text);
    assertThat(parsed.value()).isEqualTo(value);
    assertThat(parsed.parameter("name")).contains(name);
  }

  @Test
  void contentsOfAnyBytesComeBackWhole() {
    Random random = new Random(5);
    String letters = "\r\n-b-ab";
    for (int i = 0; i < 5000; i++) {
      StringBuilder content = new StringBuilder();
      for (int k = random.nextInt(40); k > 0; k--) {
        content.append(letters.charAt(random.nextInt(letters.length())));
      }
      String text = content.toString();
      if (!("\r\n" + text).contains("\r\n--b")) {
        assertThat(parse("b", part("x", text) + "--b--"))
            .singleElement()
            .extracting(MultipartTest::content)
            .isEqualTo(text);
      }
    }
  }

  @Test
  void arbitraryBytesGivePartsOrAProblemAndNothingElse() {
    Random random = new Random(6);
    String[] words = {
      "--b", "\r\n", "--", "Content-Disposition:", "form-data;", "name=", "\"", "x"
    };
    int problems = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder();
      for (int k = random.nextInt(20); k > 0; k--) {
        body.append(words[random.nextInt(words.length)]);
      }
      try {
        assertThat(parse("b", body.toString())).isNotNull();
      } catch (ProblemException e) {
        problems++;
      }
    }
    assertThat(problems).isPositive();
  }
}
