package dev.hearth.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.evidence.verdict.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Testimony NODE =
      Testimony.speaking(Witness.DEVICE_NODES, Weight.NECESSARY, "sees the node");
  private static final Testimony HANDLE =
      Testimony.speaking(Witness.OPEN_HANDLES, Weight.NECESSARY, "has it open");
  private static final Testimony BUSY =
      Testimony.speaking(Witness.DEVICE_BUSY, Weight.SUPPORT, "is busy");
  private static final Testimony QUEUE =
      Testimony.speaking(Witness.KFD, Weight.PROOF, "has a queue and memory");
  private static final Testimony SLOW =
      Testimony.against(Witness.SPEED, Weight.SUPPORT, "is no faster");
  private static final Testimony NO_HANDLE =
      Testimony.against(Witness.OPEN_HANDLES, Weight.NECESSARY, "has nothing open");
  private static final Testimony STILL =
      Testimony.against(Witness.FDINFO, Weight.PROOF, "engines stood still");
  private static final Testimony WRONG =
      Testimony.against(Witness.ANSWERS, Weight.VETO, "answers differ");
  private static final Testimony FALL_BACK =
      Testimony.against(Witness.LOG, Weight.DECISIVE, "fell back");
  private static final Testimony BLIND = Testimony.silent(Witness.NVML, "no permission");

  private static final List<Testimony> KINDS =
      List.of(NODE, BUSY, QUEUE, SLOW, NO_HANDLE, STILL, WRONG, FALL_BACK, BLIND);

  private static Outcome outcome(Testimony... testimonies) {
    return Judgement.of(List.of(testimonies)).outcome();
  }

  @Test
  void aDoubtIsNotToldAsAHint() {
    assertThat(Judgement.of(List.of(BUSY, SLOW)).because())
        .isEqualTo(
            "nobody saw the service itself compute on the accelerator; what was seen may have"
                + " other causes: "
                + BUSY.evidence()
                + "; against it speaks: "
                + SLOW.evidence());
  }

  @Nested
  class Accelerated {
    @Test
    void isWhatIsProven() {
      assertThat(outcome(QUEUE)).isEqualTo(Outcome.ACCELERATED);
      assertThat(Judgement.of(List.of(NODE, QUEUE)).because()).isEqualTo("has a queue and memory");
    }

    @Test
    void staysSoWhereOnlyTheSpeedIsDoubtful() {
      assertThat(outcome(QUEUE, SLOW)).isEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void isNoServiceOfWhichTheNodeOrAHandleIsAllThatIsKnown() {
      assertThat(outcome(NODE)).isEqualTo(Outcome.UNPROVEN);
      assertThat(outcome(NODE, HANDLE)).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void isNoServiceOnABusyDeviceHoweverMuchFitsIt() {
      assertThat(outcome(NODE, HANDLE, BUSY, BUSY, BUSY)).isEqualTo(Outcome.UNPROVEN);
    }
  }

  @Nested
  class OnTheCpu {
    @Test
    void isWhatSaysThatItFellBackWhateverElseIsSeen() {
      assertThat(outcome(NODE, HANDLE, BUSY, QUEUE, FALL_BACK)).isEqualTo(Outcome.ON_CPU);
      assertThat(Judgement.of(List.of(QUEUE, FALL_BACK)).because()).isEqualTo("fell back");
    }

    @Test
    void isWhatLacksSomethingItNeeds() {
      assertThat(outcome(NODE, NO_HANDLE)).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void isWhatStoodStillWhileItWorked() {
      assertThat(outcome(NODE, HANDLE, STILL)).isEqualTo(Outcome.ON_CPU);
    }
  }

  @Nested
  class Unproven {
    @Test
    void isWhereNobodySaysAnything() {
      assertThat(outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(Judgement.of(List.of(BLIND, BUSY)).because())
          .contains("nobody saw", "is busy", "NVIDIA's driver: no permission");
    }

    @Test
    void isWhereWitnessesContradictEachOther() {
      assertThat(outcome(QUEUE, STILL)).isEqualTo(Outcome.UNPROVEN);
      assertThat(Judgement.of(List.of(QUEUE, STILL)).because())
          .contains("contradict", "has a queue", "stood still");
    }

    @Test
    void isWhatAnswersWronglyHoweverFast() {
      assertThat(outcome(QUEUE, WRONG)).isEqualTo(Outcome.UNPROVEN);
    }
  }

  /** All sets of the nine kinds of testimony. */
  @Nested
  class OverAllCombinations {
    private static Stream<List<Testimony>> all() {
      return IntStream.range(0, 1 << KINDS.size())
          .mapToObj(set ->
              IntStream.range(0, KINDS.size())
                  .filter(kind -> (set >> kind & 1) == 1)
                  .mapToObj(KINDS::get)
                  .toList());
    }

    private static List<Testimony> with(List<Testimony> testimonies, Testimony more) {
      List<Testimony> all = new ArrayList<>(testimonies);
      all.add(more);
      return all;
    }

    private static int badness(List<Testimony> testimonies) {
      return switch (Judgement.of(testimonies).outcome()) {
        case ACCELERATED -> 0;
        case UNPROVEN -> 1;
        case ON_CPU -> 2;
      };
    }

    @Test
    void aTestimonyAgainstNeverMakesItBetter() {
      assertThat(all())
          .allSatisfy(testimonies ->
              assertThat(List.of(SLOW, NO_HANDLE, STILL, WRONG, FALL_BACK))
                  .allSatisfy(against ->
                      assertThat(badness(with(testimonies, against)))
                          .isGreaterThanOrEqualTo(badness(testimonies))));
    }

    @Test
    void aTestimonyForNeverMakesItWorse() {
      assertThat(all())
          .allSatisfy(testimonies ->
              assertThat(List.of(NODE, BUSY, QUEUE))
                  .allSatisfy(speaking ->
                      assertThat(badness(with(testimonies, speaking)))
                          .isLessThanOrEqualTo(badness(testimonies))));
    }

    @Test
    void aSilentWitnessChangesNothing() {
      assertThat(all())
          .allSatisfy(testimonies ->
              assertThat(badness(with(testimonies, BLIND))).isEqualTo(badness(testimonies)));
    }

    @Test
    void acceleratedAlwaysHasAProofAndNothingStrongAgainstIt() {
      assertThat(all())
          .filteredOn(testimonies -> Judgement.of(testimonies).accelerated())
          .isNotEmpty()
          .allSatisfy(testimonies ->
              assertThat(testimonies)
                  .contains(QUEUE)
                  .doesNotContain(NO_HANDLE, STILL, WRONG, FALL_BACK));
    }

    @Test
    void theOrderOfTheWitnessesDoesNotMatter() {
      assertThat(all())
          .allSatisfy(testimonies ->
              assertThat(badness(testimonies.reversed())).isEqualTo(badness(testimonies)));
    }

    @Test
    void everyVerdictSaysWhyAndKeepsAllTestimonies() {
      assertThat(all())
          .allSatisfy(testimonies -> {
            Verdict verdict = Judgement.of(testimonies);
            assertThat(verdict.because()).isNotBlank();
            assertThat(verdict.testimonies()).isEqualTo(testimonies);
          });
    }
  }

  @Test
  void nobodyIsForItWithAWeightThatOnlyCountsAgainst() {
    assertThatThrownBy(() -> Testimony.speaking(Witness.LOG, Weight.DECISIVE, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Testimony.against(Witness.LOG, Weight.NONE, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
