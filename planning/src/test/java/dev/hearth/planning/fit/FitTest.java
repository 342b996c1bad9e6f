package dev.hearth.planning.fit;

import static dev.hearth.planning.fit.Cases.GIB;
import static dev.hearth.planning.fit.Cases.MIB;
import static dev.hearth.planning.fit.Cases.card;
import static dev.hearth.planning.fit.Cases.integrated;
import static dev.hearth.planning.fit.Cases.language;
import static dev.hearth.planning.fit.Cases.placement;
import static dev.hearth.planning.fit.Cases.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.DeviceMemory.Form;
import dev.hearth.planning.fit.Slowdown.Estimate;
import dev.hearth.planning.weights.OnnxFile;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final MemoryNeed LANGUAGE = language(Overflow.LAYERS_TO_CPU);

  private static String words(FitReport report) {
    return String.join("\n", report.explanation());
  }

  private static Estimate estimate(FitReport report) {
    assertThat(report.slowdown()).isInstanceOf(Estimate.class);
    return (Estimate) report.slowdown();
  }

  @Nested
  class OnACard {
    @Test
    void aModelThatFitsLiesInVramButForItsEmbeddings() {
      FitReport report = Fit.of(LANGUAGE, card(12 * GIB, 32 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.FITS);
      assertThat(placement(report).layersOnDevice()).isEqualTo(8);
      assertThat(placement(report).in(Place.VRAM)).isEqualTo(10 * GIB + 512 * MIB);
      assertThat(placement(report).of(Part.WEIGHTS, Place.RAM)).isEqualTo(512 * MIB);
      assertThat(estimate(report).highest()).isEqualTo(1);
      assertThat(report.caveats()).isEmpty();
    }

    @Test
    void aLargerModelLeavesWholeLayersToTheProcessor() {
      // 6 GiB: 1 of fixed parts, 0.5 of output, and 4 layers of 1.125
      FitReport report = Fit.of(LANGUAGE, card(6 * GIB, 32 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.SPILLS);
      assertThat(placement(report).layersOnDevice()).isEqualTo(4);
      assertThat(placement(report).of(Part.WEIGHTS, Place.VRAM)).isEqualTo(4 * GIB + 512 * MIB);
      assertThat(placement(report).of(Part.KV_CACHE, Place.VRAM)).isEqualTo(512 * MIB);
      assertThat(placement(report).of(Part.WEIGHTS, Place.RAM)).isEqualTo(4 * GIB + 512 * MIB);
      assertThat(placement(report).of(Part.KV_CACHE, Place.RAM)).isEqualTo(512 * MIB);
    }

    @Test
    void whatSpillsCostsTheRatioOfBandwidths() {
      // VRAM 4.5 + 0.5 GiB at 400 GB/s, system memory 4 + 0.5 GiB at 50: (5 + 4.5 × 8) ÷ 9.5
      Estimate estimate = estimate(Fit.of(LANGUAGE, card(6 * GIB, 32 * GIB)));

      assertThat(estimate.lowest()).isCloseTo(41 / 9.5, offset(1e-6));
      assertThat(estimate.highest()).isEqualTo(estimate.lowest());
      assertThat(estimate.lowestTokensPerSecond()).isCloseTo(400e9 / (41.0 * GIB), offset(1e-6));
      assertThat(estimate.formula())
          .isEqualTo(
              "time for a token = Σ bytes ÷ bandwidth = 5.0 GiB ÷ 400 GB/s (VRAM) + 4.5 GiB ÷"
                  + " 50 GB/s (system memory); all in VRAM: 9.5 GiB ÷ 400 GB/s");
    }

    @Test
    void theAnswerInWords() {
      assertThat(Fit.of(LANGUAGE, card(6 * GIB, 32 * GIB)).explanation())
          .containsExactly(
              "large.gguf needs 11.0 GiB: weights 9.0 GiB, key-value cache 1.0 GiB, activations"
                  + " about 512 MiB, the runtime itself about 512 MiB.",
              "a card has 6.0 GiB free of VRAM.",
              "It is larger than the device's memory. 4 of 8 layers fit there, each with its weights"
                  + " and its part of the cache; the other 4.5 GiB stay in system memory, mapped from"
                  + " the file, and the processor computes them. Weights do not travel: only the few"
                  + " KiB a token between two layers cross over.",
              "Nothing is paged out of VRAM behind your back: on Linux an allocation by CUDA or ROCm"
                  + " that exceeds VRAM fails, so the engine splits beforehand.",
              "The table of token embeddings (512 MiB) stays in system memory in any case; one row"
                  + " of it is read for a token.",
              "Inputs and outputs are small: they are copied over PCIe once a request. Activations"
                  + " lie where the layer is computed.",
              "Estimate for writing (reading the prompt depends on computing power instead): 4.32"
                  + " times slower than all in VRAM, at most 9.09 tokens a second. time for a token ="
                  + " Σ bytes ÷ bandwidth = 5.0 GiB ÷ 400 GB/s (VRAM) + 4.5 GiB ÷ 50 GB/s (system"
                  + " memory); all in VRAM: 9.5 GiB ÷ 400 GB/s.",
              "What helps: a smaller quantisation, a shorter context, a cache in q8_0 (half) or q4_0"
                  + " (about a quarter).");
    }

    @Test
    void sharedMemoryIsNotCountedForACard() {
      assertThat(placement(Fit.of(LANGUAGE, card(6 * GIB, 32 * GIB))).in(Place.SHARED)).isZero();
    }

    @Test
    void lessThanTheFixedPartsPutsAllOnTheProcessor() {
      FitReport report = Fit.of(LANGUAGE, card(GIB, 32 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.SPILLS);
      assertThat(placement(report).in(Place.VRAM)).isZero();
      assertThat(placement(report).layersOnDevice()).isZero();
    }

    @Test
    void tooLittleSystemMemoryToo() {
      FitReport report = Fit.of(LANGUAGE, card(6 * GIB, 2 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
      assertThat(placement(report).in(Place.RAM)).isEqualTo(2 * GIB);
      assertThat(placement(report).in(Place.NOWHERE)).isEqualTo(3 * GIB);
      assertThat(words(report)).contains("3.0 GiB find no place even in system memory");
    }

    @Test
    void streamingCostsTheLink() {
      Estimate estimate =
          estimate(Fit.of(language(Overflow.STREAMED_OVER_LINK), card(6 * GIB, 32 * GIB)));

      // 5 GiB stay beside 1 of fixed parts; the rest, 9.5 - 5, crosses at 25 GB/s: 16 times slower
      assertThat(estimate.lowest()).isCloseTo((5 + 4.5 * 16) / 9.5, offset(1e-6));
      assertThat(estimate.formula()).contains("÷ 25 GB/s (PCIe)");
    }

    @Test
    void whatIsInUseIsNotFree() {
      DeviceMemory busy =
          new DeviceMemory(
              "a card",
              Form.DISCRETE,
              Pool.of(12 * GIB, 6 * GIB),
              Pool.unknown("none"),
              Reading.known(32 * GIB),
              Reading.known(32 * GIB),
              Bandwidths.unknown("not measured"));

      assertThat(placement(Fit.of(LANGUAGE, busy)).layersOnDevice()).isEqualTo(4);
    }

    @Test
    void anEngineThatDoesNotSplitFailsAndTheProcessorIsNamed() {
      FitReport report = Fit.of(whole(), card(GIB, 32 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
      assertThat(placement(report).in(Place.NOWHERE)).isEqualTo(GIB);
      assertThat(words(report))
          .contains("ONNX Runtime does not split a model between device and processor")
          .contains("The processor could run it: 32.0 GiB of system memory are free.");
      assertThat(report.slowdown()).isInstanceOf(Slowdown.NotApplicable.class);
    }
  }

  @Nested
  class OnAnIntegratedDevice {
    @Test
    void carveOutAndSharedMemoryAreCountedTogether() {
      FitReport report = Fit.of(LANGUAGE, integrated(512 * MIB, 15 * GIB, 26 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.FITS_SHARED);
      assertThat(placement(report).in(Place.VRAM)).isEqualTo(512 * MIB);
      assertThat(placement(report).in(Place.SHARED)).isEqualTo(10 * GIB);
      assertThat(words(report)).contains("which is the same memory and as fast");
    }

    @Test
    void availableMemoryIsTheBound() {
      FitReport report = Fit.of(whole(), integrated(512 * MIB, 15 * GIB, GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
      assertThat(placement(report).in(Place.VRAM) + placement(report).in(Place.SHARED))
          .isEqualTo(GIB);
    }

    @Test
    void whatTheDeviceTakesTheProcessorLacks() {
      FitReport report = Fit.of(LANGUAGE, integrated(512 * MIB, 4 * GIB, 8 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
      assertThat(placement(report).total() - placement(report).in(Place.NOWHERE))
          .isEqualTo(8 * GIB);
    }

    @Test
    void spillingCostsNoBandwidth() {
      FitReport report = Fit.of(LANGUAGE, integrated(512 * MIB, 4 * GIB, 26 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.SPILLS);
      assertThat(estimate(report).highest()).isEqualTo(1);
      assertThat(estimate(report).formula()).startsWith("9.5 GiB a token ÷ 80 GB/s");
      assertThat(words(report)).contains("ttm.pages_limit").doesNotContain("CUDA");
    }

    @Test
    void anUnknownShareIsBoundedByWhatIsAvailableAndSaysSo() {
      DeviceMemory intel =
          new DeviceMemory(
              "an Intel GPU",
              Form.INTEGRATED,
              Pool.unknown("it has none"),
              Pool.unknown("i915 does not tell"),
              Reading.known(16 * GIB),
              Reading.known(12 * GIB),
              Bandwidths.unknown("not measured"));

      FitReport report = Fit.of(whole(), intel);

      assertThat(report.verdict()).isEqualTo(Verdict.FITS_SHARED);
      assertThat(report.caveats())
          .containsExactly(
              "How much system memory the device may use is not known (i915 does not tell); what is"
                  + " available was taken as the bound.");
    }
  }

  @Nested
  class WithoutAnAccelerator {
    @Test
    void allLiesInSystemMemory() {
      DeviceMemory cpu =
          DeviceMemory.processorOnly(
              Reading.known(32 * GIB), Reading.known(20 * GIB), Reading.known(50_000_000_000L));

      FitReport report = Fit.of(LANGUAGE, cpu);

      assertThat(report.verdict()).isEqualTo(Verdict.FITS);
      assertThat(placement(report).in(Place.RAM)).isEqualTo(11 * GIB);
      assertThat(words(report)).contains("nothing crosses a bus");
    }

    @Test
    void aCardThatIsNotAskedForDoesNotMatter() {
      MemoryNeed onProcessor =
          Needs.of(Cases.facts("chain.onnx", OnnxFile.chain()), NeedOptions.of(Backend.CPU));

      FitReport report = Fit.of(onProcessor, card(8 * GIB, 32 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.FITS);
      assertThat(placement(report).in(Place.VRAM)).isZero();
      assertThat(words(report)).contains("The processor computes").doesNotContain("VRAM");
    }
  }

  @Nested
  class WithLittleKnown {
    @Test
    void anUnknownVramLeavesTheAnswerOpen() {
      DeviceMemory unknown =
          new DeviceMemory(
              "a card",
              Form.DISCRETE,
              Pool.unknown("nouveau does not tell"),
              Pool.unknown("none"),
              Reading.known(32 * GIB),
              Reading.known(32 * GIB),
              Bandwidths.unknown("not measured"));

      FitReport report = Fit.of(LANGUAGE, unknown);

      assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(report.placement()).isEqualTo(Reading.unknown("nouveau does not tell"));
      assertThat(words(report)).contains("cannot be said: nouveau does not tell");
    }

    @Test
    void anUnknownSpeedOfSystemMemoryGivesARange() {
      DeviceMemory known = card(6 * GIB, 32 * GIB);
      DeviceMemory device =
          new DeviceMemory(
              "a card",
              Form.DISCRETE,
              known.dedicated(),
              known.shared(),
              known.ramTotal(),
              known.ramAvailable(),
              new Bandwidths(
                  Reading.known(400_000_000_000L),
                  Reading.unknown("needs root"),
                  Reading.unknown("no link")));

      Estimate estimate = estimate(Fit.of(LANGUAGE, device));

      assertThat(estimate.lowest()).isLessThan(estimate.highest());
      assertThat(estimate.formula()).contains("38 GB/s to 102 GB/s").contains("DDR4-2400");
    }

    @Test
    void anUnknownSpeedOfVramIsSaid() {
      DeviceMemory known = card(6 * GIB, 32 * GIB);
      DeviceMemory device =
          new DeviceMemory(
              "a card",
              Form.DISCRETE,
              known.dedicated(),
              known.shared(),
              known.ramTotal(),
              known.ramAvailable(),
              Bandwidths.unknown("not in our table"));

      FitReport report = Fit.of(LANGUAGE, device);

      assertThat(report.slowdown()).isEqualTo(new Slowdown.Unknown("not in our table"));
      assertThat(words(report)).contains("What that costs cannot be estimated: not in our table.");
    }

    @Test
    void partsOfUnknownSizeAreNamedAndNotCounted() {
      MemoryNeed known = whole();
      MemoryNeed need =
          new MemoryNeed(
              "vision.onnx",
              known.weights(),
              Amount.unknown("the file tells no shapes"),
              known.kvCache(),
              known.overhead(),
              known.execution(),
              List.of());

      FitReport report = Fit.of(need, card(2 * GIB, 32 * GIB));

      assertThat(report.verdict()).isEqualTo(Verdict.FITS);
      assertThat(report.explanation().getFirst()).contains("needs at least 1.5 GiB");
      assertThat(report.caveats())
          .containsExactly(
              "The size of the activations is not known and not counted: the file tells no shapes.");
    }
  }
}
