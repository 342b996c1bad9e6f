package dev.hearth.machine.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Machines;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.Reading;
import dev.hearth.machine.Tree;
import dev.hearth.machine.capture.CapturedTree;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.Nvml;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking at a machine costs one pass over each file, and starts nothing. */
class OnePassTest {
  /** Counts how often a file is read, by whatever path it was reached. */
  private record CountingTree(Tree tree, Map<String, Integer> passes, List<List<String>> runs)
      implements Tree {
    @Override
    public Reading<byte[]> bytes(String path) {
      Reading<byte[]> read = tree.bytes(path);
      if (read instanceof Reading.Known<byte[]>) {
        passes.merge(tree.realPath(path).orElse(path), 1, Integer::sum);
      }
      return read;
    }

    @Override
    public Reading<List<String>> names(String directory) {
      return tree.names(directory);
    }

    @Override
    public Reading<String> target(String link) {
      return tree.target(link);
    }

    @Override
    public Reading<String> realPath(String path) {
      return tree.realPath(path);
    }

    @Override
    public Reading<FileStatus> status(String path) {
      return tree.status(path);
    }

    @Override
    public Reading<Access> access(String path) {
      return tree.access(path);
    }

    @Override
    public Reading<DiskSpace> disk(String path) {
      return tree.disk(path);
    }

    @Override
    public Reading<Finished> run(List<String> argv, Duration deadline) {
      runs.add(argv);
      return Reading.unknown("nothing is run");
    }
  }

  static List<String> machines() {
    return Machines.names();
  }

  private static CountingTree surveyed(Tree tree) {
    CountingTree counting = new CountingTree(tree, new HashMap<>(), new java.util.ArrayList<>());
    var _ =
        Surveyor.survey(
            new Machine(counting), Nvml.absent("not asked here"), HostProbe.Depth.QUICK);
    return counting;
  }

  private static void isOnePass(CountingTree counting) {
    assertThat(counting.passes()).isNotEmpty();
    assertThat(counting.passes().entrySet().stream().filter(each -> each.getValue() > 1)).isEmpty();
    assertThat(counting.runs()).as("programs started").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void overEveryCapturedMachine(String name) {
    isOnePass(surveyed(CapturedTree.parse(Machines.text(name)).asOptional().orElseThrow()));
  }

  @Test
  void overThisMachine() {
    isOnePass(surveyed(FileTree.live(new ProcessCommandRunner())));
  }
}
