package dev.hearth.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hearth.bench.lab.Aim.Verdict;
import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.bench.lab.Line.Computer;
import dev.hearth.bench.lab.Line.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static Schema schema() throws IOException {
    Path checkout = Path.of(System.getProperty("hearth.root", ".."));
    Path file = checkout.resolve("docs/schema/hearth.gpu-lab-1.schema.json");
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(file), InputFormat.JSON);
  }

  private static Verdict verdict(Report report, int aim) {
    return Aim.of(report).get(aim).verdict();
  }

  @Nested
  class Json {
    @Test
    void isAsItsSchemaSays() throws IOException {
      String json = SampleReports.full().json();

      assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void isAsItsSchemaSaysBeforeAnythingIsKnown() throws IOException {
      String json = SampleReports.of().json();

      assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void ofAnotherShapeIsNot() throws IOException {
      String json = SampleReports.full().json().replace("\"met\"", "\"nearly\"");

      assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void namesEachDeviceOnceHoweverManyStagesReachedIt() {
      assertThat(SampleReports.full().devices())
          .containsExactly(SampleReports.PROCESSOR, SampleReports.CARD);
    }
  }

  @Nested
  class Aims {
    @Test
    void sayWhatWasMetAndWhatWasMissed() {
      assertThat(Aim.of(SampleReports.full()))
          .extracting(Aim::verdict, Aim::seen)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  Verdict.MET, "15.0 times: 1500 a second (batch 32) against 100 (batch 8)"),
              org.assertj.core.groups.Tuple.tuple(Verdict.MET, "12.0 ms"),
              org.assertj.core.groups.Tuple.tuple(
                  Verdict.MISSED, "70 %, by the device's meter (16 through the engine)"),
              org.assertj.core.groups.Tuple.tuple(Verdict.MET, "1 of 1 comparisons hold"));
    }

    @Test
    void areNotMetByTheNinthMultiple() {
      Report report =
          SampleReports.of(
              SampleReports.CARD,
              SampleReports.direct("cpu", 8, 100),
              SampleReports.direct("vulkan", 32, 990));

      assertThat(verdict(report, 0)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void takeTheProcessorsBestWayWhicheverItIs() {
      Report report =
          SampleReports.of(
              SampleReports.CARD,
              SampleReports.direct("cpu", 1, 10),
              SampleReports.direct("cpu", 16, 200),
              SampleReports.direct("vulkan", 32, 1500));

      assertThat(verdict(report, 0)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void doNotCountWhereTheProcessorPlaysTheDeviceButForParity() {
      Computer played =
          new Computer("vulkan", "llvmpipe", true, Optional.empty(), Optional.empty(), "1.29.0");
      Report report =
          SampleReports.of(
              played,
              SampleReports.direct("cpu", 8, 100),
              SampleReports.direct("vulkan", 32, 1500),
              SampleReports.holds("outputs"));

      assertThat(verdict(report, 0)).isEqualTo(Verdict.NOT_COUNTED);
      assertThat(verdict(report, 3)).isEqualTo(Verdict.MET);
      assertThat(new Markdown(report).text()).contains("say nothing of a GPU");
    }

    @Test
    void takeParityForUnmeasuredWhereAComparisonWasNotMade() {
      Report report =
          SampleReports.of(
              SampleReports.CARD,
              SampleReports.holds("outputs"),
              new Skipped("vulkan", SampleReports.MODEL, "answers", "out of memory"));

      assertThat(verdict(report, 3)).isEqualTo(Verdict.NOT_MEASURED);
      assertThat(Aim.of(report).get(3).seen()).isEqualTo("1 of 1 comparisons hold, 1 not made");
    }

    @Test
    void missParityByOneAnswerThatDiffers() {
      Compared differs =
          new Compared(
              "vulkan",
              "ocr/starter",
              "answers to photos",
              Optional.empty(),
              Optional.of(0.0),
              Optional.of(false),
              false,
              "\"a\", not \"b\"");
      Report report = SampleReports.of(SampleReports.CARD, SampleReports.holds("outputs"), differs);

      assertThat(verdict(report, 3)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void areNoneForTheProcessorAlone() {
      assertThat(Aim.of(SampleReports.of(SampleReports.PROCESSOR))).isEmpty();
    }
  }

  @Nested
  class ForPeople {
    @Test
    void everyTableHasRowsOfItsOwnWidth() {
      String text = new Markdown(SampleReports.full()).text();

      int width = 0;
      for (String line : text.lines().toList()) {
        int cells = line.startsWith("|") ? line.replace("\\|", "").split("\\|", -1).length : 0;
        if (cells > 0 && width > 0) {
          assertThat(cells).as(line).isEqualTo(width);
        }
        width = cells;
      }
      assertThat(text)
          .contains("# Hearth on a GPU: Imagined Card (vulkan)")
          .contains("| **missed** |")
          .contains("| a \\| reason of two lines |")
          .contains("| 361 of 363 |");
    }

    @Test
    void anUnfinishedRunSaysSo() {
      Report whole = SampleReports.full();
      Report part =
          new Report(
              whole.pack(), whole.date(), whole.minutes(), false, whole.machine(), whole.lines());

      assertThat(new Markdown(part).text()).contains("The run is not finished");
      assertThat(new Markdown(whole).text()).doesNotContain("The run is not finished");
    }
  }

  @Nested
  class Lines {
    @TempDir Path folder;

    @Test
    void comeBackFromTheirFileAsTheyWere() throws IOException {
      List<Line> lines = SampleReports.full().lines();
      Path file = folder.resolve("lines.jsonl");
      try (Journal journal = new Journal(file)) {
        lines.forEach(journal);
      }

      assertThat(Journal.read(file)).isEqualTo(lines);
    }

    @Test
    void ofAProcessThatDiedWhileWritingAreThoseBefore() throws IOException {
      Path file = folder.resolve("lines.jsonl");
      try (Journal journal = new Journal(file)) {
        journal.accept(SampleReports.CARD);
      }
      Files.writeString(file, "{\"kind\":\"cell\",\"dev", StandardOpenOption.APPEND);

      assertThat(Journal.read(file)).containsExactly(SampleReports.CARD);
    }

    @Test
    void keepNumbersThatAreNone() throws IOException {
      Compared broken =
          new Compared(
              "vulkan",
              SampleReports.MODEL,
              "outputs",
              Optional.of(Double.NaN),
              Optional.empty(),
              Optional.empty(),
              false,
              "a cosine below 0.999");
      Path file = folder.resolve("lines.jsonl");
      try (Journal journal = new Journal(file)) {
        journal.accept(broken);
      }

      assertThat(Journal.read(file)).containsExactly(broken);
      assertThat(schema().validate(SampleReports.of(broken).json(), InputFormat.JSON)).isEmpty();
    }
  }
}
