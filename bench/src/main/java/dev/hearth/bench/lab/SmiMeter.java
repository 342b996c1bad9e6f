package dev.hearth.bench.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * NVIDIA's own figures by {@code nvidia-smi}, ten times a second: the part of the time in which a
 * kernel ran, and memory in use by all processes together.
 */
final class SmiMeter implements DeviceMeter {
  private static final String PERIOD_MILLIS = "100";
  private static final int COLUMNS = 3;
  private static final int MIB_SHIFT = 20;
  private static final double PERCENT = 100;

  private final Process process;
  private final String address;
  private final List<Sample> samples = new ArrayList<>();

  private SmiMeter(Process process, String address) {
    this.process = process;
    this.address = address;
    Thread.ofPlatform().daemon().name("nvidia-smi").start(this::follow);
  }

  /** One line of nvidia-smi. */
  record Sample(long nanos, String address, double utilization, long bytes) {}

  /** The program in the first of these folders that has it. */
  static Optional<Path> program(List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve("nvidia-smi"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param address of the GPU, as {@code 0000:03:00.0}; empty takes the first one listed
   */
  static SmiMeter start(Path program, String address) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--query-gpu=pci.bus_id,utilization.gpu,memory.used",
                "--format=csv,noheader,nounits",
                "-lms",
                PERIOD_MILLIS)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new SmiMeter(process, address.toLowerCase(Locale.ROOT));
  }

  @Override
  public Optional<Long> memory() {
    synchronized (samples) {
      return samples.isEmpty() ? Optional.empty() : Optional.of(samples.getLast().bytes());
    }
  }

  @Override
  public Stretch begin() {
    long began = System.nanoTime();
    return () -> {
      synchronized (samples) {
        var busy =
            samples.stream()
                .filter(sample -> sample.nanos() >= began)
                .mapToDouble(Sample::utilization)
                .average();
        return busy.isPresent() ? OptionalDouble.of(busy.getAsDouble()) : OptionalDouble.empty();
      }
    };
  }

  @Override
  public String source() {
    return "nvidia-smi, every " + PERIOD_MILLIS + " ms, all processes";
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void follow() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        parse(line, System.nanoTime()).filter(this::wanted).ifPresent(this::add);
      }
    } catch (IOException | UncheckedIOException _) {
      // It was ended.
    }
  }

  /** nvidia-smi writes eight digits of domain where the kernel writes four. */
  private boolean wanted(Sample sample) {
    return address.isEmpty() || sample.address().endsWith(address);
  }

  private void add(Sample sample) {
    synchronized (samples) {
      if (address.isEmpty()
          && !samples.isEmpty()
          && !samples.getFirst().address().equals(sample.address())) {
        return;
      }
      samples.add(sample);
    }
  }

  /** {@code 00000000:03:00.0, 87, 1234}; "[N/A]" and everything else is no sample. */
  static Optional<Sample> parse(String line, long nanos) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Sample(
              nanos,
              cells[0].strip().toLowerCase(Locale.ROOT),
              Double.parseDouble(cells[1].strip()) / PERCENT,
              Long.parseLong(cells[2].strip()) << MIB_SHIFT));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
