package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;

/**
 * What the kernel module tells of one GPU: lines of {@code Key: value}. Before a GPU was first
 * opened, values may be question marks. Source: /proc/driver/nvidia/gpus/ADDRESS/information.
 */
final class GpuInformation {
  private static final String FOLDER = "/proc/driver/nvidia/gpus/";

  /** More would be no minor number. */
  private static final long MOST_MINOR = 254;

  private final Machine machine;
  private final String path;

  GpuInformation(Machine machine, String address) {
    this.machine = machine;
    this.path = FOLDER + address + "/information";
  }

  /** As "NVIDIA GeForce RTX 4090". */
  Reading<String> model() {
    return value("Model")
        .flatMap(model ->
            model.equals("Unknown")
                ? Reading.unknown(path + " does not know the model")
                : Reading.known(model));
  }

  /** As GPU-…. */
  Reading<String> uuid() {
    return value("GPU UUID");
  }

  /** N of /dev/nvidiaN. */
  Reading<Integer> minor() {
    return value("Device Minor")
        .flatMap(text -> Numbers.parse(text, path))
        .flatMap(number ->
            number >= 0 && number <= MOST_MINOR
                ? Reading.known(number.intValue())
                : Reading.unknown(path + " holds no minor number"));
  }

  private Reading<String> value(String key) {
    return machine
        .lines(path)
        .flatMap(lines ->
            lines.stream()
                .filter(line -> line.startsWith(key + ":"))
                .findFirst()
                .map(line -> known(key, line.substring(key.length() + 1).strip()))
                .orElseGet(() -> Reading.unknown(path + " has no " + key)));
  }

  private Reading<String> known(String key, String value) {
    return value.isEmpty() || value.contains("??")
        ? Reading.unknown(path + " does not tell the " + key + " yet: \"" + value + "\"")
        : Reading.known(value);
  }
}
