package dev.hearth.deployment.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Valid files as people write them, and ones that are broken. */
final class RandomTexts {
  private final Random random;
  private final String step;
  private final String dash;
  private final List<String> lines = new ArrayList<>();

  private RandomTexts(Random random) {
    this.random = random;
    this.step = random.nextBoolean() ? "  " : "    ";
    this.dash = random.nextInt(3) == 0 ? "" : step;
  }

  static String compose(Random random) {
    return new RandomTexts(random).project();
  }

  static String quadlet(Random random) {
    return new RandomTexts(random).unit();
  }

  /** Some places of a text replaced, doubled or left out. */
  static String broken(Random random, String text) {
    StringBuilder broken = new StringBuilder(text);
    String signs = "\n:-[]{}&*!|>'\"#%@\\\t =$\r\0é😀";
    for (int i = random.nextInt(6) + 1; i > 0 && !broken.isEmpty(); i--) {
      int at = random.nextInt(broken.length());
      switch (random.nextInt(3)) {
        case 0 -> broken.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
        case 1 -> broken.insert(at, signs.charAt(random.nextInt(signs.length())));
        default -> broken.delete(at, Math.min(broken.length(), at + random.nextInt(20)));
      }
    }
    return broken.toString();
  }

  private String ended() {
    String newline = random.nextInt(4) == 0 ? "\r\n" : "\n";
    return String.join(newline, lines) + (random.nextInt(5) == 0 ? "" : newline);
  }

  private void sometimes(String line) {
    if (random.nextBoolean()) {
      lines.add(line);
    }
  }

  private String quoted(String value) {
    return switch (random.nextInt(3)) {
      case 0 -> "'" + value + "'";
      case 1 -> '"' + value + '"';
      default -> value;
    };
  }

  private String project() {
    sometimes("# größer als 😀");
    sometimes("name: immich");
    sometimes("");
    lines.add("services:" + (random.nextBoolean() ? "  # all of them" : ""));
    List<Runnable> services = new ArrayList<>(List.of(this::learning, this::database));
    Collections.shuffle(services, random);
    services.forEach(Runnable::run);
    if (random.nextBoolean()) {
      lines.add("volumes:");
      lines.add("  model-cache: {}");
    }
    lines.add("x-last: |");
    lines.add("  some text");
    lines.add("  # no comment");
    return ended();
  }

  private void database() {
    lines.add(step + "database:");
    lines.add(step + step + "image: postgres:16");
    lines.add(step + step + "environment: {A: '1', B: 2}");
    sometimes(step + step + "devices: [/dev/fuse]");
    sometimes("");
  }

  private void learning() {
    lines.add(step + "immich-machine-learning:");
    List<Runnable> settings =
        new ArrayList<>(
            List.of(this::image, this::environment, this::devices, this::groups, this::others));
    Collections.shuffle(settings, random);
    settings.forEach(Runnable::run);
    sometimes("");
    sometimes(step + "# of what follows");
  }

  private void setting(String line) {
    lines.add(step + step + line + (random.nextInt(4) == 0 ? "   # why" : ""));
  }

  private void item(String value) {
    lines.add(step + step + dash + (random.nextInt(6) == 0 ? "-   " : "- ") + quoted(value));
  }

  private void image() {
    sometimes(step + step + "# the image");
    setting("image: " + quoted("ghcr.io/immich-app/immich-machine-learning:v2.5.2"));
  }

  private void environment() {
    switch (random.nextInt(4)) {
      case 0 -> {
        setting("environment:");
        lines.add(step + step + step + "TZ: " + quoted("Europe/Berlin"));
        sometimes(step + step + step + "# between");
        lines.add(step + step + step + "MODEL: >-");
        lines.add(step + step + step + step + "a folded");
        lines.add(step + step + step + step + "text");
      }
      case 1 -> {
        setting("environment:");
        item("TZ=Europe/Berlin");
        item("PASSED_ON");
      }
      case 2 -> setting("environment: {TZ: " + quoted("UTC") + " }");
      default -> {}
    }
  }

  private void devices() {
    switch (random.nextInt(4)) {
      case 0 -> {
        setting("devices:");
        item("/dev/bus/usb:/dev/bus/usb");
        sometimes("");
        item("/dev/fuse");
      }
      case 1 -> setting("devices: [ " + quoted("/dev/fuse") + " ]");
      default -> {}
    }
  }

  private void groups() {
    if (random.nextInt(3) == 0) {
      setting("group_add:");
      lines.add(step + step + dash + "- \"1000\"");
    }
    if (random.nextInt(3) == 0) {
      setting("deploy:");
      lines.add(step + step + step + "resources:");
      lines.add(step + step + step + step + "limits: {memory: 4g}");
    }
  }

  private void others() {
    setting("restart: always");
    setting("healthcheck: {disable: false}");
    setting("command: [\"a\", 'b', c]");
    setting("volumes:");
    item("model-cache:/cache");
  }

  private String unit() {
    sometimes("# mine");
    lines.add("[Unit]");
    lines.add("Description=A \\");
    sometimes("# inside");
    lines.add("  long one");
    sometimes("");
    lines.add("[Container]");
    List<String> settings =
        new ArrayList<>(
            List.of(
                "Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2",
                "Network=host",
                "Environment=TZ=UTC \"A=b c\"",
                "Environment = OTHER=1",
                "AddDevice=/dev/fuse",
                "PodmanArgs=--cpus=2",
                "; a remark",
                "Volume=model-cache:/cache"));
    Collections.shuffle(settings, random);
    lines.addAll(settings);
    sometimes("");
    if (random.nextBoolean()) {
      lines.add("[Service]");
      lines.add("Environment=NOT=ours");
    }
    return ended();
  }
}
