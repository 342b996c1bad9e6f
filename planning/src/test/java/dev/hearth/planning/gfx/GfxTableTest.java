package dev.hearth.planning.gfx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import dev.hearth.planning.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GfxTableTest {
  private final GfxTable table = GfxTable.load();

  private Support support(Consumer consumer, String version, String gfx, String... others) {
    return table.support(consumer, Version.parse(version), gfx, Set.of(others));
  }

  private static String word(Support support) {
    return switch (support) {
      case Support.Native own -> own.proven() ? "native" : "claimed";
      case Support.Pretend as -> as.value().value();
      case Support.Impossible _ -> "impossible";
      case Support.Undecided _ -> "undecided";
    };
  }

  @Nested
  class Ollama {
    /** The bundles of ollama's releases, each at both ends. */
    @ParameterizedTest
    @CsvSource({
      "0.12.3,  gfx900,  native",
      "0.12.4,  gfx900,  impossible",
      "0.12.3,  gfx906,  native",
      "0.12.4,  gfx906,  impossible",
      "0.33.0,  gfx906,  impossible",
      "0.12.3,  gfx90c,  9.0.0",
      "0.12.4,  gfx90c,  impossible",
      "0.12.6,  gfx1103, 11.0.0",
      "0.18.0,  gfx1103, 11.0.0",
      "0.33.0,  gfx1103, 11.0.0",
      "0.31.1,  gfx1010, native",
      "0.31.2,  gfx1010, 10.3.0",
      "0.31.1,  gfx1011, 10.1.0",
      "0.31.2,  gfx1011, 10.3.0",
      "0.17.7,  gfx1150, 11.0.0",
      "0.18.0,  gfx1150, native",
      "0.11.0,  gfx1151, native",
      "0.33.0,  gfx1032, 10.3.0",
      "0.33.0,  gfx1100, native",
      "0.17.7,  gfx950,  impossible",
      "0.18.0,  gfx950,  native",
      "0.33.0,  gfx803,  impossible",
      "0.10.0,  gfx1100, undecided",
      "0.33.0,  gfx1299, undecided",
    })
    void answersByItsVersion(String version, String gfx, String answer) {
      assertThat(word(support(Consumer.OLLAMA, version, gfx))).isEqualTo(answer);
    }

    @Test
    void hasKernelsBuiltForGfx1103ThatCannotStart() {
      assertThat(support(Consumer.OLLAMA, "0.20.0", "gfx1103").reason())
          .contains("rocBLAS in it has no gfx1103 files", "has those of gfx1100");
    }

    @Test
    void wantsAWordForIntegratedGpusSince030() {
      assertThat(troubles("0.30.0", "gfx1103", true)).contains("igpu-dropped");
      assertThat(troubles("0.24.0", "gfx1103", true)).doesNotContain("igpu-dropped");
      assertThat(troubles("0.30.0", "gfx1100", false)).doesNotContain("igpu-dropped");
      assertThat(troubles("0.30.1", "gfx1151", true)).doesNotContain("igpu-dropped");
    }

    private List<String> troubles(String version, String gfx, boolean integrated) {
      return table.troubles(Consumer.OLLAMA, Version.parse(version), gfx, integrated).stream()
          .map(Trouble::id)
          .toList();
    }
  }

  @Nested
  class Immich {
    @ParameterizedTest
    @CsvSource({
      "1.129.0, gfx1100, impossible",
      "1.130.0, gfx1100, native",
      "2.5.0,   gfx1103, 11.0.0",
      "2.5.0,   gfx1151, impossible",
      "2.5.0,   gfx1032, 10.3.0",
      "2.5.0,   gfx90c,  9.0.0",
      "2.5.0,   gfx906,  impossible",
      "2.6.0,   gfx906,  native",
      "2.6.0,   gfx1150, native",
      "2.6.0,   gfx1151, native",
      "3.1.0,   gfx1103, claimed",
      "3.1.0,   gfx1032, claimed",
      "3.1.0,   gfx900,  impossible",
      "3.1.0,   gfx90c,  impossible",
      "3.1.0,   gfx803,  impossible",
    })
    void answersByItsVersion(String version, String gfx, String answer) {
      assertThat(word(support(Consumer.IMMICH_ML, version, gfx))).isEqualTo(answer);
    }

    @Test
    void isBelievedWithCautionWhereNoListShowsTheTarget() {
      Support support = support(Consumer.IMMICH_ML, "3.1.0", "gfx1103");

      assertThat(support.reason())
          .contains("said to cover gfx1103", "leave HSA_OVERRIDE_GFX_VERSION unset");
      assertThat(support)
          .isInstanceOfSatisfying(
              Support.Native.class,
              own -> assertThat(own.otherwise().map(OverrideValue::value)).contains("11.0.0"));
    }
  }

  @Nested
  class PyTorch {
    @ParameterizedTest
    @CsvSource({
      "2.8.0,  gfx1103, 11.0.0",
      "2.8.0,  gfx906,  native",
      "2.13.0, gfx906,  impossible",
      "2.13.0, gfx900,  claimed",
      "2.13.0, gfx90c,  impossible",
      "2.13.0, gfx1103, claimed",
      "2.8.0,  gfx1151, impossible",
      "2.13.0, gfx1151, native",
      "2.13.0, gfx1031, 10.3.0",
      "2.11.0, gfx1100, undecided",
    })
    void answersByItsVersion(String version, String gfx, String answer) {
      assertThat(word(support(Consumer.PYTORCH, version, gfx))).isEqualTo(answer);
    }
  }

  @Nested
  class WhatTheNewestCannot {
    private Optional<String> last(Consumer consumer, String version, String gfx) {
      return support(consumer, version, gfx) instanceof Support.Impossible no
          ? no.last()
          : Optional.of("possible");
    }

    @Test
    void theLastBundleThatShipsItCan() {
      assertThat(last(Consumer.OLLAMA, "0.33.0", "gfx906"))
          .contains("Ollama 0.12.3, the last with gfx906");
      assertThat(last(Consumer.OLLAMA, "0.33.0", "gfx940"))
          .contains("Ollama 0.17.7, the last with gfx940");
      assertThat(last(Consumer.PYTORCH, "2.13.0", "gfx906"))
          .contains("PyTorch's wheel for ROCm 6.3, the last with gfx906");
      assertThat(last(Consumer.IMMICH_ML, "3.1.0", "gfx900").orElseThrow())
          .contains("before v2.6.0", "v2.5.3 and v2.5.5 have no -rocm image");
    }

    @Test
    void theLastBundleWithAnOverrideForItCan() {
      assertThat(last(Consumer.OLLAMA, "0.33.0", "gfx90c"))
          .contains("Ollama 0.12.3, the last with gfx900 (HSA_OVERRIDE_GFX_VERSION=9.0.0)");
    }

    @Test
    void noneCouldWhereNoneEverDid() {
      assertThat(last(Consumer.OLLAMA, "0.33.0", "gfx803")).isEmpty();
      assertThat(last(Consumer.OLLAMA, "0.17.7", "gfx950")).isEmpty();
    }
  }

  @Nested
  class ASource {
    @Test
    void isNeverAnotherConsumersPaper() {
      assertThat(support(Consumer.OLLAMA, "0.33.0", "gfx1032").source()).startsWith("Ollama");
      assertThat(support(Consumer.PYTORCH, "2.13.0", "gfx1032").source()).startsWith("PyTorch");
      assertThat(support(Consumer.IMMICH_ML, "2.5.0", "gfx1032").source()).startsWith("Immich");
    }
  }

  @Nested
  class AnOverride {
    @Test
    void isNoWayOutForTheTroubleItWasReportedWith() {
      assertThat(support(Consumer.IMMICH_ML, "3.1.0", "gfx1032"))
          .isInstanceOfSatisfying(
              Support.Native.class, own -> assertThat(own.otherwise()).isEmpty());
      assertThat(support(Consumer.IMMICH_ML, "3.1.0", "gfx1031"))
          .isInstanceOfSatisfying(
              Support.Native.class, own -> assertThat(own.otherwise()).isPresent());
    }

    @Test
    void asAWayOutSaysWhomItBreaks() {
      assertThat(support(Consumer.IMMICH_ML, "3.1.0", "gfx1036", "gfx1100"))
          .isInstanceOfSatisfying(
              Support.Native.class, own -> assertThat(own.alone()).contains("gfx1100"));
      assertThat(support(Consumer.IMMICH_ML, "3.1.0", "gfx1036"))
          .isInstanceOfSatisfying(Support.Native.class, own -> assertThat(own.alone()).isEmpty());
    }

    @Test
    void isNeverGivenForATargetWhoseKernelsAreNotThere() {
      for (Consumer consumer : Consumer.values()) {
        for (Bundle bundle : table.bundles(consumer)) {
          for (GfxTarget target : table.targets()) {
            Support support =
                table.support(consumer, bundle.versions().since(), target.gfx(), Set.of());
            if (support instanceof Support.Pretend as) {
              assertThat(bundle.covers(as.value().target())).as("%s %s", target, bundle).isTrue();
              assertThat(OverrideValue.major(as.value().target()))
                  .isEqualTo(OverrideValue.major(target.gfx()));
            }
          }
        }
      }
    }

    @Test
    void refusedSaysWhy() {
      assertThat(support(Consumer.OLLAMA, "0.12.4", "gfx90c").reason())
          .contains("override 9.0.0 is refused", "no kernels for gfx900");
    }

    @Test
    void isForThisGpuAloneWhereItBreaksAnother() {
      assertThat(support(Consumer.OLLAMA, "0.33.0", "gfx1032", "gfx942"))
          .isInstanceOfSatisfying(
              Support.Pretend.class, as -> assertThat(as.alone()).contains("gfx942"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gfx1030", "gfx1031", "gfx1032"})
    void isForAllWhereTheOthersBearIt(String other) {
      assertThat(support(Consumer.OLLAMA, "0.33.0", "gfx1032", other))
          .isInstanceOfSatisfying(Support.Pretend.class, as -> assertThat(as.alone()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"11.0.0, gfx1100", "10.3.0, gfx1030", "9.0.12, gfx90c", "11.5.1, gfx1151"})
    void standsForATarget(String value, String target) {
      assertThat(OverrideValue.parse(value).map(OverrideValue::target)).contains(target);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"gfx1100", "11.0", "11.0.0.0", "v11.0.0", "11.0.x", "64.0.0", "9.256.0", ""})
    void ofAnotherFormIsNone(String value) {
      assertThat(OverrideValue.parse(value)).isEmpty();
    }
  }

  @Nested
  class TheTable {
    @Test
    void knowsEveryTargetThatAnybodyShips() {
      Set<String> shipped = new HashSet<>();
      Arrays.stream(Consumer.values())
          .flatMap(consumer -> table.bundles(consumer).stream())
          .forEach(bundle -> shipped.addAll(bundle.shipped()));

      assertThat(table.targets()).extracting(GfxTarget::gfx).containsAll(shipped);
    }

    @Test
    void citesWhoSaysSoAndWhenInEveryRow() {
      assertThat(table.targets()).isNotEmpty().allSatisfy(row -> cited(row.sources()));
      assertThat(table.targets())
          .flatExtracting(GfxTarget::overrides)
          .isNotEmpty()
          .allSatisfy(each -> cited(List.of(each.source())));
      for (Consumer consumer : Consumer.values()) {
        assertThat(table.bundles(consumer))
            .isNotEmpty()
            .allSatisfy(each -> cited(List.of(each.source())));
      }
    }

    private void cited(List<Source> sources) {
      assertThat(sources)
          .isNotEmpty()
          .allSatisfy(source -> {
            assertThat(source.title()).isNotBlank();
            assertThat(source.date()).isAfter(LocalDate.of(2019, 1, 1));
          });
    }

    @Test
    void hasNoGapNorOverlapBetweenOllamasBundles() {
      List<Bundle> bundles = table.bundles(Consumer.OLLAMA);
      for (int index = 1; index < bundles.size(); index++) {
        assertThat(bundles.get(index).versions().since())
            .isEqualTo(bundles.get(index - 1).versions().before());
      }
      assertThat(bundles.getLast().versions().open()).isTrue();
    }

    @Test
    void tellsWhichAreIntegrated() {
      assertThat(table.find("gfx1103").map(GfxTarget::integrated)).contains(true);
      assertThat(table.find("gfx1100").map(GfxTarget::integrated)).contains(false);
      assertThat(table.find("gfx1")).isEqualTo(Optional.empty());
    }
  }

  @Nested
  class TheFile {
    private final String text = read();

    @Test
    void isReadWhole() {
      assertThat(GfxReader.parse(text).targets()).hasSizeGreaterThan(25);
    }

    @Test
    void withAnUnknownKeyIsRefused() {
      refused(text.replace("silicon: \"Arcturus\"", "silicone: \"Arcturus\""), "silicon");
    }

    @Test
    void withAKeyTooManyIsRefused() {
      refused(
          text.replace("official: \"yes\"", "official: \"yes\"\n    colour: \"red\""), "colour");
    }

    @Test
    void withARowWithoutSourceIsRefused() {
      refused(text.replace("sources: [rocm-matrix]", "sources: []"), "sources");
    }

    @Test
    void withASourceWithoutDateIsRefused() {
      refused(text.replace("date: 2024-10-15", "date: lately"), "date");
    }

    @Test
    void withAnUnlistedSourceIsRefused() {
      refused(text.replace("source: immich-90c", "source: hearsay"), "hearsay");
    }

    @Test
    void withATargetTwiceIsRefused() {
      refused(text.replace("- gfx: gfx908", "- gfx: gfx906"), "gfx906 is listed twice");
    }

    @Test
    void withAnOverrideInAFormThatRocmRefusesIsRefused() {
      refused(text.replace("value: \"11.0.2\"", "value: \"gfx1102\""), "gfx1102");
    }

    private void refused(String changed, String because) {
      assertThat(changed).isNotEqualTo(text);
      assertThatThrownBy(() -> GfxReader.parse(changed))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("gfx.yaml")
          .hasMessageContaining(because);
    }

    private static String read() {
      try (InputStream in = GfxTable.class.getResourceAsStream("gfx.yaml")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
