package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.store.ModelStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
  private static final String ESCAPE = "\033";

  @TempDir private Path models;

  private void greet(CapturedTerminal captured, boolean colour) {
    greet(captured, colour, new InetSocketAddress(3003));
  }

  private void greet(CapturedTerminal captured, boolean colour, InetSocketAddress address) {
    new Greeting(captured.terminal(), "1.2.3", colour)
        .serves(address, new ModelStore(List.of(models)));
  }

  @Nested
  class Colours {
    @Test
    void areForPeople() {
      CapturedTerminal person = CapturedTerminal.interactive();
      greet(person, true);

      assertThat(person.out()).contains(ESCAPE);
    }

    @Test
    void areNotForPipes() {
      CapturedTerminal pipe = CapturedTerminal.piped();
      greet(pipe, true);

      assertThat(pipe.out()).isNotEmpty().doesNotContain(ESCAPE);
    }

    @Test
    void areLeftOutWhereTheSettingsSaySo() {
      CapturedTerminal person = CapturedTerminal.interactive();
      greet(person, false);

      assertThat(person.out()).isNotEmpty().doesNotContain(ESCAPE);
    }

    @Test
    void areLeftOutWhereNoColorIsSet() {
      CapturedTerminal person = CapturedTerminal.interactive().with("NO_COLOR", "1");
      greet(person, true);

      assertThat(person.out()).isNotEmpty().doesNotContain(ESCAPE);
    }

    @Test
    void stayWhereNoColorIsEmptyAsTheConventionSays() {
      assertThat(CapturedTerminal.interactive().with("NO_COLOR", "").terminal().colours()).isTrue();
    }
  }

  @Nested
  class TheAddress {
    private String shownFor(String host) throws UnknownHostException {
      CapturedTerminal captured = CapturedTerminal.piped();
      greet(captured, false, new InetSocketAddress(InetAddress.getByName(host), 3003));
      return captured.out();
    }

    @Test
    void ofAllAddressesCanBeOpenedInABrowserHere() throws UnknownHostException {
      assertThat(shownFor("0.0.0.0")).contains(" http://localhost:3003 ");
      assertThat(shownFor("::")).contains(" http://localhost:3003 ");
    }

    @Test
    void ofThisMachineOnlyComesWithHowOthersReachIt() throws UnknownHostException {
      assertThat(advised("127.0.0.1")).contains("hearth up --host 0.0.0.0");
      assertThat(advised("::1")).contains("hearth up --host 0.0.0.0");
      assertThat(advised("0.0.0.0")).doesNotContain("--host");
    }

    private String advised(String host) throws UnknownHostException {
      CapturedTerminal captured = CapturedTerminal.piped();
      new Greeting(captured.terminal(), "1.2.3", false)
          .shows(
              new Rehearsal.Seen(List.of(), 0),
              new InetSocketAddress(InetAddress.getByName(host), 3003));
      assertThat(captured.out().lines().filter(line -> !line.contains("http")))
          .allMatch(line -> line.length() <= 80);
      return captured.out();
    }

    @Test
    void ofTheSixthVersionIsBracketed() throws UnknownHostException {
      assertThat(shownFor("::1")).contains(" http://[0:0:0:0:0:0:0:1]:3003 ");
    }

    @Test
    void ofTheFourthVersionIsPlain() throws UnknownHostException {
      assertThat(shownFor("127.0.0.1")).contains(" http://127.0.0.1:3003 ");
    }
  }
}
