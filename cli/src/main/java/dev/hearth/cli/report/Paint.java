package dev.hearth.cli.report;

/**
 * Colours, where they are welcome; the words alone say the same.
 *
 * @param colours whether they are
 */
public record Paint(boolean colours) {
  private static final String RESET = "\u001b[0m";

  public String bold(String text) {
    return wrap("\u001b[1m", text);
  }

  public String dim(String text) {
    return wrap("\u001b[2m", text);
  }

  public String good(String text) {
    return wrap("\u001b[32m", text);
  }

  public String bad(String text) {
    return wrap("\u001b[31m", text);
  }

  public String doubtful(String text) {
    return wrap("\u001b[33m", text);
  }

  private String wrap(String code, String text) {
    return colours ? code + text + RESET : text;
  }
}
