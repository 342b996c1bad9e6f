package dev.hearth.machine.usage;

import java.util.Random;

/** Texts that make no sense, of the letters that could. */
final class Noise {
  private Noise() {}

  static String text(Random random, String letters) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(300);
    for (int at = 0; at < length; at++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
