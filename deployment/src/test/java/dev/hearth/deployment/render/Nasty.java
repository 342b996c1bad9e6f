package dev.hearth.deployment.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that break those who quote carelessly. */
final class Nasty {
  private static final List<String> PIECES =
      List.of(
          "a", "Z", "0", " ", "  ", "\"", "'", "`", "\\", "\\n", "$", "$$", "${HOME}", "$(id)", "%",
          "%%", "%h", "%n", ":", ": ", "#", " #", "!", "&", "*", "|", ">", "<", ";", "?", "-", "- ",
          "=", ",", "[", "]", "{", "}", "@", "~", "^", "é", "ß", "日本", "🜂", "\u00a0", "\ufeff",
          "yes", "null", "1e3", "0x1f", ".inf", "/", "//", "(", ")");

  private static final int MANY = 600;

  private Nasty() {}

  /** The same every time. */
  static List<String> values() {
    List<String> values = new ArrayList<>(PIECES);
    values.addAll(
        List.of("", "yes", "No", "~", "1", "1.0", "012", "1:30", "2026-11-21", "<<", "---", "..."));
    Random random = new Random(20261121);
    for (int count = 0; count < MANY; count++) {
      StringBuilder value = new StringBuilder();
      for (int piece = random.nextInt(9); piece >= 0; piece--) {
        value.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      values.add(value.toString());
    }
    return values;
  }
}
