package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void anObjectIsLookedUpByNames() {
    Json json =
        Json.parse(
                """
                { "data-root": "/srv/\\u0064ocker", "debug": false, "features": {"cdi": true},
                  "hosts": ["a", 1.5e3, null], "data-root ": "another" }
                """,
                "daemon.json")
            .orElse(new Json.Nothing());

    assertThat(json.text("data-root")).contains("/srv/docker");
    assertThat(json.truth("debug")).contains(false);
    assertThat(json.member("features").flatMap(features -> features.truth("cdi"))).contains(true);
    assertThat(json.member("hosts"))
        .contains(
            new Json.Items(
                java.util.List.of(
                    new Json.Text("a"), new Json.Digits("1.5e3"), new Json.Nothing())));
  }

  @Test
  void whatIsAbsentOrOfAnotherKindIsEmpty() {
    Json json = Json.parse("{\"a\": 1}", "x").orElse(new Json.Nothing());

    assertThat(json.text("a")).isEmpty();
    assertThat(json.truth("a")).isEmpty();
    assertThat(json.member("b")).isEmpty();
    assertThat(new Json.Nothing().member("a")).isEmpty();
  }

  @Test
  void numbersAndArraysAreLookedUpToo() {
    Json json =
        Json.parse("{\"a\": 12, \"b\": 1.5, \"c\": [1, \"x\"]}", "x").orElse(new Json.Nothing());

    assertThat(json.number("a")).contains(12L);
    assertThat(json.number("b")).isEmpty();
    assertThat(json.number("c")).isEmpty();
    assertThat(json.items("c")).containsExactly(new Json.Digits("1"), new Json.Text("x"));
    assertThat(json.items("a")).isEmpty();
  }

  @Test
  void escapesMeanWhatTheyMean() {
    assertThat(Json.parse("\"a\\n\\t\\\"\\\\\\/é\"", "x"))
        .isEqualTo(Reading.known(new Json.Text("a\n\t\"\\/é")));
  }

  @Test
  void emptyContainersAndAByteOrderMarkAreFine() {
    assertThat(Json.parse("\uFEFF{ }", "x")).isEqualTo(Reading.known(new Json.Members(Map.of())));
    assertThat(Json.parse("[ ]", "x").asOptional()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"}",
        "{\"a\": }",
        "{\"a\": 1,}",
        "[1 2]",
        "tru",
        "\"open",
        "\"\\x\"",
        "\"\\u12g4\"",
        "1 2",
        "// no comments"
      })
  void whatBreaksTheGrammarIsUnknownWithItsPlace(String text) {
    assertThat(Json.parse(text, "/etc/x.json"))
        .isInstanceOfSatisfying(
            Reading.Unknown.class,
            unknown ->
                assertThat(unknown.reason())
                    .startsWith("/etc/x.json is not JSON: ")
                    .endsWith("line 1"));
  }

  @Test
  void aDepthThatWouldFillTheStackIsRefused() {
    assertThat(Json.parse("[".repeat(100_000), "x").asOptional()).isEmpty();
    assertThat(Json.parse("[".repeat(60) + "]".repeat(60), "x").asOptional()).isPresent();
  }

  @Test
  void noTextMakesItThrow() {
    Random random = new Random(7);
    String letters = "{}[]\",:\\u0tfn1 \n\0é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(Optional.of(Json.parse(text.toString(), "x"))).isPresent();
    }
  }
}
