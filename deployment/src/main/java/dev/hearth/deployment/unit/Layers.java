package dev.hearth.deployment.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A unit and its drop-ins, in the order in which they count: together they are one. */
public record Layers(List<UnitText> files) {
  public Layers {
    files = List.copyOf(files);
  }

  /** The values of a key that can be repeated: an empty one takes back all before it. */
  public List<String> values(String section, String key) {
    List<String> values = new ArrayList<>();
    for (UnitText file : files) {
      if (file.resets(section, key)) {
        values.clear();
      }
      file.effective(section, key).stream().map(UnitText.Setting::value).forEach(values::add);
    }
    return List.copyOf(values);
  }

  /** The words of all these values. */
  public List<String> words(String section, String key) {
    return values(section, key).stream()
        .flatMap(value -> Words.split(value).stream())
        .map(Words.Word::text)
        .toList();
  }

  /** The value that counts of a key that there can be one of only. */
  public Optional<String> last(String section, String key) {
    return files.stream()
        .flatMap(file -> file.last(section, key).stream())
        .map(UnitText.Setting::value)
        .reduce((_, later) -> later)
        .filter(value -> !value.isEmpty());
  }
}
