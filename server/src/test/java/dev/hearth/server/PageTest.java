package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextLine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.settings.Settings;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, over a real server whose engine is scripted. */
@Timeout(120)
class PageTest {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  @TempDir Path folder;

  private Running running = Running.start(Running.SETTINGS, FixedSurroundings.ofAnApu());
  private Optional<Browser> started = Optional.empty();

  @BeforeEach
  void open() throws IOException, InterruptedException {
    Optional<Path> program = Browser.program();
    assumeTrue(program.isPresent(), "no chromium or google-chrome on the PATH");
    running.engine.computesOnAGpu();
    running.engine.predicts(PageTest::seen);
    started = Optional.of(Browser.start(program.orElseThrow(), folder));
    browser().resize(1280, 900, false);
  }

  @AfterEach
  void close() {
    started.ifPresent(Browser::close);
    running.close();
  }

  private Browser browser() {
    return started.orElseThrow();
  }

  private Browser shown() throws InterruptedException {
    browser().open(running.uri("/ui"));
    browser().until("document.querySelectorAll('#models tr td[data-label]').length > 0");
    return browser();
  }

  /** One face and one line of text on each photo; photos and words have vectors by their size. */
  private static Prediction seen(ScriptedEngine.Asked asked) {
    Map<Task, Result> results = new EnumMap<>(Task.class);
    for (Entry entry : asked.entries()) {
      results.put(entry.task(), result(entry.task(), asked.input()));
    }
    return new Prediction(
        asked.input() instanceof Input.Photo
            ? Optional.of(new Prediction.PictureSize(WIDTH, HEIGHT))
            : Optional.empty(),
        results,
        Map.of(Task.FACES, Duration.ofMillis(12), Task.OCR, Duration.ofMillis(34)));
  }

  private static Result result(Task task, Input input) {
    return switch (task) {
      case FACES -> new Result.Faces(List.of(new RecognizedFace(FACE, Embedding.of(1, 0))));
      case OCR -> new Result.Lines(List.of(LINE));
      default ->
          new Result.Vector(isOfTheSea(input) ? Embedding.of(0.1f, 1) : Embedding.of(1, 0.1f));
    };
  }

  /** Words by what they say, photos by their width, which a PNG has in its bytes 16 to 19. */
  private static boolean isOfTheSea(Input input) {
    return switch (input) {
      case Input.Query(String text) -> text.contains("sea");
      case Input.Photo(ByteBuffer png) -> png.getInt(png.position() + 16) == WIDTH_OF_SEA;
    };
  }

  private static final int WIDTH_OF_SEA = WIDTH + 2;
  private static final DetectedFace FACE =
      new DetectedFace(new DetectedFace.Box(110, 80, 310, 320), 0.93f, List.of());
  private static final TextLine LINE =
      new TextLine(
          new TextBox(
              List.of(
                  new TextBox.Corner(490, 430),
                  new TextBox.Corner(740, 430),
                  new TextBox.Corner(740, 500),
                  new TextBox.Corner(490, 500)),
              0.9f),
          "Zur Linde",
          0.98f);

  private Path street() throws IOException {
    return photo("street.png", WIDTH, new Color(0xb45309), new Color(0x44403c));
  }

  private Path sea() throws IOException {
    return photo("sea.png", WIDTH_OF_SEA, new Color(0x38bdf8), new Color(0x1e3a8a));
  }

