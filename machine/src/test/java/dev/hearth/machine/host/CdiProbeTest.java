package dev.hearth.machine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.CapturedTree;
import dev.hearth.machine.host.Cdi.Specification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CdiProbeTest {
  /** The files that the specifications below name, of driver 550.163.01. */
  private static final String DRIVER =
      """
      char /dev/nvidia0 0666 0:0
      char /dev/nvidiactl 0666 0:0
      char /dev/nvidia-uvm 0666 0:0
      file /usr/bin/nvidia-cdi-hook 0755 0:0
      file /usr/lib/x86_64-linux-gnu/libcuda.so.550.163.01
      file /usr/lib/x86_64-linux-gnu/libnvidia-ml.so.550.163.01
      """;

  private static Cdi probe(String entries) {
    return switch (CapturedTree.parse("hearth capture 1\n" + entries)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> CdiProbe.probe(new Machine(tree));
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static Specification only(String entries) {
    List<Specification> files = probe(entries).files();
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  private static String file(String path, String text) {
    return "file " + path + "\n" + text.indent(2);
  }

  /** As nvidia-ctk 1.18 writes it: four blanks, kind first, the version in a hook's argument. */
  private static String nvidia(String version) {
    return """
    ---
    cdiVersion: 0.5.0
    kind: nvidia.com/gpu
    devices:
        - name: "0"
          containerEdits:
            deviceNodes:
                - path: /dev/nvidia0
                  hostPath: /dev/nvidia0
        - name: all
          containerEdits:
            deviceNodes:
                - path: /dev/nvidia0
    containerEdits:
        env:
            - NVIDIA_VISIBLE_DEVICES=void
        deviceNodes:
            - path: /dev/nvidiactl
            - path: /dev/nvidia-uvm
        hooks:
            - hookName: createContainer
              path: /usr/bin/nvidia-cdi-hook
              args:
                - nvidia-cdi-hook
                - enable-cuda-compat
                - --host-driver-version=VERSION
        mounts:
            - hostPath: /usr/lib/x86_64-linux-gnu/libcuda.so.VERSION
              containerPath: /usr/lib/x86_64-linux-gnu/libcuda.so.VERSION
              options:
                - ro
                - rbind
            - hostPath: /usr/lib/x86_64-linux-gnu/libnvidia-ml.so.VERSION
              containerPath: /usr/lib/x86_64-linux-gnu/libnvidia-ml.so.VERSION
    """
        .replace("VERSION", version);
  }

  @Nested
  class OfTheLoadedDriver {
    @Test
    void namesItsDevicesAndMissesNothing() {
      assertThat(only(DRIVER + file("/etc/cdi/nvidia.yaml", nvidia("550.163.01"))))
          .isEqualTo(
              new Specification(
                  "/etc/cdi/nvidia.yaml",
                  "nvidia.com/gpu",
                  List.of("0", "all"),
                  List.of(),
                  "550.163.01",
                  ""));
    }

    /** nvidia-ctk up to 1.16: keys sorted, dashes below their key, no version but in the names. */
    @Test
    void isReadInTheOldShapeToo() {
      String old =
          """
          cdiVersion: 0.3.0
          containerEdits:
            hooks:
            - args:
              - nvidia-ctk
              - hook
              - update-ldcache
              hookName: createContainer
              path: /usr/bin/nvidia-ctk
            mounts:
            - containerPath: /usr/bin/nvidia-smi
              hostPath: /usr/bin/nvidia-smi
            - containerPath: /usr/lib/x86_64-linux-gnu/libcuda.so.1
              hostPath: /usr/lib/x86_64-linux-gnu/libcuda.so.1
            - containerPath: /usr/lib/x86_64-linux-gnu/libcuda.so.525.60.13
              hostPath: /usr/lib/x86_64-linux-gnu/libcuda.so.525.60.13
          devices:
          - containerEdits:
              deviceNodes:
              - path: /dev/nvidia0
            name: 0
          kind: nvidia.com/gpu
          """;
      Specification specification = only(DRIVER + file("/etc/cdi/nvidia.yaml", old));
      assertThat(specification.devices()).containsExactly("0");
      assertThat(specification.driverVersion()).isEqualTo("525.60.13");
      assertThat(specification.missing())
          .containsExactly(
              "/usr/bin/nvidia-smi",
              "/usr/lib/x86_64-linux-gnu/libcuda.so.1",
              "/usr/lib/x86_64-linux-gnu/libcuda.so.525.60.13",
              "/usr/bin/nvidia-ctk");
    }
  }

  @Nested
  class OfWsl2 {
    /** Its libraries have no driver version in their names, and so nothing can be stale by it. */
    @Test
    void namesNoDriverVersion() {
      String wsl =
          """
          cdiVersion: 0.5.0
          kind: nvidia.com/gpu
          devices:
              - name: all
                containerEdits: {deviceNodes: [{path: /dev/dxg}]}
          containerEdits:
              mounts:
                  - hostPath: /usr/lib/wsl/drivers/nv_dispi.inf_amd64_7e5f/libcuda.so.1.1
                    containerPath: /usr/lib/wsl/drivers/nv_dispi.inf_amd64_7e5f/libcuda.so.1.1
          """;
      Specification specification =
          only("char /dev/dxg 0666 0:0\n" + file("/run/cdi/nvidia.yaml", wsl));
      assertThat(specification.driverVersion()).isEmpty();
      assertThat(specification.devices()).containsExactly("all");
      assertThat(specification.missing())
          .containsExactly("/usr/lib/wsl/drivers/nv_dispi.inf_amd64_7e5f/libcuda.so.1.1");
    }
  }

  @Nested
  class AfterADriverUpdate {
    @Test
    void isStaleAndNamesEachLibraryThatIsGone() {
      Specification specification =
          only(DRIVER + file("/etc/cdi/nvidia.yaml", nvidia("550.54.15")));
      assertThat(specification.driverVersion()).isEqualTo("550.54.15");
      assertThat(specification.missing())
          .containsExactly(
              "/usr/lib/x86_64-linux-gnu/libcuda.so.550.54.15",
              "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.550.54.15");
    }

    @Test
    void namesNodesThatTheDriverHasNotMadeYet() {
      String nodesGone = DRIVER.replace("char /dev/nvidia-uvm 0666 0:0\n", "");
      assertThat(only(nodesGone + file("/run/cdi/nvidia.yaml", nvidia("550.163.01"))).missing())
          .containsExactly("/dev/nvidia-uvm");
    }
  }

  @Nested
  class OfAmd {
    /** As amd-ctk writes it. */
    @Test
    void isReadAsJson() {
      String amd =
          """
          {
            "cdiVersion": "0.6.0",
            "kind": "amd.com/gpu",
            "containerEdits": {"deviceNodes": [{"path": "/dev/kfd"}]},
            "devices": [
              {"name": "0", "containerEdits": {"deviceNodes": [
                {"path": "/dev/dri/card1"}, {"path": "/dev/dri/renderD128"}]}},
              {"name": "all", "containerEdits": {"deviceNodes": [
                {"path": "/dev/dri/card1"}, {"path": "/dev/dri/renderD128"}]}}
            ]
          }
          """;
      assertThat(only(file("/etc/cdi/amd.json", amd) + "char /dev/kfd 0660 0:992\n"))
          .isEqualTo(
              new Specification(
                  "/etc/cdi/amd.json",
                  "amd.com/gpu",
                  List.of("0", "all"),
                  List.of("/dev/dri/card1", "/dev/dri/renderD128"),
                  "",
                  ""));
    }
  }

  @Nested
  class InTwoPlaces {
    private final String one = nvidia("550.163.01");

    @Test
    void oneFolderUnderTwoNamesIsNoConflict() {
      Specification specification =
          only(DRIVER + "link /var/run -> /run\n" + file("/run/cdi/nvidia.yaml", one));
      assertThat(specification.path()).isEqualTo("/run/cdi/nvidia.yaml");
      assertThat(specification.trouble()).isEmpty();
    }

    @Test
    void aLinkFromOneFolderIntoTheOtherIsNoConflict() {
      String link = "link /run/cdi/nvidia.yaml -> /etc/cdi/nvidia.yaml\n";
      assertThat(only(DRIVER + file("/etc/cdi/nvidia.yaml", one) + link).trouble()).isEmpty();
    }

    @Test
    void theRunFolderGoesBefore() {
      List<Specification> files =
          probe(
                  DRIVER
                      + file("/etc/cdi/nvidia.yaml", one)
                      + file("/run/cdi/nvidia.yaml", nvidia("550.54.15")))
              .files();
      assertThat(files)
          .extracting(Specification::trouble)
          .containsExactly("/run/cdi/nvidia.yaml offers the same devices, and goes before", "");
    }

    @Test
    void twoFilesOfOneFolderThatOfferTheSameAreBothLost() {
      List<Specification> files =
          probe(
                  DRIVER
                      + file("/etc/cdi/nvidia.yaml", one)
                      + file("/etc/cdi/old.json", "{kind: nvidia.com/gpu, devices: [{name: all}]}"))
              .files();
      assertThat(files)
          .extracting(Specification::trouble)
          .containsExactly(
              "offers nvidia.com/gpu=all as /etc/cdi/old.json does: neither is used",
              "offers nvidia.com/gpu=all as /etc/cdi/nvidia.yaml does: neither is used");
    }

    @Test
    void filesOfDifferentVendorsLiveTogether() {
      String amd = file("/etc/cdi/amd.json", "{kind: amd.com/gpu, devices: [{name: all}]}");
      assertThat(probe(DRIVER + file("/etc/cdi/nvidia.yaml", one) + amd).files())
          .extracting(Specification::trouble)
          .containsExactly("", "");
    }
  }

  @Nested
  class ThatCannotBeUsed {
    @Test
    void saysThatItMayNotBeRead() {
      assertThat(only("denied /etc/cdi/nvidia.yaml\n").trouble())
          .isEqualTo("/etc/cdi/nvidia.yaml may not be read by this user");
    }

    @Test
    void saysWhichLineIsBroken() {
      assertThat(only(file("/etc/cdi/nvidia.yaml", "kind: nvidia.com/gpu\ndevices: [")).trouble())
          .startsWith("cannot be read as YAML in line 2");
    }

    @Test
    void saysThatItHasNoKind() {
      assertThat(only(file("/etc/cdi/a.yaml", "devices: []")).trouble())
          .isEqualTo("names no kind such as nvidia.com/gpu");
    }

    @Test
    void saysThatItIsEmpty() {
      assertThat(only("file /etc/cdi/nvidia.yaml\n").trouble())
          .isEqualTo("holds no CDI specification");
    }

    @Test
    void saysThatItsNameHidesIt() {
      assertThat(only(file("/etc/cdi/nvidia.yml", nvidia("550.163.01"))).trouble())
          .isEqualTo("only files that end in .yaml or .json are read");
    }

    @Test
    void isNestedTooDeeply() {
      assertThat(only(file("/etc/cdi/a.json", "[".repeat(200_000))).trouble())
          .startsWith("cannot be read as YAML");
    }

    @Test
    void hasATagThatItsTextDoesNotFit() {
      assertThat(only(file("/etc/cdi/a.yaml", "kind: !!int nvidia")).trouble())
          .startsWith("cannot be read as YAML");
    }

    @Test
    void isABombOfAliases() {
      StringBuilder bomb = new StringBuilder("kind: a/b\nl0: &l0 [{path: /x}]\n");
      for (int level = 1; level < 40; level++) {
        bomb.append("l%d: &l%d [*l%d, *l%d]\n".formatted(level, level, level - 1, level - 1));
      }
      bomb.append("devices: *l39\n");
      assertThat(only(file("/etc/cdi/a.yaml", bomb.toString())).trouble()).isNotEmpty();
    }
  }

  @Nested
  class NoSpecification {
    @Test
    void isAnEmptyList() {
      assertThat(probe("").files()).isEmpty();
      assertThat(probe("dir /etc/cdi\nfile /etc/cdi/README\n").files()).isEmpty();
    }
  }

  @RepeatedTest(60)
  void anyBytesAreReadWithoutComplaint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    byte[] bytes = nvidia("550.163.01").getBytes(StandardCharsets.UTF_8);
    for (int times = random.nextInt(1, 40); times > 0; times--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(32, 127);
    }
    Reading<CdiDocument> read = CdiDocument.parse(new String(bytes, StandardCharsets.UTF_8));
    byte[] noise = new byte[random.nextInt(500)];
    random.nextBytes(noise);
    assertThat(read).isNotNull();
    assertThat(CdiDocument.parse(new String(noise, StandardCharsets.UTF_8))).isNotNull();
  }
}
