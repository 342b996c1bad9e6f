package dev.hearth.evidence.diagnosis;

/**
 * A line that lets itself be read only so often: an expression that tries every way through it ends
 * with {@link Impatience} and not hours later.
 */
final class Patience implements CharSequence {
  private static final int LEAST = 20_000;
  private static final int PER_LETTER = 50;

  private final String line;
  private int left;

  Patience(String line) {
    this.line = line;
    this.left = LEAST + PER_LETTER * line.length();
  }

  @Override
  public int length() {
    return line.length();
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new Impatience();
    }
    return line.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return line.substring(start, end);
  }

  @Override
  public String toString() {
    return line;
  }
}