  private Path photo(String name, int width, Color from, Color to) throws IOException {
    BufferedImage picture = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, from, width, HEIGHT, to));
    pen.fillRect(0, 0, width, HEIGHT);
    pen.setColor(Color.WHITE);
    pen.setFont(pen.getFont().deriveFont(48f));
    pen.drawString("Zur Linde", 500, 480);
    pen.fillOval(120, 90, 180, 220);
    pen.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  @Nested
  class Shows {
    @Test
    void whatComputesWithItsShareMemoryAndHeat() throws InterruptedException {
      Browser page = shown();

      assertThat(page.text("#devices"))
          .contains(
              "AMD \"Radeon\" 780M (RADV PHOENIX) (Vulkan)",
              "auto: the only GPU",
              "in all 50 %",
              "18.5 W · 61 °C",
              "400 MiB of 512 MiB",
              "2.0 GiB of 14.0 GiB",
              "CPU, 2 threads",
              "in all 25 %",
              "a \"second\" card",
              "Hearth does not use it.");
      page.until("document.querySelector('#devices .legend .own').innerText === 'by Hearth 0 %'");
      page.until("document.querySelector('#devices path.own').getAttribute('d').startsWith('M')");
      assertThat(page.text("#tiles")).contains("Waiting for a model", "300 MiB");
      assertThat(page.text("#link")).isEqualTo("live");
      assertThat(page.complaints).isEmpty();
    }

    @Test
    void whereEachModelRunsAndWhyOneDoesNot() throws InterruptedException {
      assertThat(shown().text("#models"))
          .contains(
              "starter",
              "facial-recognition, detection",
              "75 %",
              "3 there, 1 on the CPU",
              "97 %",
              "12 ms (80 ms)",
              "agree with the CPU's",
              "taken off: answers differ",
              "differ: cosine is no number");
    }

    @Test
    void findingsWithRemediesAndServicesWithVerdicts() throws InterruptedException {
      Browser page = shown();

      page.until("document.querySelector('#findings .remedy')");
      assertThat(page.text("#findings"))
          .contains("fail", "You may not open", "sudo usermod -aG render $USER");
      assertThat(page.text("#met summary")).isEqualTo("1 more, met or skipped");
      assertThat(page.text("#services"))
          .contains("ON CPU", "ollama", "size_vram 0", "UNVERIFIED", "hearth verify immich-ml");
    }

    @Test
    void faultsOfItsOwnToThePerson() throws InterruptedException {
      Browser page = shown();

      page.value("setTimeout(() => { throw new Error('a broken script') })");
      page.until("document.querySelector('#trouble').innerText.includes('a broken script')");
    }

    @Test
    void thatTheServerIsGoneAndThatItIsBack() throws InterruptedException {
      Browser page = shown();

      int port = running.server.address().getPort();
      running.close();
      page.until("document.querySelector('#link').innerText === 'reconnecting'");
      running = Running.start(at(port, HttpSettings.Access.open()));
      page.until("document.querySelector('#link').innerText === 'live'");
    }
  }

  private static HttpSettings at(int port, HttpSettings.Access access) {
    HttpSettings usual = Running.SETTINGS;
    return new HttpSettings(
        usual.host(),
        port,
        usual.keepAlive(),
        usual.readTimeout(),
        usual.requestTimeout(),
        usual.bodyLimit(),
        usual.bufferedLimit(),
        usual.inFlightLimit(),
        usual.batchLimit(),
        usual.drain(),
        access);
  }

  @Nested
  class APhoto {
    @Test
    void isShownWithItsFacesAndTextAndHowLongItTook() throws IOException, InterruptedException {
      Browser page = shown();

      page.choose("#file", street());
      page.until("document.querySelectorAll('#marks .face').length === 1");

      assertThat(page.value("document.querySelector('#marks').getAttribute('viewBox')").asString())
          .isEqualTo("0 0 900 600");
      assertThat(page.value("document.querySelector('#marks .face').getAttribute('x')").asString())
          .isEqualTo("110");
      assertThat(
              page.value("document.querySelector('#marks .line').getAttribute('points')")
                  .asString())
          .startsWith("490,430 740,430");
      assertThat(page.text("#said"))
          .matches("1 face and 1 line of text in \\d+ ms \\(faces 12 ms, text 34 ms\\)\\.");
      assertThat(page.text("#found")).contains("Face 1, score 0.93", "“Zur Linde”, score 0.98");
      assertThat(page.complaints).isEmpty();
    }

    @Test
    void liesExactlyUnderItsMarks() throws IOException, InterruptedException {
      Browser page = shown();

      page.choose("#file", street());
      page.until("document.querySelector('#marks .face')");

      assertThat(
              page.value(
                      "(() => { const p = document.querySelector('#photo').getBoundingClientRect(),"
                          + " f = document.querySelector('#marks .face').getBoundingClientRect();"
                          + " return Math.abs((f.left - p.left) / p.width - 110 / 900) })()")
                  .asDouble())
          .isLessThan(0.01);
    }

    @Test
    void thatIsRefusedSaysWhyInTheServersWords() throws IOException, InterruptedException {
      running.engine.predicts(_ -> {
        throw new ProblemException(
            Problem.Kind.BAD_INPUT, "This file is not a photo that can be read", "Send a JPEG.");
      });
      Browser page = shown();

      page.choose("#file", street());
      page.until("document.querySelector('#said').innerText.includes('not a photo')");
    }

    @Test
    void isFoundByWords() throws IOException, InterruptedException {
      Browser page = shown();
      page.choose("#file", sea(), street());
      page.until("document.querySelectorAll('#gallery button').length === 2");
      page.until("document.querySelector('#said').innerText.includes('1 face')");

      page.value("document.querySelector('#query').focus()");
      page.type("the sea");
      page.press("Enter", 13);

      page.until("document.querySelector('#searched').innerText.startsWith('Best first')");
      assertThat(page.value("document.querySelector('#gallery button').ariaLabel").asString())
          .startsWith("Show sea.png, likeness 1.000");
      assertThat(page.text("#gallery")).contains("1.000", "0.198");
      assertThat(page.complaints).isEmpty();
    }

    @Test
    void isNotSearchedWithoutAModelAndTheHintSaysWhich() throws IOException, InterruptedException {
      Browser page = shown();
      page.choose("#file", sea());
      page.until("document.querySelector('#said').innerText.includes('1 face')");
      running.engine.predicts(_ -> {
        throw new ProblemException(Problem.Kind.NOT_FOUND, "There is no such model.", "Pull it.");
      });

      page.value("document.querySelector('#query').focus()");
      page.type("the sea");
      page.press("Enter", 13);

      page.until(
          "document.querySelector('#searched').innerText.includes('There is no such model.')");
      assertThat(page.text("#searched")).contains("ViT-B-32__openai");
    }
  }

  @Test
  void aHeadlineGetsABarForEachMood() throws InterruptedException {
    Browser page = shown();

    page.value("document.querySelector('#headline').focus()");
    page.type("Profits doubled");
    page.press("Enter", 13);

    page.until("document.querySelectorAll('#mood .bar').length === 2");
    assertThat(page.text("#mood")).contains("positive 15", "75.0 %", "negative", "25.0 %");
    assertThat(page.value("document.querySelector('#mood .bar i').style.width").asString())
        .isEqualTo("75%");
    assertThat(page.complaints).isEmpty();
  }

  @Test
  void theTokenIsAskedForWhereItChangedMeanwhile() throws InterruptedException {
    Browser page = shown();
    int port = running.server.address().getPort();
    running.close();
    running =
        Running.start(
            at(port, new HttpSettings.Access(Optional.of(new Settings.Secret("new one")), false)));
    page.until("document.querySelector('#token').open");

    page.type("old one");
    page.press("Enter", 13);
    page.until("document.querySelector('#wrong').innerText.includes('not this server')");
    page.type("new one");
    page.press("Enter", 13);

    page.until("document.querySelector('#link').innerText === 'live'");
    assertThat(page.value("document.querySelector('#token').open").asBoolean()).isFalse();
  }

  @Nested
  class Fits {
    @ParameterizedTest
    @ValueSource(ints = {320, 360, 768, 1280})
    void theWidthOfAScreenWithoutScrollingSideways(int width)
        throws IOException, InterruptedException {
      browser().resize(width, 740, width < 700);
      Browser page = shown();
      page.choose("#file", street());
      page.until("document.querySelector('#marks .face')");
      page.until("document.querySelector('#findings .remedy')");

      assertThat(page.value("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void eyesThatNeedContrast(String scheme) throws IOException, InterruptedException {
      browser().prefer("prefers-color-scheme", scheme);
      Browser page = shown();
      page.choose("#file", street());
      page.until("document.querySelector('#marks .face')");
      page.until("document.querySelector('#findings .remedy')");

      assertThat(page.value(Contrast.SCRIPT).toString()).isEqualTo("[]");
      boolean dark = page.value("matchMedia('(prefers-color-scheme: dark)').matches").asBoolean();
      assertThat(dark).isEqualTo(scheme.equals("dark"));
      assertThat(page.value("getComputedStyle(document.body).backgroundColor").asString())
          .isEqualTo(dark ? "rgb(23, 20, 18)" : "rgb(250, 250, 249)");
    }

    @Test
    void whoWantsNoMotion() throws InterruptedException {
      browser().prefer("prefers-reduced-motion", "reduce");

      assertThat(
              shown()
                  .value("getComputedStyle(document.querySelector('.bar i')).transitionDuration")
                  .asString())
          .isEqualTo("0s");
    }

    @Test
    void screenReaders() throws InterruptedException {
      Browser page = shown();

      assertThat(
              page.value(
                      "[...document.querySelectorAll('input, button')].filter(each =>"
                          + " !(each.labels?.length || each.innerText || each.ariaLabel))"
                          + ".map(each => each.id)")
                  .toString())
          .isEqualTo("[]");
      assertThat(
              page.value(
                      "['main', 'header', 'footer', 'h1', 'html[lang]', '.skip'].filter(each =>"
                          + " document.querySelectorAll(each).length !== 1)")
                  .toString())
          .isEqualTo("[]");
      assertThat(
              page.value("document.querySelector('#devices .chart').getAttribute('aria-label')")
                  .asString())
          .contains("busy over the last two minutes");
    }

    @Test
    void whoHasOnlyAKeyboard() throws InterruptedException {
      Browser page = shown();
      List<String> reached = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        page.press("Tab", 9);
        reached.add(
            page.value("(e => e.id || e.innerText || e.tagName)(document.activeElement)")
                .asString());
      }

      assertThat(reached)
          .startsWith("Skip to the photos", "file", "Models asked", "query", "Search")
          .contains("headline", "Ask", "Metrics");
    }
  }

  @Test
  void itIsSmallAndSoonOfUse() throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      shown();
      millis.add(browser().value("performance.getEntriesByName('usable')[0].startTime").asDouble());
      browser().open(URI.create("about:blank"));
      browser().until("location.href === 'about:blank'");
    }
    shown();
    long bytes =
        browser()
            .value(
                "performance.getEntries().filter(each => each.decodedBodySize &&"
                    + " !each.name.includes('/v1/'))"
                    + ".reduce((sum, each) => sum + each.decodedBodySize, 0)")
            .asLong();
    millis.sort(null);
    report(bytes, millis);

    assertThat(bytes).isBetween(20_000L, 150_000L);
    assertThat(millis.getFirst()).isLessThan(500);
  }

  /** Into the report of the tests, from which PERFORMANCE.md has its figures. */
  private static void report(long bytes, List<Double> millis) {
    System.getLogger(PageTest.class.getName())
        .log(
            System.Logger.Level.INFO,
            String.format(
                Locale.ROOT,
                "page: %.1f kB; of use after %.0f ms (median of %d loads; best %.0f, worst %.0f)",
                bytes / 1e3,
                millis.get(millis.size() / 2),
                millis.size(),
                millis.getFirst(),
                millis.getLast()));
  }
}
