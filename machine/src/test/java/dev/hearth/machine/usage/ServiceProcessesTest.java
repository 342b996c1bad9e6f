package dev.hearth.machine.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessesTest {
  private static final String ID = "3f1c5a".repeat(11).substring(0, 64);
  private static final String QUADLET =
      "/user.slice/user-1000.slice/user@1000.service/app.slice/immich-ml.service/libpod-payload-"
          + ID;

  @TempDir private Path root;

  private List<Integer> pids(Folder folder, ServiceMarks marks) {
    return ServiceProcesses.find(folder.machine(), marks)
        .map(ServiceProcesses::processes)
        .orElse(List.of())
        .stream()
        .map(ProcessId::pid)
        .toList();
  }

  private Folder machine() {
    return new Folder(root)
        .process(1, 1, "0::/init.scope\n")
        .process(700, 50, "0::" + QUADLET + "\n")
        .process(701, 51, "0::" + QUADLET + "\n")
        .process(800, 60, "0::/system.slice/ollama.service\n")
        .process(900, 70, "0::/system.slice/docker-" + ID.replace('3', '4') + ".scope\n")
        .process(
            950, 71, "12:devices:/docker/" + ID.replace('3', '5') + "\n1:name=systemd:/docker/x\n")
        .process(990, 72, "0::/user.slice/user@1001.service/app.slice/ollama.service\n");
  }

  @Test
  void aUsersUnitIsFoundWithAllThatRunsBelowIt() {
    assertThat(pids(machine(), ServiceMarks.unit("immich-ml.service", Optional.of(1000))))
        .containsExactly(700, 701);
  }

  @Test
  void aUnitOfAnotherUserWithTheSameNameIsAnotherService() {
    assertThat(pids(machine(), ServiceMarks.unit("ollama.service", Optional.empty())))
        .containsExactly(800);
    assertThat(pids(machine(), ServiceMarks.unit("ollama.service", Optional.of(1001))))
        .containsExactly(990);
    assertThat(pids(machine(), ServiceMarks.unit("immich-ml.service", Optional.of(1001))))
        .isEmpty();
  }

  @Test
  void containersAreFoundInBothVersionsOfControlGroups() {
    assertThat(pids(machine(), ServiceMarks.containers(Set.of(ID.replace('3', '4')))))
        .containsExactly(900);
    assertThat(pids(machine(), ServiceMarks.containers(Set.of(ID.replace('3', '5')))))
        .containsExactly(950);
  }

  @Test
  void aShortIdIsNoneForItCouldBePartOfAnything() {
    assertThat(pids(machine(), ServiceMarks.containers(Set.of("system")))).isEmpty();
  }

  @Test
  void noProcessIsUnknownAndNotAnEmptyList() {
    assertThat(ServiceProcesses.find(machine().machine(), ServiceMarks.process(12345)))
        .isEqualTo(Reading.unknown("no process of the service is seen under /proc"));
  }

  @Test
  void whatIsLookedForAgainIsReadFromTheKernelsList() {
    Folder folder = machine();
    ServiceMarks marks = ServiceMarks.unit("immich-ml.service", Optional.of(1000));
    ServiceProcesses first =
        ServiceProcesses.find(folder.machine(), marks).asOptional().orElseThrow();
    folder
        .file("/sys/fs/cgroup" + QUADLET + "/cgroup.procs", "700\n702\n")
        .file("/proc/702/stat", Folder.stat(702, 90));
    assertThat(
            ServiceProcesses.again(folder.machine(), marks, first).map(ServiceProcesses::processes))
        .isEqualTo(Reading.known(List.of(new ProcessId(700, 50), new ProcessId(702, 90))));
  }

  @Test
  void aGroupThatIsGoneIsLookedForAnew() {
    Folder folder = machine();
    ServiceMarks marks = ServiceMarks.unit("ollama.service", Optional.empty());
    ServiceProcesses gone = new ServiceProcesses(List.of(), Set.of("/sys/fs/cgroup/gone"));
    assertThat(
            ServiceProcesses.again(folder.machine(), marks, gone).map(ServiceProcesses::processes))
        .isEqualTo(Reading.known(List.of(new ProcessId(800, 60))));
  }

  @RepeatedTest(40)
  void anyFilesAreReadWithoutComplaint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String noise = Noise.text(random, "0:/()=\n 19abx-");
    Folder folder =
        new Folder(root)
            .file("/proc/5/stat", Noise.text(random, "() 0123456789\nS"))
            .file("/proc/5/cgroup", noise);
    ServiceMarks marks = ServiceMarks.unit("a", Optional.empty());
    assertThat(ServiceProcesses.find(folder.machine(), marks)).isNotNull();
    assertThat(ServiceProcesses.find(folder.machine(), ServiceMarks.process(5))).isNotNull();
  }
}
