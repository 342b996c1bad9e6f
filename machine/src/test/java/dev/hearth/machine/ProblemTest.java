package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Nested
  class ItsSentence {
    @Test
    void tellsWhatHowWeKnowAndWhatToDo() {
      Problem problem =
          new Problem(Problem.Kind.UNAVAILABLE, "The disk is full", "0 B of 2 GB", "Free 2 GB.");

      assertThat(problem.sentence()).isEqualTo("The disk is full (0 B of 2 GB). Free 2 GB.");
    }

    @Test
    void leavesOutEvidenceThatIsNotThere() {
      assertThat(Problem.of(Problem.Kind.NOT_FOUND, "There is no model x", "hearth models list"))
          .extracting(Problem::sentence)
          .isEqualTo("There is no model x. hearth models list");
    }

    @Test
    void leavesOutARemedyThatIsNotThere() {
      Problem problem = new Problem(Problem.Kind.BAD_INPUT, "No photo", "0 bytes", "");

      assertThat(problem.sentence()).isEqualTo("No photo (0 bytes)");
    }
  }

  @Nested
  class Thrown {
    @Test
    void carriesItselfAndSpeaksItsSentence() {
      Problem problem = Problem.of(Problem.Kind.TIMED_OUT, "Too late", "Ask again.");

      ProblemException thrown = new ProblemException(problem);

      assertThat(thrown.problem()).isEqualTo(problem);
      assertThat(thrown).hasMessage("Too late. Ask again.").hasNoCause();
    }

    @Test
    void keepsWhatCausedIt() {
      Exception cause = new Exception("disk");
      Problem problem = Problem.of(Problem.Kind.UNAVAILABLE, "No disk", "");

      assertThat(new ProblemException(problem, cause)).hasMessage("No disk").hasCause(cause);
    }
  }
}
