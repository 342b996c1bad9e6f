package dev.hearth.machine.vulkan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IcdManifestTest {
  @Test
  void isReadWhateverItsOrderAndBlanks() {
    assertThat(
            IcdManifest.parse(
                "{\"ICD\":{\"library_arch\" :\t\"64\",\"library_path\"\n: \"a.so\","
                    + "\"api_version\":\"1.4.305\"}}"))
        .isEqualTo(new IcdManifest(Optional.of("a.so"), Optional.of("1.4.305"), Optional.of("64")));
  }

  @Test
  void takesAKeyOnlyWhereItStandsBeforeAColon() {
    assertThat(IcdManifest.parse("[\"library_path\", \"api_version\", \"x\"]").libraryPath())
        .isEmpty();
  }

  @Test
  void doesNotTakeAnotherValueForAText() {
    IcdManifest manifest =
        IcdManifest.parse("{\"is_portability_driver\": true, \"library_path\": \"a.so\"}");
    assertThat(manifest.libraryPath()).contains("a.so");
  }

  @Test
  void undoesEscapes() {
    assertThat(IcdManifest.parse("{\"library_path\": \"\\/usr\\/lib\\/a\\\"b.so\"}").libraryPath())
        .contains("/usr/lib/a\"b.so");
  }

  @Test
  void neverThrowsWhateverTheText() {
    Random random = new Random(20261121);
    String alphabet = "\"\\:{}, \n\u0000library_pathé\"\"::";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(IcdManifest.parse(text.toString())).isNotNull();
    }
  }
}
