package dev.hearth.inference.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir private Path folder;

  @Test
  void anAddedTokenIsFoundBeforeTheVocabularysToken() throws IOException {
    Path file =
        write(
            """
            {"added_tokens":[{"id":7,"content":"<pad>"}],
             "model":{"vocab":{"!":0,"<pad>":3},"merges":[["a","b"]]}}
            """);

    assertThat(ConfigFile.tokenId(file, "<pad>")).contains(7);
    assertThat(ConfigFile.tokenId(file, "!")).contains(0);
    assertThat(ConfigFile.tokenId(file, "?")).isEmpty();
  }

  @Test
  void aUnigramTokensIdIsItsPlace() throws IOException {
    Path file =
        write(
            """
            {"normalizer":{"type":"NFKC","vocab":[]},"added_tokens":[],
             "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["▁",-1.5],["<pad>",0]]}}
            """);

    assertThat(ConfigFile.tokenId(file, "<pad>")).contains(2);
  }

  @Test
  void aMissingFileIsAnEmptyObjectWhereItMayBeMissing() {
    assertThat(ConfigFile.readIfPresent(folder.resolve("none.json")).isEmpty()).isTrue();
    assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none.json")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("none.json");
  }

  @Test
  void whatIsNoJsonObjectIsRefusedWithItsName() throws IOException {
    for (String content : new String[] {"", "[1]", "{\"a\":", "\u0000\u0001", "3"}) {
      Path file = write(content);
      assertThatThrownBy(() -> ConfigFile.read(file))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("file.json"), content);
  }
}
