package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.server.spelling.NearestName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES = List.of("port", "device", "request_timeout");

  @ParameterizedTest
  @CsvSource({
    "prot,port",
    "PORT,port",
    "devce,device",
    "devcie,device",
    "requesttimeout,request_timeout",
    "request-timeout,request_timeout"
  })
  void isFoundDespiteSlips(String name, String nearest) {
    assertThat(NearestName.of(name, NAMES)).contains(nearest);
    assertThat(NearestName.question(name, NAMES)).isEqualTo(" Did you mean '" + nearest + "'?");
  }

  @Test
  void isNotMadeUpWhereNothingIsNear() {
    assertThat(NearestName.of("colour", NAMES)).isEmpty();
    assertThat(NearestName.of("", NAMES)).isEmpty();
    assertThat(NearestName.of("x".repeat(100_000), NAMES)).isEmpty();
    assertThat(NearestName.question("colour", NAMES)).isEmpty();
  }
}
