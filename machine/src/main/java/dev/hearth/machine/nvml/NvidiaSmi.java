package dev.hearth.machine.nvml;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What nvidia-smi prints of the GPUs: NVML's answers in a form that a capture can hold. A capture
 * is made and read with this one; the live machine is asked without starting a program.
 */
public final class NvidiaSmi implements Nvml {
  private static final List<String> COLUMNS =
      List.of(
          "pci.bus_id",
          "name",
          "uuid",
          "memory.total",
          "memory.used",
          "compute_cap",
          "mig.mode.current",
          "driver_version");

  /** Of the columns, those behind the name: it alone may hold a comma. */
  private static final int BEHIND_NAME = COLUMNS.size() - 2;

  private static final String PROGRAM = "nvidia-smi";
  private static final String NO_COLUMN = "nvidia-smi's query does not tell it";
  private static final int MIB_SHIFT = 20;
  private static final long MOST_MIB = 1L << 40;

  private final Machine machine;

  public NvidiaSmi(Machine machine) {
    this.machine = machine;
  }

  /** What is run. */
  public static List<String> command() {
    return List.of(
        "nvidia-smi", "--query-gpu=" + String.join(",", COLUMNS), "--format=csv,noheader,nounits");
  }

  @Override
  public Reading<List<NvmlGpu>> gpus() {
    return rows().map(rows -> rows.stream().map(Row::gpu).flatMap(Optional::stream).toList());
  }

  @Override
  public Reading<String> driverVersion() {
    return rows()
        .flatMap(rows ->
            rows.isEmpty()
                ? Reading.unknown("nvidia-smi lists no GPU")
                : rows.getFirst().cell("driver_version"));
  }

  @Override
  public Reading<String> libraryVersion() {
    return Reading.unknown(NO_COLUMN);
  }

  @Override
  public Reading<String> cudaVersion() {
    return Reading.unknown(NO_COLUMN);
  }

  @Override
  public List<String> troubles() {
    return List.of();
  }

  private Reading<List<Row>> rows() {
    return switch (machine.output(command().toArray(String[]::new))) {
      case Reading.Known<Finished>(Finished finished) -> rows(finished);
      case Reading.Unknown<Finished>(String reason) ->
          Reading.unknown(reason.replace(String.join(" ", command()), PROGRAM));
    };
  }

  private static Reading<List<Row>> rows(Finished finished) {
    if (!finished.succeeded()) {
      String said = finished.stdout().isBlank() ? finished.stderr() : finished.stdout();
      return Reading.unknown("nvidia-smi: " + firstLine(said, finished.exitCode()));
    }
    return Reading.known(
        finished.stdout().lines().map(NvidiaSmi::row).flatMap(Optional::stream).toList());
  }

  private static String firstLine(String said, int exitCode) {
    return said.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("exit code " + exitCode);
  }

  private static Optional<Row> row(String line) {
    List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
    if (cells.size() < COLUMNS.size()) {
      return Optional.empty();
    }
    int nameEnds = cells.size() - BEHIND_NAME;
    String name = String.join(",", cells.subList(1, nameEnds));
    List<String> ordered = new ArrayList<>(List.of(cells.getFirst(), name));
    ordered.addAll(cells.subList(nameEnds, cells.size()));
    return Optional.of(new Row(ordered.stream().map(String::strip).toList()));
  }

  /** One GPU's line, a cell for each column. */
  private record Row(List<String> cells) {
    Optional<NvmlGpu> gpu() {
      return PciAddress.parse(cells.getFirst())
          .map(address ->
              new NvmlGpu(
                  address,
                  cell("name"),
                  cell("uuid"),
                  Reading.unknown(NO_COLUMN),
                  memory(),
                  cell("compute_cap"),
                  Reading.unknown(NO_COLUMN),
                  mig()));
    }

    /** "[N/A]" and "[Not Supported]" stand for no answer. */
    Reading<String> cell(String column) {
      String cell = cells.get(COLUMNS.indexOf(column));
      return cell.isEmpty() || cell.startsWith("[")
          ? Reading.unknown("nvidia-smi: " + column + " is " + (cell.isEmpty() ? "empty" : cell))
          : Reading.known(cell);
    }

    private Reading<NvmlGpu.Memory> memory() {
      return bytes("memory.total")
          .flatMap(total -> bytes("memory.used").map(used -> new NvmlGpu.Memory(total, used)));
    }

    /** Cells are in MiB. */
    private Reading<Long> bytes(String column) {
      return cell(column)
          .flatMap(text -> Numbers.parse(text, "nvidia-smi's " + column))
          .flatMap(mib ->
              mib >= 0 && mib < MOST_MIB
                  ? Reading.known(mib << MIB_SHIFT)
                  : Reading.unknown("nvidia-smi: " + column + " is out of bounds"));
    }

    /** A GPU that cannot be cut says [N/A]. */
    private Reading<Boolean> mig() {
      String cell = cells.get(COLUMNS.indexOf("mig.mode.current"));
      return switch (cell) {
        case "Enabled" -> Reading.known(true);
        case "Disabled", "[N/A]", "N/A", "[Not Supported]" -> Reading.known(false);
        default -> Reading.unknown("nvidia-smi: mig.mode.current is " + cell);
      };
    }
  }
}
