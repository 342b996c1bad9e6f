package dev.hearth.deployment.edit;

import dev.hearth.deployment.unit.UnitText;
import dev.hearth.deployment.unit.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A Quadlet and its drop-ins, under edit: they count as one text, in order. */
final class QuadletText {
  static final String CONTAINER = "Container";

  /** New settings go behind the last that is there of those before them. */
  private static final List<String> ORDER =
      List.of(
          "Image",
          "AddDevice",
          "GroupAdd",
          "SecurityLabelDisable",
          "Unmask",
          "PodmanArgs",
          "Environment",
          "Volume");

  private final Path main;
  private final Map<Path, UnitText> files = new LinkedHashMap<>();

  /**
   * Reads them.
   *
   * @param texts of the drop-ins, and of other files, which are left alone
   */
  QuadletText(Path main, Map<Path, String> texts) {
    this.main = main;
    files.put(main, UnitText.parse(texts.getOrDefault(main, "")));
    Path folder = main.resolveSibling(main.getFileName() + ".d");
    texts.keySet().stream()
        .filter(path -> folder.equals(path.getParent()) && path.toString().endsWith(".conf"))
        .sorted()
        .forEach(path -> files.put(path, UnitText.parse(texts.getOrDefault(path, ""))));
  }

  Map<Path, UnitText> files() {
    return Map.copyOf(files);
  }

  List<Path> paths() {
    return List.copyOf(files.keySet());
  }

  private void become(Path path, String text) {
    files.put(path, UnitText.parse(text));
  }

  /** The words of all settings of a key that count. */
  List<String> words(String key) {
    List<String> words = new ArrayList<>();
    for (UnitText file : files.values()) {
      if (file.resets(CONTAINER, key)) {
        words.clear();
      }
      file.effective(CONTAINER, key).stream()
          .flatMap(setting -> Words.split(setting.value()).stream())
          .map(Words.Word::text)
          .forEach(words::add);
    }
    return List.copyOf(words);
  }

  /** The last value of a key: the one that counts where there can be one only. */
  Optional<String> value(String key) {
    return place(key).flatMap(path -> last(path, key)).map(UnitText.Setting::value);
  }

  private Optional<Path> place(String key) {
    return files.keySet().stream()
        .filter(path -> last(path, key).isPresent())
        .reduce((_, later) -> later);
  }

  private Optional<UnitText.Setting> last(Path path, String key) {
    return Optional.ofNullable(files.get(path)).flatMap(file -> file.last(CONTAINER, key));
  }

  private UnitText file(Path path) {
    return files.getOrDefault(path, UnitText.parse(""));
  }

  /** Sets a key that there can be one of only. */
  void set(String key, String value) {
    Optional<Path> place = place(key);
    if (place.isEmpty()) {
      add(key, value);
      return;
    }
    UnitText.Setting setting = last(place.get(), key).orElseThrow();
    if (!setting.value().equals(value)) {
      become(place.get(), file(place.get()).with(setting.valueStart(), setting.valueEnd(), value));
    }
  }

  /** Removes all settings of a key. */
  void remove(String key) {
    for (Path path : paths()) {
      for (Optional<UnitText.Setting> last = last(path, key);
          last.isPresent();
          last = last(path, key)) {
        become(path, file(path).without(last.get()));
      }
    }
  }

  /** Takes words out of all settings of a key; the settings too where none is left. */
  void drop(String key, Predicate<String> drops) {
    for (Path path : paths()) {
      for (UnitText.Setting setting : file(path).all(CONTAINER, key).reversed()) {
        String raw = file(path).text().substring(setting.valueStart(), setting.valueEnd());
        List<Words.Word> words = Words.split(raw);
        if (!words.isEmpty() && words.stream().allMatch(word -> drops.test(word.text()))) {
          become(path, file(path).without(setting));
        } else if (words.stream().anyMatch(word -> drops.test(word.text()))) {
          become(
              path,
              file(path)
                  .with(setting.valueStart(), setting.valueEnd(), without(raw, words, drops)));
        }
      }
    }
  }

  /** A value without some of its words, and without the blanks before them. */
  private static String without(String raw, List<Words.Word> words, Predicate<String> drops) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    for (Words.Word word : words) {
      if (!drops.test(word.text())) {
        text.append(raw, text.isEmpty() ? word.start() : end, word.end());
      }
      end = word.end();
    }
    return text.append(raw, end, raw.length()).toString();
  }

  /** Replaces a word of a key, wherever it counts last; says whether there was one. */
  boolean replace(String key, Predicate<String> old, String word) {
    for (Path path : paths().reversed()) {
      for (UnitText.Setting setting : file(path).all(CONTAINER, key).reversed()) {
        String raw = file(path).text().substring(setting.valueStart(), setting.valueEnd());
        Optional<Words.Word> place =
            Words.split(raw).reversed().stream().filter(each -> old.test(each.text())).findFirst();
        if (place.isPresent()) {
          int start = setting.valueStart();
          become(
              path, file(path).with(start + place.get().start(), start + place.get().end(), word));
          return true;
        }
      }
    }
    return false;
  }

  /** Adds a line: in the main file, or in the drop-in that took back all before it. */
  void add(String key, String value) {
    Path path =
        files.entrySet().stream()
            .filter(each -> each.getValue().resets(CONTAINER, key))
            .map(Map.Entry::getKey)
            .reduce((_, later) -> later)
            .orElse(main);
    UnitText file = file(path);
    Optional<UnitText.Setting> behind =
        ORDER.subList(0, ORDER.indexOf(key) + 1).reversed().stream()
            .map(each -> file.last(CONTAINER, each))
            .flatMap(Optional::stream)
            .findFirst();
    become(path, file.adding(CONTAINER, behind, key + "=" + value));
  }
}
