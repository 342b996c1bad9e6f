package dev.hearth.machine.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceUsersTest {
  private static final String RENDER = "/dev/dri/renderD128";
  private static final long GPU = 5567;

  @TempDir private Path root;
  private final DeviceUsers users = new DeviceUsers();
  private long nanos = 1_000_000_000;

  @BeforeEach
  void host() {
    folder()
        .link("/proc/self/ns/pid", "pid:[4026531836]")
        .process(700, 11, "0::/system.slice/ollama.service\n")
        .file("/proc/700/comm", "ollama\n")
        .link("/proc/700/fd/0", "/dev/null")
        .process(800, 12, "0::/user.slice/user-1000.slice/session-3.scope\n")
        .file("/proc/800/comm", "bash\n")
        .link("/proc/800/fd/0", "/dev/null");
  }

  private Folder folder() {
    return new Folder(root);
  }

  private DeviceUsers.Found now() {
    return users.now(folder().machine(), Set.of(), Set.of(GPU), nanos);
  }

  private List<Integer> pids() {
    return now().users().stream().map(each -> each.id().pid()).toList();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void areThoseThatHaveAnAcceleratorOpen() {
    folder()
        .link("/proc/700/fd/9", RENDER)
        .file("/proc/700/fdinfo/9", "drm-driver: amdgpu\ndrm-client-id: 9\n");
    DeviceUser user = now().users().getFirst();
    assertThat(pids()).containsExactly(700);
    assertThat(user.program()).isEqualTo(Reading.known("ollama"));
    assertThat(user.owner().unit()).contains("ollama.service");
    assertThat(user.handles().map(Handles::nodes)).isEqualTo(Reading.known(Set.of(RENDER)));
  }

  @Test
  void areNoticedAtOnceWhereKfdListsThem() {
    assertThat(pids()).isEmpty();
    folder().file("/sys/class/kfd/kfd/proc/800/queues/1/gpuid", GPU + "\n");
    pass(Duration.ofSeconds(1));
    assertThat(now().users().getFirst().kfd().values())
        .extracting(KfdUse::queues)
        .containsExactly(1);
  }

  @Test
  void areNoticedWithinTenSecondsOtherwise() {
    assertThat(pids()).isEmpty();
    folder().link("/proc/800/fd/5", RENDER);
    pass(Duration.ofSeconds(11));
    assertThat(pids()).containsExactly(800);
  }

  @Test
  void areNoticedWithinTwoMinutesWhereAHandlesNumberWasAnothers() throws IOException {
    assertThat(pids()).isEmpty();
    Files.delete(root.resolve("proc/800/fd/0"));
    folder().link("/proc/800/fd/0", RENDER);
    pass(Duration.ofSeconds(110));
    assertThat(pids()).containsExactly(800);
  }

  @Test
  void areGoneWithTheirProcess() throws IOException {
    folder().link("/proc/800/fd/5", RENDER);
    assertThat(pids()).containsExactly(800);
    deleted(root.resolve("proc/800"));
    pass(Duration.ofSeconds(1));
    assertThat(pids()).isEmpty();
  }

  @Test
  void ofAnotherUserAreCountedAndNotGuessed() throws IOException {
    deleted(root.resolve("proc/800/fd"));
    assertThat(now().hidden()).isEqualTo(1);
  }

  @Test
  void inAContainerAreNotMatchedWithKfdsNumbers() throws IOException {
    Files.delete(root.resolve("proc/self/ns/pid"));
    folder()
        .link("/proc/self/ns/pid", "pid:[4026532999]")
        .file("/sys/class/kfd/kfd/proc/800/queues/1/gpuid", GPU + "\n");
    assertThat(pids()).isEmpty();
  }

  @Test
  void belongToTheUnitOrTheContainerThatTheirControlGroupNames() {
    String id = "0123456789abcdef".repeat(4);
    assertThat(Owner.parse("/system.slice/docker-" + id + ".scope"))
        .isEqualTo(new Owner(Optional.empty(), Optional.of(id)));
    assertThat(
            Owner.parse(
                "/user.slice/user-1000.slice/user@1000.service/app.slice/immich-ml.service/libpod-payload-"
                    + id))
        .isEqualTo(new Owner(Optional.of("immich-ml.service"), Optional.of(id)));
    assertThat(Owner.parse("/docker/" + id).container()).contains(id);
    assertThat(Owner.parse("/lxc.payload.media/system.slice").container()).contains("media");
    assertThat(Owner.parse("/user.slice/user-1000.slice/session-3.scope").name(Optional.empty()))
        .isEmpty();
  }

  @Test
  void areCalledByTheContainersNameWhereThatIsKnown() {
    Owner owner = new Owner(Optional.empty(), Optional.of("0123456789abcdef".repeat(4)));
    assertThat(owner.name(Optional.of("immich_machine_learning")))
        .contains("immich_machine_learning");
    assertThat(owner.name(Optional.empty())).contains("0123456789ab");
  }

  private static void deleted(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
