package dev.hearth.inference.image;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.Locale;

/** Why a file is not decoded, in words its sender can act on. */
final class Refusals {
  private static final String SEND_ANOTHER = "Send a JPEG, PNG or WebP";

  private Refusals() {}

  static ProblemException empty() {
    return badInput("The picture is empty", "0 bytes", SEND_ANOTHER);
  }

  static ProblemException notAPicture() {
    return badInput("This is not a picture", "its first bytes name no known format", SEND_ANOTHER);
  }

  static ProblemException foreign(String format) {
    return badInput(format + " is not read", "", SEND_ANOTHER);
  }

  static ProblemException cutOff(EncodedFormat format) {
    return badInput(
        "The " + format.title() + " is cut off", "its data ends too early", "Send the whole file");
  }

  static ProblemException broken(EncodedFormat format, String evidence) {
    return badInput("The " + format.title() + " cannot be decoded", evidence, SEND_ANOTHER);
  }

  /** What only the native decoder reads. */
  static ProblemException notHere(EncodedFormat format) {
    return badInput(
        format.title() + " is not read on this machine",
        "the native picture library could not be loaded",
        "Send a JPEG or PNG");
  }

  /** The picture is within the limit and the Java heap is not. */
  static ProblemException noRoom(EncodedFormat format) {
    String what = "There is not enough memory to decode this " + format.title();
    return new ProblemException(Problem.of(Problem.Kind.TOO_LARGE, what, "Send a smaller picture"));
  }

  static ProblemException tooLarge(Dimensions size, long maxPixels) {
    String what =
        String.format(
            Locale.ROOT, "The picture of %d × %d pixels is too large", size.width(), size.height());
    String remedy = "Send at most " + maxPixels + " pixels";
    return new ProblemException(Problem.of(Problem.Kind.TOO_LARGE, what, remedy));
  }

  private static ProblemException badInput(String what, String evidence, String remedy) {
    return new ProblemException(new Problem(Problem.Kind.BAD_INPUT, what, evidence, remedy));
  }
}
